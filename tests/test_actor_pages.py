"""Actors: the list, and what published plans say of one."""

import re

import pytest
from django.test import Client

from strategies.models import EntryActor
from strategies.plan import Decision, Element, Involvement, Mandate, Plan
from strategies.reading.actor_pages import ROLES, by_role
from tests.conftest import HTMX
from tests.factories import make_actor, make_involvement, make_region, make_strategy

pytestmark = pytest.mark.django_db

URL = "/aktorer/"


def plan(actor: str, title: str = "Plan med roller") -> Plan:
    """A plan in which `actor` decides on the whole, is responsible for one action and takes part in two."""
    actions = [
        Element(
            kind="action",
            title="Ordna exportdagar",
            involvements=(Involvement(actor=actor, role="ansvarig"),),
        ),
        Element(
            kind="action",
            title="Bygga nätverk",
            involvements=(Involvement(actor=actor, role="medverkar", note="med rådgivning"),),
        ),
        Element(
            kind="action",
            title="Utbilda",
            involvements=(Involvement(actor=actor, role="medverkar"),),
        ),
    ]
    return Plan(
        title=title,
        kind="handlingsplan",
        owners=(make_actor().name,),
        decisions=(Decision(body=actor),),
        elements=(Element(kind="direction", title="Företag", elements=tuple(actions)),),
    )


def names(client: Client, query: str = "") -> list[str]:
    return re.findall(r'<a href="/aktorer/[^"?]+/">([^<]+)</a>', client.get(URL + query).text)


def test_everything_published_is_told_by_role_with_links_to_the_very_element(
    client: Client,
) -> None:
    actor = make_actor("Rådgivarna", kind="stödaktör")
    strategy = make_strategy(plan(actor.name), published=True)
    page = client.get(actor.get_absolute_url()).text
    headings = re.findall(r"<h2[^>]*>([^<]+?) <span", page)
    assert headings == ["Har beslutat om", "Ansvarar för", "Medverkar i"]
    for tie in (
        EntryActor.objects.filter(actor=actor)
        .exclude(role="beslutade")
        .select_related("entry__strategy")
    ):
        assert (
            f'<a href="{strategy.get_absolute_url()}#d-{str(tie.entry.key)[:8]}">{tie.entry.title}</a>'
            in page
        )
    assert "med rådgivning" in page
    assert "Nämns på 4 ställen i 1 publicerad plan." in " ".join(page.split())


def test_what_is_not_published_is_not_told(client: Client) -> None:
    actor = make_actor("Rådgivarna")
    strategy = make_strategy(plan("Andra"), published=True)
    make_involvement(strategy.elements.get(title="Utbilda"), actor)
    make_strategy(plan(actor.name, "Hemligt utkast"))
    page = client.get(actor.get_absolute_url()).text
    assert "Ingen publicerad plan nämner Rådgivarna än" in page
    assert "Utbilda" not in page
    assert "Hemligt utkast" not in page


def test_a_plan_is_called_what_its_edition_calls_it(client: Client) -> None:
    actor = make_actor("Rådgivarna")
    strategy = make_strategy(plan(actor.name, "Beslutad titel"), published=True)
    strategy.title = "Påbörjad titel"
    strategy.save(update_fields=["title"])
    page = client.get(actor.get_absolute_url()).text
    assert "Beslutad titel" in page
    assert "Påbörjad titel" not in page


def test_an_actor_tells_what_it_is_and_where_it_belongs(client: Client) -> None:
    region = make_region("Hemlän")
    parent = make_actor("Moderbolaget")
    actor = make_actor(
        "Dotterbolaget",
        kind="bolag",
        parent=parent,
        region=region,
        aliases=["Dottern"],
        homepage="https://dotter.example/",
    )
    make_actor("Barnbarnet", parent=actor)
    page = client.get(actor.get_absolute_url()).text
    assert "<h1>Dotterbolaget</h1>" in page
    for fact in (
        "bolag",
        "Dottern",
        "Hemlän",
        "Moderbolaget",
        "Barnbarnet",
        'href="https://dotter.example/"',
    ):
        assert fact in page


def test_an_actors_name_is_told_as_text(client: Client) -> None:
    actor = make_actor("<script>alert(1)</script>")
    assert "<script>alert" not in client.get(actor.get_absolute_url()).text
    assert "<script>alert" not in client.get(URL).text


def test_an_unknown_actor_is_a_404(client: Client) -> None:
    assert client.get("/aktorer/finns-inte/").status_code == 404


def test_roles_come_in_the_order_of_weight() -> None:
    actor = make_actor()
    make_strategy(plan(actor.name), published=True)
    ties = EntryActor.objects.filter(actor=actor).select_related("entry__strategy__current_edition")
    assert [group.role for group in by_role(ties)] == ["beslutade", "ansvarig", "medverkar"]
    assert [group.count for group in by_role(ties)] == [1, 1, 2]


def test_both_ends_of_a_mandate_are_told(client: Client) -> None:
    giver, holder = make_actor("Regeringen"), make_actor("Regionen")
    mandate = Mandate(actor="Regionen", role="utvecklingsansvarig", given_by="Regeringen")
    make_strategy(published=True, title="Planen", mandates=(mandate,))
    for actor, heading in ((giver, "Gav uppdrag i"), (holder, "Har uppdrag i")):
        page = client.get(actor.get_absolute_url()).text
        assert re.findall(r"<h2[^>]*>([^<]+?) <span", page) == [heading]
        assert "utvecklingsansvarig" in page
    assert "gav uppdrag;Planen" in client.get(f"{giver.get_absolute_url()}roller.csv").text


def test_a_role_that_the_page_does_not_know_comes_last() -> None:
    actor = make_actor()
    make_strategy(plan(actor.name), published=True)
    EntryActor.objects.filter(actor=actor, role="ansvarig").update(role="hejar på")
    ties = EntryActor.objects.filter(actor=actor).select_related("entry__strategy__current_edition")
    assert [group.heading for group in by_role(ties)][-1] == "Hejar på"
    assert "hejar på" not in ROLES


def test_a_long_page_says_that_there_is_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strategies.reading.actor_pages.MOST_TIES", 2)
    actor = make_actor()
    make_strategy(plan(actor.name), published=True)
    assert "fler än 2 ställen" in client.get(actor.get_absolute_url()).text


def test_those_in_published_plans_stand_first_and_the_rest_in_swedish_order(client: Client) -> None:
    for name in ("Örndjuret", "Älgdjuret", "Åkerdjuret", "Zebradjuret"):
        make_actor(name)
    owner = make_actor("Ödledjuret")
    make_strategy(published=True, owners=(owner.name,))
    found = names(client, "?q=djuret")
    assert found == ["Ödledjuret", "Zebradjuret", "Åkerdjuret", "Älgdjuret", "Örndjuret"]


def test_the_list_narrows_by_name_alias_kind_and_part(client: Client) -> None:
    make_actor("Almi Kronoberg", kind="stödaktör", aliases=["ALMI Företagspartner"])
    make_actor("Växjö kommun", kind="kommun")
    owner = make_actor("Region Kronoberg", kind="region")
    make_strategy(published=True, owners=(owner.name,))
    assert names(client, "?q=kronoberg") == ["Region Kronoberg", "Almi Kronoberg"]
    assert names(client, "?q=företagspartner") == ["Almi Kronoberg"]
    assert names(client, "?q=foretagspartner") == ["Almi Kronoberg"]
    assert names(client, "?q=vaxjo") == ["Växjö kommun"]
    assert names(client, "?slag=kommun") == ["Växjö kommun"]
    assert names(client, "?med=on") == ["Region Kronoberg"]
    assert names(client, "?slag=finnsinte&q=växjö") == ["Växjö kommun"]


def test_the_number_of_plans_counts_a_plan_once(client: Client) -> None:
    actor = make_actor("Räknad")
    make_strategy(plan(actor.name), published=True)
    make_strategy(plan(actor.name, "En till"), published=True)
    assert "2 planer" in client.get(f"{URL}?q=Räknad").text


def test_nothing_found_says_what_to_do(client: Client) -> None:
    assert "pröva en del av namnet" in client.get(f"{URL}?q=saknas").text


def test_the_fragment_is_a_piece_of_the_page(client: Client) -> None:
    make_actor()
    page, fragment = client.get(URL), client.get(URL, headers=HTMX)
    assert fragment.text.strip() in page.text
    assert "<html" not in fragment.text


def test_queries_do_not_grow_with_the_list(count_queries) -> None:
    make_strategy(plan(make_actor().name), published=True)
    few = count_queries(URL)
    for number in range(5):
        make_strategy(plan(make_actor().name, f"Plan {number}"), published=True)
    assert count_queries(URL) == few <= 3


def test_queries_do_not_grow_with_what_is_told_of_an_actor(count_queries) -> None:
    actor = make_actor()
    make_strategy(plan(actor.name), published=True)
    few = count_queries(actor.get_absolute_url())
    for number in range(5):
        make_strategy(plan(actor.name, f"Plan {number}"), published=True)
    assert count_queries(actor.get_absolute_url()) == few <= 4


def test_actors_are_only_read(client: Client) -> None:
    assert client.post(URL).status_code == 405
    assert client.post(make_actor().get_absolute_url()).status_code == 405

"""Linking actors: search as one types, choose a role, make the one that is missing."""

from typing import Any

import pytest
from django.test import Client

from actors.models import Actor
from strategies.models import Involvement
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_involvement, make_region, make_strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def almi() -> Actor:
    return make_actor("ALMI Företagspartner Provland", kind="stödaktör", aliases=["Almi i Prov"])


def url(desk: Desk) -> str:
    return desk.url("element-actors", desk.element("Insats a").key)


@pytest.mark.parametrize("query", ["almi", "FÖRETAGSPARTNER", "i prov", "  almi "])
def test_actors_are_found_by_name_and_by_what_they_are_called(
    client: Client, desk: Desk, almi: Actor, query: str
) -> None:
    for headers in ({}, HTMX):
        answer = client.get(url(desk), {"q": query}, headers=headers)
        assert "ALMI Företagspartner Provland" in answer.text
        assert "stödaktör" in answer.text
        assert "kallas även Almi i Prov" in answer.text


def test_typing_gets_the_matches_alone_and_they_are_a_piece_of_the_page(
    client: Client, desk: Desk, almi: Actor
) -> None:
    page = client.get(url(desk), {"q": "almi"})
    matches = client.get(url(desk), {"q": "almi"}, headers=HTMX)
    assert matches.text.strip() in page.text
    assert "<form" not in matches.text
    assert "HX-Request" in matches["Vary"]


def test_names_that_begin_with_the_words_come_first(client: Client, desk: Desk) -> None:
    make_actor("Nya Tillväxtrådet")
    make_actor("Tillväxtverket")
    page = client.get(url(desk), {"q": "tillväxt"}, headers=HTMX).text
    assert page.index("Tillväxtverket") < page.index("Nya Tillväxtrådet")


def test_an_alias_that_only_repeats_the_name_is_left_out(client: Client, desk: Desk) -> None:
    aliases = ["Almi Provby", "ALMI Företagspartner Provby AB", "Utvecklingsbolaget"]
    make_actor("ALMI Företagspartner Provby", aliases=aliases)
    page = client.get(url(desk), {"q": "provby"}, headers=HTMX).text
    assert "kallas även Utvecklingsbolaget<" in page


def test_many_matches_are_cut_and_that_is_told(client: Client, desk: Desk) -> None:
    for number in range(20):
        make_actor(f"Bolaget {number}")
    page = client.get(url(desk), {"q": "bolaget"}, headers=HTMX).text
    assert "Det finns fler" in page
    assert page.count('type="radio"') == 12


def test_a_search_sends_no_token_along(client: Client, desk: Desk) -> None:
    page = client.get(url(desk)).text
    search = page[page.index('id="sok"') : page.index('id="koppla-form"')]
    assert "csrfmiddlewaretoken" not in search
    assert 'method="post"' not in search[: search.index("</form>")]


def test_an_actor_is_linked_with_role_and_note(client: Client, desk: Desk, almi: Actor) -> None:
    sent = {"actor": almi.pk, "role": "utförare", "note": "  innehåll\tmed mera"}
    answer = client.post(url(desk), sent)
    assert answer.status_code == 303
    made = Involvement.objects.get()
    assert (made.element, made.actor, made.role) == (desk.element("Insats a"), almi, "utförare")
    assert made.note == "innehåll med mera"
    assert "utförare: innehåll med mera" in client.get(desk.url("edit-strategy")).text


def test_htmx_gets_the_links_and_an_empty_search(client: Client, desk: Desk, almi: Actor) -> None:
    sent = {"actor": almi.pk, "role": "medverkar", "q": "almi"}
    answer = client.post(url(desk), sent, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="kopplingar"' in answer.text
    assert "är kopplad som medverkar" in answer.text
    assert 'name="q" value=""' in answer.text


def test_an_actor_is_linked_to_the_whole_plan(client: Client, desk: Desk, almi: Actor) -> None:
    sent = {"actor": almi.pk, "role": "ansvarig"}
    assert client.post(desk.url("plan-actors"), sent).status_code == 303
    assert Involvement.objects.get().element is None


@pytest.mark.parametrize("where", ["element-actors", "plan-actors"])
def test_the_same_link_twice_is_refused(
    client: Client, desk: Desk, almi: Actor, where: str
) -> None:
    address = url(desk) if where == "element-actors" else desk.url(where)
    sent = {"actor": almi.pk, "role": "medverkar", "q": "almi"}
    client.post(address, sent)
    for headers in ({}, HTMX):
        answer = client.post(address, sent, headers=headers)
        assert answer.status_code == 422
        assert "Aktören har redan den rollen här." in answer.text
    assert Involvement.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"actor": ""}, "välj den i listan"),
        ({"actor": "x"}, "Sök igen"),
        ({"actor": "999999999999999999999"}, ""),
        ({"role": "chef"}, "chef"),
        ({"note": "x" * 501}, "500"),
    ],
)
def test_what_cannot_be_linked_is_refused(
    client: Client, desk: Desk, almi: Actor, changed: dict[str, Any], told: str
) -> None:
    sent = {"actor": almi.pk, "role": "medverkar", "q": "almi"} | changed
    answer = client.post(url(desk), sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert not Involvement.objects.exists()


def test_a_search_for_anything_is_answered(client: Client, desk: Desk) -> None:
    for query in ("%", "_", "\x00", "x" * 5000, "'", "\\"):
        assert client.get(url(desk), {"q": query}).status_code == 200


def test_a_link_is_taken_away(client: Client, desk: Desk, almi: Actor) -> None:
    link = make_involvement(desk.element("Insats a"), almi)
    answer = client.post(desk.url("unlink-actor", link.pk))
    assert answer.status_code == 303
    assert not Involvement.objects.exists()
    assert Actor.objects.filter(pk=almi.pk).exists()


def test_a_link_of_another_plan_is_not_found(client: Client, desk: Desk, almi: Actor) -> None:
    other = Involvement.objects.create(strategy=make_strategy(), actor=almi, role="medverkar")
    assert client.post(desk.url("unlink-actor", other.pk)).status_code == 404
    assert Involvement.objects.exists()


# --- a new actor


def test_an_actor_that_is_missing_is_made_and_linked(client: Client, desk: Desk) -> None:
    region = make_region("Provlän")
    address = url(desk) + "ny/"
    assert 'value="Kvarnen"' in client.get(address, {"q": "Kvarnen"}).text
    sent = {"name": "Kvarnen  AB", "kind": "bolag", "region": "Provlän", "role": "finansierar"}
    answer = client.post(address, sent)
    assert answer.status_code == 303
    made = Actor.objects.get(name="Kvarnen AB")
    assert (made.slug, made.kind, made.region) == ("kvarnen-ab", "bolag", region)
    assert Involvement.objects.get().actor == made


def test_a_name_like_anothers_has_to_be_confirmed(client: Client, desk: Desk, almi: Actor) -> None:
    address = url(desk) + "ny/"
    sent = {"name": "Almi Företagspartner i Provland", "kind": "stödaktör", "role": "medverkar"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Menar du någon av dem?" in refused.text
    assert "ALMI Företagspartner Provland" in refused.text
    assert not Actor.objects.filter(name=sent["name"]).exists()
    assert client.post(address, sent | {"sure": "on"}).status_code == 303


def test_an_actor_has_its_name_once(client: Client, desk: Desk, almi: Actor) -> None:
    sent = {"name": almi.name.lower(), "kind": "bolag", "role": "medverkar", "sure": "on"}
    answer = client.post(url(desk) + "ny/", sent)
    assert answer.status_code == 422
    assert "Det finns redan en aktör med det namnet" in answer.text


@pytest.mark.parametrize(
    "changed",
    [{"name": ""}, {"kind": "x"}, {"region": "Atlantis"}, {"role": "x"}, {"name": "x" * 201}],
)
def test_half_an_actor_is_not_made(client: Client, desk: Desk, changed: dict[str, str]) -> None:
    before = Actor.objects.count()
    sent = {"name": "Kvarnen", "kind": "bolag", "role": "medverkar"} | changed
    assert client.post(url(desk) + "ny/", sent).status_code == 422
    assert Actor.objects.count() == before

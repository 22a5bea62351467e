"""The strategy page tells what the current edition says, and nothing that is held back."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from strategies.apply import apply
from strategies.dates import PartialDate, Period
from strategies.markdown import read_plan
from strategies.models import Strategy
from strategies.plan import (
    Challenge,
    Decision,
    Element,
    Involvement,
    LevelWords,
    Link,
    Participant,
    Person,
    Plan,
    Relation,
    Resource,
    Statement,
)
from strategies.publishing.publish import publish
from tests.factories import make_actor, make_member, make_strategy

pytestmark = pytest.mark.django_db

SEEDS = sorted((Path(__file__).resolve().parent.parent / "seeds").glob("*.md"))


class Text(HTMLParser):
    """What a reader sees, white space as single spaces."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.hrefs += [values["href"] or ""] if tag == "a" else []

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    def __str__(self) -> str:
        return " ".join(self.words)


def read(client: Client, strategy: Strategy) -> str:
    answer = client.get(strategy.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def published(**fields: Any) -> Strategy:
    return make_strategy(published=True, **fields)


@pytest.fixture(params=SEEDS, ids=lambda path: path.stem)
def seed(request: pytest.FixtureRequest, register: None) -> tuple[Plan, Strategy]:
    plan = read_plan(request.param.read_text(), request.param.name)
    strategy = apply(plan)
    publish(strategy, user=None)
    strategy.refresh_from_db()
    return plan, strategy


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_a_seed_is_told_whole(client: Client, seed: tuple[Plan, Strategy]) -> None:
    plan, strategy = seed
    page = Text(read(client, strategy))
    text = str(page)
    told = [plan.title, plan.summary, *plan.owners, *plan.regions]
    told += [part.text for part in plan.keyed() if isinstance(part, Statement)]
    told += [f for _, e in plan.walk() for f in (e.title, e.text, e.purpose, *e.target_groups)]
    told += [tie.actor for _, element in plan.walk() for tie in element.involvements]
    told += [challenge.title for challenge in plan.challenges]
    told += [relation.to for relation in plan.relations]
    told += [forum.name for forum in plan.forums] + [
        milestone.title for milestone in plan.milestones
    ]
    told += [document.title for document in plan.documents]
    missing = [part for part in told if one_line(part) not in text]
    assert not missing


def test_every_part_of_a_seed_has_an_anchor_and_every_anchor_leads_somewhere(
    client: Client, seed: tuple[Plan, Strategy]
) -> None:
    plan, strategy = seed
    page = Text(read(client, strategy))
    assert len(page.ids) == len(set(page.ids))
    parts = [part for part in plan.keyed() if not isinstance(part, Decision)]
    assert {f"d-{str(part.key)[:8]}" for part in parts} <= set(page.ids)
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)


def test_no_withheld_name_or_number_of_a_seed_is_on_any_page(
    client: Client, seed: tuple[Plan, Strategy]
) -> None:
    plan, strategy = seed
    home = strategy.get_absolute_url()
    addresses = [home, f"{home}utgavor/", f"{home}utgavor/1/"]
    addresses += [f"{home}{str(element.key)[:8]}/" for _, element in plan.walk()]
    secrets = [person.phone for person in plan.persons if person.phone]
    secrets += [person.name for person in plan.persons if not person.name_approved]
    secrets += [part.name for part in plan.participants if part.kind == "person"]
    for address in addresses:
        page = client.get(address).content.decode()
        assert not [secret for secret in secrets if secret in page]


def test_each_element_of_a_seed_has_a_page_of_its_own(
    client: Client, seed: tuple[Plan, Strategy]
) -> None:
    plan, strategy = seed
    for _, element in plan.walk():
        answer = client.get(f"{strategy.get_absolute_url()}{str(element.key)[:8]}/")
        assert answer.status_code == 200
        text = str(Text(answer.content.decode()))
        assert element.title in text
        assert one_line(element.text) in text
        assert all(below.title in text for below in element.elements)


def test_words_that_look_like_markup_are_text(client: Client) -> None:
    script = "<script>alert('&')</script>"
    action = Element(kind="action", title=script, text=script, purpose=script, label="<b>")
    strategy = published(
        title=script,
        summary=script,
        owners=(make_actor(name="Å & <b>").name,),
        statements=(Statement(kind="mål", text=script, title=script),),
        elements=(action.model_copy(update={"involvements": (
            Involvement(actor="<i>X</i>", role="ansvarig", note=script),
        )}),),
    )  # fmt: skip
    page = read(client, strategy)
    assert "<script>" not in page
    assert "<i>" not in page
    assert "<b>" not in page
    own = client.get(f"{strategy.get_absolute_url()}{str(action.key)[:8]}/").content.decode()
    assert "<script>" not in own


def test_the_line_breaks_of_a_text_are_kept(client: Client) -> None:
    listed = "Vi ska:\n- stärka <b>\n- stödja\n\nDet är allt."
    shown = "Vi ska:<br>- stärka &lt;b&gt;<br>- stödja</p><p>Det är allt.</p>"
    action = Element(kind="action", title="Råd", text=listed, purpose=listed)
    strategy = published(
        summary=listed,
        elements=(action,),
        challenges=(Challenge(title="Flytten", text=listed),),
        statements=(Statement(kind="mål", text=listed),),
        resources=(Resource(title="Medel", text=listed, excludes="Lön\nResor"),),
    )
    page = read(client, strategy)
    assert page.count(shown) == 6
    assert "Lön<br>Resor" in page
    own = client.get(f"{strategy.get_absolute_url()}{str(action.key)[:8]}/").text
    assert own.count(shown) == 2


def test_the_public_page_changes_only_with_a_publication(client: Client) -> None:
    strategy = published(summary="Så var det.")
    Strategy.objects.filter(pk=strategy.pk).update(summary="Så blir det.")
    assert "Så var det." in read(client, strategy)
    publish(Strategy.objects.get(pk=strategy.pk), user=None, note="Nytt")
    assert "Så blir det." in read(client, strategy)


def test_a_strategy_without_an_edition_is_not_found(client: Client) -> None:
    assert client.get(make_strategy().get_absolute_url()).status_code == 404


def test_a_period_that_is_over_is_told(client: Client) -> None:
    page = read(client, published(period=Period(start="2018", end="2022")))
    assert "Perioden har löpt ut. Planen gällde 2018–2022." in page
    assert "Avslutad" in page


def test_a_period_to_come_is_told(client: Client) -> None:
    year = str(timezone.localdate().year + 1)
    page = read(client, published(period=Period(start=year)))
    assert "Planen har inte börjat gälla." in page
    assert "Kommande" in page


def test_that_no_decision_is_known_is_told(client: Client) -> None:
    assert "Inget beslut är känt" in read(client, published())


def test_that_a_decision_has_no_known_date_is_told(client: Client) -> None:
    page = read(client, published(decisions=(Decision(body="Regionfullmäktige"),)))
    assert "inget beslutsdatum är känt" in page


def test_a_contribution_is_told_to_be_no_decided_plan(client: Client) -> None:
    page = read(client, published(kind="inspel", legal_weight="inspel"))
    assert "inget beslutat styrdokument" in page


def test_adoption_is_computed_and_an_inferred_date_is_told(client: Client) -> None:
    date = PartialDate(value="2018-06-14", written="i dag", inferred=True)
    text = str(Text(read(client, published(decisions=(Decision(body="Nämnden", date=date),)))))
    assert "Antagen 14 juni 2018 av Nämnden" in text
    assert "Datumet är härlett: källan skriver ”i dag”." in text


def test_sections_without_content_are_absent(client: Client) -> None:
    page = Text(read(client, published()))
    anchors = {"vision", "utmaningar", "plan", "aktorer", "forum", "samband", "resurser"}
    assert not anchors & set(page.ids)


def test_levels_are_told_in_the_plans_own_words(client: Client) -> None:
    area = Element(kind="focus_area", title="Klimat")
    text = str(Text(read(client, published(
        level_words=LevelWords(focus_area="Prioriterat område"), elements=(area, area.model_copy(
            update={"key": make_key()}
        )),
    ))))  # fmt: skip
    assert "Prioriterat område" in text
    assert "Två prioriterade områden" in text


def make_key() -> Any:
    return Element(kind="action", title="x").key


def test_a_challenge_tells_what_answers_it(client: Client) -> None:
    challenge = Challenge(title="Urbanisering")
    action = Element(
        kind="action", title="Bygg bredband", links=(Link(kind="svarar på", to=challenge.key),)
    )
    text = str(Text(read(client, published(challenges=(challenge,), elements=(action,)))))
    assert "Besvaras av : Bygg bredband" in text or "Besvaras av Bygg bredband" in text
    assert "Svarar på Urbanisering" in text


def test_actors_with_a_page_are_linked(client: Client) -> None:
    actor = make_actor(name="Almi Prov")
    tie = Involvement(actor=actor.name, role="medverkar", note="rådgivning")
    page = read(
        client, published(elements=(Element(kind="action", title="X", involvements=(tie,)),))
    )
    assert f'<a href="{actor.get_absolute_url()}">Almi Prov</a> (rådgivning)' in page


def test_relations_are_told_from_both_ends_and_an_unread_plan_has_no_link(client: Client) -> None:
    ground = published(title="Utvecklingsstrategi för Provlän")
    plan = published(
        relations=(
            Relation(kind="utgår från", to=ground.title),
            Relation(kind="bidrar till", to="Plan som ingen läst in"),
        )
    )
    page = read(client, plan)
    assert f'<a href="{ground.get_absolute_url()}">{ground.title}</a>' in page
    assert "Planen är inte inläst i portalen." in page
    other = read(client, ground)
    assert "Är grund för" in other
    assert f'<a href="{plan.get_absolute_url()}">{plan.title}</a>' in other


def test_an_actor_that_took_part_is_not_named_twice(client: Client) -> None:
    council = make_actor("Näringslivsrådet i Provby", listed=True)
    part = Participant(kind="organisation", name="Näringslivsrådet", actor=council.name)
    text = str(Text(read(client, published(participants=[part]))))
    assert "Näringslivsrådet i Provby" in text
    assert "Näringslivsrådet från" not in text


def test_actors_that_are_only_mentioned_are_not_told_of_as_some_more(client: Client) -> None:
    text = str(Text(read(client, published(mentioned_actors=["Regeringen"]))))
    assert "Nämns i planen Regeringen" in text
    assert "Nämns också" not in text


def test_participants_without_names_are_told_by_number(client: Client) -> None:
    people = tuple(
        Participant(kind="person", name=f"Person {n}", actor="Provkommun") for n in range(3)
    )
    text = str(Text(read(client, published(participants=people))))
    assert "3 deltagare från Provkommun" in text


def test_an_approved_person_is_shown_without_an_unapproved_phone(client: Client) -> None:
    person = Person(name="Anna Ek", phone="070-123", name_approved=True)
    page = read(client, published(persons=(person,)))
    assert "Anna Ek" in page
    assert "070-123" not in page


def test_a_statement_or_challenge_address_leads_to_its_place(client: Client) -> None:
    goal = Statement(kind="mål", text="Fler jobb.")
    strategy = published(statements=(goal,))
    short = str(goal.key)[:8]
    answer = client.get(f"{strategy.get_absolute_url()}{short}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{strategy.get_absolute_url()}#d-{short}"


def test_a_removed_element_is_told_of_with_the_edition_that_had_it(client: Client) -> None:
    action = Element(kind="action", title="Ett råd")
    strategy = published(elements=(action,))
    strategy.elements.all().delete()
    publish(strategy, user=None, note="Rådet finns nu")
    answer = client.get(f"{strategy.get_absolute_url()}{str(action.key)[:8]}/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Finns inte i den senaste utgåvan" in page
    assert "Ett råd" in page
    assert f"{strategy.get_absolute_url()}utgavor/1/{str(action.key)[:8]}/" in page


def test_an_address_that_never_was_is_not_found(client: Client) -> None:
    assert client.get(f"{published().get_absolute_url()}0badc0de/").status_code == 404


def test_an_element_page_leads_up_and_to_its_neighbours(client: Client) -> None:
    actions = tuple(Element(kind="action", title=f"Insats {n}") for n in range(3))
    top = Element(kind="direction", title="Klimat", elements=actions)
    home = (strategy := published(elements=(top,))).get_absolute_url()
    links = Text(client.get(f"{home}{str(actions[1].key)[:8]}/").content.decode()).hrefs
    expected = [top, actions[0], actions[2]]
    assert {home, *(f"{home}{str(part.key)[:8]}/" for part in expected)} <= set(links)
    assert f"{home}#d-{str(actions[1].key)[:8]}" in links
    assert strategy.title in client.get(f"{home}{str(top.key)[:8]}/").content.decode()


def test_only_those_who_may_edit_are_led_to_the_working_copy(client: Client) -> None:
    owner = make_actor()
    strategy = published(owners=(owner.name,))
    link = f'href="/redigera/{strategy.slug}/"'
    assert link not in read(client, strategy)
    client.force_login(make_member(make_actor()))
    assert link not in read(client, strategy)
    client.force_login(make_member(owner))
    assert link in read(client, strategy)


def test_the_head_names_the_page_for_search_and_sharing(client: Client) -> None:
    strategy = published(title="Provets plan", summary="Det här vill vi.")
    page = read(client, strategy)
    assert re.search(r"<title>Provets plan – ", page)
    assert '<meta name="description" content="Det här vill vi.">' in page
    address = f"http://testserver{strategy.get_absolute_url()}"
    assert f'<link rel="canonical" href="{address}">' in page
    assert '<meta property="og:title" content="Provets plan">' in page


def test_a_post_is_refused(client: Client) -> None:
    strategy = published()
    assert client.post(strategy.get_absolute_url()).status_code == 405

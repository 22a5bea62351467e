"""A plan copied to its next period: as a value it points home and shares nothing with the old one; as rows it is a plan of its own."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies.copy import (
    CHOICES,
    Choice,
    copy_to_next_period,
    following,
    following_title,
    next_period,
)
from strategies.dates import Period
from strategies.editing.forms.next_period import NextPeriodForm
from strategies.models import Flag, Passage, Strategy
from strategies.plan import Document, Element, Forum, Participant, Person, Plan
from strategies.publishing.public import held_back, public_plan
from strategies.publishing.publish import publish
from strategies.publishing.withholding import withhold
from strategies.snapshot import snapshot
from tests.editing import Desk
from tests.factories import make_actor, make_involvement, make_member, make_strategy
from tests.plans import plans
from tests.test_public_plan import SECRET, plans_with_secrets

NEW = Period(start="2023", end="2027")
# Drawing a plan takes long on a busy machine.
quietly = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
Bring = st.sets(st.sampled_from(CHOICES))


def copied(plan: Plan, bring: set[Choice]) -> Plan:
    return next_period(plan, defaultdict(uuid4), title="Nästa plan", period=NEW, bring=bring)


def uuids(value: Any) -> Iterator[UUID]:
    """Every key and every pointer in the value."""
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(uuids, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(uuids, value))


def keyless(value: Any) -> Any:
    """The value without its keys, and with what points at a part emptied."""
    if isinstance(value, dict):
        return {name: keyless(item) for name, item in value.items() if name != "key"}
    if isinstance(value, list | tuple):
        return [keyless(item) for item in value]
    return None if isinstance(value, UUID) else value


def less_their_times(elements: tuple[Element, ...]) -> list[Any]:
    def bare(part: dict[str, Any]) -> dict[str, Any]:
        return part | {"period": None, "elements": [bare(child) for child in part["elements"]]}

    return [keyless(bare(element.model_dump())) for element in elements]


@quietly
@given(plans(), Bring)
def test_a_copy_shares_no_key_with_the_old_plan_and_points_home(
    plan: Plan, bring: set[Choice]
) -> None:
    new = copied(plan, bring)  # which is validated, so that no pointer leads out of it
    assert not set(uuids(new.model_dump())) & set(uuids(plan.model_dump()))


@quietly
@given(plans())
def test_all_that_is_brought_says_the_same(plan: Plan) -> None:
    new = copied(plan, set(CHOICES))
    same = ("kind", "level", "legal_weight", "owners", "regions", "summary", "level_words")
    same += ("level_synonyms", "target_groups", "statements", "challenges", "involvements")
    same += ("mentioned_actors", "mandates", "resources", "forums", "bases", "documents")
    for name in same:
        assert keyless(new.model_dump()[name]) == keyless(plan.model_dump()[name]), name
    assert [keyless(part.model_dump()) for part in new.elements] == less_their_times(plan.elements)


@quietly
@given(plans(), Bring)
def test_what_belongs_to_the_old_plan_stays_there(plan: Plan, bring: set[Choice]) -> None:
    new = copied(plan, bring)
    assert (new.title, new.period, new.slug) == ("Nästa plan", NEW, "")
    for name in ("decisions", "milestones", "participants", "quotes", "flags"):
        assert getattr(new, name) == ()
    assert new.persons == () or new.documents or new.forums
    assert all(element.period is None for _, element in new.walk())
    replacing = [relation.to for relation in new.relations if relation.kind == "ersätter"]
    assert replacing == [plan.title]
    others = [relation for relation in plan.relations if relation.kind != "ersätter"]
    assert list(new.relations[1:]) == others


@quietly
@given(plans(), Bring)
def test_what_is_not_brought_is_nowhere(plan: Plan, bring: set[Choice]) -> None:
    new = copied(plan, bring)
    elements = [element for _, element in new.walk()]
    if "aktörer" not in bring:
        assert new.involvements + new.mentioned_actors + new.mandates == ()
        assert not any(element.involvements for element in elements)
    if "uttalanden" not in bring:
        assert not new.statements
        assert not any(element.statements for element in elements)
    if "utmaningar" not in bring:
        assert not new.challenges
    if "källor" not in bring:
        assert new.documents + new.passages == ()


@quietly
@given(plans_with_secrets(), Bring)
def test_nobody_whom_the_old_plan_names_is_shown_by_the_copy(
    plan: Plan, bring: set[Choice]
) -> None:
    """Neither whom it holds back, nor whom it has approved: that was for the old plan."""
    said = " ".join(sorted(set(SECRET.findall(plan.model_dump_json().casefold()))))
    forum = Forum(name="Rådet", members=("Almi", *said.split(), f"{said} med flera"))
    approved = {"name_approved": True, "contact_approved": True}
    people = tuple(person.model_copy(update=approved) for person in plan.persons)
    old = plan.model_copy(update={"persons": people, "forums": (forum,)})
    new = copied(old, bring)
    public = public_plan(new)
    assert not SECRET.search(public.model_dump_json().casefold())
    assert public.forums[0].members == ("Almi",)
    assert public.persons == ()
    # The texts of sources stand beside the plan.
    assert not SECRET.search(held_back(new).blanked(said))


def test_only_people_whom_the_new_plan_may_name_come_along() -> None:
    person = Person(name="Eva Ek", titles=("chef",), phone="019-12 34 56", name_approved=True)
    plan = Plan(
        title="Gammal",
        kind="strategi",
        persons=(person, Person(name="Bo Alm")),
        participants=(Participant(kind="person", name="Åsa Öst", approved=True),),
        forums=(Forum(name="Rådet", members=("Almi", "Eva Ek (ordförande)", "Åsa Öst")),),
        documents=(Document(title="Källan", page_owner="Ulf Lind"),),
    )
    members = (Person(name="Eva Ek", phone="019-12 34 56"), Person(name="Åsa Öst"))
    assert copied(plan, set()).persons == members
    everybody = {"Eva Ek", "Bo Alm", "Åsa Öst", "Ulf Lind"}
    assert {person.name for person in copied(plan, {"källor"}).persons} == everybody
    without = plan.model_copy(update={"forums": ()})
    assert copied(without, set()).persons == ()


def test_pointers_lead_to_the_same_parts_in_the_copy() -> None:
    challenge, goal, action = (UUID(int=number) for number in (1, 2, 3))
    plan = Plan.model_validate(
        {
            "title": "Gammal",
            "kind": "strategi",
            "challenges": [{"key": challenge, "title": "Få företag"}],
            "elements": [
                {
                    "key": goal,
                    "kind": "direction",
                    "title": "Riktning",
                    "links": [{"kind": "svarar på", "to": challenge}],
                    "elements": [
                        {
                            "key": action,
                            "kind": "action",
                            "title": "Insats",
                            "links": [{"kind": "bidrar till", "to": goal}],
                        }
                    ],
                }
            ],
            "forums": [{"name": "Rådet", "element": goal}],
            "documents": [{"title": "Källan"}],
            "passages": [{"on": action, "text": "ord"}, {"text": "Gammal", "field": "title"}],
        }
    )
    new = copied(plan, set(CHOICES))
    direction = new.elements[0]
    assert direction.links[0].to == new.challenges[0].key
    assert direction.elements[0].links[0].to == direction.key
    assert new.forums[0].element == direction.key
    assert [passage.on for passage in new.passages] == [direction.elements[0].key]
    without = copied(plan, set(CHOICES) - {"utmaningar"})
    assert without.elements[0].links == ()
    assert without.elements[0].elements[0].links[0].to == without.elements[0].key


@pytest.mark.parametrize(
    ("start", "end", "then"),
    [
        ("2018", "2022", ("2023", "2027")),
        ("2026", "2026", ("2027", "2027")),
        ("2018-07", "2020-06", ("2021", "2023")),
        ("2018-01-01", "2019-12-31", ("2020", "2021")),
        ("2018", "", None),
        ("", "2022", None),
    ],
)
def test_the_next_period_is_as_long_as_the_last(
    start: str, end: str, then: tuple[str, str] | None
) -> None:
    found = following(Period(start=start, end=end))
    assert (found and (found.start, found.end)) == then
    assert following(None) is None


@pytest.mark.parametrize(
    ("title", "start", "end", "then"),
    [
        ("Plan 2018–2022", "2018", "2022", "Plan 2023–2027"),
        ("Plan 2018 - 2022 för länet", "2018", "2022", "Plan 2023 - 2027 för länet"),
        ("Plan", "2018", "2022", "Plan 2023–2027"),
        ("Verksamhetsplan 2026", "2026", "2026", "Verksamhetsplan 2027"),
        ("Vision 2030", "2018", "2022", "Vision 2030 2023–2027"),
        ("Plan", "2018", "", "Plan"),
    ],
)
def test_the_title_gets_the_new_years(title: str, start: str, end: str, then: str) -> None:
    assert following_title(title, Period(start=start, end=end)) == then


# --- the page


@pytest.fixture
def desk(client: Client) -> Desk:
    desk = Desk(published=True)
    client.force_login(desk.editor)
    return desk


def sent(**changed: Any) -> dict[str, Any]:
    brought = {"actors": "on", "statements": "on", "challenges": "on"}
    return {"title": "Provplanen 2023–2027", "starts": "2023", "ends": "2027"} | brought | changed


@pytest.mark.django_db
def test_the_form_suggests_the_next_period_and_leaves_sources_out(
    client: Client, desk: Desk
) -> None:
    page = client.get(desk.url("copy-strategy")).text
    assert 'value="Provplanen 2023–2027"' in page
    assert 'value="2023"' in page
    assert 'value="2027"' in page
    assert page.count(" checked") == 3


@pytest.mark.django_db
def test_a_copy_opens_in_the_editor_and_replaces_the_old_plan(client: Client, desk: Desk) -> None:
    make_involvement(desk.element("Insats b"), make_actor("Almi"), "ansvarig")
    Flag.objects.create(strategy=desk.strategy, kind="stavning")
    before = snapshot(desk.strategy)
    answer = client.post(desk.url("copy-strategy"), sent())
    assert answer.status_code == 303
    made = Strategy.objects.get(title="Provplanen 2023–2027")
    assert answer["Location"] == reverse("edit-strategy", args=[made.slug])
    assert "är upplagd" in client.get(answer["Location"]).text
    assert (made.starts, made.ends, made.current_edition) == ("2023", "2027", None)
    assert list(made.owners.all()) == [desk.owner]
    assert [element.title for element in made.elements.filter(parent=None)] == desk.order()
    assert made.involvements.get().actor.name == "Almi"
    assert made.relations.get(kind="ersätter").to == desk.strategy
    assert not made.decisions.exists()
    assert snapshot(desk.strategy) == before


@pytest.mark.django_db
def test_no_name_that_the_old_plan_hides_is_shown_by_the_published_copy(
    client: Client, desk: Desk
) -> None:
    desk.strategy.persons.create(name="Vera Hemlig", titles=["chef"], name_approved=True)
    desk.strategy.forums.create(name="Rådet", members=["Almi", "Vera Hemlig", "Bo Dold"])
    withhold(desk.strategy, "Bo Dold", desk.editor)
    assert "utan att vara godkänt" in client.get(desk.url("copy-strategy")).text
    client.post(desk.url("copy-strategy"), sent())
    made = Strategy.objects.get(title="Provplanen 2023–2027")
    assert [row.withheld_by for row in made.withheld_names.all()] == [desk.editor]
    publish(made, None, "Ny plan")
    page = Client().get(reverse("strategy", args=[made.slug])).text
    assert "Almi" in page
    assert "Hemlig" not in page
    assert "Bo Dold" not in page
    # It waits for the editors to approve it anew.
    made.persons.filter(name="Vera Hemlig").update(name_approved=True)
    publish(made, None, "Godkänt namn")
    assert "Vera Hemlig" in Client().get(reverse("strategy", args=[made.slug])).text


@pytest.mark.django_db
def test_what_is_unticked_stays_behind(client: Client, desk: Desk) -> None:
    client.post(desk.url("copy-strategy"), {"title": "Ny", "starts": "", "ends": ""})
    made = Strategy.objects.get(title="Ny")
    assert not made.statements.exists()
    assert not made.challenges.exists()
    assert made.period is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": ""}, "Skriv en titel."),
        ({"title": "provplanen"}, "Den gamla planen heter så"),
        ({"starts": "2027", "ends": "2023"}, "slutar innan den börjar"),
        ({"ends": "snart"}, "är inget datum"),
        ({"title": "x" * 501}, "500"),
    ],
)
def test_what_cannot_be_a_plan_is_refused(
    client: Client, desk: Desk, changed: dict[str, str], told: str
) -> None:
    answer = client.post(desk.url("copy-strategy"), sent(**changed))
    assert answer.status_code == 422
    assert told in answer.text
    assert Strategy.objects.count() == 1


@pytest.mark.django_db
def test_of_two_plans_with_one_title_the_copied_one_is_replaced(desk: Desk) -> None:
    same = make_strategy(title="Provplanen")
    made = copy_to_next_period(same, title="Ny", period=NEW, bring=())
    assert made.relations.get().to == same


@pytest.mark.django_db
def test_a_plan_that_another_replaces_has_no_period_to_mend(client: Client, desk: Desk) -> None:
    todo = desk.url("plan-todo")
    assert "Perioden är slut" in client.get(todo).text
    client.post(desk.url("copy-strategy"), sent())
    assert "Perioden är slut" not in client.get(todo).text


@pytest.mark.django_db
def test_sources_come_along_when_asked_for(client: Client, desk: Desk) -> None:
    source = desk.strategy.documents.create(title="Källan")
    element = desk.element("Insats a")
    Passage.objects.create(
        strategy=desk.strategy, source=source, element=element, text="Vi stärker"
    )
    client.post(desk.url("copy-strategy"), sent(sources="on"))
    made = Strategy.objects.exclude(pk=desk.strategy.pk).get(stub=False)
    passage = Passage.objects.get(strategy=made)
    assert passage.source.title == "Källan"
    assert passage.element is not None
    assert passage.element.strategy == made


@pytest.mark.django_db
def test_an_editor_of_one_owner_may_copy_a_shared_plan(client: Client) -> None:
    first, second = make_actor("Region A"), make_actor("Region B")
    shared = make_strategy(title="Delad", owners=("Region A", "Region B"))
    client.force_login(make_member(second))
    client.post(reverse("copy-strategy", args=[shared.slug]), sent())
    made = Strategy.objects.get(title="Provplanen 2023–2027")
    assert [row.actor for row in made.owner_rows.all()] == [first, second]


def test_every_choice_is_in_the_form() -> None:
    assert tuple(NextPeriodForm.BRING.values()) == CHOICES

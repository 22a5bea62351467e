"""What differs between two plans is told, all of it, once, and nothing else."""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from strategies.dates import PartialDate, Period
from strategies.differences import differences
from strategies.plan import (
    Decision,
    Element,
    Involvement,
    LevelWords,
    Plan,
    Resource,
    Statement,
)
from tests.plans import FIELDS, elements, plans

checked = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def action(title: str, **fields: Any) -> Element:
    return Element(kind="action", title=title, **fields)


def small(*elements: Element, **fields: Any) -> Plan:
    return Plan(**{"title": "Provplan", "kind": "handlingsplan", "elements": elements} | fields)


def told(old: Plan | None, new: Plan) -> list[str]:
    return [str(change) for change in differences(old, new)]


@checked
@given(plan=plans())
def test_equal_plans_do_not_differ(plan: Plan) -> None:
    again = Plan.model_validate_json(plan.model_dump_json())
    assert differences(plan, again) == ()


@checked
@given(old=plans(), new=plans())
def test_different_plans_differ(old: Plan, new: Plan) -> None:
    assume(old.model_copy(update={"key": new.key}) != new)
    assert differences(old, new)


@checked
@given(plan=plans(), drawn=st.data())
def test_a_change_of_any_field_is_told(plan: Plan, drawn: st.DataObject) -> None:
    free = sorted(set(FIELDS) - {"format", "elements", "statements", "challenges", "decisions"})
    name = drawn.draw(st.sampled_from(free))
    value = drawn.draw(FIELDS[name])
    assume(value != getattr(plan, name))
    assert differences(plan, plan.model_copy(update={name: value}))


@checked
@given(parts=elements.filter(bool), drawn=st.data())
def test_every_change_of_an_element_is_told_with_its_key(
    parts: tuple[Element, ...], drawn: st.DataObject
) -> None:
    first = parts[0]
    update = drawn.draw(
        st.sampled_from(
            [
                {"title": first.title + " x"},
                {"text": first.text + " x"},
                {"label": first.label + "x"},
                {"open_ended": not first.open_ended},
                {"target_groups": (*first.target_groups, "unga")},
                {"involvements": (*first.involvements, Involvement(actor="A", role="ansvarig"))},
            ]
        )
    )
    found = differences(small(*parts), small(first.model_copy(update=update), *parts[1:]))
    assert [(change.what, change.key) for change in found] == [("ändrad", first.key)]


def test_a_new_plan_is_told_part_by_part() -> None:
    plan = small(action("Utbildning"), statements=(Statement(kind="vision", text="Alla med."),))
    assert told(None, plan) == [
        "tillagd: Provplan",
        "tillagd: Vision: Alla med.",
        "tillagd: Insats: Utbildning",
    ]


def test_a_changed_field_is_told_with_before_and_after_in_words() -> None:
    old = small(period=Period(start="2018", end="2022"))
    new = old.model_copy(update={"period": Period(start="2018", end="2023-06")})
    (change,) = differences(old, new)
    assert (change.what, change.subject, change.field) == ("ändrad", "Provplan", "Period")
    assert (change.before, change.after) == ("2018–2022", "2018–juni 2023")


def test_the_plans_own_word_for_a_level_is_used() -> None:
    words = LevelWords(action="Aktivitet")
    old, part = small(level_words=words), action("Utbildning")
    assert told(old, small(part, level_words=words)) == ["tillagd: Aktivitet: Utbildning"]


def test_an_insertion_or_removal_does_not_move_the_neighbours() -> None:
    one, two, three = action("Ett"), action("Två"), action("Tre")
    assert told(small(one, three), small(one, two, three)) == ["tillagd: Insats: Två"]
    assert told(small(one, two, three), small(one, three)) == ["borttagen: Insats: Två"]


def test_only_what_passes_its_siblings_has_moved() -> None:
    one, two, three, four = (action(title) for title in ("Ett", "Två", "Tre", "Fyra"))
    assert told(small(one, two, three, four), small(four, one, two, three)) == [
        "flyttad: Insats: Fyra"
    ]
    assert told(small(one, two), small(two, one)) in (
        ["flyttad: Insats: Ett"],
        ["flyttad: Insats: Två"],
    )


def test_another_parent_is_a_move() -> None:
    part = action("Utbildning")
    area = Element(kind="focus_area", title="Kompetens")
    before, after = small(part, area), small(area.model_copy(update={"elements": (part,)}))
    assert told(before, after) == ["flyttad: Insats: Utbildning"]


def test_a_key_that_has_become_another_kind_of_part_is_one_gone_and_one_new() -> None:
    part = action("Fler i arbete")
    goal = Statement(key=part.key, kind="mål", text="Fler i arbete")
    assert sorted(told(small(part), small(statements=(goal,)))) == [
        "borttagen: Insats: Fler i arbete",
        "tillagd: Mål: Fler i arbete",
    ]


def test_a_repeated_part_without_a_key_is_told_as_often_as_it_is_new() -> None:
    one = Resource(title="Medel")
    assert told(small(resources=(one,)), small(resources=(one, one))) == ["tillagd: Resurs: Medel"]
    assert (
        told(small(resources=(one, one, one)), small(resources=(one,)))
        == ["borttagen: Resurs: Medel"] * 2
    )


def test_another_order_of_parts_without_keys_is_a_move() -> None:
    one, two = Resource(title="Tid"), Resource(title="Medel")
    assert told(small(resources=(one, two)), small(resources=(two, one))) == [
        "flyttad: Resurs: ordningen"
    ]


def test_a_decisions_date_is_told_in_words() -> None:
    made = Decision(body="Fullmäktige", date=PartialDate(value="2018-06-14"))
    moved = made.model_copy(update={"date": PartialDate(value="2018-06", written="i juni")})
    (change,) = differences(small(decisions=(made,)), small(decisions=(moved,)))
    assert (change.field, change.before, change.after) == ("Datum", "14 juni 2018", "juni 2018")


def test_a_level_is_told_in_the_plans_own_word_or_the_portals() -> None:
    words = LevelWords(direction="Prioritering")
    was = Element(kind="direction", title="Kompetens")
    now = was.model_copy(update={"kind": "focus_area"})
    (change,) = differences(small(was, level_words=words), small(now, level_words=words))
    assert (change.field, change.before, change.after) == ("Slag", "Prioritering", "Insatsområde")

"""Alignment: a newer text keeps the stored plan's keys wherever a person would say that it is the same part."""

import json
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies.alignment import align
from strategies.dates import PartialDate
from strategies.plan import (
    Challenge,
    Decision,
    Element,
    Flag,
    Forum,
    Link,
    Passage,
    Plan,
    Relation,
    Statement,
)
from tests.plans import plans

checked = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def action(title: str, **fields: Any) -> Element:
    return Element(kind="action", title=title, **fields)


def direction(title: str, *elements: Element, **fields: Any) -> Element:
    return Element(kind="direction", title=title, elements=elements, **fields)


def small(*elements: Element, **fields: Any) -> Plan:
    return Plan(**{"title": "Provplan", "kind": "handlingsplan", "elements": elements} | fields)


def anew(plan: Plan) -> tuple[Plan, dict[UUID, UUID]]:
    """The plan as a document without keys would give it, and the old key of each new one."""
    old = {part.key: uuid4() for part in (plan, *plan.keyed())}
    return renamed(plan, old), {new: key for key, new in old.items()}


def renamed(plan: Plan, names: dict[UUID, UUID]) -> Plan:
    text = plan.model_dump_json()
    for before, after in names.items():
        text = text.replace(f'"{before}"', f'"{after}"')
    return Plan.model_validate_json(text)


def unlinked(element: Element) -> Element:
    below = tuple(unlinked(child) for child in element.elements)
    return element.model_copy(update={"links": (), "elements": below})


def keys(plan: Plan) -> list[UUID]:
    return [part.key for part in plan.keyed()]


def without_keys(plan: Plan) -> Any:
    """The plan's JSON with every key replaced by its place among all keys."""
    places = {plan.key: UUID(int=0)}
    places |= {key: UUID(int=number) for number, key in enumerate(keys(plan), 1)}
    return json.loads(renamed(plan, places).model_dump_json())


@checked
@given(new=plans(), stored=plans())
def test_alignment_changes_nothing_but_keys(new: Plan, stored: Plan) -> None:
    aligned = align(new, stored)
    assert without_keys(aligned) == without_keys(new)
    assert aligned.key == stored.key


@checked
@given(new=plans(), stored=plans(), pick=st.data())
def test_no_two_parts_get_the_same_key(new: Plan, stored: Plan, pick: st.DataObject) -> None:
    # Give the new plan some of the stored parts, so that there is much to mistake.
    elements = [element for _, element in stored.walk()]
    borrowed = pick.draw(st.lists(st.sampled_from(elements), max_size=4)) if elements else []
    more = tuple(anew(small(unlinked(element)))[0].elements[0] for element in borrowed)
    mixed = new.model_copy(update={"elements": new.elements + more})

    found = keys(align(mixed, stored))

    assert len(set(found)) == len(found) == len(keys(mixed))


@checked
@given(plan=plans())
def test_a_document_without_keys_gets_them_all_back(plan: Plan) -> None:
    new, _ = anew(plan)
    assert align(new, plan) == plan


@checked
@given(stored=plans())
def test_aligning_a_plan_with_itself_changes_nothing(stored: Plan) -> None:
    assert align(stored, stored) == stored


def test_a_reworded_title_keeps_its_key() -> None:
    before = small(direction("Kompetens", action("Stärk samverkan mellan skola och arbetsliv")))
    after = small(direction("Kompetens", action("Stärk samverkan mellan skolan och arbetslivet")))
    assert keys(align(after, before)) == keys(before)


def test_a_reworded_parent_keeps_what_hangs_under_it() -> None:
    before = small(
        direction("Kompetens för framtiden", action("Utbildning"), action("Praktik")),
        direction("Ett öppet näringsliv", action("Utbildning"), action("Handel")),
    )
    after = small(
        direction("Kompetens för hela framtiden", action("Utbildning"), action("Praktik")),
        direction("Ett öppnare näringsliv", action("Utbildning"), action("Handel")),
    )
    assert keys(align(after, before)) == keys(before)


def test_of_two_likely_parts_the_more_alike_keeps_the_key() -> None:
    kept = action("Stärk kompetensen i hela länet")
    added = action("Stärk innovationen i länet")
    before = small(action("Stärk kompetensen i länet"))

    aligned = align(small(added, kept), before)

    assert keys(aligned) == [added.key, keys(before)[0]]


def test_a_part_moved_to_another_parent_keeps_its_key() -> None:
    before = small(direction("A", action("Utbildning")), direction("B", action("Handel")))
    after = small(direction("A"), direction("B", action("Handel"), action("Utbildning")))

    a, learn, b, trade = keys(before)

    assert keys(align(after, before)) == [a, b, trade, learn]


def test_reordered_parts_keep_their_keys() -> None:
    before = small(action("Ett"), action("Två"), action("Tre"))
    after = small(action("Tre"), action("Ett"), action("Två"))
    one, two, three = keys(before)
    assert keys(align(after, before)) == [three, one, two]


def test_a_new_part_is_not_taken_for_one_that_hangs_elsewhere() -> None:
    before = small(action("Stärk kompetensen i länet"))
    new = action("Stärk kompetensen i hela länet")
    after = small(direction("En helt ny inriktning", new))
    assert new.key in keys(align(after, before))


def test_a_part_of_another_kind_is_another_part() -> None:
    before, after = small(action("Kompetens")), small(direction("Kompetens"))
    assert keys(align(after, before)) == keys(after)


def test_what_points_at_parts_follows_their_keys() -> None:
    def with_pointers() -> Plan:
        challenge = Challenge(title="Ungas flytt")
        part = action("Bygg bostäder", links=(Link(kind="svarar på", to=challenge.key),))
        return small(
            part,
            challenges=(challenge,),
            flags=(Flag(kind="stavning", on=part.key, refers_to=challenge.key),),
            passages=(Passage(on=challenge.key),),
            forums=(Forum(name="Rådet", element=part.key),),
            # A title is no key, whatever it looks like.
            relations=(Relation(kind="bidrar till", to="element"),),
        )

    before = with_pointers()
    assert align(with_pointers(), before) == before


def test_statements_and_decisions_are_known_by_what_they_say() -> None:
    def with_claims(text: str, case: str) -> Plan:
        return small(
            statements=(
                Statement(
                    kind="mål", text=text, statements=(Statement(kind="delmål", text="Fler."),)
                ),
            ),
            decisions=(
                Decision(body="Fullmäktige", date=PartialDate(value="2018"), case_number=case),
            ),
        )

    before = with_claims("Alla ska trivas i länet", "")
    after = with_claims("Alla ska trivas i hela länet", "18/1")
    assert keys(align(after, before)) == keys(before)

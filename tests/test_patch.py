"""A difference that can be applied: it gives the other plan, it is no larger than what differs, and it can be kept as JSON."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from strategies.differences import differences
from strategies.patch import Patch, diff, patched
from strategies.plan import Challenge, Element, Plan, Statement
from tests.plans import plans

checked = settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def action(title: str, **fields: object) -> Element:
    return Element.model_validate({"kind": "action", "title": title} | fields)


def small(*elements: Element, **fields: object) -> Plan:
    return Plan.model_validate(
        {"title": "Provplan", "kind": "handlingsplan", "elements": elements} | fields
    )


@checked
@given(old=plans(), new=plans())
def test_the_difference_applied_to_the_one_gives_the_other(old: Plan, new: Plan) -> None:
    kept = Patch.model_validate_json(diff(old, new).model_dump_json())
    assert patched(old, kept) == new


@checked
@given(plan=plans())
def test_equal_plans_differ_in_nothing(plan: Plan) -> None:
    assert diff(plan, Plan.model_validate_json(plan.model_dump_json())) == Patch()


@checked
@given(old=plans(), new=plans())
def test_people_are_told_of_something_when_and_only_when_there_is_a_difference(
    old: Plan, new: Plan
) -> None:
    new = new.model_copy(update={"key": old.key})
    assume(old.key not in {part.key for part in new.keyed()})
    assert bool(differences(old, new)) == (diff(old, new) != Patch())


def test_a_reworded_title_is_one_row() -> None:
    one, other = action("Ett"), action("Två")
    old = small(one, other)
    new = old.model_copy(update={"elements": (one, other.model_copy(update={"title": "Tre"}))})
    assert diff(old, new).model_dump() == {
        "format": 1,
        "says": {str(other.key): {"title": "Tre"}},
        "holds": {},
    }


def test_a_branch_that_moves_is_told_by_its_key_alone() -> None:
    branch = Element(kind="focus_area", title="Gren", elements=(action("Löv"),))
    one = Element(kind="direction", title="A", elements=(branch,))
    other = Element(kind="direction", title="B")
    old = small(one, other)
    bare, holding = (
        one.model_copy(update={"elements": ()}),
        other.model_copy(update={"elements": (branch,)}),
    )
    new = small(bare, holding, key=old.key)
    found = diff(old, new)
    assert found.says == {}
    assert found.holds == {
        str(one.key): {"elements": []},
        str(other.key): {"elements": [str(branch.key)]},
    }
    assert patched(old, found) == new


def test_a_key_that_another_sort_of_part_takes_over_is_that_part() -> None:
    challenge = Challenge(title="Flytt", text="Många flyttar.")
    statement = Statement(key=challenge.key, kind="mål", title="Flytt", text="Fler flyttar hit.")
    old = small(challenges=(challenge,))
    new = small(statements=(statement,), key=old.key)
    assert patched(old, diff(old, new)) == new
    assert patched(new, diff(new, old)) == old


def test_a_patch_for_another_plan_is_refused() -> None:
    first, second, third = (action(title) for title in ("Ett", "Två", "Tre"))
    found = diff(small(first, second), small(second, first))
    with pytest.raises(ValueError, match="ingen del med nyckeln"):
        patched(small(third), found)

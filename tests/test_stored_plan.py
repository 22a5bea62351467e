"""A stored plan is the plan that was stored."""

import json

from hypothesis import given, settings

from strategies.plan import Plan
from strategies.reading.stored import stored_plan
from tests.plans import plans


@settings(max_examples=20, deadline=None)
@given(plans())
def test_a_stored_plan_is_equal_to_the_validated_one(plan: Plan) -> None:
    text = plan.model_dump_json()
    assert stored_plan(text) == Plan.model_validate_json(text) == plan
    assert stored_plan(text).model_dump_json() == text


def test_a_field_that_is_newer_than_the_edition_has_its_default() -> None:
    plan = Plan(title="Gammal plan", kind="strategi")
    old = json.loads(plan.model_dump_json())
    del old["forums"], old["period"], old["level_words"]
    assert stored_plan(json.dumps(old)) == plan

"""A stored plan is the plan that was stored."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings

from strategies.plan import Plan
from strategies.reading.editions import PLANS, current_edition, plan_of
from strategies.reading.stored import stored_plan
from tests.factories import make_strategy
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


@pytest.mark.django_db
def test_a_plan_that_was_read_is_at_hand_for_as_long_as_there_is_room() -> None:
    strategy = make_strategy(published=True)
    slug = strategy.slug
    plan = plan_of(current_edition(slug))
    with CaptureQueriesContext(connection) as asked:
        assert plan_of(current_edition(slug)) is plan
    assert len(asked) == 1  # the edition, without its plan
    PLANS.clear()
    again = plan_of(current_edition(slug))
    assert again == plan
    assert again is not plan

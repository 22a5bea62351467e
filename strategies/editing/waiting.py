"""What waits for a user in plans on their way: texts to approve, to change or to publish, and comments of fact checks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from actors.models import User
from strategies.editing.news import latest_changes
from strategies.models import Comment, Step, StepKind, Strategy

# The last step of a working copy, by whom it waits for.
FOR_APPROVERS = (StepKind.ASK, StepKind.APPROVE, StepKind.UNSCHEDULE, StepKind.MISS)
FOR_EDITORS = (StepKind.RETURN,)
# Somebody else has to do what these ask for; what is approved, the one who approved it can publish as well as anybody.
FOR_OTHERS = (StepKind.ASK, StepKind.RETURN)


@dataclass(frozen=True)
class Waiting:
    """A plan, the step that it stopped at (None where there are only comments), and how many comments nobody has settled."""

    strategy: Strategy
    step: Step | None
    comments: int


def waiting(user: User) -> list[Waiting]:
    """The longest wait first; four queries at the most, however many plans there are.

    Whoever asked for a review does not wait for themselves, and a text that was changed since its step is a draft again and waits for nobody.
    """
    steps = {step.strategy_id: step for step in _steps(user)}
    editable = Strategy.objects.editable_by(user).filter(stub=False)
    comments = dict(_comments(editable))
    plans = Strategy.objects.in_bulk([*steps, *comments])
    found = [Waiting(plan, steps.get(pk), comments.get(pk, 0)) for pk, plan in plans.items()]
    return sorted(found, key=lambda one: (one.step is None, one.step and one.step.pk))


def _steps(user: User) -> Iterable[Step]:
    of_plan = Step.objects.of_working_copy().order_by().values("strategy")
    latest = of_plan.annotate(latest=Max("pk")).values("latest")
    rows = Step.objects.filter(pk__in=latest).exclude(user=user, kind__in=FOR_OTHERS)
    mine = rows.filter(
        kind__in=FOR_APPROVERS, strategy__in=_ids(Strategy.objects.publishable_by(user))
    ) | rows.filter(kind__in=FOR_EDITORS, strategy__in=_ids(Strategy.objects.editable_by(user)))
    steps = list(mine.select_related("user"))
    if not steps:
        return []
    plans = Strategy.objects.filter(pk__in=[step.strategy_id for step in steps])
    changed = latest_changes(plans, min(step.taken_at for step in steps))
    return [step for step in steps if not _changed_since(step, changed)]


def _changed_since(step: Step, changed: dict[int, datetime]) -> bool:
    """A plan that was returned is to be changed, and waits until it is sent again."""
    when = changed.get(step.strategy_id)
    return step.kind not in FOR_EDITORS and when is not None and when > step.taken_at


def _comments(plans: QuerySet[Strategy]) -> QuerySet[Any, Any]:
    unsettled = Comment.objects.filter(outcome="", link__strategy__in=_ids(plans)).order_by()
    return unsettled.values_list("link__strategy").annotate(number=Count("pk"))


def _ids(plans: QuerySet[Strategy]) -> QuerySet[Strategy]:
    return plans.order_by().only("pk")

"""Publishing at a set time: what is due is published once, whatever has been restarted in the meantime.

That a plan waits is its last step and nothing else, so an order to the worker may be lost or come twice without harm.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from actors.models import User
from strategies.models import Step, StepKind, Strategy
from strategies.publishing.canonical import digest
from strategies.publishing.order import Said
from strategies.publishing.publish import PublishError
from strategies.publishing.states import State, progress_of
from strategies.publishing.steps import StepError, take
from strategies.snapshot import snapshot

# How long after an order another one waits, which finds what a worker that was killed has left.
NEXT = timedelta(minutes=1)


@transaction.atomic
def schedule(strategy: Strategy, user: User, said: Said, *, seen: str) -> Step:
    """Plan the approved text's publication at `said.publish_at`, and have the worker look then and a minute later; raises as `take`."""
    step = take(strategy, StepKind.SCHEDULE, user, said, seen=seen)
    assert step.publish_at is not None  # the constraint step_has_its_time
    for moment in (step.publish_at, step.publish_at + NEXT):
        publish_what_is_due.using(run_after=moment).enqueue()
    return step


@task
def publish_what_is_due() -> None:
    """Publish what is due. An order for later is there before anything is begun, as long as something is due."""
    waiting = due()
    if waiting:
        publish_what_is_due.using(run_after=timezone.now() + NEXT).enqueue()
    for step in waiting:
        publish_on_time(step)


def due() -> list[Step]:
    """The plans' last steps that are a publication at a time which has come."""
    last = Step.objects.of_working_copy().filter(strategy=OuterRef("pk")).latest_first()
    waiting = Strategy.objects.annotate(last=Subquery(last.values("pk")[:1])).values("last")
    return list(
        Step.objects.filter(
            pk__in=waiting, kind=StepKind.SCHEDULE, publish_at__lte=timezone.now()
        ).order_by("publish_at", "pk")
    )


@transaction.atomic
def publish_on_time(planned: Step) -> Step | None:
    """Publish a plan whose time has come, or note that its text was changed; None when somebody else has taken another step."""
    strategy = Strategy.objects.select_for_update().get(pk=planned.strategy_id)
    if strategy.steps.of_working_copy().latest_first().first() != planned:
        return None
    if progress_of(strategy, digest(snapshot(strategy))).working != State.SCHEDULED:
        return take(
            strategy, StepKind.MISS, None, Said(_("Planen har ändrats efter godkännandet."))
        )
    try:
        with transaction.atomic():
            said = Said(planned.comment, planned.correction)
            return take(strategy, StepKind.PUBLISH, None, said)
    except (StepError, PublishError) as problem:
        return take(strategy, StepKind.MISS, None, Said(str(problem)))

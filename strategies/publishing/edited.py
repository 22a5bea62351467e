"""What an edit does to a plan on its way: the text that was asked for, approved or planned is another now, and those concerned are told once."""

from django.db import transaction
from django.template.defaultfilters import date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django_tasks import task

from strategies.models import Step, StepKind, Strategy
from strategies.models.step import PUBLIC_KINDS
from strategies.publishing.canonical import digest
from strategies.publishing.letters import tell_of
from strategies.publishing.states import ON_THE_WAY, State, target_of
from strategies.snapshot import snapshot


def watch(strategy: Strategy, user: int | None) -> None:
    """See to it that a change which the transaction may make to a plan on its way is told of; the user is who makes it."""
    transaction.on_commit(lambda: _order(user, strategy.pk), robust=True)


def watch_all(user: int | None) -> None:
    """The same of every plan: a change of an actor may change any that names it."""
    transaction.on_commit(lambda: _order(user), robust=True)


def _order(user: int | None, *strategies: int) -> None:
    """Have the worker look, until a change is noted: one question for plans that nobody waits for. Without strategies, at all that are on their way."""
    steps = Step.objects.exclude(kind__in=PUBLIC_KINDS)
    if strategies:
        steps = steps.filter(strategy__in=strategies)
    for last in steps.order_by("strategy_id", "-pk").distinct("strategy_id"):
        if last.kind != StepKind.CHANGE and target_of(last) in ON_THE_WAY:
            note_change.enqueue(last.strategy_id, user)


@task
@transaction.atomic
def note_change(strategy: int, user: int | None) -> None:
    """Note that the text is not the one that somebody waits for, and tell them: once, however often it is changed.

    What has been changed back by now is no change, and neither is what somebody has taken a step with.
    """
    plan = Strategy.objects.select_for_update().get(pk=strategy)
    last = plan.steps.of_working_copy().latest_first().first()
    if last is None or target_of(last) not in ON_THE_WAY:
        return
    if plan.steps.filter(kind=StepKind.CHANGE, pk__gt=last.pk).exists():
        return
    sha256 = digest(snapshot(plan))
    if sha256 != last.sha256:
        step = Step.objects.create(
            strategy=plan,
            kind=StepKind.CHANGE,
            user_id=user,
            comment=_what_ended(last),
            sha256=sha256,
        )
        tell_of(step)


def _what_ended(last: Step) -> str:
    match target_of(last):
        case State.IN_REVIEW:
            return _(
                "Planen var på granskning. Den ändrade texten behöver lämnas för granskning igen. Ångras ändringen är planen på granskning som förut."
            )
        case State.APPROVED:
            return _(
                "Planen var godkänd. Den ändrade texten behöver godkännas igen. Ångras ändringen är den godkänd som förut."
            )
        case _:
            assert last.publish_at is not None  # the constraint step_has_its_time
            when = localtime(last.publish_at)
            return _(
                "Planen skulle publiceras %(day)s kl. %(time)s. Det blir inte av med den ändrade texten: den behöver godkännas och planeras igen. Ångras ändringen innan dess publiceras den godkända texten som planerat."
            ) % {"day": date(when, "j F Y"), "time": date(when, "H.i")}

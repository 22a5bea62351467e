"""Taking a plan out of the public's sight, and what that ends of what was on its way to the public."""

from django.db import transaction
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from actors.models import Actor, User
from strategies.models import Step, StepKind, Strategy
from strategies.news.send import send_news
from strategies.publishing.index import unindex
from strategies.publishing.letters import tell_of
from strategies.publishing.order import Case
from strategies.publishing.replacements import changes_told
from strategies.publishing.states import State, target_of


def withdraw(case: Case, user: User | None) -> Step:
    """Take the current edition out of the public's sight; it is kept as it was. The caller holds the strategy's lock, which the clock asks for too.

    What was on its way to the public stops, and has to be approved anew: a reason to withdraw one text may be one not to publish the next.
    """
    strategy, edition = case.strategy, case.current
    assert edition is not None  # its state says that it has one
    named = list(Actor.objects.filter(entries__strategy=strategy).distinct())
    with changes_told(strategy):
        strategy.current_edition = None
        strategy.save(update_fields=["current_edition"])
        unindex(strategy)
        stopped = _stop(case, user)
        step = Step.objects.create(
            strategy=strategy,
            kind=StepKind.WITHDRAW,
            user=user,
            taken_at=timezone.now(),
            comment=case.said.comment.strip(),
            sha256=edition.sha256,
            edition=edition,
        )
        step.named.set(named)
        tell_of(step, stopped)
    transaction.on_commit(send_news.enqueue, robust=True)
    return step


def _stop(case: Case, user: User | None) -> Step | None:
    """Also of a text that was changed on its way: it could be changed back."""
    ending = what_ends(case.strategy)
    if not ending:
        return None
    return Step.objects.create(
        strategy=case.strategy, kind=StepKind.STOP, user=user, comment=ending, sha256=case.sha256
    )


def what_ends(strategy: Strategy) -> str:
    """What a withdrawal ends of what is on its way, and what to do then; "" when nothing is on its way."""
    last = strategy.steps.of_working_copy().latest_first().first()
    if last is None:
        return ""
    match target_of(last):
        case State.IN_REVIEW:
            return _(
                "Granskningen avbryts. Planen behöver lämnas för granskning igen innan den kan publiceras."
            )
        case State.APPROVED:
            return _(
                "Godkännandet gäller inte längre. Planen behöver godkännas igen innan den kan publiceras."
            )
        case State.SCHEDULED:
            assert last.publish_at is not None  # the constraint step_has_its_time
            when = localtime(last.publish_at)
            return _(
                "Den planerade publiceringen den %(day)s kl. %(time)s ställs in. Planen behöver godkännas igen innan den kan publiceras."
            ) % {"day": date(when, "j F Y"), "time": date(when, "H.i")}
    return ""

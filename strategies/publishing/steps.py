"""Taking a step: asking whether it may be taken now, doing what it is, and telling those concerned."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import User
from strategies.models import Step, StepKind, Strategy
from strategies.publishing.canonical import digest
from strategies.publishing.letters import tell_of
from strategies.publishing.order import Case, Said
from strategies.publishing.publish import publish
from strategies.publishing.states import BY_KIND, TABLE, Progress, Transition, Who, progress_of
from strategies.publishing.withdrawal import withdraw
from strategies.snapshot import snapshot


class StepError(Exception):
    """Why a step cannot be taken now, and what to do: lines in Swedish."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


class ChangedError(StepError):
    """The working copy no longer says what whoever takes the step has read."""

    def __init__(self) -> None:
        super().__init__(
            [
                _(
                    "Planen har ändrats sedan du öppnade sidan. Läs vad som är nytt, och försök sedan igen."
                )
            ]
        )


class NotTheirsError(Exception):
    """The user may not take this step with this plan, whatever its state."""


@transaction.atomic
def take(
    strategy: Strategy,
    kind: StepKind,
    user: User | None,
    said: Said = Said(),  # noqa: B008 - a frozen value
    *,
    seen: str = "",
    tell: bool = True,
) -> Step:
    """Take the step with the plan as it is now, and return it; `seen` is the digest of the text that the user has read.

    `user` None is the clock or a command. `tell` is False where the next step follows at once and its letter says it all. Raises StepError, or its ChangedError, when it cannot be taken now, and NotTheirsError when the
    user may not. Two at once take it one after the other, and the second finds the state that the first made.
    """
    transition = BY_KIND[kind]
    # Whoever changes the working copy holds the same lock (strategies/editing/access.py).
    strategy = Strategy.objects.select_for_update().get(pk=strategy.pk)
    if user and not _has_the_role(user, transition.who, strategy):
        raise NotTheirsError
    plan = snapshot(strategy)
    case = Case(strategy, plan, digest(plan), said)
    if seen and seen != case.sha256:
        raise ChangedError
    progress = progress_of(strategy, case.sha256)
    problems = list(problems_with(transition, progress, case, user))
    if problems:
        raise StepError(problems)
    if kind == StepKind.SCHEDULE and progress.last and _is_planned_so(progress.last, said):
        return progress.last
    if kind == StepKind.PUBLISH:
        return _publish(case, progress, user)
    if kind == StepKind.WITHDRAW:
        return withdraw(case, user)
    return _note(case, kind, user, tell=tell)


def _has_the_role(user: User, who: Who, strategy: Strategy) -> bool:
    """Whether the user's role is enough; the querysets know."""
    if who == Who.NOBODY:
        return False
    rule = "editable_by" if who == Who.EDITORS else "publishable_by"
    mine = getattr(Strategy.objects, rule)(user)
    return bool(mine.filter(pk=strategy.pk).exists())


def offered(user: User, strategy: Strategy, progress: Progress) -> set[StepKind]:
    """The steps that the user can take now: by role, by the plan's state, and as the second person. Two queries."""
    mine = {who: _has_the_role(user, who, strategy) for who in (Who.EDITORS, Who.APPROVERS)}
    mine |= {Who.SECOND: mine[Who.APPROVERS], Who.NOBODY: False}
    return {
        one.kind
        for one in TABLE
        if mine[one.who] and progress.at(one) in sources(one) and not _is_own(one, progress, user)
    }


def sources(transition: Transition) -> tuple[str, ...]:
    """The states that the step can be taken from in this portal."""
    return transition.sources + (transition.alone_from if settings.ONE_APPROVER else ())


def problems_with(
    transition: Transition, progress: Progress, case: Case, user: User | None
) -> Iterable[str]:
    """Why the step cannot be taken now: the state alone, when that is wrong, or else all that is not in order."""
    state = progress.at(transition)
    if state not in sources(transition):
        told = _("Planen är %(state)s, så det går inte att %(words)s nu.")
        words = {"state": state.label if state else _("inte publicerad"), "words": transition.words}
        return [told % words]
    if user and _is_own(transition, progress, user):
        return [_("Du lämnade själv planen för granskning. Någon annan behöver godkänna den.")]
    return [problem for check in transition.order for problem in check(case)]


def _is_planned_so(last: Step, said: Said) -> bool:
    """Whether the plan is planned in just that way, as when a form is sent twice."""
    planned = (last.publish_at, last.comment, last.correction)
    return planned == (said.publish_at, said.comment.strip(), said.correction)


def _is_own(transition: Transition, progress: Progress, user: User) -> bool:
    """Whether the step needs a second person and the user is the first."""
    if transition.who != Who.SECOND or settings.ONE_APPROVER:
        return False
    return progress.asked is not None and progress.asked.user_id == user.pk


def _note(case: Case, kind: StepKind, user: User | None, *, tell: bool) -> Step:
    step = Step.objects.create(
        strategy=case.strategy,
        kind=kind,
        user=user,
        comment=case.said.comment.strip(),
        sha256=case.sha256,
        correction=case.said.correction and kind in (StepKind.APPROVE, StepKind.SCHEDULE),
        publish_at=case.said.publish_at if kind == StepKind.SCHEDULE else None,
    )
    if tell:
        tell_of(step)
    return step


def _publish(case: Case, progress: Progress, user: User | None) -> Step:
    """By a person now, or by the clock in the name of whoever planned it."""
    planner = progress.last.user if user is None and progress.last else None
    edition = publish(
        case.strategy,
        user or planner,
        case.said.comment,
        correction=case.said.correction,
        sole_approver=progress.by_one_person,
        on_time=user is None,
    )
    return edition.steps.get(kind=StepKind.PUBLISH)

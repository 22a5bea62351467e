"""Where plans are on their way, told beside their names: for a page that is opened often, and for many plans at once."""

from collections.abc import Sequence

from django.db.models import Max

from strategies.editing.news import latest_changes
from strategies.models import Step, StepKind, Strategy
from strategies.models.step import StepQuerySet
from strategies.publishing.canonical import digest
from strategies.publishing.states import (
    OF_A_TEXT,
    ON_THE_WAY,
    Progress,
    State,
    is_withdrawn_text,
    progress_of,
    target_of,
)
from strategies.snapshot import snapshot


def progress_in_the_editor(strategy: Strategy) -> Progress:
    """Where the plan is. While somebody waits for its text, the text itself is asked, so that nobody is warned in vain or not warned at all."""
    progress = at_a_glance([strategy])[strategy.pk]
    if progress.last and target_of(progress.last) in ON_THE_WAY:
        return progress_of(strategy, digest(snapshot(strategy)))
    return progress


def at_a_glance(strategies: Sequence[Strategy]) -> dict[int, Progress]:
    """Where each plan is, by its id; three queries at the most, however many they are.

    History tells whether a text was changed after its step, so one that was changed back is told to be a draft, as in waiting(). That a plan
    is replaced is not told.
    """
    last = _latest(strategies, Step.objects.of_working_copy())
    hidden = [one for one in strategies if one.pk in last and not one.current_edition_id]
    withdrawn = _latest(hidden, Step.objects.filter(kind=StepKind.WITHDRAW))
    changed = _changed(last)
    found = {}
    for strategy in strategies:
        step, withdrawal = last.get(strategy.pk), withdrawn.get(strategy.pk)
        public = State.PUBLISHED if strategy.current_edition_id else None
        if withdrawal:
            public = State.WITHDRAWN
        state, edited = State.DRAFT, strategy.pk in changed
        if step and not edited and not is_withdrawn_text(step, withdrawal):
            state = target_of(step)
        found[strategy.pk] = Progress(state, public, step, edited, withdrawn=withdrawal)
    return found


def _latest(strategies: Sequence[Strategy], steps: StepQuerySet) -> dict[int, Step]:
    """The latest of the steps of each plan that has any."""
    if not strategies:
        return {}
    of_plan = steps.filter(strategy__in=[one.pk for one in strategies]).order_by()
    latest = of_plan.values("strategy").annotate(latest=Max("pk")).values("latest")
    return {
        step.strategy_id: step for step in Step.objects.filter(pk__in=latest).select_related("user")
    }


def _changed(last: dict[int, Step]) -> set[int]:
    """The plans whose text was changed after a step that is of a text."""
    of_a_text = {pk: step for pk, step in last.items() if target_of(step) in OF_A_TEXT}
    if not of_a_text:
        return set()
    since = min(step.taken_at for step in of_a_text.values())
    changes = latest_changes(Strategy.objects.filter(pk__in=of_a_text), since)
    return {pk for pk, when in changes.items() if when > of_a_text[pk].taken_at}

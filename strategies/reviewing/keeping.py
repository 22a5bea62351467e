"""Keeping what a reviewer has done, one step after the other, so that the last ones can be undone."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache

from strategies.models import Draft, DraftChangedError
from strategies.plan import Plan

# A convenience: what is forgotten cannot be undone, and nothing else depends on it.
MOST_STEPS = 10
KEPT_FOR = 12 * 60 * 60  # seconds; as long as a session lasts


def keep(
    draft: Draft,
    plan: Plan,
    seen_version: int,
    *,
    accepted: Iterable[str] | None = None,
    settled: Iterable[str] | None = None,
) -> None:
    """Save the draft as Draft.save_plan does, and remember how it was before. Raises DraftChangedError as that does."""
    before = {"plan": draft.plan, "accepted": draft.accepted, "settled": draft.settled}
    # Who is no longer in the plan is not accepted either, or a part with the same key would be when it comes back.
    keys = {"plan", *(str(part.key) for part in plan.keyed())}
    draft.save_plan(
        plan,
        seen_version,
        accepted=keys.intersection(draft.accepted if accepted is None else accepted),
        settled=settled,
    )
    _remember(draft, [*_steps(draft, seen_version), before])


def may_undo(draft: Draft) -> bool:
    """Whether the last thing that happened to the draft can be undone."""
    return bool(_steps(draft, draft.version))


def undo(draft: Draft, seen_version: int) -> bool:
    """Make the draft what it was before the last step; False when nobody remembers. Raises DraftChangedError."""
    if seen_version != draft.version:
        raise DraftChangedError
    steps = _steps(draft, seen_version)
    if not steps:
        return False
    before = steps.pop()
    plan = Plan.model_validate(before["plan"])
    draft.save_plan(plan, seen_version, accepted=before["accepted"], settled=before["settled"])
    _remember(draft, steps)
    return True


def _steps(draft: Draft, version: int) -> list[dict[str, Any]]:
    """What led to that version, the latest last; nothing when something else has happened to the draft since."""
    kept = cache.get(_place(draft), {})
    steps: list[dict[str, Any]] = kept.get("steps", []) if kept.get("version") == version else []
    return steps


def _remember(draft: Draft, steps: list[dict[str, Any]]) -> None:
    told = {"version": draft.version, "steps": steps[-MOST_STEPS:]}
    cache.set(_place(draft), told, KEPT_FOR)


def _place(draft: Draft) -> str:
    return f"draft-steps:{draft.key}"

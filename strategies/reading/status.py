"""Where a plan stands on a day: in force, over, to come, repealed."""

from datetime import date
from typing import Literal

from strategies.dates import bounds
from strategies.plan import ADOPTING, Decision, Plan

Phase = Literal["", "coming", "current", "ended"]

WORDS = {
    "coming": ("Kommande", ""),
    "current": ("Gällande", "strong"),
    "ended": ("Avslutad", "past"),
    "": ("Utan angiven period", ""),
}


def phase(first_day: date | None, last_day: date | None, today: date) -> Phase:
    """Where a period stands on a day; "" when it has neither end."""
    if last_day and last_day < today:
        return "ended"
    if first_day and first_day > today:
        return "coming"
    return "current" if first_day or last_day else ""


def plan_phase(plan: Plan, today: date) -> Phase:
    period = plan.period
    return phase(period.first_day, period.last_day, today) if period else ""


def tag(plan: Plan, today: date, *, replaced: bool = False) -> tuple[str, str]:
    """The plan's status in a word, and the class of its tag; `replaced` says that another plan has taken its place."""
    if repealed(plan):
        return "Upphävd", "past"
    if replaced:
        return "Ersatt", "past"
    return WORDS[plan_phase(plan, today)]


def repealed(plan: Plan) -> bool:
    return any(decision.kind == "upphävd" for decision in plan.decisions)


def adoption(plan: Plan) -> Decision | None:
    """The decision that the plan rests on: the latest that adopted it or, where none is known, that revised it; one without a day only where none has any."""
    for kind in ADOPTING:
        found = [decision for decision in plan.decisions if decision.kind == kind]
        if found:
            return max(found, key=_day)
    return None


def _day(decision: Decision) -> date:
    return bounds(decision.date.value)[0] if decision.date.value else date.min

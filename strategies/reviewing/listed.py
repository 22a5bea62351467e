"""What a plan says in lists without keys: people, money, milestones and the like."""

from dataclasses import dataclass

from strategies.differences import LISTS, in_words
from strategies.plan import Plan

# Documents, passages and flags are the page itself; roles in the whole plan stand among its actors.
SHOWN = [name for name in LISTS if name not in {"documents", "passages", "flags"}]


@dataclass(frozen=True)
class Listed:
    """One of a list: what it is called, its words, and its address (the list's field and its place there)."""

    name: str
    words: str
    field: str
    index: int


def listed(plan: Plan) -> list[Listed]:
    """Everything of the plan that has no key, in the order of its lists."""
    return [
        Listed(LISTS[field], in_words(part), field, index)
        for field in SHOWN
        for index, part in enumerate(getattr(plan, field))
    ]

"""What a plan says in lists without keys: people, money, milestones and the like."""

from dataclasses import dataclass

from strategies.differences import LISTS, in_words
from strategies.plan import Part, Participant, Person, Plan

# Documents, passages and flags are the page itself; roles in the whole plan stand among its actors.
SHOWN = [name for name in LISTS if name not in {"documents", "passages", "flags"}]


@dataclass(frozen=True)
class Listed:
    """One of a list: what it is called, its words, and its address (the list's field and its place there).

    `shown` is whether readers may see the name of somebody; None for what is no person.
    """

    name: str
    words: str
    field: str
    index: int
    shown: bool | None = None


def listed(plan: Plan) -> list[Listed]:
    """Everything of the plan that has no key, in the order of its lists."""
    return [
        Listed(LISTS[field], _words(part), field, index, _shown(part))
        for field in SHOWN
        for index, part in enumerate(getattr(plan, field))
    ]


def _words(part: Part) -> str:
    """What the part says; whether it may be shown has a button of its own."""
    hidden = {"name_approved": False, "contact_approved": False, "approved": False}
    own = {name: value for name, value in hidden.items() if name in type(part).model_fields}
    words = in_words(part.model_copy(update=own))
    return words.removesuffix(", nej").removesuffix(", nej")


def _shown(part: Part) -> bool | None:
    if isinstance(part, Person):
        return part.name_approved
    return part.approved if isinstance(part, Participant) and part.kind == "person" else None

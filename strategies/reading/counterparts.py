"""Which parts of a list are the same in two plans: parts of lists have no keys, so they are known by what they say."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from uuid import UUID

from pydantic import BaseModel

from strategies.differences import label_of

# What makes two parts one, the surest first: that they say the same, are called the same in the same place, or only called the same.
LIKENESS: tuple[Callable[[BaseModel], Hashable], ...] = (
    lambda part: part.model_dump_json(),
    lambda part: (label_of(part), home(part)),
    label_of,
)


class Counterparts:
    """Two lists of parts beside each other: what both have, what only the later has (`new`) and what only the former (`gone`).

    `kept` are pairs (was, now) in the later list's order; `in_step` says that those which have stayed where they belong have their former order.
    """

    def __init__(self, before: Sequence[BaseModel], after: Sequence[BaseModel]) -> None:
        former = _former_places(before, after)
        self.kept = [(before[former[at]], part) for at, part in enumerate(after) if at in former]
        self.new = [part for at, part in enumerate(after) if at not in former]
        known = set(former.values())
        self.gone = [part for at, part in enumerate(before) if at not in known]
        stayed = [was for at, was in sorted(former.items()) if not moved(before[was], after[at])]
        self.in_step = stayed == sorted(stayed)


def home(part: BaseModel) -> UUID | None:
    """The key of the element, or for a remark of the part, that a part of a list belongs to; None for the whole plan."""
    key: UUID | None = getattr(part, "element", None) or getattr(part, "on", None)
    return key


def moved(was: BaseModel, now: BaseModel) -> bool:
    return home(was) != home(now)


def _former_places(before: Sequence[BaseModel], after: Sequence[BaseModel]) -> dict[int, int]:
    """For each place in `after` that has a counterpart, that one's place in `before`."""
    found: dict[int, int] = {}
    for likeness in LIKENESS:
        taken = set(found.values())
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for place, part in enumerate(before):
            if place not in taken:
                waiting[likeness(part)].append(place)
        for place, part in enumerate(after):
            if place not in found and (same := waiting[likeness(part)]):
                found[place] = same.popleft()
    return found

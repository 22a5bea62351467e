"""One plan with chosen pieces of another: parts put in, taken out and moved in the tree, and what points at them in order."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from strategies.differences import BELOW, Family, placed
from strategies.plan import (
    RANK,
    Challenge,
    Decision,
    Element,
    Flag,
    Keyed,
    Passage,
    Plan,
    Statement,
)

# The list that a part hangs in, wherever it hangs.
LIST_OF: dict[type[Keyed], str] = {
    Decision: "decisions",
    Statement: "statements",
    Challenge: "challenges",
    Element: "elements",
}


@dataclass(frozen=True)
class Choice:
    """What of a newer plan goes into an older: fields of parts (None is the plan itself), parts by key, and parts of lists by value."""

    fields: frozenset[tuple[UUID | None, str]]
    added: frozenset[UUID]
    moved: frozenset[UUID]
    removed: frozenset[UUID]
    listed: tuple[tuple[str, BaseModel], ...]
    unlisted: tuple[tuple[str, BaseModel], ...]


def merged(ours: Plan, theirs: Plan, choice: Choice) -> Plan:
    """`ours` with what is chosen of `theirs`. The two share their keys.

    Whom a choice leaves homeless (its part above is gone, or no longer ranks above it) goes to the nearest place that can hold it. What
    points at a part that is gone points no longer.
    """
    tree = _Tree(ours, theirs)
    tree.change(choice)
    fields: dict[str, Any] = {
        name: getattr(theirs, name) for key, name in choice.fields if key is None
    }
    plan = ours.model_copy(update=fields | tree.roots() | _lists(ours, theirs, choice))
    plan = _followers(plan, theirs, choice, tree.came)
    return Plan.model_validate(_pointing_home(plan).model_dump())


class _Tree:
    """The keyed parts of a plan, loose: each part's own words, and the order of the keys below each."""

    def __init__(self, ours: Plan, theirs: Plan) -> None:
        mine = placed(ours)
        self.newer = placed(theirs)
        self.parts: dict[UUID, Keyed] = {key: part for key, (part, _) in mine.items()}
        self.at: dict[UUID, Family] = {key: family for key, (_, family) in mine.items()}
        self.below: dict[Family, list[UUID]] = defaultdict(list)
        for key, family in self.at.items():
            self.below[family].append(key)
        self.came: set[UUID] = set()

    def change(self, choice: Choice) -> None:
        for key, name in choice.fields:
            if key is not None:
                value = getattr(self.newer[key][0], name)
                self.parts[key] = self.parts[key].model_copy(update={name: value})
        homeless = set(choice.moved)
        for key in choice.moved:
            self._loosen(key)
        for key in choice.removed:
            homeless |= set(self._remove(key))
        for key in choice.added:
            homeless |= set(self._bring(key))
        for key in (key for key in self.newer if key in homeless):  # in the newer plan's order
            self._place(key)
        self._mend_ranks()

    def _loosen(self, key: UUID) -> None:
        if family := self.at.pop(key, None):
            self.below[family].remove(key)

    def _remove(self, key: UUID) -> Iterator[UUID]:
        """Take out the part and those below it; yields those that the newer plan has, which need another home."""
        self._loosen(key)
        del self.parts[key]
        for field in BELOW:
            for child in list(self.below[key, field]):
                if child in self.newer:
                    self._loosen(child)
                    yield child
                else:
                    yield from self._remove(child)

    def _bring(self, key: UUID) -> Iterator[UUID]:
        """Take in the part and those below it that are new; yields each, to be placed."""
        part = self.parts[key] = self.newer[key][0]
        self.came.add(key)
        yield key
        for field in BELOW:
            for child in getattr(part, field, ()):
                if child.key not in self.parts:
                    yield from self._bring(child.key)

    def _place(self, key: UUID) -> None:
        wanted, siblings = self._home(key), self.newer[key][1]
        self.at[key], here = wanted, self.below[wanted]
        if wanted != siblings:
            here.append(key)
            return
        order = [one for one, (_, family) in self.newer.items() if family == siblings]
        before = [one for one in order[: order.index(key)] if one in here]
        here.insert(here.index(before[-1]) + 1 if before else 0, key)

    def _home(self, key: UUID) -> Family:
        """The nearest place, from where the newer plan has the part and upwards, that is there and can hold it."""
        parent, field = self.newer[key][1][0], LIST_OF[type(self.parts[key])]
        while parent is not None and not self._holds(parent, key):
            parent = self.newer[parent][1][0]
        return parent, field

    def _holds(self, parent: UUID, key: UUID) -> bool:
        field = LIST_OF[type(self.parts[key])]
        if parent not in self.parts or field not in type(self.parts[parent]).model_fields:
            return False
        if not self._ranks(parent, key):
            return False
        above: UUID | None = parent
        while above is not None and above != key:  # nothing hangs under itself
            above = self.at[above][0] if above in self.at else None
        return above is None

    def _ranks(self, parent: UUID, key: UUID) -> bool:
        upper, lower = self.parts[parent], self.parts[key]
        both = isinstance(upper, Element) and isinstance(lower, Element)
        return not both or RANK[upper.kind] < RANK[lower.kind]  # type: ignore[attr-defined]

    def _mend_ranks(self) -> None:
        """Lift each element that a new level has left under one that does not rank above it, to right after that one."""
        wrong = True
        while wrong:
            wrong = False
            for key, (parent, field) in list(self.at.items()):
                if parent is not None and not self._ranks(parent, key):
                    self._loosen(key)
                    family = self.at[key] = (self.at[parent][0], field)
                    self.below[family].insert(self.below[family].index(parent) + 1, key)
                    wrong = True

    def roots(self) -> dict[str, Any]:
        return {field: self._branch((None, field)) for field in ("decisions", *BELOW)}

    def _branch(self, family: Family) -> tuple[Keyed, ...]:
        return tuple(self._whole(key) for key in self.below[family])

    def _whole(self, key: UUID) -> Keyed:
        part = self.parts[key]
        update: dict[str, Any] = {
            field: self._branch((key, field)) for field in BELOW if field in type(part).model_fields
        }
        if isinstance(part, Element) and part.kind != "action":
            update["period"] = None  # it was an action's
        return part.model_copy(update=update)


def _lists(ours: Plan, theirs: Plan, choice: Choice) -> dict[str, Any]:
    """The changed lists of parts without keys; what is new stands after what it follows in the newer plan."""
    found: dict[str, list[BaseModel]] = {}
    for name, part in choice.unlisted:
        found.setdefault(name, list(getattr(ours, name))).remove(part)
    for name, part in choice.listed:
        here = found.setdefault(name, list(getattr(ours, name)))
        order = list(getattr(theirs, name))
        at = order.index(part)
        before = [one for one in order[:at] if one in here]
        end = len(here) if at else 0  # what it follows may have been reworded by staff
        here.insert(here.index(before[-1]) + 1 if before else end, part)
    return {name: tuple(parts) for name, parts in found.items()}


def _followers(plan: Plan, theirs: Plan, choice: Choice, came: Collection[UUID]) -> Plan:
    """The plan with the newer document, and its passages and flags for what was chosen in place of the former ones."""
    fields = choice.fields | {(None, name) for name, _ in choice.listed}

    def chosen(part: Passage | Flag) -> bool:
        # Without a field, it speaks of what the part is called or says.
        names = [part.field] if part.field else ["title", "text"]
        return part.on in came or any((part.on, name) in fields for name in names)

    documents, numbers = list(plan.documents), {}
    for number, document in enumerate(theirs.documents, 1):
        if document not in documents:
            same = [
                at
                for at, one in enumerate(documents)
                if one.sha256 and one.sha256 == document.sha256
            ]
            if same:
                numbers[number] = same[0] + 1
                continue
            documents.append(document)
        numbers[number] = documents.index(document) + 1
    passages = [
        passage.model_copy(update={"document": numbers[passage.document]})
        for passage in theirs.passages
        if chosen(passage) and passage.document in numbers
    ]
    replaced = {(passage.on, passage.field) for passage in passages}
    kept = [one for one in plan.passages if (one.on, one.field) not in replaced]
    return plan.model_copy(
        update={
            "documents": tuple(documents),
            "passages": (*kept, *passages),
            "flags": (
                *(flag for flag in plan.flags if not chosen(flag)),
                *(flag for flag in theirs.flags if chosen(flag)),
            ),
        }
    )


def _pointing_home(plan: Plan) -> Plan:
    """The plan without pointers at parts that it does not have."""
    parts = {part.key: part for part in plan.keyed()}
    linkable = {key for key, part in parts.items() if isinstance(part, Element | Challenge)}

    elements = {key for key, part in parts.items() if isinstance(part, Element)}

    def element(part: Element) -> Element:
        return part.model_copy(
            update={
                "links": tuple(link for link in part.links if link.to in linkable),
                "elements": tuple(element(child) for child in part.elements),
            }
        )

    def flag(one: Flag) -> Flag:
        return one if one.refers_to in parts else one.model_copy(update={"refers_to": None})

    return plan.model_copy(
        update={
            "elements": tuple(element(part) for part in plan.elements),
            "passages": tuple(one for one in plan.passages if one.on is None or one.on in parts),
            "flags": tuple(flag(one) for one in plan.flags if one.on is None or one.on in parts),
            **plan.rehung(lambda at: at if at in elements else None),
        }
    )

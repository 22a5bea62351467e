"""A newer version of a known document: what it changes, line by line, and the plan with the lines that a person has chosen."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from strategies.alignment import align
from strategies.differences import (
    BELOW,
    FIELDS,
    LISTS,
    field_in_words,
    in_words,
    label_of,
    moved_parts,
    placed,
    subject_of,
    surplus,
)
from strategies.loading.merging import Choice, merged
from strategies.plan import Keyed, Plan

What = Literal["tillagd", "ändrad", "flyttad", "borttagen"]

# They follow the parts that they speak of, and are no lines of their own.
FOLLOWERS = ("documents", "passages", "flags")
LINE_LISTS = tuple(name for name in LISTS if name not in FOLLOWERS)
# Plain fields of the plan: not its lists of parts, and not what the portal decides.
PLAN_FIELDS = tuple(
    name
    for name in Plan.model_fields
    if name not in {*BELOW, *LISTS, "decisions", "key", "format", "slug"}
)


@dataclass(frozen=True)
class RevisionLine:
    """One thing that a newer version of a document would change in a plan, for a person to choose or leave.

    `id` is the same each time the same change is found, and `name` is the field or list that it is in. A part that is added or removed takes
    `below` others with it. `touched` says that staff have worked on the value since the document was last taken in, or may have;
    `said_before` that the document's former version said the same, so that the difference is all theirs.
    """

    id: str
    what: What
    subject: str
    name: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    key: UUID | None = None
    below: int = 0
    touched: bool = False
    said_before: bool = False

    @property
    def proposed(self) -> bool:
        """Whether the line is chosen until a person says otherwise."""
        return not self.touched


def aligned(theirs: Plan, ours: Plan, base: Plan | None) -> Plan:
    """`theirs` under the keys of `ours`; `base`, the document's former version, tells what a part was called before staff reworded it."""
    return align(align(theirs, base) if base else theirs, ours)


def revise(base: Plan | None, ours: Plan, theirs: Plan) -> tuple[RevisionLine, ...]:
    """What it takes to make `ours` say what `theirs` says, in reading order; the three share their keys (`aligned`).

    `base` is what the document's former version said. Without one, anything in `ours` may be somebody's work.
    """
    return tuple(_Comparison(base, ours, theirs).lines())


def merge(ours: Plan, theirs: Plan, chosen: Iterable[str]) -> Plan:
    """`ours` with the lines whose ids are `chosen`, and otherwise as it was; an id that no line has changes nothing.

    The newer document, its passages and its flags come along for what is chosen.
    """
    wanted = set(chosen)
    lines = [line for line in revise(None, ours, theirs) if line.id in wanted]
    return merged(ours, theirs, _choice(lines, ours, theirs)) if lines else ours


def _choice(lines: list[RevisionLine], ours: Plan, theirs: Plan) -> Choice:
    ids = {line.id for line in lines}

    def keys(what: What) -> frozenset[UUID]:
        return frozenset(line.key for line in lines if line.what == what and line.key)

    def listed(wanted: What) -> tuple[tuple[str, BaseModel], ...]:
        return tuple(
            (name, part)
            for name in LINE_LISTS
            for what, line, part in _items(name, ours, theirs)
            if what == wanted and line in ids
        )

    return Choice(
        fields=frozenset((line.key, line.name) for line in lines if line.what == "ändrad"),
        added=keys("tillagd"),
        moved=keys("flyttad"),
        removed=keys("borttagen"),
        listed=listed("tillagd"),
        unlisted=listed("borttagen"),
    )


def _items(name: str, ours: Plan, theirs: Plan) -> Iterator[tuple[What, str, BaseModel]]:
    """What is added to and removed from a list of parts without keys, each with the id of its line."""
    mine, newer = getattr(ours, name), getattr(theirs, name)
    both: list[tuple[What, list[BaseModel]]] = [
        ("tillagd", surplus(newer, mine)),
        ("borttagen", surplus(mine, newer)),
    ]
    seen: Counter[str] = Counter()
    for what, parts in both:
        for part in parts:
            line = f"{what}:{name}:{sha256(part.model_dump_json().encode()).hexdigest()[:16]}"
            seen[line] += 1
            yield what, line if seen[line] == 1 else f"{line}:{seen[line]}", part


class _Comparison:
    """Three plans side by side: what the document said, what stands, and what the document says now."""

    def __init__(self, base: Plan | None, ours: Plan, theirs: Plan) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.said = placed(base) if base else {}
        self.mine, self.newer = placed(ours), placed(theirs)
        self.moved_by_staff = moved_parts(self.said, self.mine)
        self.moved_by_document = moved_parts(self.said, self.newer)

    def lines(self) -> Iterator[RevisionLine]:
        for name in PLAN_FIELDS:
            yield from self._field(self.ours, self.theirs, self.base, name, None)
        moved = moved_parts(self.mine, self.newer)
        for key, (part, (parent, _)) in self.newer.items():
            if key not in self.mine:
                if parent is None or parent in self.mine:
                    yield self._added(key, part)
            elif type(self.mine[key][0]) is type(part):
                yield from self._changed(key, part)
                if key in moved:
                    yield self._moved(key, part)
        for key, (part, (parent, _)) in self.mine.items():
            if key not in self.newer and (parent is None or parent in self.newer):
                yield self._removed(key, part)
        for name in LINE_LISTS:
            yield from self._listed(name)

    def _changed(self, key: UUID, part: Keyed) -> Iterator[RevisionLine]:
        former = self.said[key][0] if key in self.said else None
        for name in type(part).model_fields:
            if name not in {"key", *BELOW}:
                yield from self._field(self.mine[key][0], part, former, name, key)

    def _field(
        self, mine: Keyed, newer: Keyed, former: Keyed | None, name: str, key: UUID | None
    ) -> Iterator[RevisionLine]:
        before, after = getattr(mine, name), getattr(newer, name)
        if before == after:
            return
        yield RevisionLine(
            id=f"ändrad:{key or 'plan'}:{name}",
            what="ändrad",
            subject=subject_of(mine, self.ours),
            name=name,
            field=FIELDS.get(name, name),
            before=field_in_words(mine, name, self.ours),
            after=field_in_words(newer, name, self.ours),
            key=key,
            touched=former is None or getattr(former, name, None) != before,
            said_before=former is not None and getattr(former, name, None) == after,
        )

    def _added(self, key: UUID, part: Keyed) -> RevisionLine:
        below = list(_branch(part, self.mine))
        return RevisionLine(
            id=f"tillagd:{key}",
            what="tillagd",
            subject=subject_of(part, self.theirs),
            after="\n".join(subject_of(child, self.theirs) for child in below),
            key=key,
            below=len(below),
            touched=self.base is None or any(one.key in self.said for one in (part, *below)),
            said_before=key in self.said,
        )

    def _removed(self, key: UUID, part: Keyed) -> RevisionLine:
        below = list(_branch(part, self.newer))
        return RevisionLine(
            id=f"borttagen:{key}",
            what="borttagen",
            subject=subject_of(part, self.ours),
            before="\n".join(subject_of(child, self.ours) for child in below),
            key=key,
            below=len(below),
            touched=any(self._worked_on(one) for one in (part, *below)),
            said_before=key not in self.said,
        )

    def _worked_on(self, part: Keyed) -> bool:
        """Whether staff have made the part, or changed what it says itself, or may have."""
        return part.key not in self.said or _own(self.said[part.key][0]) != _own(part)

    def _moved(self, key: UUID, part: Keyed) -> RevisionLine:
        return RevisionLine(
            id=f"flyttad:{key}",
            what="flyttad",
            subject=subject_of(self.mine[key][0], self.ours),
            before=self._above(self.mine[key][1][0], self.ours),
            after=self._above(self.newer[key][1][0], self.theirs),
            key=key,
            touched=key not in self.said or key in self.moved_by_staff,
            said_before=key in self.said and key not in self.moved_by_document,
        )

    def _above(self, parent: UUID | None, plan: Plan) -> str:
        parts = self.mine if plan is self.ours else self.newer
        return subject_of(parts[parent][0], plan) if parent else plan.title

    def _listed(self, name: str) -> Iterator[RevisionLine]:
        said = [one.model_dump_json() for one in getattr(self.base, name)] if self.base else []
        for what, line, part in _items(name, self.ours, self.theirs):
            before = part.model_dump_json() in said
            yield RevisionLine(
                id=line,
                what=what,
                subject=f"{LISTS[name]}: {label_of(part)}",
                name=name,
                before=in_words(part) if what == "borttagen" else "",
                after=in_words(part) if what == "tillagd" else "",
                # Staff have taken away what the document has said, or written what it has not.
                touched=self.base is None or before == (what == "tillagd"),
                said_before=before == (what == "tillagd"),
            )


def _branch(part: Keyed, others: dict[UUID, Any]) -> Iterator[Keyed]:
    """Those below the part that come and go with it: down to the first that the other plan has too."""
    for field in BELOW:
        for child in getattr(part, field, ()):
            if child.key not in others:
                yield child
                yield from _branch(child, others)


def _own(part: Keyed) -> Keyed:
    """What the part itself says, without those below it."""
    return part.model_copy(update={name: () for name in BELOW if name in type(part).model_fields})

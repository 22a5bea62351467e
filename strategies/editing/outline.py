"""A working copy as its editor sees it: every section as a tree of rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from strategies.editing.forms.element import level_words
from strategies.editing.order import may_hold
from strategies.models import Element, Involvement, Strategy
from strategies.models.rows import KeyedRow


@dataclass(frozen=True)
class Branch:
    """A part with all below it, and what its buttons need to know. `word` is the plan's word for an element's level."""

    part: Any
    branches: "list[Branch]"
    first: bool
    last: bool
    word: str = ""
    may_hold: bool = False
    may_go_in: bool = False
    involvements: list[Involvement] = field(default_factory=list)

    @property
    def id(self) -> str:
        """What the ids of the row's controls end with; the same eight digits as in the part's public address."""
        return short(self.part)

    def walk(self) -> "Iterator[Branch]":
        yield self
        for branch in self.branches:
            yield from branch.walk()


def short(part: KeyedRow) -> str:
    return str(part.key)[:8]


def sections(strategy: Strategy) -> dict[str, list[Branch]]:
    """The plan's parts by the noun that addresses have for them, in five queries however large the plan is."""
    return {
        "delar": elements(strategy),
        "uttalanden": _grown(strategy.statements.select_related("element")),
        "utmaningar": _grown(strategy.challenges.all()),
        "beslut": _grown(strategy.decisions.select_related("body")),
    }


def find(branches: list[Branch], part: KeyedRow) -> Branch:
    """The branch of `part`, which is among them."""
    return next(found for branch in branches for found in branch.walk() if found.part.pk == part.pk)


def elements(strategy: Strategy) -> list[Branch]:
    """The tree, with the actors of each element."""
    below: dict[int | None, list[Element]] = _by(strategy.elements.all(), "parent_id")
    involved: dict[int | None, list[Involvement]] = _by(
        strategy.involvements.filter(element__isnull=False).select_related("actor"), "element_id"
    )
    words = level_words(strategy)

    def branch(element: Element, before: Element | None, last: bool) -> Branch:
        return Branch(
            part=element,
            branches=grown(element.pk),
            first=before is None,
            last=last,
            word=words[element.kind],
            may_hold=element.kind != "action",
            may_go_in=before is not None and may_hold(before, element),
            involvements=involved[element.pk],
        )

    def grown(parent: int | None) -> list[Branch]:
        group = below[parent]
        befores = [None, *group[:-1]]
        return [
            branch(element, before, element is group[-1])
            for element, before in zip(group, befores, strict=False)
        ]

    return grown(None)


def _grown(rows: Iterable[Any]) -> list[Branch]:
    below: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        below[getattr(row, "parent_id", None)].append(row)

    def grown(parent: int | None) -> list[Branch]:
        group = below[parent]
        return [Branch(row, grown(row.pk), row is group[0], row is group[-1]) for row in group]

    return grown(None)


def _by(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found

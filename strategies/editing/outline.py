"""A working copy as its editor sees it: every section as a tree of rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from strategies.editing.forms.element import level_words
from strategies.models import Element, Involvement, Strategy
from strategies.models.rows import KeyedRow

Involved = dict[int | None, list[Involvement]]  # by the element's id; None is the plan as a whole


@dataclass(frozen=True)
class Branch:
    """A part with all below it. `word` is the plan's word for an element's level."""

    part: Any
    branches: "list[Branch]"
    word: str = ""
    involvements: list[Involvement] = field(default_factory=list)

    @property
    def id(self) -> str:
        """What the ids of the row's controls end with; the same eight digits as in the part's public address."""
        return short(self.part)

    def walk(self) -> "Iterator[Branch]":
        yield self
        for branch in self.branches:
            yield from branch.walk()

    def with_below(self, branches: "list[Branch]") -> "Branch":
        return replace(self, branches=branches)


# A line that nobody has typed in yet; the browser copies it under a key of its own.
BLANK = Branch(Element(key=UUID(int=0), version=0, kind="action"), [])


def short(part: KeyedRow) -> str:
    return str(part.key)[:8]


def sections(strategy: Strategy, involved: Involved | None = None) -> dict[str, list[Branch]]:
    """The plan's parts by the noun that addresses have for them, in six queries however large the plan is."""
    if involved is None:
        involved = involvements(strategy)
    return {
        "delar": elements(strategy, involved),
        "uttalanden": _grown(strategy.statements.select_related("element")),
        "utmaningar": _grown(strategy.challenges.all()),
        "beslut": _grown(strategy.decisions.select_related("body")),
    }


def find(branches: list[Branch], part: KeyedRow) -> Branch:
    """The branch of `part`, which is among them."""
    return next(found for branch in branches for found in branch.walk() if found.part.pk == part.pk)


def elements(strategy: Strategy, involved: Involved) -> list[Branch]:
    """The tree, with the actors of each element."""
    below: dict[int | None, list[Element]] = _by(strategy.elements.all(), "parent_id")
    words = level_words(strategy)

    def grown(parent: int | None) -> list[Branch]:
        return [
            Branch(element, grown(element.pk), words[element.kind], involved.get(element.pk, []))
            for element in below[parent]
        ]

    return grown(None)


def involvements(strategy: Strategy) -> Involved:
    """Who does what where."""
    return _by(strategy.involvements.select_related("actor"), "element_id")


def line(strategy: Strategy, element: Element) -> Branch:
    """One element's line, without those below it."""
    involved = strategy.involvements.filter(element=element).select_related("actor")
    return Branch(element, [], level_words(strategy)[element.kind], list(involved))


def _grown(rows: Iterable[Any]) -> list[Branch]:
    below = _by(rows, "parent_id")

    def grown(parent: int | None) -> list[Branch]:
        return [Branch(row, grown(row.pk)) for row in below[parent]]

    return grown(None)


def _by(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column, None)].append(row)
    return found

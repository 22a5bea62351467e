"""A fact about a plan, and the few questions that facts put to one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from strategies.plan import (
    Challenge,
    Element,
    Flag,
    Forum,
    Plan,
    Statement,
    StatementKind,
)


@dataclass(frozen=True)
class Fact:
    """One thing that the list of facts says of a plan.

    `bullet` is its place in the list: the source document's number, then the bullet within its
    section ("003.07").
    """

    bullet: str
    name: str
    holds: Callable[[Plan], bool]

    def __str__(self) -> str:
        return f"{self.bullet} {self.name}"


def says(text: str, *words: str) -> bool:
    """Whether every one of `words` stands somewhere in `text`, in any case."""
    return all(word.casefold() in text.casefold() for word in words)


def states(kind: StatementKind, *words: str) -> Callable[[Plan], bool]:
    """That one of the plan's own statements, of this kind, holds all the words."""
    return lambda plan: any(says(s.text, *words) for s in plan.statements if s.kind == kind)


def goal(plan: Plan, title: str) -> Statement:
    """The plan's statement with this title; StopIteration when there is none."""
    return next(s for s in plan.statements if s.title == title)


def parts(statement: Statement) -> list[str]:
    return [part.text for part in statement.statements]


def element(plan: Plan, *path: int) -> Element:
    """The element at this place, counted from 1 at every level; IndexError when there is none."""
    found = plan.elements[path[0] - 1]
    for place in path[1:]:
        found = found.elements[place - 1]
    return found


def titles(items: Iterable[Element | Challenge]) -> list[str]:
    return [item.title for item in items]


def forum(plan: Plan, name: str) -> Forum:
    return next(f for f in plan.forums if f.name == name)


def took_part(plan: Plan, kind: str, role: str = "") -> set[str]:
    """Names of participants of a kind, those with `role` when it is given."""
    return {p.name for p in plan.participants if p.kind == kind and role in ("", p.role)}


def flags(plan: Plan, kind: str, field: str = "") -> list[Flag]:
    return [f for f in plan.flags if f.kind == kind and field in ("", f.field)]


def source_words(plan: Plan, words: str, *, corrected: bool | None = None) -> bool:
    """Whether a passage keeps these words; `corrected` narrows to those that the plan mends."""
    return any(words in p.text and corrected in (None, p.corrected) for p in plan.passages)


def segments(plan: Plan, kind: str) -> list[str]:
    return [s.text for d in plan.documents for s in d.segments if s.kind == kind]


def direction(bullet: str, place: int, title: str, *actions: str) -> tuple[Fact, Fact]:
    """That the direction at `place` has this title, and these actions alone, in this order."""

    def holds_actions(plan: Plan) -> bool:
        below = element(plan, place).elements
        return titles(below) == list(actions) and {child.kind for child in below} == {"action"}

    return (
        Fact(bullet, f"direction {place}", lambda plan: element(plan, place).title == title),
        Fact(bullet, f"actions of direction {place}", holds_actions),
    )

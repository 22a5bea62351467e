"""Few lines of made-up text through the rules of reading, and which test proves which rule."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

from strategies.loading.draft import draft
from strategies.loading.text import Mark, Text
from strategies.plan import Element, Passage, Plan
from tests.loading.documents import register

PROOFS: dict[str, list[str]] = defaultdict(list)  # by the rule's number, the names of its tests


def proves(number: str) -> Callable[[Any], Any]:
    """Mark a test that would fail without the rule of that number."""

    def mark(test: Any) -> Any:
        PROOFS[number].append(test.__name__)
        return test

    return mark


def read(text: str, *marks: Mark) -> Plan:
    return draft(Text(content=text, marks=marks), register())


def marked(text: str, level: int = 1) -> Mark:
    """The first line of a text as a heading of the file's own."""
    return Mark(0, len(text.split("\n", 1)[0]), "heading", level)


def cited(plan: Plan, field: str, on: UUID | None = None) -> list[tuple[str | None, str]]:
    """The rule and words of each passage of a field, in the order of the draft."""
    return [(one.rule, one.text) for one in passages(plan, field, on)]


def passages(plan: Plan, field: str, on: UUID | None = None) -> list[Passage]:
    return [one for one in plan.passages if one.field == field and one.on == on]


def outline(*elements: Element) -> list[Any]:
    """Titles, each followed by the list of those below it where there are any: ["Mark", ["Köp mark"], "Kompetens"]."""
    return [
        step
        for one in elements
        for step in ([one.title, outline(*one.elements)] if one.elements else [one.title])
    ]


def element(plan: Plan, title: str) -> Element:
    return next(one for _, one in plan.walk() if one.title == title)


def rules_of(plan: Plan, part: Any, field: str = "title") -> set[str | None]:
    return {rule for rule, _ in cited(plan, field, part.key)}


def flags(plan: Plan, kind: str) -> list[str]:
    return [flag.text for flag in plan.flags if flag.kind == kind]

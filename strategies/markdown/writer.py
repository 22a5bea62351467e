"""From a `Plan` to plan-Markdown."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID

from strategies.markdown.front_matter import write_front
from strategies.markdown.layouts import (
    BELONGS,
    ELEMENT,
    HEADINGS,
    ITEMS,
    MENTIONED,
    SECTIONS,
    Layout,
)
from strategies.markdown.lines import INDENT, escaped
from strategies.markdown.notation import (
    KEY_LAST,
    escaped_title,
    write_flag,
    write_involvement,
    write_label,
    write_link,
    write_passage,
    write_statement,
)
from strategies.markdown.outline import derived_keys, places, plan_key
from strategies.markdown.values import YES
from strategies.plan import Element, ElementKind, Flag, Involvement, Passage, Plan, Statement

LEVEL_OF: dict[ElementKind, int] = {
    kind: level for level, kind in HEADINGS.items() if kind != "action"
}
CHALLENGE_LEVEL = 2

R = TypeVar("R", Flag, Passage)


def write_plan(plan: Plan, source: str = "") -> str:
    """The plan as a document. Reading it gives an equal plan back, keys included. `source`, a bare text of YAML, is what it is fetched from."""
    # Blank lines come from before and after; prose itself never holds two in a row.
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_Writer(plan, source).lines()).rstrip("\n") + "\n")


class _Writer:
    """What must be known of the whole plan while its parts are written."""

    def __init__(self, plan: Plan, source: str) -> None:
        self.plan = plan
        self.source = source
        found = list(places(plan, getattr))
        derived = derived_keys(plan.key, found)
        self.numbers: dict[UUID | None, str] = {place.part.key: place.number for place in found}
        # By id: parts that are equal in all but their place have keys of their own.
        self.keys = {
            id(place.part): str(place.part.key)
            for place, key in zip(found, derived, strict=True)
            if place.part.key != key
        }
        if plan.key != plan_key(plan.slug, plan.title, plan.owners):
            self.keys[id(plan)] = str(plan.key)
        order = {
            place.part.key: n for n, place in enumerate(found) if not place.number.startswith("B")
        }
        self.flags, self.loose_flags = _placed(plan.flags, order)
        self.passages, self.loose_passages = _placed(plan.passages, order)

    def lines(self) -> Iterator[str]:
        yield from write_front(self.plan, self.keys, self.source)
        if self.plan.summary:
            yield ""
            yield from _prose(self.plan.summary.split("\n"), "")
        titles = {field: title for title, field in reversed(SECTIONS.items())}
        for field in dict.fromkeys(SECTIONS.values()):
            if lines := list(self._section(field)):
                yield from ("", f"# {titles[field]}")
                yield from lines if lines[0] == "" else ("", *lines)

    def _section(self, field: str) -> Iterator[str]:
        if field == "elements":
            yield from self._elements(self.plan.elements, "")
        elif field in ITEMS:
            level = CHALLENGE_LEVEL if field == "challenges" else 0
            for part in getattr(self.plan, field):
                yield from self._item(part, ITEMS[field], level, "")
        elif field == "statements":
            yield from self._statements(self.plan.statements, "")
        elif field == "involvements":
            yield from _involvements(self.plan.involvements, "")
            yield from (write_involvement(MENTIONED, actor) for actor in self.plan.mentioned_actors)
        elif field == "flags":
            yield from (write_flag(flag, self.numbers, False) for flag in self.loose_flags)
        else:
            yield from (write_passage(part, self.numbers, False) for part in self.loose_passages)

    def _elements(self, elements: Sequence[Element], indent: str) -> Iterator[str]:
        """Elements in a row; an empty heading closes the level of one that would swallow the next."""
        before = 0
        for element in elements:
            level = LEVEL_OF.get(element.kind, 0)
            if before and not 0 < level <= before:
                yield from ("", "#" * before)
            yield from self._item(element, ELEMENT, level, indent)
            before = level

    def _item(self, part: Any, layout: Layout, level: int, indent: str) -> Iterator[str]:
        """A part as a heading (`level` is not 0) or a list item, with everything below it."""
        first, *rest = self._first(part, layout).split("\n")
        inner = indent if level else indent + INDENT
        if level:
            yield ""
        yield f"{indent}{'#' * level or '-'} {first}{self._key(part, first)}"
        if layout.text and layout.text != layout.head:
            text = getattr(part, layout.text)
            rest = text.split("\n") if text else []
        yield from _prose(rest, inner)
        notation = list(self._notation(part, layout, inner))
        if level and notation and rest:
            yield ""
        yield from notation
        below = getattr(part, layout.below) if layout.below else ()
        if level and below:
            yield ""
        if layout is ELEMENT:
            yield from self._elements(below, inner)
        else:
            for child in below:
                yield from self._item(child, layout.items or layout, 0, inner)

    def _first(self, part: Any, layout: Layout) -> str:
        head: str = getattr(part, layout.head)
        if layout.kinds:
            return f"{part.kind}: {head}"
        if layout.text == layout.head:
            return head
        label = write_label(part.label) if isinstance(part, Element) else ""
        return label + escaped_title(head)

    def _key(self, part: Any, first: str) -> str:
        """The key where it is not the derived one, or where the words before it would pass for a key."""
        key = self.keys.get(id(part), "")
        if not key and hasattr(part, "key") and KEY_LAST.search(first):
            key = str(part.key)
        return f" {{#{key}}}" if key else ""

    def _notation(self, part: Any, layout: Layout, indent: str) -> Iterator[str]:
        yield from _properties(part, layout, indent)
        if layout.belongs and part.element:
            yield f"{indent}+ {BELONGS}: {self.numbers[part.element]}"
        if isinstance(part, Element):
            for kind, links in groupby(part.links, key=lambda link: link.kind):
                targets = "; ".join(write_link(link, self.numbers) for link in links)
                yield f"{indent}+ {kind}: {targets}"
            yield from _involvements(part.involvements, indent)
            yield from self._statements(part.statements, indent)
        if layout.keyed:
            yield from self._remarks(part.key, indent)

    def _remarks(self, key: UUID, indent: str) -> Iterator[str]:
        for flag in self.flags[key]:
            yield indent + write_flag(flag, self.numbers, True)
        for passage in self.passages[key]:
            yield indent + write_passage(passage, self.numbers, True)

    def _statements(self, statements: Iterable[Statement], indent: str) -> Iterator[str]:
        for statement in statements:
            first, *rest = statement.text.split("\n")
            yield f"{indent}{write_statement(statement, first)}{self._key(statement, first)}"
            yield from _prose(rest, indent + INDENT)
            yield from self._remarks(statement.key, indent + INDENT)
            yield from self._statements(statement.statements, indent + INDENT)


def _prose(lines: Iterable[str], indent: str) -> Iterator[str]:
    for line in lines:
        yield f"{indent}{escaped(line)}" if line else ""


def _involvements(involvements: Iterable[Involvement], indent: str) -> Iterator[str]:
    for part in involvements:
        yield indent + write_involvement(part.role, part.actor, part.note)


def _properties(part: Any, layout: Layout, indent: str) -> Iterator[str]:
    for prop in layout.properties:
        values = tuple(getattr(part, name) for name in prop.fields)
        if values == prop.defaults(type(part)):
            continue
        first, *rest = prop.form.write(values if len(values) > 1 else values[0]).split("\n")
        yield f"{indent}+ {prop.word}{'' if prop.form is YES else f': {first}'}"
        yield from _prose(rest, indent + INDENT)


def _placed(
    remarks: Sequence[R], order: dict[UUID, int]
) -> tuple[dict[UUID, list[R]], Sequence[R]]:
    """Flags or passages by the part that they stand under, and those that stand in their section.

    The reader gathers the first kind in reading order and then the second, so only a beginning in that order can stand under parts.
    """
    under: dict[UUID, list[R]] = defaultdict(list)
    last = 0
    for n, remark in enumerate(remarks):
        place = -1 if remark.on is None else order.get(remark.on, -1)
        if remark.on is None or place < last:
            return under, remarks[n:]
        under[remark.on].append(remark)
        last = place
    return under, ()

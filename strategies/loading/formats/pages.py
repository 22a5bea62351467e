"""Rows of PDF pages into lines: which are headings, which are page furniture, and where a paragraph ends."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from strategies.loading.formats.columns import Row
from strategies.loading.formats.lines import PAGE_BREAK, Line
from strategies.loading.text import MarkKind

_LARGER = 1.12  # times the body's size: a heading
_GAP = 1.3  # times the usual distance of lines: a new paragraph
_EDGE = 3  # rows at the top and at the foot of a page that may be furniture
_NEAR = 8.0  # points that a running title may move between pages
_LONGEST_HEADING = 160
_MOST_HEADING_LINES = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^\W*(?:sida|sid|s|page|side)?\W*\d{1,4}(?:\s*(?:\(\s*\d{1,4}\s*\)|/\s*\d{1,4}|av\s+\d{1,4}|of\s+\d{1,4}))?\W*$", re.IGNORECASE)  # fmt: skip
_BULLET = re.compile(r"^[•▪●○◦‣·\uf0b7\uf0a7\uf0d8]\s")
_SENTENCE_END = (".", "!", "?", ":", "”", '"', ")")


@dataclass
class Page:
    """A page: its height in points, and its rows in reading order."""

    height: float
    rows: list[Row]


@dataclass(frozen=True)
class _Look:
    """What is usual in a document: the size of its running text, and the distance between two of its lines."""

    size: float
    distance: float
    bold: bool
    sizes: tuple[float, ...]  # of headings, the largest first
    indents: tuple[int, ...]  # of bullets

    def level(self, row: Row) -> int:
        """The level of a row that would be a heading by its looks; 0 for running text."""
        if row.cells > 1 or len(row.text) > _LONGEST_HEADING or not any(map(str.isalpha, row.text)):
            return 0
        if row.size >= _LARGER * self.size:
            return min(self.sizes.index(row.size) + 1, 6) if row.size in self.sizes else 0
        is_marked = row.bold and not self.bold and row.size > 0.9 * self.size
        return min(len(self.sizes) + 1, 6) if is_marked else 0


def lines_of_pages(pages: list[Page]) -> list[Line]:
    """The lines of all pages, with a form feed between two pages."""
    look, furniture = _look(pages), _furniture(pages)
    lines: list[Line] = []
    block = 0
    for number, page in enumerate(pages):
        if number:
            lines.append(Line(PAGE_BREAK, block))
        body = [row for row in page.rows if (number, id(row)) not in furniture]
        levels = _levels(body, look)
        top = [row for row in page.rows if row not in body and body and row.y > body[0].y]
        lines += [Line(row.text, block, "furniture") for row in top]
        block += bool(top)
        for index, row in enumerate(body):
            block += index > 0 and _parts(body[index - 1], row, levels[index - 1 : index + 1], look)
            kind, level = _kind(row, levels[index], look)
            lines.append(Line(row.text, block, kind, level))
        foot = [row for row in page.rows if row not in body and row not in top]
        block += bool(foot)
        lines += [Line(row.text, block, "furniture") for row in foot]
    return lines


def _kind(row: Row, level: int, look: _Look) -> tuple[MarkKind | None, int]:
    if level:
        return "heading", level
    if row.cells > 1:
        return "row", 1
    if _BULLET.match(row.text):
        return "item", look.indents.index(_step(row)) + 1 if _step(row) in look.indents else 1
    return None, 1


def _step(row: Row) -> int:
    """How far in a row stands, in steps that are narrower than any tab."""
    return round(row.indent / 8)


def _levels(rows: list[Row], look: _Look) -> list[int]:
    """The heading level of each row, 0 for running text; a whole paragraph in large or bold type is none."""
    levels = [look.level(row) for row in rows]
    start = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and levels[index] == levels[start] and not _is_apart(rows[index - 1], rows[index], look):  # fmt: skip
            continue
        run = rows[start:index]
        is_text = len(run) > _MOST_HEADING_LINES or (len(run) > 1 and run[-1].text.endswith("."))
        if is_text or sum(len(row.text) for row in run) > 1.5 * _LONGEST_HEADING:
            levels[start:index] = [0] * len(run)
        start = index
    return levels


def _parts(before: Row, row: Row, levels: list[int], look: _Look) -> bool:
    """Whether a blank line stands between two rows that follow each other."""
    if levels[0] != levels[1]:
        return True
    if row.y > before.y:  # at the head of the next column
        return before.text.endswith(_SENTENCE_END)
    return _is_apart(before, row, look)


def _is_apart(before: Row, row: Row, look: _Look) -> bool:
    scale = max(before.size, row.size, look.size) / look.size
    return before.y - row.y > _GAP * look.distance * scale


def _look(pages: list[Page]) -> _Look:
    rows = [row for page in pages for row in page.rows]
    lengths: Counter[tuple[float, bool]] = Counter()
    for row in rows:
        lengths[row.size, row.bold] += len(row.text)
    (size, bold), _ = lengths.most_common(1)[0]
    size = max(size, 1.0)
    distances = Counter(
        round((upper.y - lower.y) * 2) / 2
        for page in pages
        for upper, lower in pairwise(page.rows)
        if upper.size == lower.size == size and 0.9 * size < upper.y - lower.y < 2.5 * size
    )
    # Among distances that are nearly as common the least is that of lines; the others part paragraphs.
    common = [d for d, count in distances.items() if count >= 0.5 * max(distances.values())]
    larger = {row.size for row in rows if row.size >= _LARGER * size and row.cells == 1}
    indents = Counter(_step(row) for row in rows if _BULLET.match(row.text))
    return _Look(
        size,
        min(common, default=1.3 * size),
        bold,
        tuple(sorted(larger, reverse=True)),
        tuple(sorted(indents)),
    )


def _furniture(pages: list[Page]) -> set[tuple[int, int]]:
    """Page number and identity of each row that the pages repeat at the same height, digits aside."""
    found: dict[tuple[str, int], list[tuple[int, Row]]] = {}
    for number, page in enumerate(pages):
        for row, edge in _edges(page):
            # A page number is one wherever it stands, others only at their height.
            said = "" if _PAGE_NUMBER.match(row.text) else _key(row.text)
            found.setdefault((said, edge), []).append((number, row))
    furniture: set[tuple[int, int]] = set()
    for (key, _), rows in found.items():
        for number, row in rows:
            alike = {other for other, there in rows if abs(there.y - row.y) < _NEAR}
            needed = 2 if len(pages) < 4 or not key else 3
            if len(alike) >= needed or (not key and _DIGITS.sub("", row.text).strip("– -")):
                furniture.add((number, id(row)))
    return furniture


def _edges(page: Page) -> Iterator[tuple[Row, int]]:
    """The rows at the top (0) and at the foot (1) of a page."""
    rows = sorted(page.rows, key=lambda row: -row.y)
    yield from ((row, 0) for row in rows[:_EDGE] if row.y > 0.8 * page.height)
    yield from ((row, 1) for row in rows[-_EDGE:] if row.y < 0.2 * page.height)


def _key(text: str) -> str:
    return " ".join(_DIGITS.sub("", text).casefold().split())

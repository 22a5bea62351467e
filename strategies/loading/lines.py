"""Text into lines: each with its place, and what its own look says of it."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from strategies.loading.text import Mark, Text

LineKind = Literal["blank", "text", "item", "row", "heading", "furniture"]

BULLET = re.compile(
    r"(?P<bullet>[•●◦▪■□·∙‣►▶➢➤→✓√»>*\uf0b7\uf0a7]|[–—-](?=\s)|o(?=\s+\S))\s*(?=\S)"
)
NUMBER = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z]\d{1,2}|[IVX]{1,4}(?=[.)])|[A-ZÅÄÖ](?=[.)]))(?P<sign>[.):]|(?=\s))\s+(?=\S)"
)
LETTER = re.compile(r"(?P<number>[a-zåäö])[.)]\s*(?=\S)")


class Line(NamedTuple):
    """The characters [start, end) of the text, without surrounding white space; a tuple, which is made quickly.

    `bullet` is the sign of an item, `number` its own numbering ("3.1", "a", "IV"), `body` where the words after them begin. `blank` says that
    the line before is empty, `page` counts from 1. `level` is a heading's or an item's, 0 when the file does not say.
    """

    start: int
    end: int
    text: str
    kind: LineKind = "text"
    bullet: str = ""
    number: str = ""
    sign: str = ""
    body: int = 0
    indent: int = 0
    level: int = 0
    page: int = 1
    blank: bool = False
    marked: bool = False

    @property
    def words(self) -> str:
        """What the line says after its bullet and number."""
        return self.text[self.body - self.start :]

    @property
    def said(self) -> tuple[int, str]:
        """What the line says to be joined with others, its bullet left out and its number not, and where that begins."""
        return (self.body, self.words) if self.bullet else (self.start, self.text)

    def as_furniture(self) -> "Line":
        return self._replace(kind="furniture")


def lines_of(text: Text) -> list[Line]:
    """The lines of the text in order, empty ones left out but told of by `blank`."""
    return list(_read(text))


def _read(text: Text) -> Iterator[Line]:
    marks = {mark.start: mark for mark in text.marks}
    page, blank = 1, True
    content = _visible(text.content)
    for match in re.finditer(r"[^\n\f]+|\f", content):
        raw = match.group()
        if raw == "\f":
            page, blank = page + 1, True
            continue
        start = match.start()
        # An empty line between two shows as two newlines in a row.
        if content.startswith("\n\n", start - 2) and start >= 2:
            blank = True
        words = raw.strip()
        if not words:
            blank = True
            continue
        begin = start + len(raw) - len(raw.lstrip())
        mark = next((marks[at] for at in (begin, start) if at in marks), None)
        yield _line(words, begin, indent=begin - start, page=page, blank=blank, mark=mark)
        blank = False


def _visible(content: str) -> str:
    """The text with a space for each character that no plan can hold, so that a line of them is empty; nearly every text has none."""
    if content.replace("\n", "").replace("\t", "").replace("\f", "").isprintable():
        return content
    return "".join(
        " " if unicodedata.category(char)[0] == "C" and char not in "\n\t\f" else char
        for char in content
    )


def _line(
    words: str, start: int, *, indent: int, page: int, blank: bool, mark: Mark | None
) -> Line:
    line = Line(start, start + len(words), words, body=start, indent=indent, page=page, blank=blank)
    line = numbered(line)
    if mark:
        return line._replace(kind=mark.kind, level=mark.level, marked=True)
    if ("\t" in words and not line.bullet) or (words.startswith("|") and words.endswith("|")):
        return line._replace(kind="row", bullet="", body=start)
    return line


def numbered(line: Line) -> Line:
    """The line with its bullet and number told apart from its words."""
    if bullet := BULLET.match(line.text):
        # A dash that begins a quotation is speech, not a bullet; the rules of quotations see to it.
        body = line.start + bullet.end()
        return line._replace(kind="item", bullet=bullet["bullet"], body=body)
    for pattern in (NUMBER, LETTER):
        if number := pattern.match(line.text):
            rest = line.text[number.end() :]
            if rest[:1].isdigit() or (not rest[:1].isalnum() and rest[:1] not in "”\"'("):
                continue  # a date, a span of years, a sum
            groups = number.groupdict()
            return line._replace(
                number=groups["number"],
                sign=groups.get("sign") or "",
                body=line.start + number.end(),
                kind="item" if pattern is LETTER else "text",
            )
    return line

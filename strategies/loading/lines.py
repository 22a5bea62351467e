"""Text into lines: each with its place, and what its own look says of it."""

import re
import unicodedata
from typing import Literal, NamedTuple

from strategies.loading.text import Mark, Text, lowered

LineKind = Literal["blank", "text", "item", "row", "heading", "furniture"]
Marker = tuple[LineKind, str, str, str, int]

# What a line may begin with: the sign of an item, a number, or a small letter as a number.
MARKER = re.compile(
    r"(?:(?P<bullet>[•●◦▪■□·∙‣►▶➢➤→✓√»>*\uf0b7\uf0a7]|[–—-](?=\s)|o(?=\s+\S))\s*"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z]\d{1,2}|[IVX]{1,4}(?=[.)])|[A-ZÅÄÖ](?=[.)]))(?P<sign>[.):]|(?=\s))\s+"
    r"|(?P<letter>[a-zåäö])[.)]\s*)(?=\S)"
)


class Line(NamedTuple):
    """The characters [start, end) of the text, without surrounding white space; a tuple, which is made quickly.

    `lower` is `text` in lower case, letter by letter, which most rules look at: a pattern without IGNORECASE is several times as quick. `bullet` is the sign of an item, `number` its own numbering ("3.1", "a", "IV"), `body` where the words after them begin. `blank` says that
    the line before is empty, `page` counts from 1. `level` is a heading's or an item's, 0 when the file does not say.
    """

    start: int
    end: int
    text: str
    lower: str
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
    def lower_words(self) -> str:
        return self.lower[self.body - self.start :]

    @property
    def said(self) -> tuple[int, str]:
        """What the line says to be joined with others, its bullet left out and its number not, and where that begins."""
        return (self.body, self.words) if self.bullet else (self.start, self.text)

    def stretch(self, begin: int, end: int) -> "Line":
        """The characters [begin, end) of the line as a line of its own, white space around them left out."""
        text = self.text[begin:end]
        begin += len(text) - len(text.lstrip())
        text = text.strip()
        end = begin + len(text)
        start = self.start + begin
        lower = self.lower[begin:end]
        return self._replace(start=start, end=self.start + end, text=text, lower=lower, body=start)

    def as_furniture(self) -> "Line":
        return self._replace(kind="furniture")


def lines_of(text: Text) -> list[Line]:
    """The lines of the text in order, empty ones left out but told of by `blank`."""
    marks = {mark.start: mark for mark in text.marks}
    lines: list[Line] = []
    start = 0
    visible = _visible(text.content)
    lower = lowered(visible)
    for page, content in enumerate(visible.split("\f"), 1):
        blank = True
        for raw in content.split("\n"):
            words = raw.strip()
            if words:
                begin = start + raw.index(words)
                mark = marks.get(begin) or marks.get(start)
                low, indent = lower[begin : begin + len(words)], begin - start
                lines.append(
                    _line(words, low, begin, indent=indent, page=page, blank=blank, mark=mark)
                )
            blank = not words
            start += len(raw) + 1
    return lines


def _visible(content: str) -> str:
    """The text with a space for each character that no plan can hold, so that a line of them is empty; nearly every text has none."""
    if content.replace("\n", "").replace("\t", "").replace("\f", "").isprintable():
        return content
    return "".join(
        " " if unicodedata.category(char)[0] == "C" and char not in "\n\t\f" else char
        for char in content
    )


def _line(
    words: str, lower: str, start: int, *, indent: int, page: int, blank: bool, mark: Mark | None
) -> Line:
    """A line as the file has it, or else as it looks; made in one go, since there are many."""
    kind, bullet, number, sign, at = _marker(words)
    level = 0
    if mark:
        kind, level = mark.kind, mark.level
    elif ("\t" in words and not bullet) or (words[0] == "|" and words[-1] == "|"):
        kind, bullet, at = "row", "", 0
    end, body, marked = start + len(words), start + at, mark is not None
    return Line(
        start,
        end,
        words,
        lower,
        kind,
        bullet,
        number,
        sign,
        body,
        indent,
        level,
        page,
        blank,
        marked,
    )


PLAIN: Marker = ("text", "", "", "", 0)


def _marker(words: str) -> Marker:
    """What a line begins with: its kind, bullet, number, the sign after the number, and how many characters these take."""
    found = MARKER.match(words)
    if found is None:
        return PLAIN
    bullet, number, sign, letter = found.groups("")
    at = found.end()
    if bullet:
        # A dash that begins a quotation is speech, not a bullet; the rules of quotations see to it.
        return "item", bullet, "", "", at
    first = words[at]
    if first.isdigit() or not (first.isalnum() or first in "”\"'("):
        return PLAIN  # a date, a span of years, a sum
    return ("item", "", letter, "", at) if letter else ("text", "", number, sign, at)


def numbered(line: Line) -> Line:
    """The line with its bullet and number told apart from its words."""
    found = _marker(line.text)
    if found is PLAIN:
        return line
    kind, bullet, number, sign, at = found
    return line._replace(kind=kind, bullet=bullet, number=number, sign=sign, body=line.start + at)

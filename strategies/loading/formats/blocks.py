"""Elements of a page, one after the other, into lines: paragraphs, headings, items and rows."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from strategies.loading.formats.lines import Line
from strategies.loading.formats.tables import Table, is_layout
from strategies.loading.text import MarkKind

FURNITURE = "furniture"  # the class of paragraphs that are kept out of the content

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "header", "footer", "address", "blockquote", "figure", "figcaption", "fieldset", "legend",
    "form", "details", "summary", "body", "pre", "center", "hr", "dl", "dt", "dd", "ul", "ol", "li", "table", "caption", "thead", "tbody",
    "tfoot", "tr", "td", "th", *_HEADINGS,
})  # fmt: skip
_BOLD = ("b", "strong")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_SPACE_BUT_TABS = re.compile(r"[ \n\r\f\v]+")
_OWN_BULLET = re.compile(r"^[•·▪●○◦‣*–-]\s+")
_LONGEST_HEADING = 100
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class _List:
    """A list that is open: how it counts, and where it has come to."""

    ordered: bool
    letters: bool
    count: int

    def sign(self) -> str:
        self.count += 1
        if not self.ordered:
            return "• "
        lettered = self.letters and 0 < self.count <= len(_LETTERS)
        return f"{_LETTERS[self.count - 1] if lettered else self.count}. "


class Blocks:
    """Told of each element's start, text and end, in the order of the page; `ready` gives the lines that are complete."""

    def __init__(self, root: HtmlElement, *, word: bool) -> None:
        self._word = word
        self._layout_tables = {table for table in root.iter("table") if is_layout(table)}
        self._lines: list[Line] = []
        self._pieces: list[str] = []
        self._length = self._bold_length = 0  # characters since the last line, and those in bold
        self._bold = self._pre = 0  # elements that are open
        self._block = 0
        self._together = 0  # lists and tables that are open: no blank lines within
        self._lists: list[_List] = []
        self._sign = ""  # of an item that has not shown its text yet
        self._table: Table | None = None
        self._heading = 0
        self._above = 1  # the level of the last heading that the page itself calls one
        self._furniture = False

    def ready(self) -> list[Line]:
        """The lines since it was last asked."""
        lines, self._lines = self._lines, []
        return lines

    def finish(self) -> list[Line]:
        """What is left when the last element has ended."""
        self._end_block()
        return self.ready()

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self._break()
        elif tag in _BOLD:
            self._bold += 1
        elif tag in _BLOCKS:
            self._end_block()
            self._open(tag, element)

    def text(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            *lines, text = text.split("\n")
            for line in lines:
                self._add(line)
                self._break()
        self._add(text)

    def end(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _BOLD:
            self._bold -= 1
        elif tag in _BLOCKS:
            self._end_block()
            self._close(tag, element)

    def _open(self, tag: str, element: HtmlElement) -> None:
        if tag in ("ul", "ol"):
            self._gather(1)
            self._lists.append(self._list(element))
        elif tag == "dl":
            self._gather(1)
        elif tag == "li":
            self._sign = self._lists[-1].sign() if self._lists else "• "
        elif tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag == "table" and element not in self._layout_tables:
            self._gather(1)
            self._table = Table()
        elif tag == "pre":
            self._pre += 1
        if element.get("class") == FURNITURE:
            self._furniture = True

    def _close(self, tag: str, element: HtmlElement) -> None:
        if tag in ("ul", "ol"):
            self._lists.pop()
            self._gather(-1)
        elif tag == "dl":
            self._gather(-1)
        elif tag == "li":
            self._sign = ""
        elif tag in _HEADINGS:
            self._heading = 0
        elif tag == "pre":
            self._pre -= 1
        elif self._table is not None:
            self._close_in_table(self._table, tag, element)
        if element.get("class") == FURNITURE:
            self._furniture = False

    def _close_in_table(self, table: Table, tag: str, element: HtmlElement) -> None:
        if tag in ("td", "th"):
            table.end_cell(element)
        elif tag == "tr":
            if row := table.row():
                self._lines.append(Line(row, self._block, "row"))
        elif tag == "table":
            self._table = None
            self._gather(-1)

    def _gather(self, step: int) -> None:
        """A list or a table opens or closes: what is within stands together, apart from what is around."""
        opens_first = self._together == 0
        self._together += step
        if opens_first or self._together == 0:
            self._block += 1

    def _list(self, element: HtmlElement) -> _List:
        start = element.get("start") or ""
        second = self._word and len(self._lists) == 1
        return _List(
            ordered=element.tag == "ol",
            letters=element.get("type") in ("a", "A") or second,
            count=int(start) - 1 if start.isascii() and start.isdigit() and len(start) < 6 else 0,
        )

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        length = len(text) - text.count(" ")
        self._length += length
        if self._bold:
            self._bold_length += length

    def _break(self) -> None:
        """A line ends within its block; a heading and a cell are one line all the same."""
        if self._heading or self._table is not None:
            self._pieces.append(" ")
        else:
            self._end_line()

    def _end_block(self) -> None:
        if self._end_line() and (not self._together or self._heading):
            self._block += 1

    def _end_line(self) -> bool:
        """Whether there was a line to end."""
        is_bold = self._length > 0 and self._bold_length > 0.95 * self._length
        space = _SPACE_BUT_TABS if self._word and self._table is None else _SPACE
        text = space.sub(" ", "".join(self._pieces)).strip()
        self._pieces.clear()
        self._length = self._bold_length = 0
        if not text:
            return False
        if self._table is not None:
            self._table.add(text, is_item=bool(self._sign))
            self._sign = ""
            return False
        kind, level = self._kind(text, is_bold)
        if kind == "item":
            text, self._sign = self._sign + _OWN_BULLET.sub("", text), ""
        elif kind == "heading" and self._together:
            self._block += 1
        self._lines.append(Line(text, self._block, kind, level))
        return True

    def _kind(self, text: str, is_bold: bool) -> tuple[MarkKind | None, int]:
        if self._furniture:
            return "furniture", 1
        if self._heading:
            self._above = self._heading
            return "heading", self._heading
        if self._sign:
            return "item", max(len(self._lists), 1)
        # Many writers make their headings by hand: a short line, all of it bold.
        by_hand = is_bold and not self._together and len(text) <= _LONGEST_HEADING
        if by_hand and not text.endswith((".", ",", ";")) and any(map(str.isalpha, text)):
            return "heading", min(self._above + 1, 6)
        return None, 1

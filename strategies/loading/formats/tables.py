"""Tables of a page: which of them hold data, and their rows with every cell in its column."""

from lxml.html import HtmlElement

_MOST_COLUMNS = 50
_LONGEST_CELL = 1_500  # characters; more is a page laid out in a table
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def is_layout(table: HtmlElement) -> bool:
    """Whether the table only places or frames text: then its cells are blocks like any other."""
    if table.get("role") in ("presentation", "none"):
        return True
    if any(element is not table for element in table.iter("table", *_HEADINGS)):
        return True
    lengths = [_lengths(row) for row in table.iter("tr")]
    beside = any(sum(length > 0 for length in row) > 1 for row in lengths)
    return not beside or max(max(row, default=0) for row in lengths) > _LONGEST_CELL


def _lengths(row: HtmlElement) -> list[int]:
    return [len("".join(cell.itertext()).strip()) for cell in row.iterchildren("td", "th")]


class Table:
    """A table that is open: the cell and the row that are being read, and the columns that cells above still fill."""

    def __init__(self) -> None:
        self._cell: list[str] = []
        self._cells: list[str] = []
        self._filled: dict[int, int] = {}  # column: rows below that it fills
        self._coming: dict[int, int] = {}

    def add(self, text: str, *, is_item: bool) -> None:
        """A paragraph or an item of the cell, which is one line in the end."""
        self._cell.append(f"• {text}" if is_item else text)

    def end_cell(self, cell: HtmlElement) -> None:
        self._skip_filled()
        text, rows = " ".join(self._cell), _span(cell, "rowspan")
        self._cell.clear()
        for column in range(min(_span(cell, "colspan"), _MOST_COLUMNS - len(self._cells))):
            if rows > 1:
                self._coming[len(self._cells)] = rows - 1
            self._cells.append("" if column else text)

    def row(self) -> str:
        """The cells parted by tabs. A cell over several rows or columns says its text in the first alone."""
        self._skip_filled()
        cells, self._cells = self._cells, []
        left = {column: rows - 1 for column, rows in self._filled.items() if rows > 1}
        self._filled, self._coming = left | self._coming, {}
        return "\t".join(cells).rstrip("\t")

    def _skip_filled(self) -> None:
        while len(self._cells) in self._filled:
            self._cells.append("")


def _span(cell: HtmlElement, name: str) -> int:
    written = cell.get(name) or ""
    is_number = written.isascii() and written.isdigit() and len(written) < 6
    return max(int(written), 1) if is_number else 1

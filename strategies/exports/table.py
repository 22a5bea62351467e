"""Any list as a table: heads and rows of text, whatever file it becomes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from strategies.exports.about import About
from strategies.exports.columns import HEADS, cells, rows_of
from strategies.plan import Plan

PARTS = "Delar"


@dataclass(frozen=True)
class Table:
    """`name` is what the table is of ("Strategier"), in at most 31 letters, as a sheet can be called."""

    name: str
    heads: list[str]
    rows: Iterable[list[str]]

    def records(self) -> Iterator[dict[str, str]]:
        """Each row's cells by their heads."""
        for row in self.rows:
            yield dict(zip(self.heads, row, strict=True))


def plan_table(plan: Plan, about: About) -> Table:
    return Table(PARTS, HEADS, (cells(row) for row in rows_of(plan, about)))


@dataclass(frozen=True)
class Line:
    """A row that came back in a file: where it stands there (from 1, the head is 1), and its cells by head."""

    number: int
    cells: dict[str, str]


def lines_of(rows: Iterable[list[str]]) -> Iterator[Line]:
    """The rows below the first by its heads; rows without a single letter are left out."""
    numbered = enumerate(rows, 1)
    _, heads = next(numbered, (1, []))
    known = [head.strip().casefold() for head in heads]
    for number, row in numbered:
        if any(cell.strip() for cell in row):
            pairs = zip_longest(known, row[: len(known)], fillvalue="")
            yield Line(number, {head: cell for head, cell in pairs if head})

"""Words of a page into rows, and rows into the order in which they are read, also where the page has columns."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median

from strategies.loading.formats.words import Word

_CELL_GAP = 1.6  # of the type's size: wider than any space between words
_SET_APART = 0.7  # wider than most
_SAME_LINE = 0.35  # of the type's size
_FEWEST = 6  # lines that a column of running text has
_STRAY = 2  # lines of the left column that a file may say late: page feet
_SHORTEST = 18  # characters that half of its lines have
_LABEL = re.compile(r"^(?:[•▪●○◦‣·*–\-o\uf0b7\uf0a7]|\(?[0-9ivxIVX]{1,4}[.)]|[a-zA-Z][.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|\d{1,2})$")  # fmt: skip
_DEEPEST = 3


@dataclass
class Piece:
    """Words that follow each other on a line, with no gap but spaces between them."""

    words: list[Word]
    text: str = field(init=False)
    left: float = field(init=False)
    right: float = field(init=False)
    y: float = field(init=False)
    size: float = field(init=False)
    line: int = field(init=False)

    def __post_init__(self) -> None:
        self.text = _words(self.words)
        self.left, self.right = self.words[0].left, self.words[-1].right
        # A raised figure does not decide the line's place or size.
        longest = max(self.words, key=lambda word: len(word.text))
        self.y, self.size, self.line = longest.y, longest.size, longest.line


@dataclass(frozen=True)
class Row:
    """A line of the page: its cells parted by tabs; `indent` is counted from the left edge of its column."""

    text: str
    y: float
    size: float
    bold: bool
    cells: int
    indent: float


def in_reading_order(words: list[Word]) -> list[Row]:
    """The rows of a page, column after column."""
    lines = list(_lines(words))
    starts = Counter(
        _place(word) for line in lines for before, word in pairwise(line) if _gap(before, word) > _SET_APART
    )  # fmt: skip
    return _ordered([piece for line in lines for piece in _split(line, starts)], 0)


def _lines(words: list[Word]) -> Iterator[list[Word]]:
    """The words of each of pdfium's lines."""
    for _, line in groupby(words, key=lambda word: word.line):
        yield list(line)


def _gap(before: Word, word: Word) -> float:
    """The space between two words, in sizes of their type."""
    return (word.left - before.right) / max(word.size, before.size, 1.0)


def _place(word: Word) -> int:
    return round(word.left / 3)


def _split(line: list[Word], starts: Counter[int]) -> list[Piece]:
    """A line of pdfium's where another cell or column begins, and where it goes back or to another height.

    A cell begins after a wide gap, or after a gap at a place where another line has one too; a label has its text beside it.
    """
    pieces, current = [], line[:1]
    for before, word in pairwise(line):
        gap, place = _gap(before, word), _place(word)
        is_aligned = starts[place - 1] + starts[place] + starts[place + 1] > 1
        is_cell = gap > _CELL_GAP or (gap > _SET_APART and is_aligned)
        is_elsewhere = gap < -1 or abs(word.y - before.y) > max(word.size, before.size, 1.0)
        if is_elsewhere or (is_cell and not _LABEL.match(_words(current))):
            pieces.append(Piece(current))
            current = []
        current.append(word)
    return [*pieces, Piece(current)]


def _words(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


def _ordered(pieces: list[Piece], depth: int) -> list[Row]:
    gutter = _gutter(pieces) if depth < _DEEPEST else None
    if gutter is None:
        return _rows(pieces)
    rows: list[Row] = []
    band: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if not _crosses(piece, gutter):
            band.append(piece)
            continue
        rows += _side_by_side(band, gutter, depth)
        rows += _rows([piece])
        band = []
    return rows + _side_by_side(band, gutter, depth)


def _side_by_side(band: list[Piece], gutter: float, depth: int) -> list[Row]:
    left = [piece for piece in band if piece.right <= gutter + 1]
    right = [piece for piece in band if piece.right > gutter + 1]
    return _ordered(left, depth + 1) + _ordered(right, depth + 1)


def _crosses(piece: Piece, gutter: float) -> bool:
    return piece.left < gutter - 1 and piece.right > gutter + 1


def _gutter(pieces: list[Piece]) -> float | None:
    """Where a white strip parts two columns of running text; None where there is none, as in a table."""
    if len(pieces) < 2 * _FEWEST:
        return None
    start, end = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    best, fewest = None, 0.3 * len(pieces)
    for step in range(20, 81):
        gutter = start + (end - start) * step / 100
        crossing = sum(_crosses(piece, gutter) for piece in pieces)
        if crossing < fewest and _parts_text(pieces, gutter):
            best, fewest = gutter, crossing
    return best


def _parts_text(pieces: list[Piece], gutter: float) -> bool:
    left = [piece for piece in pieces if piece.right <= gutter + 1]
    right = [piece for piece in pieces if piece.left >= gutter - 1]
    # A file that says all of the left before the right has columns even where the last is nearly empty; a table is said row by row.
    first = min((piece.line for piece in right), default=0)
    in_turn = sum(piece.line > first for piece in left) <= _STRAY
    return all(_is_running_text(side, 2 if in_turn else _FEWEST) for side in (left, right))


def _is_running_text(pieces: list[Piece], fewest: int) -> bool:
    """Enough lines, long ones, that fill the width that the longest of them shows."""
    if len(pieces) < fewest or median(len(piece.text) for piece in pieces) < _SHORTEST:
        return False
    if len(pieces) < _FEWEST:
        return True
    widest = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    return median(piece.right - piece.left for piece in pieces) > 0.6 * widest


def _rows(pieces: list[Piece]) -> list[Row]:
    """The pieces from the top down, those of one height together from left to right."""
    if not pieces:
        return []
    edge = min(piece.left for piece in pieces)
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.left)):
        if rows and abs(rows[-1][0].y - piece.y) < _SAME_LINE * max(piece.size, 1.0):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_row(sorted(row, key=lambda piece: piece.left), edge) for row in rows]


def _row(pieces: list[Piece], edge: float) -> Row:
    text, cells = pieces[0].text, 1
    for piece in pieces[1:]:
        is_label = cells == 1 and bool(_LABEL.match(text))
        text += (" " if is_label else "\t") + piece.text
        cells += not is_label
    words = [word for piece in pieces for word in piece.words]
    length = sum(len(word.text) for word in words)
    bold = sum(len(word.text) for word in words if word.bold)
    longest = max(pieces, key=lambda piece: len(piece.text))
    return Row(text, longest.y, longest.size, bold > 0.9 * length, cells, pieces[0].left - edge)

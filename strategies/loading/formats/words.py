"""The words of a PDF page, with where they stand and how they are set."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, pi

import pypdfium2
import pypdfium2.raw as pdfium

# pdfium's signs for a hyphen that ends a line, and a sign that its font does not name: the latter becomes one of the private area, which
# is a bullet where a line begins with it, and else nothing.
_SIGNS = str.maketrans({"\x02": "-", "\ufffe": "-", "\x00": "\ue000"})
_RUN = re.compile("[^ \t\u00a0\r\n\x02\ufffe]+[\x02\ufffe]?|[\r\n\x02\ufffe]")
_LINE_ENDS = ("\r", "\n", "\x02", "\ufffe")
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_TILTED = 0.1  # radians


@dataclass(frozen=True)
class Word:
    """A word: `y` is its baseline, in points from the foot of the page; `size` is that of its type, `line` pdfium's count of lines."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    line: int


class _Probe:
    """Asks pdfium about one character after the other, with memory that is set aside once."""

    def __init__(self, text: pdfium.FPDF_TEXTPAGE) -> None:
        self._text = text
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()

    def edges(self, index: int) -> tuple[float, float]:
        """A character's left and right edge."""
        left, right, bottom, top = self._numbers
        pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return left.value, right.value

    def baseline(self, index: int) -> float:
        x, y = self._numbers[:2]
        pdfium.FPDFText_GetCharOrigin(self._text, index, x, y)
        return y.value

    def size(self, index: int) -> float:
        size = float(pdfium.FPDFText_GetFontSize(self._text, index))
        # Some programs set all type in size 1 and scale it.
        if pdfium.FPDFText_GetMatrix(self._text, index, self._matrix):
            size *= hypot(self._matrix.c, self._matrix.d) or 1.0
        return round(size * 2) / 2

    def is_bold(self, index: int) -> bool:
        pdfium.FPDFText_GetFontInfo(self._text, index, self._name, 256, self._flags)
        if _BOLD.search(self._name.value):
            return True
        return int(pdfium.FPDFText_GetFontWeight(self._text, index)) >= _BOLD_WEIGHT

    def is_tilted(self, index: int) -> bool:
        angle = abs(float(pdfium.FPDFText_GetCharAngle(self._text, index)))
        return _TILTED < angle < 2 * pi - _TILTED


def page_words(page: pypdfium2.PdfPage) -> list[Word]:
    """The words of a page in the order that pdfium has them; text that stands on edge, as in a margin, is left out."""
    text = page.get_textpage()
    probe = _Probe(text.raw)
    words = [
        _word(probe, letters, first, last, line)
        for letters, first, last, line in _runs(_characters(text.raw, text.count_chars()))
        if not probe.is_tilted(first)
    ]
    text.close()
    return words


def _word(probe: _Probe, letters: str, first: int, last: int, line: int) -> Word:
    left, _ = probe.edges(first)
    _, right = probe.edges(last)
    return Word(
        letters, left, right, probe.baseline(first), probe.size(first), probe.is_bold(first), line
    )


def _runs(characters: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield (letters, first index, last index, line) of each run of characters without white space."""
    line = 0
    for run in _RUN.finditer(characters):
        if run[0] not in ("\r", "\n"):
            yield run[0].translate(_SIGNS), run.start(), run.end() - 1, line
        line += run[0].endswith(_LINE_ENDS)


def _characters(text: pdfium.FPDF_TEXTPAGE, count: int) -> str:
    """The page's characters, each at the index by which pdfium knows it."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer) - 1  # it ends with a zero
    characters = bytes(buffer)[: 2 * max(written, 0)].decode("utf-16-le", "replace")
    if len(characters) == count:
        return characters
    # pdfium leaves some characters out of the whole, and others take two places there.
    return "".join(_char(pdfium.FPDFText_GetUnicode(text, index)) for index in range(count))


def _char(code: int) -> str:
    # Half of a pair, or beyond Unicode: a font with a broken table.
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)

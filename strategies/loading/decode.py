"""Bytes of a text into characters: the encoding is decided by evidence, since nobody states it."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from strategies.loading.errors import ReadingError

GUESSED = "Teckenkodningen framgick inte av filen. Den tolkades som {}: kontrollera å, ä och ö"
PARTLY = "Några tecken var inte i UTF-8 som resten av filen. De tolkades som Windows-1252"
NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "CP850 (DOS)"}

# The longer mark first: UTF-32's begins with UTF-16's.
MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
SWEDISH = frozenset("åäöÅÄÖéÉ")
USUAL = frozenset("–—’‘”“„•§…½¼´°«»€\u00a0·×±µ²³©®üÜèàáæøÆØçêôíóúñëïßÈÁ")
ASCII = bytes(range(0x80))
# Control characters that a text may hold; ESC and SUB come along from old systems.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
SAMPLE = 64 * 1024


@dataclass(frozen=True)
class Decoded:
    """Characters, the Python name of the encoding, and what a reviewer should know of the choice, in Swedish."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode bytes that are said to be text. Raises ReadingError when no encoding makes text of them."""
    decoded = _by_mark(data) or _utf_8(data) or _utf_16(data) or _mixed(data) or _one_byte(data)
    text = decoded.text
    if len(_CONTROLS.findall(text, 0, 10 * SAMPLE)) > 0.02 * min(len(text), 10 * SAMPLE):
        raise ReadingError("broken_encoding")
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding)
            except UnicodeDecodeError:
                # A UTF-8 mark on a file with a few bad bytes says less than the bytes do.
                if encoding != "utf-8":
                    raise ReadingError("broken_encoding") from None
    return None


def _utf_8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8") if not _zeros(data) else None
    except UnicodeDecodeError:
        return None


def _utf_16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: Latin letters have a zero in every second byte, and only there."""
    low, high = data[0:SAMPLE:2].count(0), data[1:SAMPLE:2].count(0)
    enough = min(len(data), SAMPLE) // 2 * 0.4
    if low > enough > 4 * high or high > enough > 4 * low:
        encoding = "utf-16-le" if high > low else "utf-16-be"
        try:
            return Decoded(data[: len(data) // 2 * 2].decode(encoding), encoding)
        except UnicodeDecodeError:
            return None
    return None


def _zeros(data: bytes) -> bool:
    return data.count(0, 0, SAMPLE) > 0.1 * min(len(data), SAMPLE)


def _mixed(data: bytes) -> Decoded | None:
    """UTF-8 with a few bytes of something else: cut off in a character, or pasted together from two files."""
    bad = 0

    def as_windows(error: UnicodeError) -> tuple[str, int]:
        nonlocal bad
        assert isinstance(error, UnicodeDecodeError)
        bad += 1
        return error.object[error.start : error.end].decode("cp1252", "replace"), error.end

    letters = len(re.findall(rb"[\xc3\xe2][\x80-\xbf]", data))
    if not letters:
        return None
    codecs.register_error("strategies.windows", as_windows)
    text = data.decode("utf-8", "strategies.windows")
    if bad * 4 > letters:
        return None
    return Decoded(text.removeprefix("\ufeff"), "utf-8", (PARTLY,))


def _one_byte(data: bytes) -> Decoded:
    """The encoding under which most of the high bytes are Swedish letters, and fewest are signs that Swedish does not use."""
    high = Counter(data.translate(None, ASCII))
    scores = {encoding: _score(high, encoding) for encoding in NAMES}
    best = max(scores, key=lambda encoding: scores[encoding])  # the first of equals: Windows-1252
    if scores[best] < 0 and sum(high.values()) > 0.05 * len(data):
        raise ReadingError("broken_encoding")
    return Decoded(data.decode(best, "replace"), best, (GUESSED.format(NAMES[best]),))


def _score(high: Counter[int], encoding: str) -> int:
    score = 0
    for byte, count in high.items():
        char = bytes([byte]).decode(encoding, "replace")
        score += count * (2 if char in SWEDISH else 0 if char in USUAL else -2)
    return score

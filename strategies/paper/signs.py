"""Characters that the typesetter's own fonts have. PDF/UA has no room for any other, and a document is refused for one of them."""

import re
import unicodedata
from typing import Any

# First and last: what Swedish, the minority languages and the rest of Europe write with, and common signs. A test holds them against the fonts.
COVERED = (
    *((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x24F), (0x300, 0x331), (0x384, 0x38A), (0x38C, 0x38C)),
    *((0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x45F), (0x1E00, 0x1E9B), (0x1EA0, 0x1EF9)),
    *((0x2010, 0x2027), (0x2030, 0x203A), (0x2044, 0x2044), (0x2070, 0x2071), (0x2074, 0x208E)),
    *((0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2153, 0x215E), (0x2190, 0x2195)),
    *((0x2202, 0x2202), (0x2206, 0x2206), (0x2211, 0x2212), (0x221E, 0x221E), (0x2248, 0x2248)),
    *((0x2260, 0x2260), (0x2264, 0x2265), (0x25A0, 0x25A1), (0x25B2, 0x25B3), (0x25CB, 0x25CB)),
    (0x25CF, 0x25CF),
)
STAND_IN = "□"
# What emoji and the like are told by: in a comparison of two texts, a reader has to know what came and went.
PICTURE = "(symbol)"
# How the sign before it is to be drawn, which only a font can show: as a picture, or on a key.
DRAWN = {*map(chr, range(0xFE00, 0xFE10)), "\u20e3"}
# A line break is no sign: paper.typ breaks the line there.
_OTHER = re.compile(
    f"[^\n{''.join(f'{re.escape(chr(a))}-{re.escape(chr(b))}' for a, b in COVERED)}]"
)
# One picture may be several characters: with a colour of skin, joined to others, or a flag's two letters. No text that is seen holds the mark.
_MARK = "\0"
_PICTURES = re.compile(rf"(?<=\w)({_MARK}+)|{_MARK}+")


def printable(value: Any) -> Any:
    """The value with every string, also in dicts and sequences, in characters that can be printed.

    "(symbol)" is said of emoji and the like, however many stand together, and □ stands for each other character that cannot be printed.
    """
    if isinstance(value, str):
        return _sign(unicodedata.normalize("NFC", value)) if _OTHER.search(value) else value
    if isinstance(value, dict):
        return {name: printable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [printable(inner) for inner in value]
    return value


def _sign(text: str) -> str:
    """What cannot be seen goes, what can only not be printed is told."""
    seen = (" " if c.isspace() and c != "\n" else c for c in text if c.isspace() or not _unseen(c))
    marked = _OTHER.sub(_stand_in, "".join(seen))
    return _PICTURES.sub(lambda found: f" {PICTURE}" if found[1] else PICTURE, marked)


def _stand_in(found: re.Match[str]) -> str:
    return _MARK if unicodedata.category(found[0]) in ("So", "Sk") else STAND_IN


def _unseen(char: str) -> bool:
    return char in DRAWN or unicodedata.category(char) in ("Cc", "Cf")

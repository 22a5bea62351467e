"""Text as the portal keeps it: on one line or in paragraphs, without what cannot be seen."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator


def one_line(text: str) -> str:
    """The text on one line: NFC, no control characters, white space as single spaces."""
    if _is_plain(text):
        return text.strip(" ")
    return " ".join(_printable(text).split())


def prose(text: str) -> str:
    """The text as paragraphs: one blank line between them, no white space at the ends of lines."""
    if _is_plain(text):
        return text.strip(" ")
    lines = [" ".join(line.split()) for line in _printable(text).splitlines()]
    paragraphs = "\n".join(lines).strip("\n").split("\n\n")
    return "\n\n".join(stripped for part in paragraphs if (stripped := part.strip("\n")))


def storable(text: str) -> str:
    """The text without NUL, which no text in PostgreSQL has, so that it can be asked for."""
    return text.replace("\0", "")


def single_spaced(text: str) -> str:
    """The text with its white space as single spaces, and none around it."""
    if "  " not in text and text.isprintable():
        return text.strip(" ")  # no other white space is printable
    return " ".join(text.split())


def lines_single_spaced(text: str) -> str:
    """The text as single_spaced() has each of its lines, without those that are empty."""
    lines = map(single_spaced, text.split("\n"))
    return "\n".join(line for line in lines if line)


def _is_plain(text: str) -> bool:
    """Whether the text is one line as the portal keeps it, but for a space around it: nearly every text is, and plans are read often."""
    spaced = "  " not in text and text.isprintable()
    return spaced and (text.isascii() or unicodedata.is_normalized("NFC", text))


def _printable(text: str) -> str:
    """NFC without control, format, surrogate and unassigned characters (soft hyphens among them)."""
    if text.replace("\n", "").isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    kept = (c if c in "\n\t" or unicodedata.category(c)[0] != "C" else _stand_in(c) for c in text)
    return unicodedata.normalize("NFC", "".join(kept))


def _stand_in(char: str) -> str:
    return "\n" if char in "\r\v\f\x1c\x1d\x1e\x85" else ""


Line = Annotated[str, AfterValidator(one_line)]
Prose = Annotated[str, AfterValidator(prose)]

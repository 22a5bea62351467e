"""Two texts compared word by word."""

import difflib
import re
from dataclasses import dataclass

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing takes time by the product of the lengths; past this many words the whole texts are shown unmarked.
MOST_TOKENS = 8_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `only_here` when the other text lacks it."""

    text: str
    only_here: bool = False


def marked(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, each with what the other lacks marked."""
    a, b = TOKEN.findall(one), TOKEN.findall(other)
    if len(a) + len(b) > MOST_TOKENS:
        return [Piece(one)], [Piece(other)]
    left, right = [], []
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    for what, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        left.append(Piece("".join(a[a_start:a_end]), what != "equal"))
        right.append(Piece("".join(b[b_start:b_end]), what != "equal"))
    return [piece for piece in left if piece.text], [piece for piece in right if piece.text]

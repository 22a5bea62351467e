"""Two texts compared word by word."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing takes time by the product of the lengths; past this many words the whole texts are shown unmarked.
MOST_TOKENS = 8_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `only_here` when the other text lacks it."""

    text: str
    only_here: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Woven:
    """A stretch of two texts read as one: in both, only in the former, or only in the latter."""

    text: str
    what: Literal["kvar", "bort", "nytt"]


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


# Of what is the same in both, this many characters are shown at each end of a stretch.
CONTEXT = 120


def woven(before: str, after: str) -> list[Woven]:
    """The two texts as one, with what has gone and what is new in its place; long stretches that are the same are cut short."""
    stretches = list(_stretches(*marked(before, after)))
    last = len(stretches) - 1
    found = []
    for number, (same, gone, new) in enumerate(stretches):
        ends = number == last and not (gone or new)
        kept = Woven(_short(same, first=number == 0, last=ends), "kvar")
        pieces = [kept, Woven(gone, "bort"), Woven(new, "nytt")]
        found += [piece for piece in pieces if piece.text]
    return found


def _stretches(left: list[Piece], right: list[Piece]) -> Iterator[tuple[str, str, str]]:
    """What is the same in both, then what has gone and what is new there; a mere space between two changes belongs to both."""
    same = gone = new = ""
    while left or right:
        if left and left[0].only_here:
            gone += left.pop(0).text
        elif right and right[0].only_here:
            new += right.pop(0).text
        elif not (left and right) or left[0].text != right[0].text:  # too long to compare
            gone += "".join(piece.text for piece in left)
            new += "".join(piece.text for piece in right)
            left, right = [], []
        else:
            kept, left, right = left[0].text, left[1:], right[1:]
            if (gone or new) and not kept.strip() and (left or right):
                gone, new = gone + kept, new + kept
                continue
            if gone or new:
                yield same, gone, new
                same = gone = new = ""
            same += kept
    yield same, gone, new


def _short(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * CONTEXT + 20:
        return text
    head = "" if first else text[:CONTEXT].rsplit(" ", 1)[0]
    tail = "" if last else text[-CONTEXT:].split(" ", 1)[-1]
    return " … ".join([head, tail]) if head and tail else f"{head} …" if head else f"… {tail}"

"""Two texts compared word by word, and two lists item by item."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
SENTENCE = re.compile(r".+?(?:[.!?]\s+|\n+|\Z)", re.DOTALL)
# Comparing takes time by the pairs of equal words (or sentences) that the two texts have. A text with more than so many is compared by its
# sentences, and of those the ones that differ by their words: a run of them, or one by one, that has no more pairs, until all have had so many.
MOST_PAIRS = 400_000
MOST_IN_ALL = 8 * MOST_PAIRS


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


# A text, or a list of short ones.
Words = str | tuple[str, ...]

# What both texts have at a place, or only the one and only the other: whether it is the same, and both wordings.
Compared = Iterator[tuple[bool, str, str]]


def marked(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, each with what the other lacks marked."""
    left, right = [], []
    for same, mine, theirs in _compared(one, other):
        left.append(Piece(mine, not same))
        right.append(Piece(theirs, not same))
    return [piece for piece in left if piece.text], [piece for piece in right if piece.text]


def _compared(one: str, other: str) -> Compared:
    """The two texts word by word; long ones only where their sentences differ."""
    a, b = TOKEN.findall(one), TOKEN.findall(other)
    if _pairs(a, b) <= MOST_PAIRS:
        yield from _opcodes(a, b)
        return
    start = _alike(a, b)
    end = _alike(a[start:][::-1], b[start:][::-1])
    head, tail = "".join(a[:start]), "".join(a[len(a) - end :])
    yield True, head, head
    yield from _by_sentences("".join(a[start : len(a) - end]), "".join(b[start : len(b) - end]))
    yield True, tail, tail


def _by_sentences(one: str, other: str) -> Compared:
    """The sentences that differ word by word, or whole where that would take too long."""
    a, b = SENTENCE.findall(one), SENTENCE.findall(other)
    if _pairs(a, b) > MOST_PAIRS:
        yield False, one, other
        return
    left = MOST_IN_ALL
    for same, mine, theirs in _opcodes(a, b):
        for was, now in [(mine, theirs)] if same else _runs(mine, theirs):
            words, others = TOKEN.findall(was), TOKEN.findall(now)
            pairs = 0 if same else _pairs(words, others)
            if 0 < pairs <= min(MOST_PAIRS, left):
                left -= pairs
                yield from _opcodes(words, others)
            else:
                yield same, was, now


def _runs(one: str, other: str) -> Iterable[tuple[str, str]]:
    """Sentences that differ, together; each for itself where they are many, and as many in both texts."""
    if _pairs(TOKEN.findall(one), TOKEN.findall(other)) <= MOST_PAIRS:
        return [(one, other)]
    a, b = SENTENCE.findall(one), SENTENCE.findall(other)
    return zip(a, b, strict=True) if len(a) == len(b) else [(one, other)]


def _opcodes(a: list[str], b: list[str]) -> Compared:
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    for what, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        yield what == "equal", "".join(a[a_start:a_end]), "".join(b[b_start:b_end])


def _pairs(a: list[str], b: list[str]) -> int:
    """How many pairs of equal strings there are, one from each list."""
    counts, others = Counter(a), Counter(b)
    return sum(count * others[text] for text, count in counts.items())


def _alike(a: list[str], b: list[str]) -> int:
    """How many strings the two lists have in common before they differ."""
    differing = (at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other)
    return next(differing, min(len(a), len(b)))


# Of what is the same in both, this many characters are shown at each end of a stretch.
CONTEXT = 120


def woven(before: Words, after: Words) -> list[Woven]:
    """The two texts as one, with what has gone and what is new in its place; long stretches that are the same are cut short.

    Of two lists an item is in both, gone or new as a whole, wherever it stands; they are read in the latter's order.
    """
    if isinstance(before, str) and isinstance(after, str):
        return _woven(_stretches(_compared(before, after)))
    return _woven_lists(_items(before), _items(after))


def _woven(told: Iterable[tuple[str, str, str]]) -> list[Woven]:
    stretches = list(told)
    last = len(stretches) - 1
    found = []
    for number, (same, gone, new) in enumerate(stretches):
        ends = number == last and not (gone or new)
        kept = Woven(_short(same, first=number == 0, last=ends), "kvar")
        pieces = [kept, Woven(gone, "bort"), Woven(new, "nytt")]
        found += [piece for piece in pieces if piece.text]
    return found


def _items(words: Words) -> tuple[str, ...]:
    if isinstance(words, tuple):
        return words
    return (words,) if words else ()


def _woven_lists(before: tuple[str, ...], after: tuple[str, ...]) -> list[Woven]:
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    pieces: list[Woven] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for _what, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        pieces += (Woven(item, "bort") for item in before[a_start:a_end] if _taken(gone, item))
        pieces += (
            Woven(item, "nytt" if _taken(new, item) else "kvar") for item in after[b_start:b_end]
        )
    if all(piece.what == "kvar" for piece in pieces) and before != after:
        pieces = [Woven(_("%s (i annan ordning)") % "; ".join(after), "kvar")]
    separated = (piece for one in pieces for piece in (Woven("; ", "kvar"), one))
    return list(separated)[1:]


def _taken(counts: Counter[str], item: str) -> bool:
    """Whether some of the item were left in the counts; there is one less now."""
    left = counts[item] > 0
    counts[item] -= left
    return left


def _stretches(compared: Compared) -> Iterator[tuple[str, str, str]]:
    """What is the same in both, then what has gone and what is new there; a mere space between two changes belongs to both."""
    same = gone = new = ""
    pieces = [piece for piece in compared if piece[1] or piece[2]]
    for number, (kept, was, now) in enumerate(pieces, 1):
        if not kept or ((gone or new) and not was.strip() and number < len(pieces)):
            gone, new = gone + was, new + now
            continue
        if gone or new:
            yield same, gone, new
            same = gone = new = ""
        same += was
    yield same, gone, new


def _short(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * CONTEXT + 20:
        return text
    head = "" if first else text[:CONTEXT].rsplit(" ", 1)[0]
    tail = "" if last else text[-CONTEXT:].split(" ", 1)[-1]
    return " … ".join([head, tail]) if head and tail else f"{head} …" if head else f"… {tail}"

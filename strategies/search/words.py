"""One word: its base form and, of a compound, its parts.

Swedish joins words as it likes ("besöksnäringsstrategi"), so no dictionary has them all. A word is split where every part is a word that
simplemma knows, as it stands or with what joins it to the next: a linking s (näringsliv), another vowel (varumärke, of vara), none
(skolutveckling, of skola). Of several ways the one with the fewest parts is taken.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from strategies.search.lexicon import (
    LEMMAS,
    NAME_ENDINGS,
    NEVER_PARTS,
    SHORT_FIRST,
    SHORT_PARTS,
    STEMS,
    WHOLE,
    WITHOUT_S,
)

REMEMBERED = 2**17  # words; all those of a country's plans
LONGEST = 60  # letters; what is longer is an address or noise, and is known by its beginning
NOUN_ENDINGS = ("en", "et", "n", "t", "er", "ar")
# Endings of words that the dictionary lacks, the longest first.
ENDINGS = ("ernas", "arnas", "orna", "erna", "arna", "ens", "ets", "en", "et", "er", "ar", "s")
ACCENTS = str.maketrans("éèêáàóüæø", "eeeaaouäö")

# What a join costs where a word can be split in several ways: fewer parts first, then those that are joined as most are.
PART, SHORT, VOWEL, CHANCE = 10, 3, 2, 4


class Leaf(NamedTuple):
    """A part of a compound that is none itself: characters [start, end), with the base form; what links it to the next stands between."""

    start: int
    end: int
    lemma: str


class Part(NamedTuple):
    """A lexeme within a word, and its characters [start, end)."""

    lexeme: str
    start: int
    end: int


class Word(NamedTuple):
    """What a word is found by: `whole`, and as a compound its `parts`, alone and with their neighbours.

    `head` is where its last part begins ("strategin" of "näringslivsstrategin"), 0 for what is no compound. `familiar` says that the dictionary
    has the word, or all its parts.
    """

    whole: str
    parts: tuple[Part, ...] = ()
    head: int = 0
    familiar: bool = True


@cache
def dictionary() -> Mapping[str, str]:
    """Swedish word forms and their base forms. The first call takes most of a second and 115 MB."""
    return DefaultDictionaryFactory().get_dictionary("sv")


@lru_cache(REMEMBERED)
def word(written: str) -> Word:
    """What a word in lower case is found by; anything will do."""
    written = written[:LONGEST]
    leaves = compound(written)
    known = lemma(written)
    if not leaves:
        verb = _verb(written)
        also = (Part(_plain(verb), 0, len(written)),) if verb else ()
        return Word(_plain(known or _stem(written)), also, familiar=known is not None)
    whole = _plain(known or written[: leaves[-1].start] + leaves[-1].lemma)
    parts = tuple(part for part in _joined(written, leaves) if part.lexeme != whole)
    return Word(whole, parts, _split(written)[-1].start)


def _joined(written: str, leaves: tuple[Leaf, ...]) -> Iterator[Part]:
    """Each part, and what neighbouring parts are together."""
    for first, beginning in enumerate(leaves):
        for last in leaves[first:]:
            lexeme = _plain(written[beginning.start : last.start] + last.lemma)
            yield Part(lexeme, beginning.start, last.end)


def _plain(lexeme: str) -> str:
    return lexeme.translate(ACCENTS)


def _stem(written: str) -> str:
    """A word that nobody knows, without an ending that it seems to have: that of a word it ends with, or one of its own."""
    for start in range(1, len(written) - 4):
        if base := lemma(written[start:]):
            return written[:start] + base
    for ending in ENDINGS:
        if written.endswith(ending) and len(written) - len(ending) >= 4:
            return written.removesuffix(ending)
    return written


@lru_cache(REMEMBERED)
def lemma(written: str) -> str | None:
    """The base form, in lower case; None for what the dictionary lacks."""
    if written in LEMMAS:
        return LEMMAS[written]
    known = dictionary()
    found = known.get(written)
    if found is None:
        name = known.get(written.capitalize())
        return name.lower() if name else None
    if len(written) < 3:
        return written  # IT is not a form of something else
    return _noun(written) or found.lower()


def _noun(written: str) -> str | None:
    """The noun, where the dictionary may have chosen a verb: plan is not planas imperative, nor bussar what one does with a dog."""
    known = dictionary()
    if any(known.get(written + ending) == written for ending in NOUN_ENDINGS):
        return written
    stem, found = written[:-2], known.get(written)
    if found is None or not found.endswith("a"):
        return None
    plural = written.endswith(("ar", "er")) and stem in (
        known.get(stem + "en"),
        known.get(stem + "et"),
    )
    return stem if plural and len(stem) > 2 else None


def _verb(written: str) -> str | None:
    """The other word, where one that is read as a noun may be a verb ("leder")."""
    found = dictionary().get(written)
    return found if found and found.endswith("a") and _noun(written) not in (None, found) else None


@lru_cache(REMEMBERED)
def compound(written: str) -> tuple[Leaf, ...]:
    """The parts of a compound down to words that are none; () for those."""
    leaves: list[Leaf] = []
    for start, end, base in _split(written):
        within = compound(written[start:end])
        leaves += [Leaf(start + a, start + b, inner) for a, b, inner in within] or [
            Leaf(start, end, base)
        ]
    return tuple(leaves)


@lru_cache(REMEMBERED)
def _split(written: str) -> tuple[Leaf, ...]:
    """The best way to split a word at all; () when there is none."""
    if len(written) < 5 or not written.isalpha():
        return ()
    known = lemma(written)
    if written in WHOLE or known in WHOLE:
        return ()
    if parts := _cheapest(written, known):
        return parts
    # An inflected end may be another word's (männens): as the base form is split.
    if known is None or known == written:
        return ()
    parts = _cheapest(known, known)
    if parts and written.startswith(known[: parts[-1].start + 1]):
        return (*parts[:-1], parts[-1]._replace(end=len(written)))
    return ()


def _cheapest(written: str, known: str | None) -> tuple[Leaf, ...]:
    """The parts that cost least together; () when there is no way. `known` is the base form of the whole, where the dictionary has it."""
    length = len(written)
    ways: dict[int, tuple[int, tuple[Leaf, ...]]] = {0: (0, ())}

    def reach(end: int, cost: int, parts: tuple[Leaf, ...]) -> None:
        if end not in ways or cost < ways[end][0]:
            ways[end] = (cost, parts)

    for start in range(length - 2):
        if start not in ways:
            continue
        before, parts = ways[start]
        for end in range(start + 2, length + 1):
            found = _part(written, start, end)
            if not found or (end == length and not _fits(written, known, found[1].lemma)):
                continue
            cost, leaf = found
            reach(end, before + cost, (*parts, leaf))
            if end < length and end - start > 3 and written[end - 1] == written[end - 2]:
                # Of three like letters two are written: nattåg is natt + tåg.
                reach(end - 1, before + cost + CHANCE, (*parts, leaf))
    return ways.get(length, (0, ()))[1]


def _fits(written: str, known: str | None, last: str) -> bool:
    """Whether the last part can be that of a word which the dictionary knows: kompetens is not komp + etes."""
    if known is None:
        return True
    name = dictionary().get(written) is None
    return known.endswith(last) and not (name and last in NAME_ENDINGS)


def _part(written: str, start: int, end: int) -> tuple[int, Leaf] | None:
    """What characters [start, end) would cost as a part, and the part; None when they are none."""
    piece = written[start:end]
    if piece in NEVER_PARTS:
        return None
    cost = PART + (SHORT if len(piece) < 4 else 0)
    if end == len(written):
        base = _last(piece) if start else None
        return (cost, Leaf(start, end, base)) if base else None
    if len(written) - end < 3:
        return None
    found = _linked(piece, first=not start)
    if not found:
        return None
    base, link, extra = found
    # An s between two parts is more often the link than the beginning: arbets + tid, produktions + kök.
    chance = CHANCE if not link and written[end] == "s" and piece not in WITHOUT_S else 0
    return cost + extra + chance, Leaf(start, end - link, base)


def _last(piece: str) -> str | None:
    base = lemma(piece)
    if base is None or base in NEVER_PARTS:
        return None
    short = len(piece) < 4 or len(base) < 4
    return None if short and SHORT_PARTS.isdisjoint((piece, base)) else base


def _linked(piece: str, *, first: bool) -> tuple[str, int, int] | None:
    """The base form of a part that another follows, how many letters link it, and what the join costs."""
    if piece in SHORT_FIRST:
        return (piece, 0, 0) if first else None
    if base := _base(piece):
        return base, 0, 0
    if piece.endswith("s") and (base := _base(piece[:-1])):
        return None if base in WITHOUT_S else (base, 1, 0)
    base = _unjoined(piece) if len(piece) >= 4 else STEMS.get(piece)
    return (base, 0, VOWEL) if base else None


def _unjoined(piece: str) -> str | None:
    """The base form of a part that is written otherwise alone: vara of varu, tjänst of tjänste, skola of skol, arbete of arbets."""
    stem, vowel = (piece[:-1], piece[-1]) if piece[-1] in "oue" else (piece, "")
    endings = {"": "ae", "e": ("", "a")}.get(vowel, "a")
    for ending in endings:
        if base := _base(stem + ending):
            return base
    inflected = lemma(piece) if piece.endswith(("s", "e")) else None
    return None if inflected in NEVER_PARTS or inflected in WITHOUT_S else inflected


def _base(piece: str) -> str | None:
    """The piece itself where it is a base form that may be a part, else None."""
    if piece in NEVER_PARTS or (len(piece) < 4 and piece not in SHORT_PARTS):
        return None
    base = lemma(piece)
    name = len(piece) < 6 and piece not in LEMMAS and dictionary().get(piece) is None
    return base if base == piece and not name else None

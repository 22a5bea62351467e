"""Text to lexemes: what a word is looked up by, with its place and its characters.

A lexeme is a base form in lower case ("företag" of "företagens"). Of a compound there are the whole and its parts, and what neighbouring
parts are together: "näringslivsrådet" gives näringslivsråd, näring, näringsliv, liv, livsråd, råd. A hanging hyphen is filled in:
"näringslivs- och tillväxtstrategi" is found as näringslivsstrategi, too.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from strategies.search.lexicon import CONJUNCTIONS, STOP_WORDS
from strategies.search.words import Part, Word, word

# Kept with all that is indexed; another number has it indexed again (manage.py reindex).
VERSION = 3

LETTER = "[^\\W_][\u0300-\u036f]*"  # with the combining marks that some programs write å with
HYPHEN = "[-\u2010\u2011\u00ad]"
WORD = re.compile(
    f"(?:(?<!\\w)-)?(?P<word>(?:{LETTER})+(?:{HYPHEN}\n?(?:{LETTER})+)*)(?P<hanging>-(?!\\w))?|[&/]"
)
# Where a line or the layout broke a word, which is one all the same.
BREAK = re.compile("\u00ad\n?|[-\u2010\u2011]\n")
PIECE = re.compile(f"(?:{LETTER})+(?:(?:{BREAK.pattern})(?:{LETTER})+)*")
AT_HAND = 2**15  # words as they are written
SHARED_OVER = 6  # words between a hanging hyphen and the word that completes it, at the most


class Token(NamedTuple):
    """A word in its text: its number from 1, its characters [start, end), and its lexemes with theirs, the whole word's first.

    `familiar` says that the dictionary has it, or its parts.
    """

    position: int
    start: int
    end: int
    lexemes: tuple[Part, ...]
    familiar: bool = True


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order; any text will do. Words that nobody searches for are counted and left out."""
    found = list(WORD.finditer(text))
    position = 0
    for number, match in enumerate(found):
        if match["word"] is None:
            continue
        position += 1
        if match[0].lower() in STOP_WORDS:
            continue
        token = _token(match, position)
        shared = (
            _shared(found, number, token) if match[0].startswith("-") or match["hanging"] else ()
        )
        yield token._replace(lexemes=(*token.lexemes, *shared))


def lexemes(text: str) -> set[str]:
    """All that a text is found by."""
    return {part.lexeme for token in tokens(text) for part in token.lexemes}


def _token(match: re.Match[str], position: int) -> Token:
    start, end = match.span("word")
    familiar, parts = _read(match["word"])
    placed = [Part(lexeme, start + begin, start + stop) for lexeme, begin, stop in parts]
    return Token(position, start, end, tuple(placed), familiar)


@lru_cache(AT_HAND)
def _read(written: str) -> tuple[bool, tuple[Part, ...]]:
    """Whether the dictionary has the word, or its parts, and its lexemes with their characters, the whole word's first."""
    pieces = [(piece.start(), piece[0]) for piece in PIECE.finditer(written)]
    words = [word(_written(piece)) for _, piece in pieces]
    parts = [
        part
        for (at, piece), known in zip(pieces, words, strict=True)
        for part in _placed(known, at, piece)
    ]
    if len(pieces) > 1:
        # What hyphens join is found as one word, too: e-handel, IT-strategi.
        joined = "".join([*(_written(piece) for _, piece in pieces[:-1]), words[-1].whole])
        parts.insert(0, Part(joined, 0, len(written)))
    return all(known.familiar for known in words), tuple(parts)


def _written(piece: str) -> str:
    return unicodedata.normalize("NFC", BREAK.sub("", piece)).lower()


def _placed(known: Word, start: int, piece: str) -> Iterator[Part]:
    """The word's lexemes at the characters of a text; the whole word's where letters and characters are not as many."""
    end = start + len(piece)
    yield Part(known.whole, start, end)
    exact = len(_written(piece)) == len(piece)
    for lexeme, begin, stop in known.parts:
        yield (
            Part(lexeme, start + begin, min(start + stop, end))
            if exact
            else Part(lexeme, start, end)
        )


def _shared(found: list[re.Match[str]], number: int, token: Token) -> Iterator[Part]:
    """What a word with a hanging hyphen is together with the end that follows, or with the beginning that went before, at its own characters."""
    here = found[number]
    written = _written(here["word"])
    if here["hanging"]:
        end = _end_of(found[number + 1 : number + 1 + SHARED_OVER])
        together = word(written + end) if end else Word("")
        reach = range(len(written))
        moved = token.start
    else:
        beginning = _beginning_of(found[max(0, number - 2) : number])
        together = word(beginning + written) if beginning else Word("")
        reach = range(len(beginning), len(beginning) + len(written))
        moved = token.start - len(beginning)
    if together.whole:
        yield Part(together.whole, token.start, token.end)
    for lexeme, start, end_ in together.parts:
        if start in reach or (end_ - 1 in reach and not here["hanging"]):
            yield Part(
                lexeme,
                min(max(moved + start, token.start), token.end),
                max(min(moved + end_, token.end), token.start),
            )


def _end_of(following: list[re.Match[str]]) -> str:
    """The last part of the compound that completes a list ("närings-, forsknings- och utvecklingsarbete"); "" where there is none."""
    joined = False
    for other in following:
        if other[0].lower() in CONJUNCTIONS:
            joined = True
        elif not other["hanging"]:
            last = _written(other["word"])
            head = word(last).head
            return last[head:] if joined and head else ""
    return ""


def _beginning_of(before: list[re.Match[str]]) -> str:
    """The first part of the compound that a list begins with ("kommunchefer och -direktörer"); "" where there is none."""
    if len(before) < 2 or before[1][0].lower() not in CONJUNCTIONS or not before[0]["word"]:
        return ""
    first = _written(before[0]["word"])
    return first[: word(first).head]

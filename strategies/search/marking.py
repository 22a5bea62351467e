"""Which characters of a text a question is about, also within compounds, and the passage around them."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from strategies.search.analyser import Token, tokens
from strategies.search.query import Asked, Clause

LENGTH = 260  # characters of a passage, or somewhat less
MOST_MARKS = 60  # that are looked at to choose one


class Mark(NamedTuple):
    """Characters [start, end) that meet a clause of the question."""

    start: int
    end: int
    clause: Clause


def marks(words: Iterable[Token], asked: Asked) -> Iterator[Mark]:
    """What of the words the clauses are met by, those too that must not be there; lazily."""
    recent: deque[Token] = deque(maxlen=24)
    for token in words:
        recent.append(token)
        for clause in asked.query.clauses:
            if clause.quoted:
                yield from _phrase(clause, recent)
            else:
                for start, end in _within(token, clause, asked):
                    yield Mark(start, end, clause)


def meets(text: str, asked: Asked) -> bool:
    """Whether a search would find the text."""
    met = {mark.clause for mark in marks(tokens(text), asked)}
    return all((clause in met) != clause.excluded for clause in asked.query.clauses)


def marked(text: str, asked: Asked) -> SafeString:
    """The text, escaped, with what was asked for in marks."""
    return _html(text, _joined(marks(tokens(text), asked), asked))


def passage(text: str, asked: Asked) -> SafeString:
    """What stands around most of the words asked for, escaped and marked; the opening of the text where there are none."""
    found = list(
        islice((m for m in marks(tokens(text), asked) if not m.clause.excluded), MOST_MARKS)
    )
    start, end = _window(text, found)
    inside = text[start:end].replace("\n", " ")
    shifted = [mark._replace(start=mark.start - start, end=mark.end - start) for mark in found]
    shown = [mark for mark in shifted if mark.start >= 0 and mark.end <= len(inside)]
    html = _html(inside, _joined(shown, asked))
    return mark_safe(("… " if start else "") + html + (" …" if end < len(text) else ""))  # noqa: S308 - escaped by _html


def _within(token: Token, clause: Clause, asked: Asked) -> Iterator[tuple[int, int]]:
    for lexeme, start, end in token.lexemes:
        if lexeme == clause.lexeme or (clause == asked.begun and lexeme in asked.bases):
            yield start, end
        elif clause == asked.begun and lexeme.startswith(asked.beginning):
            yield start, min(end, start + len(asked.beginning))
    whole = token.lexemes[0]
    if whole.lexeme in asked.widened.get(clause.lexeme, ()):
        start = whole.start + whole.lexeme.index(clause.lexeme)
        yield min(start, whole.end), min(start + len(clause.lexeme), whole.end)


def _phrase(clause: Clause, recent: deque[Token]) -> Iterator[Mark]:
    """The words of a phrase that ends with the newest of the words."""
    last_lexeme, length = clause.lexemes[-1]
    newest = recent[-1]
    if newest.lexemes[0].lexeme != last_lexeme:
        return
    by_place = {token.position: token for token in recent}
    words = [
        token
        for lexeme, place in clause.lexemes
        if (token := by_place.get(newest.position - length + place))
        and token.lexemes[0].lexeme == lexeme
    ]
    if len(words) == len(clause.lexemes):
        for token in words:
            yield Mark(token.start, token.end, clause)


def _window(text: str, found: list[Mark]) -> tuple[int, int]:
    """The characters of the passage that meets most clauses, the first of those, cut between words."""
    if len(text) <= LENGTH:
        return 0, len(text)
    best, most = 0, 0
    for mark in found:
        met = len({m.clause for m in found if mark.start <= m.start < mark.start + LENGTH * 2 // 3})
        if met > most:
            best, most = mark.start, met
    start = max(0, best - LENGTH // 4)
    start = _blank(text, start, start + LENGTH // 8) if start else 0
    end = start + LENGTH
    return start, text.rfind(" ", start + LENGTH // 2, end) if end < len(text) and " " in text[
        start + LENGTH // 2 : end
    ] else min(end, len(text))


def _blank(text: str, start: int, end: int) -> int:
    """Where the next word begins; `start` where none does before `end`."""
    for place in range(start, end):
        if text[place].isspace():
            return place + 1
    return start


def _joined(found: Iterable[Mark], asked: Asked) -> list[tuple[int, int]]:
    """Where marks begin and end, in order, none within another."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((m.start, m.end) for m in found if not m.clause.excluded):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif end > start:
            spans.append((start, end))
    return spans


def _html(text: str, spans: list[tuple[int, int]]) -> SafeString:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*pieces, escape(text[at:])]))  # noqa: S308 - each piece is escaped

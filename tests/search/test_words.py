"""Which words find which: the list that the founders share, and our own of other words, with a floor for both."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from strategies.search.analyser import tokens
from strategies.search.terms import LEAST_WITHIN
from tests.search.words import LABELLED

SHARED = Path(__file__).resolve().parents[3] / "shared" / "search" / "compounds.json"
RECALL, PRECISION = 0.97, 0.96


class Score(NamedTuple):
    recall: float
    precision: float
    missed: list[tuple[str, str]]
    false: list[tuple[str, str]]


def finds(query: str, text: str) -> bool:
    """Whether the question finds the text, as the index would."""
    (asked,) = tokens(query)
    sought = asked.lexemes[0].lexeme
    return any(
        sought in {part.lexeme for part in token.lexemes}
        or (
            len(sought) >= LEAST_WITHIN and not token.familiar and sought in token.lexemes[0].lexeme
        )
        for token in tokens(text)
    )


def score(cases: Iterable[tuple[str, Iterable[str], Iterable[str]]]) -> Score:
    missed, false, found = [], [], 0
    for query, wanted, unwanted in cases:
        for text in wanted:
            if finds(query, text):
                found += 1
            else:
                missed.append((query, text))
        false += [(query, text) for text in unwanted if finds(query, text)]
    return Score(found / (found + len(missed)), found / (found + len(false)), missed, false)


def test_the_shared_words_are_found_and_no_others() -> None:
    if not SHARED.exists():
        pytest.skip("de gemensamma orden ligger utanför arkivet, och finns inte här")
    shared = json.loads(SHARED.read_text(encoding="utf-8"))
    words = set(shared["words"])
    measured = score(
        (query, known["expected"], words - {*known["expected"], *known["neutral"]})
        for query, known in shared["queries"].items()
    )
    assert measured.recall >= RECALL, measured.missed
    assert measured.precision >= PRECISION, measured.false


def test_our_own_words_are_found_and_no_others() -> None:
    measured = score(
        (query, _texts(found), _texts(other)) for query, (found, other) in LABELLED.items()
    )
    assert measured.recall >= RECALL, measured.missed
    assert measured.precision >= PRECISION, measured.false


def test_our_own_list_is_long_enough_to_tell_something() -> None:
    words = [word for pair in LABELLED.values() for texts in pair for word in _texts(texts)]
    assert len(LABELLED) >= 80
    assert len(words) + len(LABELLED) >= 400


def _texts(told: str) -> list[str]:
    return told.replace("hälso- och sjukvård", "hälsovård").split()

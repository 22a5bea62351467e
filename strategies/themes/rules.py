"""Which themes a text is about, by the patterns of the vocabulary: whole words, with their compounds and inflections."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from strategies.vocabulary import THEMES, Theme

# A hyphen that hangs belongs to its word: "investerings- och etableringsarbetet".
WORD = re.compile(r"\w+(?:-(?!\w))?")
# So many of the words that caused a proposal are told; the first say enough.
MOST_WORDS = 5


@dataclass(frozen=True)
class Rule:
    """Words that follow each other, each a pattern. `sure` when they are enough for a theme wherever they stand."""

    theme: str
    sure: bool
    words: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Found:
    """That a rule's words stand in a text, and how they are written there, in lower case."""

    rule: Rule
    words: str


def themes_in(title: str, text: str) -> dict[str, tuple[str, ...]]:
    """The themes of a part, by slug, each with the words that tell so, the title's first.

    A sure word is enough. A hint is enough in a title; in the text it takes two different ones.
    """
    titled, told = list(_found(title)), list(_found(text))
    themes = dict.fromkeys(found.rule.theme for found in [*titled, *told])
    words = {theme: _words_of(theme, titled, told) for theme in themes}
    return {theme: words[theme] for theme in THEMES if words.get(theme)}


def _words_of(theme: str, titled: list[Found], told: list[Found]) -> tuple[str, ...]:
    """What speaks for the theme, if it is enough."""
    titled = [found for found in titled if found.rule.theme == theme]
    told = [found for found in told if found.rule.theme == theme]
    sure = [found.words for found in (*titled, *told) if found.rule.sure]
    hints = [found for found in told if not found.rule.sure]
    if not sure and not titled and len({found.rule for found in hints}) < 2:
        return ()
    # What is sure tells more than a hint beside it.
    words = sure or [found.words for found in (*titled, *hints)]
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def _found(text: str) -> Iterator[Found]:
    written = WORD.findall(text.lower())
    words = [word.removesuffix("-") for word in written]
    for at, word in enumerate(words):
        for rule in _beginning_with(word):
            end = at + len(rule.words)
            if _fits(rule.words[1:], words[at + 1 : end]):
                yield Found(rule, " ".join(written[at:end]))


def _fits(patterns: tuple[re.Pattern[str], ...], words: list[str]) -> bool:
    return len(patterns) == len(words) and all(map(re.Pattern.fullmatch, patterns, words))


@lru_cache(maxsize=20_000)
def _beginning_with(word: str) -> tuple[Rule, ...]:
    """The rules whose first word this is; plans use the same few thousand words again and again."""
    return tuple(rule for rule in _rules() if rule.words[0].fullmatch(word))


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(rule for theme in THEMES.values() for rule in _rules_of(theme))


def _rules_of(theme: Theme) -> Iterator[Rule]:
    for sure, patterns in ((True, theme.words), (False, theme.hints)):
        for pattern in patterns:
            yield Rule(theme.slug, sure, tuple(_compiled(pattern.split())))


def _compiled(words: Iterable[str]) -> Iterator[re.Pattern[str]]:
    """A star is any letters, none too."""
    for word in words:
        yield re.compile(re.escape(word).replace(r"\*", r"\w*"))

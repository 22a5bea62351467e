"""Entries on their way into the search index."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from strategies.models import THEME_MARK, Entry, EntryKind
from strategies.search import terms
from strategies.search.analyser import VERSION, Token
from strategies.search.vectors import vector, words_of

Named = Mapping[UUID, Sequence[str]]


def fill(entries: Sequence[Entry], names: Named, themes: Named) -> None:
    """Give entries what a search finds them by, and keep their terms; the caller saves the entries.

    By the entries' keys, `names` are those that an entry belongs to: owners, territories, actors with a role; and `themes` what it is about.
    """
    known: dict[str, bool] = {}
    for entry in entries:
        title, near = words_of(entry.title), names.get(entry.key, ())
        # A plan is its owners': their names find it alone.
        own = "\n".join([entry.text, *near]) if entry.kind == EntryKind.STRATEGY else entry.text
        text = words_of(own)
        about = (THEME_MARK + theme for theme in themes.get(entry.key, ()))
        marks = [entry.kind, *map(str, entry.counties), *about]
        entry.vector = vector(title, text, near, marks)
        entry.analyser = VERSION
        _learn(known, [*title, *text])
    for name in {name for near in names.values() for name in near}:
        _learn(known, words_of(name))
    terms.keep({word: familiar for word, familiar in known.items() if 1 < len(word) <= 200})


def _learn(known: dict[str, bool], words: list[Token]) -> None:
    """Note the lexemes of the words, and whether the analyser knows any word that has them."""
    for token in words:
        for part in token.lexemes:
            known[part.lexeme] = token.familiar or known.get(part.lexeme, False)

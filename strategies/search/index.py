"""Entries on their way into the search index."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from strategies.models import Entry, EntryKind
from strategies.search import terms
from strategies.search.analyser import VERSION, Token
from strategies.search.vectors import vector, words_of


def fill(entries: Sequence[Entry], names: Mapping[UUID, Sequence[str]]) -> None:
    """Give entries what a search finds them by, and keep their terms; the caller saves the entries.

    `names` are, by the entries' keys, those that an entry belongs to: owners, territories, actors with a role.
    """
    known: dict[str, bool] = {}
    for entry in entries:
        title, near = words_of(entry.title), names.get(entry.key, ())
        # A plan is its owners': their names find it alone.
        own = "\n".join([entry.text, *near]) if entry.kind == EntryKind.STRATEGY else entry.text
        text = words_of(own)
        marks = [entry.kind, *map(str, entry.counties)]
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

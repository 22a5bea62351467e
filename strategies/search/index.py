"""Entries on their way into the search index."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from strategies.models import Entry, EntryKind
from strategies.search import terms
from strategies.search.analyser import VERSION
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
        for token in (*title, *text, *words_of("\n".join(near))):
            for part in token.lexemes:
                known[part.lexeme] = token.familiar or known.get(part.lexeme, False)
    terms.keep({word: familiar for word, familiar in known.items() if 1 < len(word) <= 200})

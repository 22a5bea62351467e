"""A question and chosen facets to hits: the best first, counted as far as it is quick to count, with what they can be narrowed by."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Case, F, FloatField, Func, QuerySet, TextField, Value, When

from strategies.models import Entry, EntryKind
from strategies.reading.search.facets import Facet, Option
from strategies.reading.search.hits import Editions, Found, Hit
from strategies.reading.search.names import Named
from strategies.reading.search.ready import Ready, Statement
from strategies.search import terms
from strategies.search.query import LEAST_BEGUN, Asked, Query, TsQuery, read_query
from strategies.search.vectors import WEIGHTS

# No question ranks more entries than these, whatever they are worth: those with all words in the title, and as many of the others.
MOST_RANKED = 1_500
# A number that is larger is told as "fler än", and its hits are not counted by facets.
MOST_TOLD = 1_000

Chosen = Mapping[Facet, str]

# What an entry is worth beside how often and where it has the words.
WORTH = Case(
    When(kind=EntryKind.STRATEGY, then=Value(1.5)),
    When(kind__in=[EntryKind.DOCUMENT, EntryKind.SECTION], then=Value(0.5)),
    default=Value(1.0),
    output_field=FloatField(),
)


@dataclass(frozen=True)
class Finding:
    """What was found: entries in the order of the page, no more than MOST_TOLD, and names. `over` says that there are more.

    `every_name` are the names before any choice.
    """

    asked: Asked
    chosen: Chosen
    hits: list[Hit]
    every_name: list[Named]
    over: bool

    @property
    def count(self) -> int:
        """How many there are, no more than MOST_TOLD told."""
        return MOST_TOLD if self.over else len(self.hits) + len(self.names)

    @cached_property
    def names(self) -> list[Named]:
        names = self.every_name
        for facet, value in self.chosen.items():
            names = facet.kept(names, value)
        return names

    @cached_property
    def editions(self) -> Editions:
        return Editions.of(self.hits)

    def options(self, facet: Facet) -> list[Option]:
        """The choices of a facet, with how many hits each would leave when the other choices stay; uncounted where they are too many."""
        if self.over:
            return facet.every()
        found = self
        if facet in self.chosen:
            others = {other: value for other, value in self.chosen.items() if other != facet}
            if are_too_many(self.asked, others):
                return facet.every()
            found = find(self.asked, others, self.every_name)
        return facet.options(Found(found.hits, found.names, found.editions))


def ask(query: Query) -> Asked:
    """The question, which asks for something, as the index can answer it, with what its words are found within. One query."""
    last = query.clauses[-1]
    able = not (last.quoted or last.excluded) and len(last.written) >= LEAST_BEGUN
    shorter = [last.written.lower()[:end] for end in (-1, -2)] if able else []
    known, widened = terms.within(query.lexemes, shorter)
    # Somebody who is still typing has begun a word, or its ending; one that is there means itself.
    if not able or last.lexeme in known or last.lexeme in widened:
        return Asked(query, widened)
    return Asked(query, widened, last, tuple(word for word in shorter if word in known))


def find(asked: Asked, chosen: Chosen, every_name: list[Named]) -> Finding:
    """Find entries, the best first; two queries at the most, whatever is found."""
    with by_index() as cursor:
        hits = list(map(Hit._make, found_by(cursor, asked, chosen)))
    return Finding(asked, chosen, hits[:MOST_TOLD], every_name, len(hits) > MOST_TOLD)


def are_too_many(asked: Asked, chosen: Chosen) -> bool:
    """Whether find() would find more than are told; quicker, since nothing is ranked. Two queries at the most."""
    rows = _narrowed(chosen)
    with by_index():
        return any(
            rows.filter(vector=question)[: MOST_TOLD + 1].count() > MOST_TOLD
            for question in (asked.in_title, asked.anywhere)
        )


@contextmanager
def by_index() -> Iterator[CursorWrapper]:
    """A transaction in which PostgreSQL reads its indexes, and its cursor.

    It guesses far too high how many rows have one of twenty rare words, and would rather read the whole table.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor


def found_by(cursor: CursorWrapper, asked: Asked, chosen: Chosen) -> list[tuple[Any, ...]]:
    """Entries that the question finds and the choices leave, as Hit has them, the best first, and no more than tell that there are more.

    Where very many have the words in their titles, the others are not looked at.
    """
    statement = _statement(chosen)
    try:
        best = statement(asked.in_title.written, asked.anywhere.written)
        found = _best_of(cursor, best)
        if len(found) <= MOST_TOLD:
            others = statement(asked.anywhere.written, asked.anywhere.written)
            found = _best_of(cursor, best, others)
    except EmptyResultSet:  # a choice that no entry can have
        return []
    return found


def _statement(chosen: Chosen) -> Callable[[str, str], Statement]:
    """How up to MOST_RANKED entries are asked for: those that meet the first question, ranked by the second."""
    if not chosen:
        return RANKED.sql
    return Ready(partial(_ranked, _narrowed(chosen)), "where", "rank").sql


def _narrowed(chosen: Chosen) -> "QuerySet[Entry]":
    """The entries that the choices leave."""
    rows = Entry.objects.order_by()
    for facet, value in chosen.items():
        rows = facet.narrowed(rows, value)
    return rows


def _best_of(cursor: CursorWrapper, *statements: Statement) -> list[tuple[Any, ...]]:
    """The best of what they find together: by rank, then by strategy and id. In SQL, since Django does not order what is limited already."""
    union = " UNION ".join(f"({sql})" for sql, _ in statements)
    parameters = [value for _, values in statements for value in values]
    cursor.execute(
        f"SELECT * FROM ({union}) AS found ORDER BY 5 DESC, 3, 1 LIMIT %s",  # noqa: S608  what is asked for is in the parameters
        [*parameters, MOST_TOLD + 1],
    )
    return list(cursor.fetchall())


def _ranked(
    rows: "QuerySet[Entry]", today: date, where: str, rank: str
) -> "QuerySet[Entry, tuple[Any, ...]]":
    """Those of the rows that meet `where`, as Hit has them; both are questions as PostgreSQL writes them."""
    # F() and no name: SearchRank would parse a named column as text, again for every row.
    worth = SearchRank(F("vector"), TsQuery(rank), weights=list(WEIGHTS), normalization=Value(1))
    # What is over is found, after what counts.
    over = Case(
        When(ends__lt=today, then=Value(0.6)), default=Value(1.0), output_field=FloatField()
    )
    # As text: to read an array of each of a thousand rows takes longer than all else.
    places = Func("counties", Value(" "), function="array_to_string", output_field=TextField())
    rows = rows.filter(vector=TsQuery(where)).annotate(rank=worth * WORTH * over, places=places)
    return rows.values_list("pk", "kind", "strategy", "places", "rank")[:MOST_RANKED]


RANKED = Ready(partial(_ranked, Entry.objects.order_by()), "where", "rank")


def suggestion(asked: Asked) -> str:
    """The question with a misspelt word as it was probably meant; "" when nothing would be found by that either."""
    known, _ = terms.within(asked.query.lexemes)
    for clause in asked.query.wanted:
        if clause.quoted or clause.lexeme in known:
            continue
        for word in terms.meant(clause.written.lower()):
            written = _with(asked.query.written, clause.written, word)
            query = read_query(written)
            if not query:  # a word that nobody searches for
                continue
            other = ask(query)
            if Entry.objects.filter(vector=other.anywhere).exists():
                return written
    return ""


def _with(question: str, misspelt: str, word: str) -> str:
    """The question with another word for one that stands alone, not for the same letters within a longer one."""
    alone = re.compile(rf"(?<!\w){re.escape(misspelt)}(?!\w)")
    return alone.sub(lambda _found: word, question, count=1)

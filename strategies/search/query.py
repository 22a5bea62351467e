"""What a person wrote in the search box, and as a question to PostgreSQL.

Every word has to be there; "words in quotation marks" stand together, in that order, and are no parts of others; -word must not be there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery

from strategies.search.analyser import Token, tokens
from strategies.search.vectors import IN_TITLE, NEAR, OF, quoted
from strategies.texts import one_line

LONGEST = 200  # characters of a question
MOST_WORDS = 8
LEAST_BEGUN = 3  # letters of a word that may be the beginning of another

QUOTES = str.maketrans(dict.fromkeys("”“„«»″", '"') | {"−": "-", "–": "-"})
CLAUSE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')


class TsQuery(SearchQuery):
    """A tsquery that is already written, with lexemes of our own."""

    template = "%(expressions)s::tsquery"

    def __init__(self, written: str) -> None:
        super().__init__(written, search_type="raw")
        self.written = written
        self.function = None
        self.template = type(self).template


def of(mark: str) -> TsQuery:
    """The question for entries of a kind, or of a län by its id."""
    return TsQuery(quoted(OF + mark))


@dataclass(frozen=True)
class Clause:
    """One thing that is asked for: a word, or a phrase of several in their order. `lexemes` are (lexeme, places after the first)."""

    lexemes: tuple[tuple[str, int], ...]
    written: str
    quoted: bool = False
    excluded: bool = False

    @property
    def lexeme(self) -> str:
        """The only one of a word, the first of a phrase."""
        return self.lexemes[0][0]


@dataclass(frozen=True)
class Query:
    """A question: its clauses, those that are to be found first. An odd text is an empty question."""

    written: str
    clauses: tuple[Clause, ...] = ()

    @property
    def wanted(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if not clause.excluded)

    @property
    def lexemes(self) -> tuple[str, ...]:
        """All that is asked for, once each."""
        return tuple(
            dict.fromkeys(lexeme for clause in self.clauses for lexeme, _ in clause.lexemes)
        )

    def __bool__(self) -> bool:
        """Whether there is something to look for: nothing is found by what must not be there alone."""
        return bool(self.wanted)


def read_query(written: str) -> Query:
    """Read any text as a question; what is beyond the eighth word does not count."""
    line = one_line(written[:LONGEST])
    clauses: list[Clause] = []
    for match in CLAUSE.finditer(line.translate(QUOTES)):
        clauses += _clauses(match)
    return Query(line, tuple(clauses[:MOST_WORDS]))


def _clauses(match: re.Match[str]) -> Iterator[Clause]:
    excluded = match["minus"] is not None
    phrase = match["phrase"]
    found = list(tokens(phrase if phrase is not None else match["word"]))
    if phrase is not None:
        if found:
            yield Clause(tuple(_placed(found)), phrase.strip(), quoted=True, excluded=excluded)
        return
    for token in found:
        written = match["word"][token.start : token.end]
        yield Clause(((token.lexemes[0].lexeme, 0),), written, excluded=excluded)


def _placed(found: list[Token]) -> Iterator[tuple[str, int]]:
    for token in found:
        yield token.lexemes[0].lexeme, token.position - found[0].position


@dataclass(frozen=True)
class Asked:
    """A question as it is put to the index.

    `widened` has, by lexeme, terms that hold it though nobody could split them; `begun` is a clause whose word no entry has: it is also
    looked for as the beginning of others, and as a form of `bases`, whose ending somebody is about to type.
    """

    query: Query
    widened: Mapping[str, Sequence[str]] = field(default_factory=dict)
    begun: Clause | None = None
    bases: tuple[str, ...] = ()

    @property
    def beginning(self) -> str:
        """What a word has to begin with to be found by the clause that is `begun`."""
        return self.begun.written.lower() if self.begun else ""

    @property
    def anywhere(self) -> TsQuery:
        """Every clause, of which all but one may be met by a name that the entry belongs to."""
        wanted = self.query.wanted
        if len(wanted) == 1:
            return self._all([self._clause(wanted[0])])
        own = " | ".join(self._clause(clause) for clause in wanted)
        return self._all([*(self._clause(clause, near=True) for clause in wanted), f"({own})"])

    @property
    def in_title(self) -> TsQuery:
        """Every clause, with its words in the title."""
        return self._all([self._clause(clause, title=True) for clause in self.query.wanted])

    def _all(self, conditions: list[str]) -> TsQuery:
        excluded = [f"!{self._clause(one)}" for one in self.query.clauses if one.excluded]
        return TsQuery(" & ".join([*conditions, *excluded]))

    def _clause(self, clause: Clause, *, near: bool = False, title: bool = False) -> str:
        if clause.quoted:
            return _phrase(clause, title=title)
        prefix = IN_TITLE if title else ""
        lexeme = clause.lexeme
        if clause == self.begun:
            ways = [f"{quoted(prefix + self.beginning)}:*"]
            ways += [quoted(prefix + word) for word in (lexeme, *self.bases)]
            return f"({' | '.join(ways)})"
        ways = [prefix + word for word in (lexeme, *self.widened.get(lexeme, ()))]
        if near:
            ways.append(NEAR + lexeme)
        return f"({' | '.join(quoted(word) for word in ways)})"


def _phrase(clause: Clause, *, title: bool) -> str:
    """Whole words in their order: parts of compounds have other weights."""
    weights = "A" if title else "AC"
    written, before = "", 0
    for lexeme, place in clause.lexemes:
        written += f" <{place - before}> " if written else ""
        written += f"{quoted(lexeme)}:{weights}"
        before = place
    if not title:
        return f"({written})"
    # The index knows no weights, but what stands in titles.
    bare = " & ".join(quoted(IN_TITLE + lexeme) for lexeme, _ in clause.lexemes)
    return f"({bare} & ({written}))"

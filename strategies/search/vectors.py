"""What an entry is found by, as PostgreSQL keeps it: its lexemes with their places and weights.

| weight | where the word stands |
|---|---|
| A | in the title |
| B | as a part of a word in the title |
| C | in the text |
| D | as a part of a word in the text |

Three kinds of lexemes have no place: `^turism` says that turism is in the title, so that the index alone finds the best of very many; and
`@almi` that the plan or the part belongs to somebody with the name, which helps a word find ("turism örebro") and finds nothing alone. `#action`, `#12` and `#amne-energi` are its kind, the id of a län
and what it is about, so that the index alone narrows by them.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from strategies.search.analyser import Token, lexemes, tokens

IN_TITLE, NEAR, OF = "^", "@", "#"
# What ts_rank gives a word by its weight, in its own order: D, C, B, A.
WEIGHTS = (0.1, 0.3, 0.5, 1.0)
BETWEEN = 10  # places between title and text, which no phrase spans
LAST_PLACE = 16_383  # PostgreSQL knows none after
LONGEST_TEXT = 400_000  # characters: a vector holds a megabyte
# In names of owners and territories these tell nothing apart.
COMMON_NAMES = frozenset(["kommun", "län", "region", "regionförbund", "stad"])

Places = dict[str, dict[int, str]]


def quoted(lexeme: str) -> str:
    """The lexeme as a tsvector or tsquery is written, whatever it holds."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def vector(
    title: list[Token], text: list[Token], names: Iterable[str] = (), marks: Iterable[str] = ()
) -> str:
    """The tsvector of an entry, from the words of its title and text, of names that it belongs to, and of what it is narrowed by."""
    places: Places = defaultdict(dict)
    _place(places, title, 0, "AB")
    bare = {IN_TITLE + lexeme for lexeme in places}
    _place(places, text, (title[-1].position if title else 0) + BETWEEN, "CD")
    bare |= {NEAR + lexeme for name in names for lexeme in _of_name(name)}
    bare |= {OF + mark for mark in marks}
    told = [
        f"{quoted(lexeme)}:{','.join(f'{place}{weight}' for place, weight in at.items())}"
        for lexeme, at in places.items()
    ]
    return " ".join([*told, *(quoted(lexeme) for lexeme in sorted(bare))])


@lru_cache(4_096)
def _of_name(name: str) -> frozenset[str]:
    """What a name is found by; the owners of a plan are those of all its parts."""
    return frozenset(lexemes(name) - COMMON_NAMES)


def _place(places: Places, words: list[Token], after: int, weights: str) -> None:
    """Put the words at their places: a whole word there outweighs a part."""
    whole, part = weights[0], weights[1]
    for token in words:
        place = min(token.position + after, LAST_PLACE)
        for number, (lexeme, _, _) in enumerate(token.lexemes):
            if lexeme:
                places[lexeme].setdefault(place, part if number else whole)


def words_of(text: str) -> list[Token]:
    """The words of a text, as many as a vector has room for."""
    return list(tokens(text[:LONGEST_TEXT]))

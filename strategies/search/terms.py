"""The table of terms: which words have been indexed, what a word may have meant, and words within words that nobody knows."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Length, Right

from strategies.models import Term

LEAST_WITHIN = 6  # letters of a word that is looked for within others
LEAST_MEANT = 4  # letters of a word that may be misspelt
MOST_WITHIN = 20  # terms, the shortest ones
MOST_MEANT = 3
LIKENESS = 0.75
AT_ONCE = 5_000


def keep(terms: dict[str, bool]) -> None:
    """Add terms that are not there; the value says whether the analyser knows the word. Others may add the same ones meanwhile."""
    # In order, so that two who add at once wait for each other and never both.
    rows = [Term(word=word, familiar=terms[word]) for word in sorted(terms)]
    Term.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)


def within(
    lexemes: Iterable[str], also: Iterable[str] = ()
) -> tuple[set[str], dict[str, list[str]]]:
    """Which of the lexemes, and `also` of other words, are terms, and the terms that each lexeme is found within, though the analyser could not split
    them: misspelt compounds.

    One query.
    """
    looked_for = list(lexemes)
    wanted = [*looked_for, *also]
    condition = Q(word__in=wanted)
    for lexeme in looked_for:
        if len(lexeme) >= LEAST_WITHIN:
            condition |= Q(familiar=False, word__contains=lexeme)
    itself = Case(When(word__in=wanted, then=Value(0)), default=Value(1))
    rows = Term.objects.filter(condition).order_by(itself, Length("word"), "word")
    terms = set(rows.values_list("word", flat=True)[: len(wanted) + MOST_WITHIN])
    holders = {
        lexeme: sorted(word for word in terms if lexeme in word and word != lexeme)
        for lexeme in looked_for
        if len(lexeme) >= LEAST_WITHIN
    }
    return terms.intersection(wanted), {lexeme: words for lexeme, words in holders.items() if words}


def meant(lexeme: str) -> list[str]:
    """Terms that are written nearly so, the likeliest first. One query."""
    length = len(lexeme)
    if length < LEAST_MEANT:
        return []
    # Who misspells a word mostly begins or ends it right.
    alike = Q(word__startswith=lexeme[:2]) | Q(ending=lexeme[-3:])
    near = Term.objects.alias(length=Length("word"), ending=Right("word", 3)).filter(
        alike, length__gte=length - 2, length__lte=length + 2
    )
    words = near.exclude(word=lexeme).values_list("word", flat=True)
    return get_close_matches(lexeme, words, MOST_MEANT, LIKENESS)

"""Parts of other plans that are like a part of this one, and why: words of the title, themes and actors that they share.

A part is as like another as that one is like it. Words are compared as the search has them, so that a word is found within a longer one.

Candidates are found through indexes, a bounded number in each way, so that the cost does not grow with what is published.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from uuid import UUID

from django.db.models import Q, QuerySet

from strategies.models import Edition, Entry, EntryActor, EntryRelation, ThemeLink
from strategies.reading.sayings import ELEMENTS, address
from strategies.search.analyser import tokens
from strategies.search.query import TsQuery
from strategies.search.vectors import IN_TITLE, quoted
from strategies.vocabulary import THEMES

MOST = 5  # similar parts that are shown
MOST_OF_ONE = 2  # of the same plan
MOST_CANDIDATES = 150  # found in each way
MOST_WORDS = 24  # of the title that are looked for
ENOUGH = 2.0  # a theme in common, or a particular word, or three broad ones

# How much a word says that two titles share: one that is a word of its own in either, and one that is within a longer word in both.
WORD, PART = 2.0, 1.0
# Lexemes of whom nearly everything is for, as they are mostly written: one of them is in most titles, but three together make a likeness.
BROAD_WORDS = {
    "företag": "företag",
    "medelstor": "medelstora",
    "näringsliv": "näringsliv",
    "små": "små",
}
BROAD, TOGETHER = 0.7, 3

# What every plan says of everything, and what such words are made of: it makes no two parts alike.
EMPTY_WORDS = frozenset(
    [
        "arbeta",
        "arbete",
        "bidra",
        "bra",
        "del",
        "driva",
        "fortsätta",
        "främja",
        "förbättra",
        "förstärka",
        "förutsättning",
        "ge",
        "gemensam",
        "genomföra",
        "god",
        "göra",
        "hög",
        "insats",
        "kommun",
        "liv",
        "län",
        "lång",
        "medel",
        "många",
        "möjlig",
        "möjliggöra",
        "möjlighet",
        "nationell",
        "nivå",
        "ny",
        "näring",
        "område",
        "plats",
        "region",
        "regional",
        "rätt",
        "skapa",
        "stark",
        "stor",
        "strategi",
        "strategisk",
        "stärka",
        "stöd",
        "stödja",
        "tid",
        "tillsammans",
        "underlätta",
        "utveckla",
        "utveckling",
        "verka",
        "verksamhet",
        "vidareutveckla",
        "väg",
        "öka",
        "ökad",
    ]
)


@dataclass
class Similar:
    """A part of another plan, and what it has in common with the one that is read; `edition` is that plan's current one."""

    entry: Entry
    edition: Edition | None = None
    words: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    score: float = 0.0

    @property
    def href(self) -> str:
        return address(self.entry, self.entry.strategy.slug)


def similar(slug: str, key: UUID) -> list[Similar]:
    """The most similar elements of other plans' current editions, the most alike first; in ten queries at most."""
    own = Entry.objects.filter(strategy__slug=slug, key=key).first()
    if own is None:
        return []
    themes = set(_themes([own]).get(own.pk, ()))
    actors = dict(own.actors.values_list("actor", "actor__name"))
    found = {entry.pk: Similar(entry) for entry in _candidates(own, themes, actors)}
    _weigh(found, own, themes, actors)
    likely = sorted(
        (one for one in found.values() if one.score >= ENOUGH),
        key=lambda one: (-one.score, one.entry.pk),
    )
    return _with_editions(_spread(likely))


@lru_cache(4_096)
def _words(title: str) -> dict[str, bool]:
    """The lexemes of a title in its order, and whether each is a word of its own there or only a part of one."""
    words: dict[str, bool] = {}
    for token in tokens(title):
        for number, part in enumerate(token.lexemes):
            words[part.lexeme] = words.get(part.lexeme, False) or number == 0
    return words


def _tells(word: str) -> bool:
    """Whether the word makes titles alike by itself."""
    return len(word) > 1 and not word.isdigit() and word not in EMPTY_WORDS | BROAD_WORDS.keys()


def _asked(title: str) -> str:
    """As a tsquery: titles with a word that tells something, or with several broad ones; "" where this one has neither."""
    words = _words(title)
    # The longest are in Swedish the most particular.
    telling = sorted(filter(_tells, words), key=len, reverse=True)[:MOST_WORDS]
    broad = combinations(sorted(words.keys() & BROAD_WORDS.keys()), TOGETHER)
    ways = [(word,) for word in telling] + list(broad)
    return " | ".join(
        f"({' & '.join(quoted(IN_TITLE + word) for word in together)})" for together in ways
    )


def _candidates(own: Entry, themes: Collection[str], actors: Collection[int]) -> Iterable[Entry]:
    """Elements of other plans that share a word, a theme or an actor with it; a plan that replaces this one, or is replaced, is no other."""
    replacing = EntryRelation.objects.replacing()
    pairs = replacing.filter(Q(strategy=own.strategy_id) | Q(to=own.strategy_id))
    related = {own.strategy_id}.union(*pairs.values_list("strategy", "to"))
    others = (
        Entry.objects.filter(kind__in=ELEMENTS)
        .exclude(strategy__in=related)
        .select_related("strategy")
        .defer("vector", "text")
        .order_by()
    )
    ways: list[QuerySet[Entry]] = []
    if asked := _asked(own.title):
        ways.append(others.filter(vector=TsQuery(asked)))
    if themes:
        shown = ThemeLink.objects.shown().filter(theme__in=themes).exclude(strategy__in=related)
        newest = shown.order_by("-pk").values("entry__pk")[:MOST_CANDIDATES]
        ways.append(others.filter(pk__in=newest))
    if actors:
        ties = EntryActor.objects.filter(actor__in=actors).exclude(strategy__in=related)
        ways.append(others.filter(pk__in=ties.order_by("-pk").values("entry")[:MOST_CANDIDATES]))
    return (entry for way in ways for entry in way[:MOST_CANDIDATES])


def _weigh(found: dict[int, Similar], own: Entry, themes: set[str], actors: dict[int, str]) -> None:
    """Fill in what each shares, and how much that says."""
    theirs = _themes([one.entry for one in found.values()])
    ties = _actors(found, actors)
    for pk, one in found.items():
        one.words, said = _shared(_words(own.title), _words(one.entry.title))
        one.themes = [THEMES[slug].name for slug in theirs.get(pk, ()) if slug in themes]
        one.actors = ties.get(pk, [])
        one.score = said + 2 * len(one.themes) + len(one.actors)


def _shared(mine: dict[str, bool], their: dict[str, bool]) -> tuple[list[str], float]:
    """The words that make two titles alike, in the order of the first, and how much they say; the same whichever is the first."""
    both = [word for word in mine if word in their]
    telling = [word for word in both if _tells(word)]
    # Of a compound the longest that both have counts, and none of its parts.
    telling = [one for one in telling if not any(one in other != one for other in telling)]
    broad = [word for word in both if word in BROAD_WORDS]
    said = sum(WORD if mine[word] or their[word] else PART for word in telling)
    # Less than any word says: it tells equals apart by how much else they say.
    closeness = len(both) / max(len(mine.keys() | their.keys()), 1) / 2
    told = {*telling, *(broad if len(broad) >= TOGETHER else ())}
    return [BROAD_WORDS.get(word, word) for word in both if word in told], said + BROAD * len(
        broad
    ) + closeness


def _themes(entries: list[Entry]) -> dict[int, list[str]]:
    """The themes that readers see of each entry, by its id."""
    themes: dict[int, list[str]] = defaultdict(list)
    links = ThemeLink.objects.shown().filter(entry__pk__in=[entry.pk for entry in entries])
    for pk, theme in links.order_by().values_list("entry__pk", "theme"):
        themes[pk].append(theme)
    return themes


def _actors(found: dict[int, Similar], actors: dict[int, str]) -> dict[int, list[str]]:
    """The actors among `actors` that each entry has, by its id."""
    ties: dict[int, list[str]] = defaultdict(list)
    rows = EntryActor.objects.filter(entry__in=found, actor__in=actors).order_by()
    for pk, actor in rows.values_list("entry", "actor").distinct():
        ties[pk].append(actors[actor])
    return ties


def _spread(likely: list[Similar]) -> list[Similar]:
    """The first, with no plan more than twice, and what it says under the same title in several places once."""
    first: dict[tuple[int, str], Similar] = {}
    for one in likely:
        first.setdefault((one.entry.strategy_id, one.entry.title), one)
    told: Counter[int] = Counter()
    kept = []
    for one in first.values():
        told[one.entry.strategy_id] += 1
        if told[one.entry.strategy_id] <= MOST_OF_ONE:
            kept.append(one)
    return kept[:MOST]


def _with_editions(shown: list[Similar]) -> list[Similar]:
    """Each with the edition that it is part of, which knows whether its plan still counts; a plan may have been withdrawn meanwhile."""
    strategies = {one.entry.strategy_id for one in shown}
    current = Edition.objects.current().filter(current_of__in=strategies)
    editions = {edition.strategy_id: edition for edition in current}
    for one in shown:
        one.edition = editions.get(one.entry.strategy_id)
    return [one for one in shown if one.edition]

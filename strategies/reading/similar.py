"""Parts of other plans that are like a part of this one, and why: words of the title, themes and actors that they share.

Candidates are found through indexes, a bounded number in each way, so that the cost does not grow with what is published.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import log
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Func, Q, QuerySet, TextField

from strategies.models import Entry, EntryActor, EntryRelation, ThemeLink
from strategies.models.entry import TITLE_WORDS
from strategies.reading.sayings import ELEMENTS, address
from strategies.vocabulary import THEMES

MOST = 5  # similar parts that are shown
MOST_OF_ONE = 2  # of the same plan
MOST_CANDIDATES = 150  # found in each way
MOST_WORDS = (
    4  # of the title that are looked for: the longest, which in Swedish are the most particular
)
ENOUGH = 2.0  # a theme in common, or a particular word

# What every plan says of everything: it makes no two parts alike.
COMMON = frozenset(
    [
        "arbeta",
        "arbete",
        "arbetet",
        "bidra",
        "fler",
        "fortsatt",
        "främja",
        "förbättra",
        "förstärk",
        "förstärka",
        "förutsättningar",
        "företag",
        "företagen",
        "företagens",
        "genom",
        "gemensam",
        "gemensamma",
        "gemensamt",
        "goda",
        "insats",
        "insatser",
        "kommun",
        "kommunen",
        "kommunens",
        "kommunernas",
        "länet",
        "länets",
        "medelstora",
        "möjliggör",
        "möjliggöra",
        "nationell",
        "nationella",
        "nivå",
        "ökad",
        "öka",
        "regionen",
        "regionens",
        "regional",
        "regionala",
        "regionalt",
        "skapa",
        "små",
        "stark",
        "starka",
        "starkare",
        "stärk",
        "stärka",
        "stärkt",
        "stöd",
        "stödja",
        "tillsammans",
        "underlätta",
        "utveckla",
        "utveckling",
        "utvecklingen",
        "verka",
        "vidareutveckla",
        "ökat",
        "näringslivet",
        "näringslivets",
        "näringsliv",
    ]
)
STEMS: ArrayField = ArrayField(TextField())
OWN_WORDS = """
    SELECT word, (ts_lexize('swedish_stem', word))[1] FROM unnest(%s::text[]) AS word
    WHERE ts_lexize('swedish_stem', word) <> '{}'
"""


@dataclass
class Similar:
    """A part of another plan, and what it has in common with the one that is read."""

    entry: Entry
    words: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    score: float = 0.0

    @property
    def href(self) -> str:
        return address(self.entry, self.entry.strategy.slug)

    @property
    def plan(self) -> str:
        """The title of its plan as readers know it."""
        edition = self.entry.strategy.current_edition
        return edition.title if edition else ""


def similar(slug: str, key: UUID) -> list[Similar]:
    """The most similar elements of other plans' current editions, the most alike first; in at most nine queries."""
    own = Entry.objects.filter(strategy__slug=slug, key=key).first()
    if own is None:
        return []
    words = _words(own.title)
    themes = set(_themes([own]).get(own.pk, ()))
    actors = dict(own.actors.values_list("actor", "actor__name"))
    found = {entry.pk: Similar(entry) for entry in _candidates(own, words, themes, actors)}
    _weigh(found, words, themes, actors)
    likely = sorted(
        (one for one in found.values() if one.score >= ENOUGH),
        key=lambda one: (-one.score, one.entry.pk),
    )
    return _spread(likely)


def _words(title: str) -> dict[str, str]:
    """The particular words of a title by their stems, as PostgreSQL's Swedish dictionary has them."""
    words = [word for word in re.findall(r"\w{4,}", title.lower()) if word not in COMMON]
    longest = sorted(dict.fromkeys(words), key=len, reverse=True)[:MOST_WORDS]
    with connection.cursor() as cursor:
        cursor.execute(OWN_WORDS, [longest])
        return {stem: word for word, stem in cursor.fetchall()}


def _candidates(
    own: Entry, words: dict[str, str], themes: Collection[str], actors: Collection[int]
) -> Iterable[Entry]:
    """Elements of other plans that share a word, a theme or an actor with it; a plan that replaces this one, or is replaced, is no other."""
    replacing = EntryRelation.objects.replacing()
    pairs = replacing.filter(Q(strategy=own.strategy_id) | Q(to=own.strategy_id))
    related = {own.strategy_id}.union(*pairs.values_list("strategy", "to"))
    others = (
        Entry.objects.filter(kind__in=ELEMENTS)
        .exclude(strategy__in=related)
        .select_related("strategy__current_edition")
        .defer("strategy__current_edition__plan")
        .annotate(stems=Func(TITLE_WORDS, function="tsvector_to_array", output_field=STEMS))
        .order_by()
    )
    ways: list[QuerySet[Entry]] = []
    if words:
        asked = SearchQuery(" | ".join(words.values()), config="swedish", search_type="raw")
        ways.append(others.alias(said=TITLE_WORDS).filter(said=asked))
    if themes:
        shown = ThemeLink.objects.shown().filter(theme__in=themes).exclude(strategy__in=related)
        newest = shown.order_by("-pk").values("entry__pk")[:MOST_CANDIDATES]
        ways.append(others.filter(pk__in=newest))
    if actors:
        ties = EntryActor.objects.filter(actor__in=actors).exclude(strategy__in=related)
        ways.append(others.filter(pk__in=ties.order_by("-pk").values("entry")[:MOST_CANDIDATES]))
    return (entry for way in ways for entry in way[:MOST_CANDIDATES])


def _weigh(
    found: dict[int, Similar], words: dict[str, str], themes: set[str], actors: dict[int, str]
) -> None:
    """Fill in what each shares, and how much that says: the fewer share a word, the more."""
    theirs = _themes([one.entry for one in found.values()])
    ties = _actors(found, actors)
    shared = {pk: words.keys() & set(one.entry.stems) for pk, one in found.items()}  # type: ignore[attr-defined]
    common = Counter(stem for stems in shared.values() for stem in stems)
    for pk, one in found.items():
        one.words = [words[stem] for stem in words if stem in shared[pk]]
        one.themes = [THEMES[slug].name for slug in theirs.get(pk, ()) if slug in themes]
        one.actors = ties.get(pk, [])
        rarity = sum(1 + log(len(found) / common[stem]) for stem in shared[pk])
        one.score = 2 * rarity + 2 * len(one.themes) + len(one.actors)


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
    """The first, with no plan more than twice."""
    told: Counter[int] = Counter()
    kept = []
    for one in likely:
        told[one.entry.strategy_id] += 1
        if told[one.entry.strategy_id] <= MOST_OF_ONE:
            kept.append(one)
    return kept[:MOST]

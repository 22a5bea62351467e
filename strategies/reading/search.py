"""Searching what current editions say, and actors and regions by name."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Region
from actors.swedish import SwedishOrder
from strategies.models import Entry, EntryKind
from strategies.models.edition import replaced_on
from strategies.plan import one_line

# No query reads more hits than this; a count that reaches it is told as "fler än".
MOST = 200
MOST_WORDS = 8
FIRST = 8

HEADINGS = {
    EntryKind.STRATEGY: _("Strategier"),
    EntryKind.DIRECTION: _("Inriktningar"),
    EntryKind.FOCUS_AREA: _("Insatsområden"),
    EntryKind.ACTION: _("Insatser"),
    EntryKind.CHALLENGE: _("Utmaningar"),
    EntryKind.STATEMENT: _("Vision, mål och principer"),
}


@dataclass(frozen=True)
class Hits:
    """Hits of one kind: how many (at most MOST + 1) and the first of them."""

    kind: str
    heading: str
    count: int
    shown: list[Any]

    @property
    def over(self) -> bool:
        return self.count > MOST

    @property
    def told(self) -> int:
        return min(self.count, MOST)

    @property
    def more(self) -> bool:
        return len(self.shown) < self.told


@dataclass(frozen=True)
class Found:
    """What a search found, in the order of the page; `words` are those searched for."""

    query: str
    words: list[str]
    groups: list[Hits]

    @property
    def count(self) -> int:
        return sum(hits.told for hits in self.groups)

    @property
    def over(self) -> bool:
        return any(hits.over for hits in self.groups)


def search(written: str, kind: str = "") -> Found:
    """Find every word of `written`, also inside compounds; `kind` asks for all hits of one kind.

    Any text may be searched for: odd characters are left out, and words beyond the eighth do not count.
    """
    query = one_line(written[:200])
    words = query.split()[:MOST_WORDS]
    if not words:
        return Found(query, words, [])
    entries, places = _entries(words, kind), _places(words, kind)
    titles_first = [*entries[:1], *places, *entries[1:]]
    return Found(query, words, [hits for hits in titles_first if hits.count])


def _entries(words: list[str], kind: str) -> list[Hits]:
    kinds = [found for found in HEADINGS if kind in ("", found.value)]
    if not kinds:
        return []
    first, *rest = (
        _ranked(words).filter(kind=found).values_list("kind", "pk")[: MOST + 1] for found in kinds
    )
    by_kind: dict[str, list[int]] = {found: [] for found in kinds}
    for found, pk in first.union(*rest, all=True) if rest else first:
        by_kind[found].append(pk)
    length = MOST if kind else FIRST
    wanted = [pk for pks in by_kind.values() for pk in pks[:length]]
    rows = (
        Entry.objects.select_related("strategy__current_edition")
        .defer("strategy__current_edition__plan")
        .annotate(replaced=replaced_on(timezone.localdate()))
    )
    entries = rows.in_bulk(wanted)
    return [
        Hits(
            found,
            str(HEADINGS[EntryKind(found)]),
            len(pks),
            [entries[pk] for pk in pks[:length] if pk in entries],
        )
        for found, pks in by_kind.items()
    ]


def _ranked(words: list[str]) -> QuerySet[Entry]:
    """Hits, those with every word in the title first."""
    in_title = Q(*(Q(title__icontains=word) for word in words))
    rank = Case(When(in_title, then=Value(0)), default=Value(1))
    return Entry.objects.saying(words).order_by(rank, "strategy", "position")


def _places(words: list[str], kind: str) -> list[Hits]:
    found = []
    for name, heading, rows in (
        ("region", _("Regioner och kommuner"), Region.objects.all()),
        ("aktor", _("Aktörer"), Actor.objects.listed()),
    ):
        if kind in ("", name):
            named = rows.filter(*(Q(name__icontains=w) | Q(aliases__icontains=w) for w in words))
            hits = list(named.order_by(SwedishOrder("name"))[: MOST + 1])
            found.append(Hits(name, str(heading), len(hits), hits[: MOST if kind else FIRST]))
    return found

"""By what hits can be narrowed: one table. Each facet knows its word in the address, which entries a choice leaves, and which choices hits have."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Region, RegionKind
from actors.swedish import swedish_key
from portal.http import sent_number
from strategies.models import THEME_MARK, Edition, Entry, EntryActor, EntryKind, ThemeLink
from strategies.reading.coverage import covering
from strategies.reading.filters import KINDS
from strategies.reading.search.hits import Found, Times
from strategies.reading.search.names import Named
from strategies.reading.search.ready import SOME, Ready, any_of, array
from strategies.reading.standing import Standing, standing_is
from strategies.search.query import of
from strategies.vocabulary import THEMES

YEARS_BACK, YEARS_AHEAD = 10, 15
FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_ACTORS = 30
OWNER = "ägare"
# In how many of the entries each actor has a role, or owns the plan. Counted there, since a thousand entries have thousands of ties.
TIED = """
    SELECT actor.slug, actor.name, count(*) FROM (
        SELECT entry_id, actor_id FROM strategies_entryactor WHERE entry_id = ANY(%(entries)s::bigint[])
        UNION
        SELECT hit.entry, owner.actor_id
        FROM unnest(%(entries)s::bigint[], %(editions)s::bigint[]) AS hit (entry, edition)
        JOIN strategies_edition_owners AS owner ON owner.edition_id = hit.edition
    ) AS tied JOIN actors_actor AS actor ON actor.id = tied.actor_id AND actor.listed
    GROUP BY actor.slug, actor.name
"""


def _themes(today: date, entries: str) -> "QuerySet[ThemeLink, tuple[str, int]]":
    links = ThemeLink.objects.shown().filter(entry__id__in=any_of(entries)).order_by()
    return links.values("theme").annotate(number=Count("pk")).values_list("theme", "number")


THEMED = Ready(_themes, SOME)


@dataclass(frozen=True)
class Option:
    """A choice that a facet has: its word in the address, what people call it, and how many hits it leaves, None where they are not counted."""

    value: str
    label: str
    count: int | None = None


class Facet:
    """One way to narrow. `name` is its word in the address."""

    name: str
    label: Promise

    def called(self, value: str) -> str:
        """What people call the choice; "" where there is none such."""
        raise NotImplementedError

    def narrowed(self, rows: "QuerySet[Entry]", value: str) -> "QuerySet[Entry]":
        """The entries that a choice leaves."""
        raise NotImplementedError

    def kept(self, names: list[Named], value: str) -> list[Named]:
        """The actors and territories that a choice leaves; most are about plans alone."""
        return []

    def options(self, found: Found) -> list[Option]:
        """The choices that hits have, in the order of the page; two queries at the most."""
        raise NotImplementedError

    def every(self) -> list[Option]:
        """All choices there are, for hits that are too many to count; none where they would be too many themselves."""
        return []


class Words(Facet):
    """A facet whose choices are a vocabulary, told in its own order."""

    words: dict[str, Any]

    def values(self, found: Found) -> Iterable[str]:
        """The choice of each hit, or how many hits have each."""
        raise NotImplementedError

    def called(self, value: str) -> str:
        return str(self.words.get(value, ""))

    def options(self, found: Found) -> list[Option]:
        counts = Counter(self.values(found))
        return [replace(option, count=n) for option in self.every() if (n := counts[option.value])]

    def every(self) -> list[Option]:
        return [Option(value, str(label)) for value, label in self.words.items()]


class LevelFacet(Words):
    name, label = "niva", _("Nivå i planen")
    KINDS = {
        "strategi": EntryKind.STRATEGY,
        "inriktning": EntryKind.DIRECTION,
        "insatsomrade": EntryKind.FOCUS_AREA,
        "insats": EntryKind.ACTION,
        "utmaning": EntryKind.CHALLENGE,
        "uttalande": EntryKind.STATEMENT,
        "avsnitt": EntryKind.SECTION,
        "dokument": EntryKind.DOCUMENT,
    }
    BY_KIND = {kind.value: word for word, kind in KINDS.items()}
    words = {
        "strategi": _("Hela planer"),
        "inriktning": _("Inriktningar"),
        "insatsomrade": _("Insatsområden"),
        "insats": _("Insatser"),
        "utmaning": _("Utmaningar"),
        "uttalande": _("Vision, mål och principer"),
        "avsnitt": _("Resurser, tidplan och annat"),
        "dokument": _("Källdokument"),
        "aktor": _("Aktörer"),
        "region": _("Regioner och kommuner"),
    }

    def narrowed(self, rows: "QuerySet[Entry]", value: str) -> "QuerySet[Entry]":
        # No entry has the mark of actors or territories, which the index answers at once.
        return rows.filter(vector=of(self.KINDS.get(value, value)))

    def kept(self, names: list[Named], value: str) -> list[Named]:
        return [named for named in names if named.level == value]

    def values(self, found: Found) -> Iterator[str]:
        yield from (self.BY_KIND[hit.kind] for hit in found.hits)
        yield from (named.level for named in found.names)


class RegionFacet(Facet):
    """Län, each with what lies in it and what it lies in; any other territory can be asked for in the address."""

    name, label = "region", _("Region")

    def called(self, value: str) -> str:
        return Region.objects.filter(slug=value).values_list("name", flat=True).first() or ""

    def narrowed(self, rows: "QuerySet[Entry]", value: str) -> "QuerySet[Entry]":
        region = Region.objects.get(slug=value)
        if region.kind == RegionKind.COUNTY:
            return rows.filter(vector=of(str(region.pk)))
        return rows.filter(strategy__current_edition__in=covering(region).values("pk"))

    def kept(self, names: list[Named], value: str) -> list[Named]:
        counties = {county.pk for county in self._counties() if county.slug == value}
        return [named for named in names if named.county in counties]

    def options(self, found: Found) -> list[Option]:
        counts = Counter(int(pk) for hit in found.hits for pk in hit.places.split())
        counts.update(named.county for named in found.names if named.county)
        rows = [
            Option(one.slug, one.name, counts[one.pk]) for one in self._counties() if counts[one.pk]
        ]
        return sorted(rows, key=lambda option: -(option.count or 0))

    def every(self) -> list[Option]:
        return [Option(county.slug, county.name) for county in self._counties()]

    def _counties(self) -> "QuerySet[Region]":
        rows = Region.objects.filter(kind=RegionKind.COUNTY).only("slug", "name")
        return rows.in_swedish_order()


class KindFacet(Words):
    name, label = "slag", _("Slag av plan")
    words = {kind: kind.capitalize() for kind in KINDS}

    def narrowed(self, rows: "QuerySet[Entry]", value: str) -> "QuerySet[Entry]":
        return rows.filter(strategy__current_edition__kind=value)

    def values(self, found: Found) -> Iterator[str]:
        return (found.editions[hit.strategy].kind for hit in found.hits)


class StatusFacet(Words):
    name, label = "status", _("Status")
    words = {word.value: word.label.capitalize() for word in Standing}

    def narrowed(self, rows: "QuerySet[Entry]", value: str) -> "QuerySet[Entry]":
        so = standing_is(Standing(value), timezone.localdate())
        current = Edition.objects.filter(so, current_of__isnull=False)
        return rows.filter(strategy__in=current.order_by().values("strategy"))

    def values(self, found: Found) -> Iterator[str]:
        return (found.editions[hit.strategy].standing for hit in found.hits)


class YearFacet(Facet):
    """Years that the plan's period touches."""

    name, label = "ar", _("Gäller år")

    def called(self, value: str) -> str:
        year = sent_number(value, 4)
        return value if year and FIRST_YEAR <= year <= LAST_YEAR else ""

    def narrowed(self, rows: "QuerySet[Entry]", value: str) -> "QuerySet[Entry]":
        first, last = date(int(value), 1, 1), date(int(value), 12, 31)
        current = Edition.objects.filter(current_of__isnull=False).order_by()
        begun = Q(first_day=None) | Q(first_day__lte=last)
        lasts = Q(last_day=None) | Q(last_day__gte=first)
        during = current.filter(begun & lasts).exclude(first_day=None, last_day=None)
        return rows.filter(strategy__in=during.values("strategy"))

    def options(self, found: Found) -> list[Option]:
        now = timezone.localdate().year
        years = {pk: self._years(edition, now) for pk, edition in found.editions.items()}
        counts = Counter(year for hit in found.hits for year in years[hit.strategy])
        return [Option(str(year), str(year), counts[year]) for year in sorted(counts, reverse=True)]

    def _years(self, edition: Times, now: int) -> range:
        """Those around `now` that the edition's period touches; an open end touches none that is far."""
        first, last = edition.first_day, edition.last_day
        if not (first or last):
            return range(0)
        begin = max(first.year if first else 0, now - YEARS_BACK)
        end = min(last.year if last else now, now + YEARS_AHEAD)
        return range(begin, end + 1)

    def every(self) -> list[Option]:
        now = timezone.localdate().year
        years = range(now + 4, now - 6, -1)
        return [Option(str(year), str(year)) for year in years]


class ActorFacet(Facet):
    """Who has a role in the very part, or owns the plan."""

    name, label = "aktor", _("Aktör")

    def called(self, value: str) -> str:
        rows = Actor.objects.listed().filter(slug=value)
        return rows.values_list("name", flat=True).first() or ""

    def narrowed(self, rows: "QuerySet[Entry]", value: str) -> "QuerySet[Entry]":
        ties = EntryActor.objects.filter(actor__slug=value).order_by()
        owned = ties.filter(role=OWNER).values("strategy")
        return rows.filter(Q(pk__in=ties.values("entry")) | Q(strategy__in=owned))

    def options(self, found: Found) -> list[Option]:
        values = {
            "entries": array(hit.pk for hit in found.hits),
            "editions": array(found.editions[hit.strategy].edition for hit in found.hits),
        }
        with connection.cursor() as cursor:
            cursor.execute(TIED, values)
            rows = [Option(*row) for row in cursor.fetchall()]
        return sorted(rows, key=lambda row: (-(row.count or 0), swedish_key(row.label)))[
            :MOST_ACTORS
        ]


class ThemeFacet(Words):
    """What the very part is about, as readers see it: confirmed or proposed, and not rejected."""

    name, label = "amne", _("Ämne")
    words = THEMES

    def narrowed(self, rows: "QuerySet[Entry]", value: str) -> "QuerySet[Entry]":
        return rows.filter(vector=of(THEME_MARK + value))

    def values(self, found: Found) -> Mapping[str, int]:
        return dict(THEMED.fetch(array(hit.pk for hit in found.hits)))


FACETS: tuple[Facet, ...] = (
    LevelFacet(),
    ThemeFacet(),
    RegionFacet(),
    StatusFacet(),
    KindFacet(),
    YearFacet(),
    ActorFacet(),
)

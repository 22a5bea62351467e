"""Finding what to compare with: plans and territories by their names, each a link that adds it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict

from actors.models import Region, RegionKind
from actors.swedish import SwedishOrder
from strategies.comparing.columns import MOST, Choice, Kind, query
from strategies.models import Edition
from strategies.search.analyser import tokens
from strategies.search.query import MOST_WORDS
from strategies.search.terms import LEAST_WITHIN
from strategies.texts import storable

MOST_HITS = 8  # of each kind
LONGEST = 100  # characters that are asked for


@dataclass(frozen=True)
class Hit:
    """Something that can be chosen: its name, what it is, and the address of the page with it added."""

    name: str
    about: str
    href: str


def choices(asked: QueryDict) -> list[Choice]:
    """The plans and then the territories of an address, each once."""
    kinds: tuple[Kind, ...] = ("plan", "region")
    found = [(kind, storable(slug)) for kind in kinds for slug in asked.getlist(kind) if slug]
    return list(dict.fromkeys(found))


def searched(asked: QueryDict) -> str:
    """The text that is looked for."""
    return storable(asked.get("q", "")).strip()[:LONGEST]


def hits(text: str, chosen: list[Choice]) -> dict[str, list[Hit]]:
    """Plans and territories whose names hold every word of the text, without those that are chosen; the first of all for no text."""
    if len(chosen) >= MOST:
        return {"plans": [], "regions": []}
    return {"plans": _plans(text, chosen), "regions": _regions(text, chosen)}


def _plans(text: str, chosen: list[Choice]) -> list[Hit]:
    editions = Edition.objects.current().exclude(strategy__slug__in=_slugs(chosen, "plan"))
    for called in _called(text, "title", "owners__name"):
        editions = editions.filter(pk__in=Edition.objects.filter(called).values("pk"))
    ordered = editions.with_places().order_by(SwedishOrder("title"), "pk")
    return [
        Hit(
            edition.title,
            edition.owners_in_short,
            query([*chosen, ("plan", edition.strategy.slug)]),
        )
        for edition in ordered[:MOST_HITS]
    ]


def _regions(text: str, chosen: list[Choice]) -> list[Hit]:
    regions = Region.objects.exclude(slug__in=_slugs(chosen, "region"))
    if text:
        regions = regions.filter(*_called(text, "name"))
    else:
        covered = Edition.objects.filter(current_of__isnull=False).values("regions")
        regions = regions.filter(pk__in=covered).exclude(kind=RegionKind.COUNTRY)
    return [
        Hit(region.name, region.get_kind_display(), query([*chosen, ("region", region.slug)]))
        for region in regions.order_by(SwedishOrder("name"))[:MOST_HITS]
    ]


def _called(text: str, *fields: str) -> Iterator[Q]:
    """For each word of the text that one of the fields holds it: as it is written, or a word that begins with its base form.

    "strategiernas" is found in "Strategi för …", and within "Tillväxtstrategi", since the base form is long enough to be no chance.
    """
    for word in list(tokens(text))[:MOST_WORDS]:
        base = word.lexemes[0].lexeme
        of_base = ("icontains", base) if len(base) >= LEAST_WITHIN else ("iregex", rf"\m{base}")
        called = Q()
        for field in fields:
            for lookup, value in (("icontains", text[word.start : word.end]), of_base):
                called |= Q(**{f"{field}__{lookup}": value})
        yield called


def _slugs(chosen: list[Choice], kind: Kind) -> list[str]:
    return [slug for of, slug in chosen if of == kind]

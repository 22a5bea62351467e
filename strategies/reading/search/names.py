"""Actors and territories found by their names. They are few, and read as they are now: the database narrows, the analyser decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from actors.models import Actor, Region, RegionKind
from actors.swedish import swedish_key
from strategies.search.marking import meets
from strategies.search.query import Asked

MOST = 300  # that are looked at
SEPARATOR = " · "


@dataclass(frozen=True)
class Named:
    """An actor or a territory that was found; `county` is the id of the län it lies in, or is."""

    row: Actor | Region
    level: str
    county: int | None

    @property
    def also(self) -> str:
        """Its other names, as one text."""
        return SEPARATOR.join(self.row.aliases)


def found_names(asked: Asked) -> list[Named]:
    """Those that the question finds, the likeliest first. Two queries."""
    actors = Actor.objects.listed().select_related("region").defer("text")
    found = [*_named(Region.objects.all(), "region", asked), *_named(actors, "aktor", asked)]
    return sorted(found, key=lambda one: _order(one, asked))


def _named(rows: QuerySet, level: str, asked: Asked) -> Iterator[Named]:
    condition = Q()
    for clause in asked.query.wanted:
        for lexeme, _ in clause.lexemes:
            part = asked.beginning if clause == asked.begun else lexeme
            condition &= Q(name__icontains=part) | Q(aliases__icontains=part)
    for row in rows.filter(condition)[:MOST]:
        if meets(SEPARATOR.join([row.name, *row.aliases]), asked):
            yield Named(row, level, _county(row.region if isinstance(row, Actor) else row))


def _county(region: Region | None) -> int | None:
    if region is None:
        return None
    return region.pk if region.kind == RegionKind.COUNTY else region.parent_id


def _order(one: Named, asked: Asked) -> tuple[bool, bool, bool, str]:
    """Who is called just so, then whose own name it is, then territories before organisations."""
    name = one.row.name.casefold()
    return (
        name != asked.query.written.casefold(),
        not meets(one.row.name, asked),
        isinstance(one.row, Actor),
        swedish_key(one.row.name),
    )

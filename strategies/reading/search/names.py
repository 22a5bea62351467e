"""Actors and territories found by their names. They are few, and read as they are now: the database narrows, the analyser decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from actors.models import Actor, Region, RegionKind
from actors.swedish import swedish_key
from strategies.search.marking import meets
from strategies.search.query import LEAST_BEGUN, Asked, Clause

MOST = 400  # that are looked at
ENDING = 4  # letters of a base form that a name may lack at its end
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
        for stem in _stems(clause):
            condition &= Q(name__icontains=stem) | Q(aliases__icontains=stem)
    for row in rows.filter(condition | Q(name__icontains=asked.query.written))[:MOST]:
        told = SEPARATOR.join([row.name, *row.aliases])
        if meets(told, asked) or _begins(asked.query.written, told):
            yield Named(row, level, _county(row.region if isinstance(row, Actor) else row))


def _stems(clause: Clause) -> Iterator[str]:
    """What a name that meets the clause has somewhere, whatever its ending: "företagare" is not written so in "Företagarna"."""
    for lexeme, _ in clause.lexemes:
        yield lexeme[: max(LEAST_BEGUN, len(lexeme) - ENDING)]


def _begins(written: str, told: str) -> bool:
    """Whether a name, or a word of it, begins with what somebody has written so far."""
    return f" {told.casefold()}".find(f" {written.casefold()}") >= 0


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

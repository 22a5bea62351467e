"""The reference register: Sweden's territories, and the organisations that plans most often name.

The files in `actors/data/` own a territory's code, name, kind, län and parts. An actor belongs to
the people of the portal once it is there: the files then only add to what it is called. No row is
ever removed because a file no longer names it.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pghistory
from django.db import transaction

from actors.models import Actor, Region

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class RegionRow:
    """A line of regions.csv; `parent` and `parts` are codes of län."""

    kind: str
    code: str
    name: str
    slug: str
    aliases: tuple[str, ...]
    parent: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class ActorRow:
    """A line of actors.csv; `region` is a territory's slug, `parent` the name of another line."""

    kind: str
    name: str
    slug: str
    aliases: tuple[str, ...]
    region: str
    parent: str
    text: str
    homepage: str


@dataclass(frozen=True)
class Loaded:
    """How many rows a run added and changed; all zero when the register was already in order."""

    regions_added: int
    regions_changed: int
    actors_added: int
    actors_changed: int

    def __bool__(self) -> bool:
        return any(
            (self.regions_added, self.regions_changed, self.actors_added, self.actors_changed)
        )


def region_rows() -> list[RegionRow]:
    """The territories in the file's order: Sweden, storregioner, län, kommuner."""
    return [
        RegionRow(
            kind=line["kind"],
            code=line["code"],
            name=line["name"],
            slug=line["slug"],
            aliases=_several(line["aliases"]),
            parent=line["parent"],
            parts=_several(line["parts"]),
        )
        for line in _lines(DATA / "regions.csv")
    ]


def actor_rows() -> list[ActorRow]:
    """The organisations in the file's order."""
    return [
        ActorRow(
            kind=line["kind"],
            name=line["name"],
            slug=line["slug"],
            aliases=_several(line["aliases"]),
            region=line["region"],
            parent=line["parent"],
            text=line["text"],
            homepage=line["homepage"],
        )
        for line in _lines(DATA / "actors.csv")
    ]


def load_register() -> Loaded:
    """Bring the tables in line with the files, in one transaction; a repeated run writes nothing.

    An actor whose name is already taken is the file's actor, under whatever address it has.
    """
    with transaction.atomic(), pghistory.context(reason="Registret lästes in"):
        regions, regions_added, regions_changed = _load_regions(region_rows())
        actors_added, actors_changed = _load_actors(actor_rows(), regions)
    return Loaded(regions_added, regions_changed, actors_added, actors_changed)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _with(aliases: list[str], more: tuple[str, ...]) -> list[str]:
    return [*aliases, *(alias for alias in more if alias not in aliases)]


def _load_regions(rows: list[RegionRow]) -> tuple[dict[str, Region], int, int]:
    known = Region.objects.in_bulk(field_name="slug")
    new = {row.slug for row in rows if row.slug not in known}
    # A kommun points at its län, which therefore has to be stored first.
    changed = _write_regions([row for row in rows if not row.parent], known)
    changed |= _write_regions([row for row in rows if row.parent], known)
    changed |= _write_parts([row for row in rows if row.parts], known)
    return known, len(new), len(changed - new)


def _write_regions(rows: list[RegionRow], known: dict[str, Region]) -> set[str]:
    """Store the rows, put the new ones in `known` and return the slugs of all that were written."""
    counties = _counties(known.values())
    added, changed = [], []
    for row in rows:
        region = known.get(row.slug)
        values = {
            "kind": row.kind,
            "code": row.code,
            "name": row.name,
            "parent_id": counties[row.parent].pk if row.parent else None,
            "aliases": _with(region.aliases if region else [], row.aliases),
        }
        if region is None:
            known[row.slug] = Region(slug=row.slug, **values)
            added.append(known[row.slug])
        elif any(getattr(region, field) != value for field, value in values.items()):
            for field, value in values.items():
                setattr(region, field, value)
            changed.append(region)
    Region.objects.bulk_create(added)
    Region.objects.bulk_update(changed, ["kind", "code", "name", "parent", "aliases"])
    return {region.slug for region in (*added, *changed)}


def _write_parts(rows: list[RegionRow], known: dict[str, Region]) -> set[str]:
    """Make each whole consist of just its row's parts; return the slugs of those that did not."""
    joins = Region.parts.through._default_manager
    counties = _counties(known.values())
    slugs = {known[row.slug].pk: row.slug for row in rows}
    wanted = {(known[row.slug].pk, counties[code].pk) for row in rows for code in row.parts}
    found = {
        (whole, part): pk
        for pk, whole, part in joins.filter(from_region__in=slugs).values_list(
            "pk", "from_region", "to_region"
        )
    }
    missing, extra = wanted - found.keys(), found.keys() - wanted
    joins.bulk_create(
        Region.parts.through(from_region_id=whole, to_region_id=part)
        for whole, part in sorted(missing)
    )
    if extra:
        joins.filter(pk__in=[found[pair] for pair in extra]).delete()
    return {slugs[whole] for whole, _ in missing | extra}


def _counties(regions: Iterable[Region]) -> dict[str, Region]:
    return {region.code: region for region in regions if region.kind == "län"}


def _load_actors(rows: list[ActorRow], regions: dict[str, Region]) -> tuple[int, int]:
    known = _known_actors(rows)
    changed = []
    for row in rows:
        actor = known.get(row.name)
        aliases = _with(actor.aliases, row.aliases) if actor else []
        if actor and actor.aliases != aliases:
            actor.aliases = aliases
            changed.append(actor)
    Actor.objects.bulk_update(changed, ["aliases"])
    new = [row for row in rows if row.name not in known]
    # A child points at its parent, which therefore has to be stored first.
    for wave in ([row for row in new if not row.parent], [row for row in new if row.parent]):
        made = [_new_actor(row, regions, known) for row in wave]
        Actor.objects.bulk_create(made)
        known |= {actor.name: actor for actor in made}
    return len(new), len(changed)


def _known_actors(rows: list[ActorRow]) -> dict[str, Actor]:
    """Stored actors by the name in the file: found by address, or else by name in any case.

    One that people have merged with another is the other, which has its name as an alias.
    """
    stored = list(Actor.objects.only("slug", "name", "aliases"))
    by_slug = {actor.slug: actor for actor in stored}
    by_name = {actor.name.lower(): actor for actor in stored}
    by_alias = {alias: actor for actor in stored for alias in actor.aliases}
    found = (
        (row.name, by_slug.get(row.slug) or by_name.get(row.name.lower()) or by_alias.get(row.name))
        for row in rows
    )
    return {name: actor for name, actor in found if actor}


def _new_actor(row: ActorRow, regions: dict[str, Region], known: dict[str, Actor]) -> Actor:
    return Actor(
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        aliases=list(row.aliases),
        text=row.text,
        listed=True,
        homepage=row.homepage,
        region=regions[row.region] if row.region else None,
        parent=known[row.parent] if row.parent else None,
    )

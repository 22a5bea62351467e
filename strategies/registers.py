"""The names that a reader of documents knows, from the register's files or from the portal's rows."""

from actors.models import Actor, Region
from actors.register import actor_rows, region_rows
from strategies.loading.register import Named, Register


def register_of_files() -> Register:
    """The register that the portal ships with; needs no database."""
    regions = {row.slug: row for row in region_rows()}
    counties = {row.code: row.name for row in regions.values() if row.kind == "län"}
    return Register(
        actors=tuple(
            Named(row.name, row.kind, row.aliases, regions[row.region].name if row.region else "")
            for row in actor_rows()
        ),
        regions=tuple(
            Named(row.name, row.kind, row.aliases, counties.get(row.parent, ""))
            for row in regions.values()
        ),
    )


def register_of_rows() -> Register:
    """What the portal knows now, in two queries."""
    actors = Actor.objects.select_related("region").order_by("pk")
    regions = Region.objects.select_related("parent").order_by("pk")
    return Register(
        actors=tuple(
            Named(actor.name, actor.kind, tuple(actor.aliases), str(actor.region or ""))
            for actor in actors
        ),
        regions=tuple(
            Named(region.name, region.kind, tuple(region.aliases), str(region.parent or ""))
            for region in regions
        ),
    )

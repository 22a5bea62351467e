"""The län with their plans, for the map and for the list beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from actors.county_map import county_map
from actors.models import Region, RegionKind
from strategies.reading.coverage import coverage

# The fewest plans of each step of the map's colours.
STEPS = (0, 1, 2, 4, 8)


@dataclass(frozen=True)
class CountyRow:
    """A län: its shape on the map, how many plans concern it, the step of its colour, and where its shape leads."""

    region: Region
    path: str
    plans: int
    href: str = ""

    @property
    def step(self) -> int:
        return max(place for place, least in enumerate(STEPS) if self.plans >= least)


def county_rows(
    plans: Mapping[int, set[int]] | None = None,
    address: Callable[[Region], str] = Region.get_absolute_url,
) -> tuple[str, list[CountyRow]]:
    """The map's view box, and the län that are in the register in Swedish order.

    `plans` has those that are counted by a län's id, all that concern it where none are given; `address` tells where a län leads.
    """
    counted = coverage().concerning if plans is None else plans
    drawn = county_map()
    paths = {shape.code: shape.path for shape in drawn.counties}
    counties = Region.objects.filter(kind=RegionKind.COUNTY).in_swedish_order()
    rows = [
        CountyRow(
            county,
            paths.get(county.code, ""),
            len(counted.get(county.pk, ())),
            address(county),
        )
        for county in counties
    ]
    return drawn.view_box, rows

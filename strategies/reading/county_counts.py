"""The län with their plans, for the map and for the list beside it."""

from dataclasses import dataclass

from actors.county_map import county_map
from actors.models import Region, RegionKind
from strategies.reading.coverage import coverage

# The fewest plans of each step of the map's colours.
STEPS = (0, 1, 2, 4, 8)


@dataclass(frozen=True)
class CountyRow:
    """A län: its shape on the map, how many current plans concern it, and the step of its colour."""

    region: Region
    path: str
    plans: int

    @property
    def step(self) -> int:
        return max(place for place, least in enumerate(STEPS) if self.plans >= least)


def county_rows() -> tuple[str, list[CountyRow]]:
    """The map's view box, and the län that are in the register in Swedish order."""
    drawn = county_map()
    paths = {shape.code: shape.path for shape in drawn.counties}
    plans = coverage().concerning
    counties = Region.objects.filter(kind=RegionKind.COUNTY).in_swedish_order()
    rows = [
        CountyRow(county, paths.get(county.code, ""), len(plans[county.pk])) for county in counties
    ]
    return drawn.view_box, rows

"""The map of Sweden's län, drawn once from open geometry (docs/decisions/0003-lan-karta.md)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "county_map.json"


@dataclass(frozen=True)
class CountyShape:
    """A län on the map: SCB's code, its outline as SVG path data, a point inside it for a label."""

    code: str
    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class CountyMap:
    """The 21 län in the order of their codes; `view_box` is for the svg element around them."""

    view_box: str
    counties: tuple[CountyShape, ...]


@cache
def county_map() -> CountyMap:
    """The map, read from its file the first time."""
    drawn = json.loads(FILE.read_text(encoding="utf-8"))
    shapes = tuple(CountyShape(**county) for county in drawn["counties"])
    return CountyMap(view_box=drawn["viewBox"], counties=shapes)

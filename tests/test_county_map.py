"""The map of Sweden's län: whole, small and inside its frame."""

import re
from collections.abc import Iterator

import pytest

from actors.county_map import FILE, CountyShape, county_map
from actors.register import region_rows

LAND = {county.code: county for county in county_map().counties}


def points(shape: CountyShape) -> Iterator[tuple[float, float]]:
    """The corners of an outline written as `M x y`, relative `l` steps and `z`."""
    for ring in re.findall(r"M([^lz]+)l([^z]+)z", shape.path):
        x, y = (float(number) for number in ring[0].split())
        yield x, y
        steps = [float(number) for number in re.findall(r"-?(?:\d+\.\d|\.\d|\d+)", ring[1])]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            yield x, y


def test_the_map_has_every_county_once():
    counties = [row.code for row in region_rows() if row.kind == "län"]
    assert [county.code for county in county_map().counties] == counties


def test_the_map_is_small_enough_to_stand_in_a_page():
    assert FILE.stat().st_size <= 12_000


@pytest.mark.parametrize("code", LAND)
def test_a_county_and_its_label_lie_inside_the_frame(code):
    left, top, width, height = map(float, county_map().view_box.split())
    for x, y in [*points(LAND[code]), (LAND[code].label_x, LAND[code].label_y)]:
        assert left <= x <= left + width
        assert top <= y <= top + height


def test_counties_lie_where_they_lie_in_sweden():
    def is_north_of(one: str, other: str) -> bool:
        return LAND[one].label_y < LAND[other].label_y

    assert is_north_of("25", "24")
    assert is_north_of("20", "18")
    assert is_north_of("06", "12")
    assert LAND["14"].label_x < LAND["18"].label_x < LAND["01"].label_x
    assert max(LAND.values(), key=lambda county: county.label_y).code == "12"


def test_neighbours_share_their_border():
    def corners(code: str) -> set[tuple[float, float]]:
        return {(round(x, 1), round(y, 1)) for x, y in points(LAND[code])}

    for one, other in (("24", "25"), ("17", "20"), ("18", "19"), ("06", "07"), ("07", "10")):
        assert len(corners(one) & corners(other)) >= 3, f"{one} and {other} drifted apart"
    assert not corners("12") & corners("25")

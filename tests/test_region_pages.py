"""Regions: the list, a territory's plans in their sections, and the region's own accent colour."""

import re

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.models import Region
from strategies.reading.accent import DARK, LIGHT, accent_css, contrast, parse
from tests.factories import make_actor, make_region, make_strategy

pytestmark = pytest.mark.django_db

URL = "/regioner/"


@pytest.fixture
def county() -> Region:
    county = make_region("Prov län", slug="prov-lan", code="18")
    make_region("Prov kommun", slug="prov-kommun", kind="kommun", parent=county)
    other = make_region("Annat län", slug="annat-lan", code="05")
    make_region("Storprov", slug="storprov", kind="storregion").parts.set([county, other])
    make_region("Sverige", slug="sverige", kind="land")
    return county


def sections(client: Client, address: str) -> dict[str, list[str]]:
    """Headings of a region's page with the plans below each."""
    page = client.get(address).text
    parts = re.split(r"<h2[^>]*>([^<]+?) <span class=\"count\">", page)[1:]
    titles = [
        re.findall(r'<h3><a href="/strategier/[^"]+">([^<]+)</a>', text) for text in parts[1::2]
    ]
    return {heading: found for heading, found in zip(parts[::2], titles, strict=True) if found}


def test_plans_stand_under_whose_they_are(client: Client, county: Region) -> None:
    for name in ("Prov län", "Prov kommun", "Storprov", "Sverige", "Annat län"):
        make_strategy(published=True, title=f"Plan för {name}", regions=(name,))
    shared = ["Plan för Storprov", "Plan för Sverige"]
    assert sections(client, "/regioner/prov-lan/") == {
        "Länets planer": ["Plan för Prov län"],
        "Kommunernas planer": ["Plan för Prov kommun"],
        "Planer som delas med andra län": shared,
    }
    assert sections(client, "/regioner/prov-kommun/") == {
        "Kommunens planer": ["Plan för Prov kommun"],
        "Planer för hela länet och större områden": ["Plan för Prov län", *shared],
    }
    assert sections(client, "/regioner/storprov/") == {
        "Planer för hela området": ["Plan för Storprov"],
        "Planer för delar av området": [
            "Plan för Annat län",
            "Plan för Prov kommun",
            "Plan för Prov län",
        ],
        "Planer för större områden": ["Plan för Sverige"],
    }
    assert sections(client, "/regioner/sverige/") == {
        "Planer för hela landet": ["Plan för Sverige"]
    }


def test_a_plan_of_lan_and_kommun_stands_once_and_with_the_lan(
    client: Client, county: Region
) -> None:
    make_strategy(published=True, title="Gemensam", regions=("Prov kommun", "Prov län"))
    assert sections(client, "/regioner/prov-lan/") == {"Länets planer": ["Gemensam"]}


def test_drafts_are_not_shown(client: Client, county: Region) -> None:
    make_strategy(title="Utkast", regions=("Prov län",))
    page = client.get("/regioner/prov-lan/").text
    assert "Utkast" not in page
    assert "Ingen publicerad plan rör Prov län än" in page


def test_a_region_shows_its_kommuner_its_larger_areas_and_its_actors(
    client: Client, county: Region
) -> None:
    make_actor("Region Prov", region=county)
    page = client.get("/regioner/prov-lan/").text
    for name in ("Prov kommun", "Storprov", "Region Prov"):
        assert f">{name}</a>" in page
    kommun = client.get("/regioner/prov-kommun/").text
    assert 'href="/regioner/prov-lan/"' in kommun
    assert ">Storprov</a>" in kommun


@pytest.mark.parametrize(
    ("slug", "marked"), [("prov-lan", 1), ("prov-kommun", 1), ("storprov", 2), ("sverige", 0)]
)
def test_the_map_shows_where_the_region_lies(
    client: Client, county: Region, slug: str, marked: int
) -> None:
    assert client.get(f"/regioner/{slug}/").text.count('<path class="here"') == marked


def test_the_list_holds_lan_with_kommuner_and_larger_areas_with_their_parts(
    client: Client, county: Region
) -> None:
    make_strategy(published=True, regions=("Prov kommun",))
    page = " ".join(client.get(URL).text.split())
    row = page.split(">Prov län</a></h3>")[1][:900]
    assert "1 plan rör länet" in row
    assert "1 kommun" in row
    assert '>Prov kommun</a> <span class="meta">1 egen plan' in row
    assert "<span>Annat län, Prov län</span>" in page


def test_more_plans_than_the_page_holds_are_in_the_list(
    client: Client, county: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strategies.reading.region_pages.MOST_PLANS", 1)
    for _ in range(2):
        make_strategy(published=True, regions=("Prov län",))
    assert 'href="/strategier/?region=prov-lan"' in client.get("/regioner/prov-lan/").text


def test_an_unknown_region_is_a_404(client: Client) -> None:
    assert client.get("/regioner/finns-inte/").status_code == 404


def test_queries_do_not_grow_with_plans_and_kommuner(count_queries, county: Region) -> None:
    make_strategy(published=True, regions=("Prov län",))
    few = count_queries(URL), count_queries("/regioner/prov-lan/")
    for number in range(5):
        make_region(f"Kommun {number}", kind="kommun", parent=county)
        make_strategy(published=True, regions=("Prov län", f"Kommun {number}"))
    assert (count_queries(URL), count_queries("/regioner/prov-lan/")) == few
    assert max(few) <= 9


def test_a_region_with_an_accent_links_its_stylesheet(client: Client) -> None:
    with_accent = make_region(accent="#1d4b8f")
    address = f"{with_accent.get_absolute_url()}accent.css"
    assert address in client.get(with_accent.get_absolute_url()).text
    answer = client.get(address)
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "--accent: #1d4b8f;" in answer.text


def test_a_region_without_an_accent_has_no_stylesheet(client: Client) -> None:
    without = make_region()
    assert "accent.css" not in client.get(without.get_absolute_url()).text
    assert client.get(f"{without.get_absolute_url()}accent.css").status_code == 404


@settings(deadline=None)
@given(st.integers(0, 0xFFFFFF).map("#{:06x}".format))
def test_any_accent_can_be_read_in_light_and_in_dark(colour: str) -> None:
    for css, grounds in zip(
        accent_css(colour).split("@media"), ((LIGHT, "#fdfcf9"), (DARK, "#131816")), strict=True
    ):
        tokens = {
            name: parse(value) for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css)
        }
        for ground in (*map(parse, grounds), tokens["accent-tint"]):
            assert contrast(tokens["accent"], ground) >= 4.5
            assert contrast(tokens["accent-strong"], ground) >= 4.5
        assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
        assert contrast(tokens["on-accent"], tokens["accent-strong"]) >= 4.5
        assert contrast(parse("#ffffff"), tokens["band"]) >= 7


def test_regions_are_only_read(client: Client, county: Region) -> None:
    assert client.post(URL).status_code == 405
    assert client.post("/regioner/prov-lan/").status_code == 405

"""The start page, the page about the portal, and the frame around every page."""

import re
from typing import Any

import html5lib
import pytest
from django.test import Client

from actors.county_map import county_map
from actors.models import Region
from strategies.publishing.publish import publish
from strategies.reading.county_counts import county_rows
from tests.factories import make_actor, make_element, make_member, make_region, make_strategy

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("register")
def test_the_map_has_a_named_link_for_every_lan(client: Client) -> None:
    page = client.get("/").text
    links = re.findall(r'<a href="/regioner/[a-z-]+/" aria-label="([^"]+)">', page)
    assert len(links) == len(county_map().counties) == 21
    assert "Örebro län, 0 planer" in links


@pytest.mark.usefixtures("register")
def test_the_list_beside_the_map_says_the_same_as_the_map(client: Client) -> None:
    make_strategy(published=True, regions=("Örebro län",))
    page = client.get("/").text
    assert 'aria-label="Örebro län, 1 plan"' in page
    row = page.split('<ul class="rows compact">')[1].split("Örebro län</a>")[1][:80]
    assert "1 plan" in row


@pytest.mark.usefixtures("register")
def test_a_lan_counts_plans_of_itself_its_kommuner_and_the_areas_it_lies_in() -> None:
    for name in ("Dalarnas län", "Falu kommun", "Norra Mellansverige", "Sverige"):
        make_strategy(published=True, regions=(name,))
    make_strategy(published=True, regions=("Dalarnas län", "Falu kommun"))
    plans = {row.region.name: row.plans for row in county_rows()[1]}
    assert plans["Dalarnas län"] == 5
    assert plans["Värmlands län"] == 2
    assert plans["Skåne län"] == 1


@pytest.mark.usefixtures("register")
def test_a_plan_that_is_not_published_is_not_counted() -> None:
    make_strategy(regions=("Örebro län",))
    assert sum(row.plans for row in county_rows()[1]) == 0


@pytest.mark.parametrize(
    ("plans", "step"), [(0, 0), (1, 1), (3, 2), (4, 3), (7, 3), (8, 4), (90, 4)]
)
def test_the_colour_follows_the_number_of_plans(plans: int, step: int) -> None:
    make_region("Stegs län", code="18")
    row = county_rows()[1][0]
    assert type(row)(row.region, row.path, plans).step == step


def test_the_newest_edition_comes_first(client: Client) -> None:
    make_strategy(published=True, title="Den äldre planen")
    make_strategy(published=True, title="Den yngre planen")
    page = client.get("/").text
    assert page.index("Den yngre planen") < page.index("Den äldre planen")


def test_an_empty_portal_says_so(client: Client) -> None:
    assert "Ingen strategi är publicerad än" in client.get("/").text


def test_the_working_copy_does_not_show_on_the_start_page(client: Client) -> None:
    strategy = make_strategy(published=True, title="Beslutad titel")
    strategy.title = "Påbörjad ny titel"
    strategy.save(update_fields=["title"])
    page = client.get("/").text
    assert "Beslutad titel" in page
    assert "Påbörjad ny titel" not in page


@pytest.mark.usefixtures("register")
def test_queries_do_not_grow_with_the_editions(count_queries) -> None:
    make_strategy(published=True, regions=("Örebro län",))
    few = count_queries("/")
    for name in ("Skåne län", "Falu kommun", "Norra Mellansverige", "Dalarnas län"):
        make_strategy(published=True, regions=(name,))
    assert count_queries("/") == few <= 8


def test_a_page_for_a_visitor_holds_nothing_of_that_visitor(client: Client) -> None:
    for address in ("/", "/om/", "/sok/", "/strategier/", "/aktorer/", "/regioner/"):
        response = client.get(address)
        assert "csrfmiddlewaretoken" not in response.text
        assert not response.cookies, address


def test_whoever_is_signed_in_sees_name_desk_and_a_way_out(client: Client) -> None:
    client.force_login(make_member(make_actor(), name="Karin Prov"))
    page = client.get("/").text
    assert "Karin Prov" in page
    assert "Redigera" in page
    assert "csrfmiddlewaretoken" in page
    assert "Logga in" not in page


@pytest.mark.parametrize(
    "address", ["/", "/om/", "/sok/", "/strategier/", "/aktorer/", "/regioner/"]
)
def test_every_page_has_its_own_title_and_one_heading(client: Client, address: str) -> None:
    page = client.get(address).text
    title = re.search(r"<title>(.+)</title>", page)
    assert title
    assert "Strategiportalen" in title[1]
    assert page.count("<h1") == 1
    assert '<html lang="sv">' in page
    assert '<meta name="description"' in page


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    "address",
    ["/", "/om/", "/sok/?q=län", "/strategier/?ar=x", "/aktorer/", "/aktorer/region-orebro-lan/", "/regioner/",
     "/regioner/orebro-lan/", "/finns-inte/"],
)  # fmt: skip
def test_pages_are_well_formed_and_no_id_stands_twice(client: Client, address: str) -> None:
    make_strategy(published=True, regions=("Örebro län",), owners=("Region Örebro län",))
    page = client.get(address).text
    html5lib.HTMLParser(strict=True).parse(page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_titles_are_unique(client: Client) -> None:
    addresses = ["/", "/om/", "/sok/", "/sok/?q=export", "/strategier/", "/aktorer/", "/regioner/"]
    titles = [
        re.findall(r"<title>(.+)</title>", client.get(address).text)[0] for address in addresses
    ]
    assert len(set(titles)) == len(titles)


def test_the_menu_says_where_one_is(client: Client) -> None:
    region = make_region().get_absolute_url()
    places = {"/regioner/": "page", region: "true", "/strategier/": "page", "/": "page"}
    # Twice, since the menu of a folder is kept.
    for address, current in [*places.items(), *reversed(places.items())]:
        page = client.get(address).text
        found = re.findall(r'href="([^"]+)" aria-current="([^"]+)"', page)
        assert found == [("/regioner/" if address == region else address, current)]


def test_the_menu_is_kept_with_the_name_of_the_portal(client: Client, settings: Any) -> None:
    client.get("/om/")
    settings.PORTAL_NAME = "Planportalen"
    page = client.get("/om/").text
    assert page.count("Planportalen") > 2
    assert "Strategiportalen" not in page


def test_pages_obey_the_content_security_policy(client: Client) -> None:
    for address in ("/", "/sok/", "/strategier/", "/aktorer/", "/regioner/", "/om/"):
        page = client.get(address).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|js:|javascript:", page), address
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), address


@pytest.mark.parametrize("address", ["/", "/sok/", "/om/"])
def test_pages_are_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_about_tells_of_editions_and_sources(client: Client) -> None:
    page = client.get("/om/").text
    assert "En utgåva ändras aldrig" in page
    assert "Statistiska centralbyrån" in page


def test_a_new_edition_moves_its_plan_first(client: Client) -> None:
    first = make_strategy(published=True, title="Plan som får ny utgåva")
    make_strategy(published=True, title="Plan däremellan")
    make_element(first)
    publish(first, user=None, note="En insats till")
    page = client.get("/").text
    assert page.index("Plan som får ny utgåva") < page.index("Plan däremellan")
    assert "utgåva 2" in page
    assert not Region.objects.exists()

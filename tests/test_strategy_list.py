"""The list of strategies: what it shows, and what each filter keeps."""

import re
from datetime import date

import pytest
from django.test import Client

from strategies.dates import Period
from strategies.models import Edition
from strategies.reading.standing import Standing, standing, standing_is
from strategies.templatetags.plans import period
from tests.conftest import HTMX
from tests.factories import current, make_actor, make_region, make_strategy

pytestmark = pytest.mark.django_db

URL = "/strategier/"


def titles(client: Client, query: str = "") -> list[str]:
    page = client.get(URL + query)
    assert page.status_code == 200
    return re.findall(r'<h3><a href="/strategier/[^"]+">([^<]+)</a></h3>', page.text)


def test_only_published_plans_are_listed_by_their_edition(client: Client) -> None:
    make_strategy(title="Utkast")
    published = make_strategy(published=True, title="Beslutad")
    published.title = "Ändrad i arbetskopian"
    published.save(update_fields=["title"])
    assert titles(client) == ["Beslutad"]


def test_titles_stand_in_swedish_order(client: Client) -> None:
    for title in ("Österplan", "Åplan", "Zonplan", "Ärendeplan", "adelsplan"):
        make_strategy(published=True, title=title)
    assert titles(client) == ["adelsplan", "Zonplan", "Åplan", "Ärendeplan", "Österplan"]


def test_a_row_tells_kind_owner_and_period(client: Client) -> None:
    owner = make_actor("Region Radprov")
    make_strategy(published=True, owners=(owner.name,), period=Period(start="2018", end="2022"))
    page = client.get(URL).text
    assert "Handlingsplan" in page
    assert "Region Radprov" in page
    assert "2018–2022" in page
    assert "Avslutad" in page


def test_a_word_in_the_title_narrows_whatever_its_case(client: Client) -> None:
    make_strategy(published=True, title="Klimatplan")
    make_strategy(published=True, title="Näringslivsprogram")
    assert titles(client, "?q=NÄRING") == ["Näringslivsprogram"]
    assert titles(client, "?q=%25") == []


def test_a_lan_holds_its_own_plans_its_kommuners_and_the_larger_areas(client: Client) -> None:
    county = make_region("Prov län", slug="prov-lan")
    other = make_region("Annat län", slug="annat-lan")
    make_region("Prov kommun", slug="prov-kommun", kind="kommun", parent=county)
    make_region("Storprov", slug="storprov", kind="storregion").parts.set([county, other])
    for name in ("Prov län", "Prov kommun", "Storprov", "Annat län"):
        make_strategy(published=True, title=f"Plan för {name}", regions=(name,))
    own, inner, shared, others = (
        "Plan för Prov län",
        "Plan för Prov kommun",
        "Plan för Storprov",
        "Plan för Annat län",
    )
    assert titles(client, "?region=prov-lan") == [inner, own, shared]
    assert titles(client, "?region=annat-lan") == [others, shared]
    assert titles(client, "?region=prov-kommun") == [inner, own, shared]
    assert titles(client, "?region=storprov") == [others, inner, own, shared]


def test_kind_and_owner_narrow(client: Client) -> None:
    owner = make_actor("Ägarregionen", slug="agarregionen")
    make_strategy(published=True, title="Ett program", kind="program", owners=(owner.name,))
    make_strategy(published=True, title="En policy", kind="policy")
    assert titles(client, "?slag=program") == ["Ett program"]
    assert titles(client, "?agare=agarregionen") == ["Ett program"]
    assert titles(client, "?slag=policy&agare=agarregionen") == []


def test_a_year_keeps_the_plans_whose_period_touches_it(client: Client) -> None:
    make_strategy(published=True, title="Tidig", period=Period(start="2018", end="2022"))
    make_strategy(published=True, title="Öppen", period=Period(start="2021"))
    make_strategy(published=True, title="Utan period")
    assert titles(client, "?ar=2017") == []
    assert titles(client, "?ar=2018") == ["Tidig"]
    assert titles(client, "?ar=2022") == ["Tidig", "Öppen"]
    assert titles(client, "?ar=2090") == ["Öppen"]


def test_status_is_read_from_the_period(client: Client) -> None:
    make_strategy(published=True, title="Förr", period=Period(start="2001", end="2002"))
    make_strategy(published=True, title="Nu", period=Period(start="2001", end="2190"))
    make_strategy(published=True, title="Sedan", period=Period(start="2150", end="2190"))
    make_strategy(published=True, title="Utan")
    asked = {"gallande": "Nu", "avslutad": "Förr", "kommande": "Sedan", "utan-period": "Utan"}
    assert {status: titles(client, f"?status={status}") for status in asked} == {
        status: [title] for status, title in asked.items()
    }


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("", ""),
        ("2018", "2022"),
        ("2018", ""),
        ("", "2022"),
        ("2020-06-01", "2020-06-30"),
        ("2020-06-15", "2020-06-15"),
    ],
)
@pytest.mark.parametrize(
    "day",
    [date(2017, 12, 31), date(2018, 1, 1), date(2020, 6, 15), date(2022, 12, 31), date(2023, 1, 1)],
)
def test_the_filter_and_the_tag_agree_on_every_day(start: str, end: str, day: date) -> None:
    edition = current(
        make_strategy(published=True, period=Period(start=start, end=end) if start or end else None)
    )
    told = standing(edition.first_day, edition.last_day, day)
    assert [
        word for word in Standing if Edition.objects.filter(standing_is(word, day)).exists()
    ] == [told]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2018", "2022", "2018–2022"),
        ("2018", "2018", "2018"),
        ("2024", "", "från 2024"),
        ("", "2024", "till och med 2024"),
        ("2020-03-01", "2023-12-31", "1 mars 2020–31 december 2023"),
    ],
)
def test_a_period_is_told_in_words(start: str, end: str, words: str) -> None:
    assert (
        period(current(make_strategy(published=True, period=Period(start=start, end=end)))) == words
    )


@pytest.mark.parametrize(
    "query",
    [
        "?ar=abc",
        "?ar=99999999999999999999",
        "?slag=x",
        "?status=x",
        "?region=finns-inte",
        "?region=%00",
        "?agare=å",
        "?agare=dold",
        "?q=%00",
    ],
)
def test_an_odd_filter_is_told_and_left_out(client: Client, query: str) -> None:
    make_actor("Bara för redaktörer", slug="dold", listed=False)
    make_strategy(published=True, title="Står kvar")
    assert titles(client, query) == ["Står kvar"]
    page = client.get(URL + query).text
    assert 'aria-invalid="true"' in page
    assert "Bara för redaktörer" not in page


@pytest.mark.parametrize("page", ["x", "0", "-1", "999", "%00"])
def test_an_odd_page_number_gives_a_page(client: Client, page: str) -> None:
    make_strategy(published=True, title="Står kvar")
    assert titles(client, f"?sida={page}") == ["Står kvar"]


def test_fifty_a_page_and_the_filters_stay_in_the_address(client: Client) -> None:
    owner = make_actor("Stor ägare", slug="stor-agare")
    for number in range(51):
        make_strategy(published=True, title=f"Plan {number:02}", owners=(owner.name,))
    first = client.get(f"{URL}?agare=stor-agare").text
    assert "51 strategier" in first
    assert "Sida 1 av 2" in first
    assert 'href="?agare=stor-agare&amp;sida=2"' in first
    assert titles(client, "?agare=stor-agare&sida=2") == ["Plan 50"]


def test_a_filter_is_remembered_in_the_form(client: Client) -> None:
    make_region("Valt län", slug="valt-lan")
    kommun = make_region(
        "Vald kommun", slug="vald-kommun", kind="kommun", parent=make_region("Moderlän")
    )
    page = client.get(f"{URL}?region=valt-lan&slag=policy&ar=2022").text
    assert '<option value="valt-lan" selected>' in page
    assert '<option value="policy" selected>' in page
    assert 'value="2022"' in page
    # A kommun without plans is not offered, but an address may name it.
    assert (
        f'<option value="{kommun.slug}" selected>' in client.get(f"{URL}?region={kommun.slug}").text
    )


def test_nothing_found_says_what_to_do(client: Client) -> None:
    assert "Ingen strategi passar hela urvalet" in client.get(f"{URL}?q=saknas").text
    assert "Ingen strategi är publicerad än" in client.get(URL).text


def test_the_fragment_is_a_piece_of_the_page(client: Client) -> None:
    make_strategy(published=True)
    page, fragment = client.get(URL), client.get(URL, headers=HTMX)
    assert fragment.text.strip() in page.text
    assert "<html" not in fragment.text
    assert "HX-Request" in fragment["Vary"]


def test_queries_do_not_grow_with_the_list(count_queries) -> None:
    make_region("Tät län", slug="tat-lan")
    make_strategy(published=True, regions=("Tät län",))
    few = count_queries(f"{URL}?region=tat-lan")
    for _ in range(5):
        make_strategy(published=True, regions=("Tät län",))
    assert count_queries(f"{URL}?region=tat-lan") == few <= 8


def test_the_list_is_only_read(client: Client) -> None:
    assert client.post(URL).status_code == 405

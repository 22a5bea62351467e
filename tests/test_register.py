"""What the files of the reference register say of Sweden."""

import re
from collections import Counter
from itertools import chain

import pytest
from django.utils.text import slugify

from actors import register
from actors.models import ActorKind, RegionKind
from actors.register import actor_rows, region_rows
from actors.swedish import swedish_key

REGIONS = region_rows()
ACTORS = actor_rows()
COUNTIES = {row.code: row for row in REGIONS if row.kind == "län"}
KOMMUNER = {row.code: row for row in REGIONS if row.kind == "kommun"}
NAMES_OF_ACTORS = {row.name for row in ACTORS}

# Written down by hand: the whole country, and the kinds of names that are easily got wrong.
SOME_KOMMUNER = {
    "0114": "Upplands Väsby kommun",
    "0139": "Upplands-Bro kommun",
    "0180": "Stockholms kommun",
    "0305": "Håbo kommun",
    "0486": "Strängnäs kommun",
    "0512": "Ydre kommun",
    "0643": "Habo kommun",
    "0680": "Jönköpings kommun",
    "0765": "Älmhults kommun",
    "0780": "Växjö kommun",
    "0880": "Kalmar kommun",
    "0980": "Gotlands kommun",
    "1083": "Sölvesborgs kommun",
    "1267": "Höörs kommun",
    "1280": "Malmö kommun",
    "1315": "Hylte kommun",
    "1427": "Sotenäs kommun",
    "1438": "Dals-Eds kommun",
    "1462": "Lilla Edets kommun",
    "1480": "Göteborgs kommun",
    "1490": "Borås kommun",
    "1715": "Kils kommun",
    "1860": "Laxå kommun",
    "1882": "Askersunds kommun",
    "1980": "Västerås kommun",
    "2023": "Malung-Sälens kommun",
    "2080": "Falu kommun",
    "2161": "Ljusdals kommun",
    "2260": "Ånge kommun",
    "2361": "Härjedalens kommun",
    "2482": "Skellefteå kommun",
    "2513": "Överkalix kommun",
    "2560": "Älvsbyns kommun",
    "2584": "Kiruna kommun",
}
# fmt: off
KOMMUNER_IN_COUNTY = {
    "01": 26, "03": 8, "04": 9, "05": 13, "06": 13, "07": 8, "08": 12, "09": 1, "10": 5, "12": 33,
    "13": 6, "14": 49, "17": 16, "18": 12, "19": 10, "20": 15, "21": 10, "22": 7, "23": 8, "24": 15,
    "25": 14,
}
COUNTY_NAMES = {
    "Stockholms län", "Uppsala län", "Södermanlands län", "Östergötlands län", "Jönköpings län",
    "Kronobergs län", "Kalmar län", "Gotlands län", "Blekinge län", "Skåne län", "Hallands län",
    "Västra Götalands län", "Värmlands län", "Örebro län", "Västmanlands län", "Dalarnas län",
    "Gävleborgs län", "Västernorrlands län", "Jämtlands län", "Västerbottens län",
    "Norrbottens län",
}
ORGANISED_REGIONS = {
    "Region Blekinge", "Region Dalarna", "Region Gotland", "Region Gävleborg", "Region Halland",
    "Region Jämtland Härjedalen", "Region Jönköpings län", "Region Kalmar län", "Region Kronoberg",
    "Region Norrbotten", "Region Skåne", "Region Stockholm", "Region Sörmland", "Region Uppsala",
    "Region Värmland", "Region Västerbotten", "Region Västernorrland", "Region Västmanland",
    "Region Örebro län", "Region Östergötland", "Västra Götalandsregionen",
}
# fmt: on


def test_sweden_has_21_county_names():
    assert {row.name for row in COUNTIES.values()} == COUNTY_NAMES


def test_sweden_has_290_kommuner_in_the_known_number_for_each_county():
    assert len(KOMMUNER) == 290
    assert Counter(row.parent for row in KOMMUNER.values()) == KOMMUNER_IN_COUNTY


def test_every_kommun_lies_in_the_county_that_its_code_begins_with():
    assert [row.name for row in KOMMUNER.values() if row.parent != row.code[:2]] == []
    assert {row.parent for row in KOMMUNER.values()} == COUNTIES.keys()


@pytest.mark.parametrize(("code", "name"), SOME_KOMMUNER.items())
def test_a_kommun_has_its_official_name(code, name):
    assert KOMMUNER[code].name == name


def test_every_name_of_a_kommun_is_a_genitive_or_ends_in_what_takes_no_s():
    odd = {
        row.name
        for row in KOMMUNER.values()
        if not re.fullmatch(r".*[aeiouyåäösxz] kommun", row.name)
    }
    assert odd == {"Kalmar kommun"}


def test_the_nuts_areas_cover_every_county_once():
    nuts = [row for row in REGIONS if row.kind == "storregion" and row.code]
    assert [row.code for row in nuts] == [
        "SE11",
        "SE12",
        "SE21",
        "SE22",
        "SE23",
        "SE31",
        "SE32",
        "SE33",
    ]
    assert sorted(chain.from_iterable(row.parts for row in nuts)) == sorted(COUNTIES)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Norra Mellansverige", {"Värmlands län", "Dalarnas län", "Gävleborgs län"}),
        ("Småland", {"Jönköpings län", "Kronobergs län", "Kalmar län"}),
        ("Sydsverige", {"Blekinge län", "Skåne län"}),
        ("Övre Norrland", {"Västerbottens län", "Norrbottens län"}),
    ],
)
def test_a_large_region_is_made_of_these_counties(name, parts):
    (row,) = (row for row in REGIONS if row.name == name)
    assert {COUNTIES[code].name for code in row.parts} == parts


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("Stockholmsregionen", "Stockholms län"),
        ("södra Småland", "Kronobergs län"),
        ("Södra Småland", "Kronobergs län"),
        ("Kronoberg", "Kronobergs län"),
        ("norra Mellansverige", "Norra Mellansverige"),
        ("Dalarna", "Dalarnas län"),
        ("Örebroregionen", "Örebro län"),
        ("Askersund", "Askersunds kommun"),
        ("Falun", "Falu kommun"),
        ("Malmö stad", "Malmö kommun"),
    ],
)
def test_a_territory_is_known_by_what_people_call_it(alias, name):
    assert [row.name for row in REGIONS if alias in row.aliases] == [name]


@pytest.mark.parametrize("rows", [REGIONS, ACTORS], ids=["regions", "actors"])
def test_a_name_or_alias_belongs_to_one_row_alone(rows):
    called = [
        call.lower() for row in rows for call in {row.name.lower(), *map(str.lower, row.aliases)}
    ]
    assert [call for call, times in Counter(called).items() if times > 1] == []


@pytest.mark.parametrize("rows", [REGIONS, ACTORS], ids=["regions", "actors"])
def test_slugs_are_plain_ascii_made_of_the_name_and_given_once(rows):
    # Habo and Håbo would share an address.
    renamed = {"Håbo kommun": "habo-kommun-uppsala-lan"}
    assert [row.slug for row in rows if row.slug != renamed.get(row.name, slugify(row.name))] == []
    assert len({row.slug for row in rows}) == len(rows)


def test_the_files_hold_swedish_letters_and_nothing_mangled():
    allowed = re.compile(r"[A-Za-zÅÄÖåäöé0-9 .,:/|\-_\n]*")
    for name in ("regions.csv", "actors.csv"):
        text = (register.DATA / name).read_text(encoding="utf-8").replace('"', "")
        assert allowed.fullmatch(text), f"{name}: {set(allowed.sub('', text))}"
        assert not re.search(r" [,|]|[,|]  |  |\|\||\|,|,\|", text), (
            f"{name} has stray white space or bars"
        )


def test_territories_stand_in_the_order_of_kind_then_code_then_name():
    kinds = list(RegionKind.values)
    keys = [
        (kinds.index(row.kind), not row.code, row.code, swedish_key(row.name)) for row in REGIONS
    ]
    assert keys == sorted(keys)


def test_the_21_regions_are_actors_each_in_its_own_county():
    rows = [row for row in ACTORS if row.kind == "region"]
    assert {row.name for row in rows} == ORGANISED_REGIONS
    assert sorted(row.region for row in rows) == sorted(row.slug for row in COUNTIES.values())


def test_every_kommun_but_gotland_is_an_actor_in_its_territory():
    rows = [row for row in ACTORS if row.kind == "kommun"]
    territories = {row.slug for row in KOMMUNER.values()} - {"gotlands-kommun"}
    assert {row.region for row in rows} == territories
    assert len(rows) == 289


def test_gotland_is_one_organisation():
    assert [row.name for row in ACTORS if "Gotlands kommun" in row.aliases] == ["Region Gotland"]


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Stockholms stad", "Stockholms kommun"),
        ("Göteborgs Stad", "Göteborgs kommun"),
        ("Malmö stad", "Malmö kommun"),
        ("Borås Stad", "Borås kommun"),
        ("Västerås stad", "Västerås kommun"),
        ("Haparanda stad", "Haparanda kommun"),
        ("ALMI Företagspartner", "ALMI"),
        ("ALMI Företagspartner Kronoberg", "ALMI Företagspartner Kronoberg AB"),
        ("Destination Småland", "AB Destination Småland"),
        ("Regionförbundet södra Småland", "regionförbundet södra Småland"),
        ("Region Örebro läns nämnd för regional tillväxt", "nämnden för regional tillväxt"),
        ("Sveriges Kommuner och Regioner", "SKR"),
    ],
)
def test_an_actor_is_known_by_its_other_name(name, alias):
    assert [row.name for row in ACTORS if alias in row.aliases] == [name]


def test_every_county_has_its_state_board():
    boards = {row.name for row in ACTORS if row.name.startswith("Länsstyrelsen")}
    assert boards == {f"Länsstyrelsen i {name}" for name in COUNTY_NAMES}


def test_an_actor_names_a_known_kind_territory_and_parent():
    assert {row.kind for row in ACTORS} <= set(ActorKind.values)
    assert {row.region for row in ACTORS} <= {"", *(row.slug for row in REGIONS)}
    parents = {row.parent for row in ACTORS} - {""}
    assert parents <= NAMES_OF_ACTORS
    assert not [row.name for row in ACTORS if row.name in parents and row.parent]

"""Plans and regions beside each other: what each says, who is silent, and what their words for levels mean."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import Region
from strategies.comparing.columns import MOST_NAMED, Kind, columns
from strategies.comparing.levels import ambiguities, levels
from strategies.comparing.matrix import MOST_SAYINGS, matrix
from strategies.models import Edition, Strategy
from tests.factories import make_actor, make_region, make_strategy, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def make_plan(*titles: str, word: str = "Prioritering", **fields: Any) -> Strategy:
    elements = [{"kind": "direction", "title": title} for title in titles]
    words = {"level_words": {"direction": word}}
    return make_strategy(published=True, elements=elements, **words | fields)


def address(*plans: Strategy, regions: tuple[Region, ...] = ()) -> str:
    asked = [f"plan={plan.slug}" for plan in plans] + [
        f"region={region.slug}" for region in regions
    ]
    return f"/jamfor/?{'&'.join(asked)}"


def cells(page: str, theme: str) -> list[str]:
    """A theme's cells as text."""
    row = page.split(f'id="amne-{theme}"')[1].split("</tr>", maxsplit=1)[0]
    texts = [re.sub(r"<[^>]+>", " ", cell) for cell in row.split("<td")[1:]]
    return [" ".join(text.split(">", 1)[1].split()) for text in texts]


def test_each_cell_tells_how_many_parts_and_opens_them_in_the_plans_own_words(
    client: Client,
) -> None:
    one = make_plan("Export", "Exporten till Norge", title="Den ena")
    other = make_plan("Hälsa", "Export", word="Mål", title="Den andra")
    page = client.get(address(one, other)).text
    first, second = cells(page, "internationalisering")
    assert first.startswith("Den ena 2 delar om Internationalisering och export i Den ena")
    assert "Prioritering: Exporten till Norge" in first
    assert "Mål: Export" in second
    key = str(one.elements.first().key)[:8]
    assert f'href="/strategier/{one.slug}/{key}/"' in page


def test_who_is_silent_says_inget(client: Client) -> None:
    page = client.get(address(make_plan("Export"), make_plan("Hälsa", title="Tyst"))).text
    assert cells(page, "internationalisering")[1] == "Tyst inget"
    assert '<td role="cell" class="silent">' in page


def test_the_summary_tells_what_is_shared_what_is_alone_and_what_nobody_says(
    client: Client,
) -> None:
    one, other = make_plan("Export", "Turism", title="Ett"), make_plan("Export", title="Två")
    page = client.get(address(one, other)).text
    facts = page.split("in-short")[1].split("</dl>")[0]
    shared, alone, nobody = facts.split("<dt>")[1:]
    assert "Internationalisering" in shared
    assert "Bara Ett" in alone
    assert "Besöksnäring" in alone
    assert "Energi" in nobody
    assert "Besöksnäring" not in nobody


def test_what_most_take_up_comes_first(client: Client) -> None:
    one, other = make_plan("Turism", "Turism", "Export"), make_plan("Export")
    page = client.get(address(one, other)).text
    assert page.index('id="amne-internationalisering"') < page.index('id="amne-besoksnaring"')


def test_a_rejected_theme_makes_a_plan_silent(client: Client) -> None:
    one, other = make_plan("Export"), make_plan("Export", title="Nekad")
    other.theme_links.update(state="rejected", decided_by=make_user(), decided_at=timezone.now())
    page = client.get(address(one, other)).text
    assert cells(page, "internationalisering")[1] == "Nekad inget"


def test_a_region_is_all_plans_that_apply_in_it(client: Client) -> None:
    county = make_region("Talande län", slug="talande")
    town = make_region("Byn", kind="kommun", parent=county)
    make_plan("Export", regions=(county.name,))
    make_plan("Export", "Turism", regions=(town.name,))
    past = timezone.localdate().year - 2
    make_plan("Energi", regions=(county.name,), period={"start": str(past), "end": str(past)})
    page = client.get(address(make_plan("Hälsa"), regions=(county,))).text
    assert "2 delar" in cells(page, "internationalisering")[1]
    assert "1 del" in cells(page, "besoksnaring")[1]
    assert 'id="amne-energi"' not in page
    assert "planer som gäller: 2" in page


def test_a_region_says_which_plans_it_holds_and_leaves_out_those_beside_it(client: Client) -> None:
    county = make_region("Talande län", slug="talande")
    own = make_plan("Export", "Turism", title="Egen plan", regions=(county.name,))
    make_plan("Export", title="Annan plan", regions=(county.name,))
    page = " ".join(client.get(address(own, regions=(county,))).text.split())
    told = re.sub(r"<[^>]+>", "", page)
    assert "Talande län omfattar Annan plan." in told
    assert "Egen plan rör också Talande län men har en egen kolumn, och räknas bara där." in told
    assert "andra planer som gäller: 1" in told
    assert "1 del" in cells(page, "internationalisering")[1]
    assert cells(page, "besoksnaring")[1] == "Talande län inget"
    alone = page.split("<dt>Bara Egen plan</dt>")[1].split("</div>")[0]
    assert "Besöksnäring" in alone


def test_a_region_with_no_other_plan_than_the_one_beside_it_says_so(client: Client) -> None:
    county = make_region("Talande län", slug="talande")
    past = timezone.localdate().year - 2
    fields = {"regions": (county.name,), "period": {"start": str(past), "end": str(past)}}
    own = make_plan("Export", **fields)
    assert "inga andra planer" in client.get(address(own, regions=(county,))).text
    make_plan("Export", **fields)
    page = client.get(address(own, regions=(county,))).text
    assert "ingen plan gäller i dag, här är andra som har gällt: 1" in page


def test_a_region_where_nothing_applies_shows_what_has_and_says_so(client: Client) -> None:
    county = make_region("Gamla län", slug="gamla")
    past = timezone.localdate().year - 2
    make_plan("Export", regions=(county.name,), period={"start": str(past), "end": str(past)})
    page = client.get(address(make_plan("Hälsa"), regions=(county,))).text
    assert "ingen plan gäller i dag, här är de som har gällt: 1" in page
    assert "1 del" in cells(page, "internationalisering")[1]


def test_a_region_with_many_plans_names_some_and_counts_all(client: Client) -> None:
    county = make_region("Stora län", slug="stora")
    for _ in range(MOST_NAMED + 2):
        make_plan("Export", regions=(county.name,))
    page = client.get(address(make_plan("Hälsa"), regions=(county,))).text
    assert "För Stora län står här 10 av 12 planer" in page
    assert "12 delar" in cells(page, "internationalisering")[1]


def test_a_region_without_plans_says_so(client: Client) -> None:
    page = client.get(address(make_plan("Export"), regions=(make_region("Tomma län"),))).text
    assert "inga publicerade planer" in page
    assert cells(page, "internationalisering")[1] == "Tomma län inget"


def test_the_same_word_for_different_levels_is_explained(client: Client) -> None:
    one = make_plan("Export", word="Fokusområde", title="Plan A")
    below = [{"kind": "focus_area", "title": "Export"}]
    two = make_strategy(
        published=True,
        title="Plan B",
        elements=[{"kind": "direction", "title": "Tillväxt", "elements": below}],
        level_words={"direction": "Mål", "focus_area": "fokusområde"},
    )
    page = " ".join(client.get(address(one, two)).text.split())
    assert "”Fokusområde” betyder olika saker." in page
    assert "en inriktning i Plan A och ett insatsområde i Plan B." in page


def test_a_word_that_many_plans_use_names_some_and_counts_the_others(client: Client) -> None:
    same = [make_plan("Export", word="Fokusområde") for _ in range(5)]
    below = [{"kind": "focus_area", "title": "Export"}]
    other = make_strategy(
        published=True,
        elements=[{"kind": "direction", "title": "Tillväxt", "elements": below}],
        level_words={"direction": "Mål", "focus_area": "Fokusområde"},
    )
    page = " ".join(client.get(address(*same, other)).text.split())
    assert f"{same[3].title} och 1 plan till och ett insatsområde i {other.title}." in page


def test_a_word_for_one_level_needs_no_explanation() -> None:
    plans = [make_plan("Export"), make_plan("Export")]
    editions = Edition.objects.current().filter(strategy__in=plans).with_places()
    told = levels(editions)
    assert [plan.words for plan in told] == [[("Prioritering", 1), None, None]] * 2
    assert ambiguities(told) == []


def test_period_owners_and_standing_stand_side_by_side(client: Client) -> None:
    owner = make_actor("Region Ett").name
    period = {"start": "2018", "end": "2022"}
    one = make_plan("Export", owners=(owner,), period=period)
    page = client.get(address(one, make_plan("Turism"))).text
    facts = page.split('id="uppgifter"')[1]
    assert "Region Ett" in facts
    assert "2018–2022" in facts
    assert "Avslutad" in facts
    assert "anges inte" in facts


def test_every_owner_is_named_once_and_in_a_line_that_there_are_more(client: Client) -> None:
    owners = tuple(
        make_actor(f"{name} kommun").name for name in ("Alm", "Björk", "Cedergren", "Döda", "Ek")
    )
    one, other = make_plan("Export", owners=owners), make_plan("Turism")
    assert "Alm kommun med flera" in client.get("/jamfor/").text
    page = client.get(address(one, other)).text
    assert "Alm kommun med flera" in page.split('id="uppgifter"')[0]
    assert ", ".join(owners) in page.split('id="uppgifter"')[1]


def test_long_names_are_not_cut(client: Client) -> None:
    long = "Strategi för industriell omvandling i Norra Mellansverige och Bergslagen"
    page = client.get(address(make_plan("Export", title=long), make_plan("Turism"))).text
    assert f"<dt>Bara {long}</dt>" in page


def test_nothing_and_one_are_asked_for_more(client: Client) -> None:
    plan = make_plan("Export", title="Den enda planen")
    page = client.get("/jamfor/").text
    assert "Välj vad du vill jämföra" in page
    assert f'href="/jamfor/?plan={plan.slug}"' in page
    page = client.get(address(plan)).text
    assert "Välj minst en till" in page
    assert "<table" not in page


def test_a_choice_is_added_and_taken_away_by_links(client: Client) -> None:
    one, two, three = (make_plan("Export", title=title) for title in ("Ett", "Två", "Tre"))
    page = client.get(address(one, two)).text
    assert f'href="/jamfor/?plan={one.slug}&amp;plan={two.slug}&amp;plan={three.slug}"' in page
    assert f'href="/jamfor/?plan={two.slug}"' in page


def test_what_is_looked_for_is_found_by_title_owner_and_name(client: Client) -> None:
    owner = make_actor("Region Skogen")
    make_plan("Export", title="Handlingsplan för älgar", owners=(owner.name,))
    make_plan("Export", title="Policy")
    make_region("Skogslän", slug="skogslan")
    page = client.get("/jamfor/?q=skog", headers=HTMX).text
    assert "Handlingsplan för älgar" in page
    assert "Skogslän" in page
    assert "Policy" not in page
    assert "<html" not in page
    assert "älgar" in client.get("/jamfor/?q=ÄLGAR").text
    assert "Pröva ett kortare ord" in client.get("/jamfor/?q=finnsinte").text


@pytest.mark.parametrize(
    "text",
    [
        "dalarnas",
        "strategiernas region dalarna",
        "Industrins omvandlingar",
        "dala",
        "gävleborg dalarna",
    ],
)
def test_words_are_found_in_any_form_and_order(client: Client, text: str) -> None:
    owners = tuple(make_actor(f"Region {name}").name for name in ("Dalarna", "Gävleborg"))
    make_plan("Export", title="Tillväxtstrategi för omvandling i industrin", owners=owners)
    make_plan("Export", title="Handlingsplan för Mölndals stad")
    page = client.get("/jamfor/", {"q": text}, headers=HTMX).text
    assert "Tillväxtstrategi för omvandling" in page
    assert "Mölndals" not in page


def test_one_plan_and_one_territory_are_told_as_one(client: Client) -> None:
    make_region("Ensamma länet", slug="ensamma")
    make_plan("Export", title="Ensamma planen")
    page = client.get("/jamfor/?q=ensamma", headers=HTMX).text
    assert "1 plan och 1 område att välja" in page


def test_the_fragment_is_a_piece_of_the_page(client: Client) -> None:
    make_plan("Export")
    page, fragment = client.get("/jamfor/?q=a"), client.get("/jamfor/?q=a", headers=HTMX)
    assert fragment.text.strip() in page.text


def test_six_are_compared_and_a_seventh_is_told(client: Client) -> None:
    plans = [make_plan("Export") for _ in range(7)]
    page = client.get(address(*plans)).text
    assert page.count('role="columnheader"') >= 7
    assert "Högst sex kan jämföras på en gång" in page
    assert plans[6].title not in page
    assert "Fler än sex går inte" in page


def test_what_is_not_published_is_told_and_left_out(client: Client) -> None:
    draft = make_strategy(title="Hemligt utkast")
    page = client.get(address(make_plan("Export"), draft)).text
    assert "finns inte, eller är inte publicerat" in page
    assert "Hemligt utkast" not in page


@pytest.mark.parametrize(
    "odd",
    [
        "q=i",
        "q=%26",
        "q=%27%5C%5Cm(",
        "q=%00",
        "plan=%00",
        "region=%00&plan=%F0%9F%A6%8C",
        "q=" + "a" * 5000,
    ],
)
def test_odd_addresses_are_answered(client: Client, odd: str) -> None:
    make_plan("Export")
    assert client.get(f"/jamfor/?{odd}").status_code == 200


def test_the_same_twice_is_one(client: Client) -> None:
    plan = make_plan("Export")
    assert "Välj minst en till" in client.get(address(plan, plan)).text


@pytest.mark.parametrize("kind", ["plan", "region"])
def test_a_cell_holds_some_passages_and_leads_to_the_rest(client: Client, kind: Kind) -> None:
    most = MOST_SAYINGS[kind]
    county = make_region("Provlän", slug="provlan")
    many = make_plan(*(f"Export {number}" for number in range(most + 3)), regions=(county.name,))
    slugs = {"plan": many.slug, "region": county.slug}
    beside = make_plan("Hälsa")
    chosen = columns([(kind, slugs[kind]), ("plan", beside.slug)])
    (row,) = [row for row in matrix(chosen).rows if row.theme.slug == "internationalisering"]
    cell = row.cells[0]
    assert (cell.total, len(cell.sayings), cell.rest) == (most + 3, most, 3)
    page = client.get(f"/jamfor/?{kind}={slugs[kind]}&plan={beside.slug}").text
    rest = {
        "plan": f'<a href="{many.get_absolute_url()}">3 delar till i planen</a>',
        "region": '<a href="/amnen/internationalisering/?region=provlan">3 delar till om ämnet</a>',
    }
    assert rest[kind] in page


def test_a_plan_page_and_a_region_page_lead_to_the_comparison(client: Client) -> None:
    region = make_region("Provlän", slug="provlan")
    plan = make_plan("Export", regions=(region.name,))
    assert f"/jamfor/?plan={plan.slug}" in client.get(plan.get_absolute_url()).text
    assert "/jamfor/?region=provlan" in client.get("/regioner/provlan/").text


def test_queries_do_not_grow_with_what_the_plans_say(count_queries: Callable[..., int]) -> None:
    region = make_region("Provlän", slug="provlan")
    one, two = make_plan("Export"), make_plan("Turism", regions=(region.name,))
    make_plan("Hälsa", regions=(region.name,))  # to choose among
    url = address(one, two, regions=(region,))
    few = count_queries(url)
    for _ in range(4):
        make_plan("Export", "Export och turism", "Energi", regions=(region.name,))
    assert count_queries(url) == few

"""Readers see what plans are about, which of it the portal only proposes, and who is silent; never what is rejected."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from strategies.models import Strategy, ThemeLink
from strategies.reading.plan_view import MOST_PROPOSED
from tests.factories import make_actor, make_region, make_strategy, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
EXPORT = "/amnen/internationalisering/"


def make_plan(*titles: str, **fields: Any) -> Strategy:
    elements = [{"kind": "direction", "title": title} for title in titles]
    words = {"direction": "Prioritering"}
    return make_strategy(published=True, elements=elements, level_words=words, **fields)


def decide(strategy: Strategy, state: str) -> None:
    strategy.theme_links.update(state=state, decided_by=make_user(), decided_at=timezone.now())


def test_all_themes_are_listed_with_how_many_plans_take_them_up(client: Client) -> None:
    make_plan("Export", "Export till Norge")
    make_plan("Exporten")
    make_plan("Hälsa")
    page = client.get("/amnen/").text
    row = page.split("/amnen/internationalisering/")[1].split("</li>")[0]
    assert "2 planer av 3" in row
    assert 'width="67%"' in row
    assert "ingen plan" in page.split("/amnen/energi/")[1].split("</li>")[0]


def test_the_list_is_kept_for_visitors_until_a_theme_changes(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    plan = make_plan("Export")
    first = client.get("/amnen/")
    with django_assert_max_num_queries(1):  # whether anything has changed
        again = client.get("/amnen/")
    assert again.content == first.content
    assert client.get("/amnen/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    decide(plan, "rejected")
    assert "1 plan av 1" not in client.get("/amnen/").text


def test_who_is_signed_in_has_a_list_of_their_own(client: Client) -> None:
    client.get("/amnen/")
    client.force_login(make_user(name="Disa Redaktör"))
    answer = client.get("/amnen/")
    assert "Disa Redaktör" in answer.text
    assert "ETag" not in answer
    client.logout()
    assert "Disa Redaktör" not in client.get("/amnen/").text


def test_a_theme_tells_plan_by_plan_in_the_plans_own_words_and_why(client: Client) -> None:
    plan = make_plan("Exporten ska öka", regions=(make_region("Provlän").name,))
    page = client.get(EXPORT).text
    key = str(plan.elements.get().key)[:8]
    assert f'<a href="/strategier/{plan.slug}/{key}/">Exporten ska öka</a>' in page
    assert "Prioritering:" in page
    assert "föreslaget av portalen utifrån ”exporten”" in page
    assert "Provlän</h3>" in page
    assert "1 av 1 plan tar upp ämnet" in page


def test_what_a_person_has_confirmed_is_not_called_a_proposal(client: Client) -> None:
    plan = make_plan("Export")
    decide(plan, "confirmed")
    for url in (EXPORT, plan.get_absolute_url(), address(plan)):
        page = client.get(url).text
        assert "föreslaget" not in page, url
        assert "Internationalisering" in page, url


def test_a_reader_never_sees_what_is_rejected(client: Client) -> None:
    plan = make_plan("Export")
    before = client.get(plan.get_absolute_url()).text
    assert EXPORT in before
    decide(plan, "rejected")
    assert EXPORT not in client.get(plan.get_absolute_url()).text
    assert EXPORT not in client.get(address(plan)).text
    assert "Ingen publicerad plan" in client.get(EXPORT).text
    assert "ingen plan" in client.get("/amnen/").text.split(EXPORT)[1].split("</li>")[0]
    assert plan.title not in client.get("/strategier/?amne=internationalisering").text


def test_a_working_copy_shows_no_theme(client: Client) -> None:
    draft = make_strategy(elements=[{"kind": "direction", "title": "Export"}])
    key = draft.elements.get().key
    ThemeLink.objects.create(
        strategy=draft, key=key, theme="internationalisering", words=["export"]
    )
    assert draft.title not in client.get(EXPORT).text


def address(plan: Strategy) -> str:
    return f"{plan.get_absolute_url()}{str(plan.elements.get().key)[:8]}/"


def test_an_element_tells_its_themes_with_the_words(client: Client) -> None:
    page = client.get(address(make_plan("Utländska marknader och export"))).text
    assert "föreslaget av portalen utifrån ”utländska marknader”, ”export”" in page


def test_an_older_edition_tells_no_themes(client: Client) -> None:
    plan = make_plan("Export")
    assert EXPORT not in client.get(f"{plan.get_absolute_url()}utgavor/1/").text


def test_every_theme_of_a_plan_is_on_its_page(client: Client) -> None:
    titles = (
        "Export",
        "Turism",
        "Hälsa",
        "Energi",
        "Innovation",
        "Digitalisering",
        "Kultur",
        "Bostäder",
    )
    plan = make_plan(*titles)
    themes = set(plan.theme_links.values_list("theme", flat=True))
    assert len(themes) > MOST_PROPOSED
    page = client.get(plan.get_absolute_url()).text
    facts = page.split('id="in-short"')[1].split("</section>")[0]
    assert all(f'href="/amnen/{theme}/"' in facts for theme in themes)
    assert f"<summary>{len(themes) - MOST_PROPOSED} ämne" in facts


@pytest.mark.parametrize("title", ["Export", "Hälsa"])
def test_a_plan_of_many_owners_says_that_there_are_more(client: Client, title: str) -> None:
    owners = tuple(make_actor(f"{name} kommun").name for name in ("Alm", "Björk", "Cedergren"))
    make_plan(title, owners=owners)
    assert "Alm kommun med flera" in client.get(EXPORT).text


def test_who_says_nothing_is_named(client: Client) -> None:
    make_plan("Export")
    silent = make_plan("Hälsa", title="Den tysta planen")
    page = client.get(EXPORT).text
    assert silent.title in page.split("Säger inget om ämnet")[1]


def test_a_lan_narrows_both_those_who_speak_and_those_who_are_silent(client: Client) -> None:
    here, there = make_region("Härs län", slug="har"), make_region("Därs län", slug="dar")
    make_plan("Export", title="Talar här", regions=(here.name,))
    make_plan("Export", title="Talar där", regions=(there.name,))
    make_plan("Hälsa", title="Tyst här", regions=(here.name,))
    make_plan("Hälsa", title="Tyst där", regions=(there.name,))
    page = client.get(f"{EXPORT}?region=har").text
    assert "1 av 2 planer som rör Härs län" in page
    assert "Talar här" in page
    assert "Tyst här" in page
    assert "Talar där" not in page
    assert "Tyst där" not in page


def test_a_county_with_no_plan_about_it_is_told_on_the_map(client: Client) -> None:
    make_region("Örebro län", code="18", slug="orebro")
    make_plan("Hälsa", regions=("Örebro län",))
    assert 'aria-label="Örebro län, 0 planer"' in client.get(EXPORT).text
    make_plan("Export", regions=("Örebro län",))
    page = client.get(EXPORT).text
    assert 'aria-label="Örebro län, 1 plan"' in page
    assert f'href="{EXPORT}?region=orebro"' in page


def test_one_plan_is_told_as_one(client: Client) -> None:
    region = make_region("Provlän", slug="provlan")
    make_strategy(published=True, title="Exportplan", regions=(region.name,))
    assert "1 av 1 plan tar upp ämnet" in client.get("/amnen/internationalisering/").text
    page = client.get("/amnen/internationalisering/?region=provlan").text
    assert "1 av 1 plan som rör Provlän tar upp ämnet" in page


def test_an_odd_region_is_told_and_left_out(client: Client) -> None:
    make_plan("Export", title="Talar")
    page = client.get(f"{EXPORT}?region=ingenstans").text
    assert "Valet finns inte. Välj ett i listan." in page
    assert "Talar" in page


def test_a_theme_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/amnen/astrologi/").status_code == 404


def test_the_fragment_is_a_piece_of_the_page(client: Client) -> None:
    make_plan("Export")
    page, fragment = client.get(EXPORT), client.get(EXPORT, headers=HTMX)
    assert fragment.text.strip() in page.text
    assert "<html" not in fragment.text


def test_strategies_are_narrowed_by_theme(client: Client) -> None:
    make_plan("Export", title="Om export")
    make_plan("Hälsa", title="Om hälsa")
    page = client.get("/strategier/?amne=internationalisering").text
    assert "Om export" in page
    assert "Om hälsa" not in page
    assert "Valet finns inte" in client.get("/strategier/?amne=astrologi").text


def test_many_passages_of_one_plan_are_folded(client: Client) -> None:
    make_plan(*(f"Export {number}" for number in range(12)))
    page = client.get(EXPORT).text
    assert "Visa 7 delar till" in page
    assert page.count("Prioritering:") == 12


def test_queries_do_not_grow_with_plans(count_queries: Callable[..., int]) -> None:
    region = make_region("Provlän", code="18").name
    make_plan("Export", regions=(region,))
    make_plan("Hälsa", regions=(region,))
    urls = (EXPORT, f"{EXPORT}?region={'lan'}", "/amnen/", "/strategier/?amne=internationalisering")
    few = [count_queries(url) for url in urls]
    for number in range(4):
        make_plan("Export", "Export", regions=(region, make_region().name))
        make_plan("Hälsa", owners=(make_actor().name, make_actor().name), title=f"Tyst {number}")
    assert [count_queries(url) for url in urls] == few

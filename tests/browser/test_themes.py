"""Themes and the comparison as people meet them: by keyboard, on a phone, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import SLUG, overflow, violations

PLANS = (
    SLUG,
    "naringslivs-och-tillvaxtstrategi-stockholms-lan",
    "smaland-business-region-inspel-till-rus-kronobergs-lan",
    "strategi-for-industriell-omvandling-i-norra-mellansverige",
)
THREE = "/jamfor/?" + "&".join(f"plan={slug}" for slug in PLANS[:3])
# Plans that no other test changes, and what they say of export.
QUIET = (
    "/jamfor/?plan=naringslivs-och-tillvaxtstrategi-stockholms-lan"
    "&plan=strategi-for-industriell-omvandling-i-norra-mellansverige"
    "&plan=naringslivsprogram-2020-2023-askersunds-kommun"
)
EXPORT = "Stärk och utveckla export, internationalisering och investeringar"
SIX = (
    "/jamfor/?" + "&".join(f"plan={slug}" for slug in PLANS) + "&region=orebro-lan&region=skane-lan"
)
THEMES = f"/redigera/{SLUG}/amnen/"


@pytest.mark.parametrize("path", ["/amnen/kompetensforsorjning/", THREE, SIX])
def test_axe_has_nothing_to_say_with_every_cell_open(visit: Callable[..., Page], path: str) -> None:
    page = visit(path)
    for summary in page.locator("main details:not(.choose) > summary").all():
        summary.click()
    assert violations(page) == []


def test_a_cell_is_opened_by_keyboard_and_leads_to_the_part(visit: Callable[..., Page]) -> None:
    page = visit(QUIET)
    cell = page.locator("#amne-internationalisering td").first
    cell.locator("summary").focus()
    page.keyboard.press("Enter")
    link = cell.get_by_role("link", name=EXPORT)
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(EXPORT)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_matrix_is_a_table_with_row_and_column_headers_also_as_a_list(
    visit: Callable[..., Page], width: int
) -> None:
    page = visit(QUIET, width=width)
    table = page.get_by_role("table").first
    expect(table.get_by_role("rowheader", name="Internationalisering")).to_be_visible()
    names = table.get_by_role("columnheader").all_inner_texts()
    assert names[0].strip() == "Ämne"
    assert len(names) == 4
    row = table.get_by_role("row").filter(has_text="Internationalisering")
    expect(row.get_by_role("cell").last).to_contain_text("inget")


@pytest.mark.parametrize("width", [320, 360, 700, 1024])
@pytest.mark.parametrize(
    "path", ["/amnen/", "/amnen/kompetensforsorjning/", "/jamfor/?q=region", THREE, SIX]
)
def test_nothing_is_wider_than_the_screen(
    visit: Callable[..., Page], path: str, width: int
) -> None:
    page = visit(path, width=width)
    for summary in page.locator("main details > summary").all():
        summary.click()
    assert overflow(page) == 0


@pytest.mark.parametrize("path", [QUIET, SIX])
def test_every_cell_is_open_on_paper(visit: Callable[..., Page], path: str) -> None:
    page = visit(path, width=700)
    how = page.get_by_text("Öppna en ruta för att läsa delarna.")
    expect(how).to_be_visible()
    expect(page.locator("#amne-internationalisering details[open]")).to_have_count(0)
    page.emulate_media(media="print")
    for passages in page.locator(".matrix .sayings").all():
        expect(passages).to_be_visible()
    expect(how).to_be_hidden()
    assert overflow(page) == 0


def test_every_theme_of_a_plan_is_on_paper(visit: Callable[..., Page]) -> None:
    page = visit(f"/strategier/{PLANS[2]}/")
    folded = page.locator(".in-short details a").first
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()


def test_the_heads_stay_in_sight_on_a_wide_screen(visit: Callable[..., Page]) -> None:
    page = visit(THREE)
    page.locator(".matrix tbody tr").last.scroll_into_view_if_needed()
    page.mouse.wheel(0, 400)
    head = page.locator(".matrix thead th").nth(1)
    expect(head).to_be_in_viewport()


def test_what_to_compare_is_found_as_one_types_and_added(visit: Callable[..., Page]) -> None:
    page = visit("/jamfor/")
    page.get_by_label("Planens, ägarens eller områdets namn").press_sequentially("stockholm")
    page.get_by_role("link", name="Lägg till Näringslivs- och tillväxtstrategi").wait_for()
    expect(page.get_by_text("Strategi för industriell omvandling")).to_have_count(0)
    page.get_by_role("link", name="Lägg till Näringslivs- och tillväxtstrategi").click()
    expect(page.get_by_role("heading", name="Välj minst en till")).to_be_visible()
    # Back is what was typed, and what it found.
    page.go_back()
    expect(page.get_by_label("Planens, ägarens eller områdets namn")).to_have_value("stockholm")
    expect(page.get_by_role("link", name="Lägg till Strategi för industriell")).to_have_count(0)
    page.get_by_role("link", name="Lägg till Näringslivs- och tillväxtstrategi").click()
    page.get_by_role("link", name="Lägg till Handlingsplan").click()
    expect(page.get_by_role("table").first).to_be_visible()
    page.get_by_role("link", name="Ta bort Handlingsplan").click()
    expect(page.get_by_role("heading", name="Välj minst en till")).to_be_visible()


def test_it_all_works_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit("/jamfor/", java_script_enabled=False, width=360)
    page.get_by_label("Planens, ägarens eller områdets namn").fill("näringsliv")
    page.get_by_role("button", name="Sök", exact=True).click()
    page.get_by_role("link", name="Lägg till Handlingsplan").click()
    page.get_by_role("link", name="Lägg till Näringslivs- och").click()
    cell = page.locator("#amne-innovation td").nth(1)
    cell.locator("summary").click()
    expect(cell.get_by_role("link").first).to_be_visible()
    page.goto("/amnen/innovation/")
    page.get_by_label("Region").select_option(label="Örebro län")
    page.get_by_role("button", name="Visa urvalet").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Örebro län")


def test_a_theme_is_decided_by_keyboard_and_the_focus_stays(
    signed_in: Callable[..., Page], visit: Callable[..., Page]
) -> None:
    page = signed_in("redaktor", THEMES)
    row = page.locator(".catalogued").filter(has_text="Vidareutveckla regional exportsamverkan")
    confirm = row.get_by_role("button", name="Bekräfta Internationalisering")
    confirm.focus()
    page.keyboard.press("Enter")
    expect(confirm).to_have_attribute("aria-pressed", "true")
    expect(confirm).to_be_focused()
    expect(page.locator("#besked")).to_contain_text("är bekräftat")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    reject = row.get_by_role("button", name="Avvisa Internationalisering")
    expect(reject).to_have_attribute("aria-pressed", "true")
    expect(reject).to_be_focused()
    assert violations(page) == []
    shown = visit("/amnen/internationalisering/")
    expect(shown.get_by_text("Vidareutveckla regional exportsamverkan")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(reject).to_have_attribute("aria-pressed", "false")


def test_a_theme_is_added_without_javascript(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor", THEMES, java_script_enabled=False, width=360)
    row = page.locator(".catalogued").filter(has_text="Tillsätta ett regionalt näringslivsråd")
    row.get_by_label("Ett ämne till för").select_option(label="Energi")
    row.get_by_role("button", name="Lägg till").click()
    taken = row.get_by_role("button", name="Bekräfta Energi")
    expect(taken).to_have_attribute("aria-pressed", "true")
    assert overflow(page) == 0
    taken.click()
    expect(taken).to_have_count(0)

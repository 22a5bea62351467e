"""Editions and previews as people meet them: two editions compared, a draft read through a link."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import SLUG, overflow, violations

HOME = f"/strategier/{SLUG}/"
DESK = f"/redigera/{SLUG}/"


@pytest.fixture
def two_editions(signed_in: Callable[..., Page]) -> int:
    """The number of a new edition, in which the first action has another text; the one before it is one less."""
    page = signed_in("godkannare", DESK)
    page.locator("#outline .line-tools a").nth(1).click()
    field = page.locator("#panel").get_by_label("Text", exact=True)
    field.fill(f"{field.input_value()} Rådet möts varje månad.")
    page.locator("#panel").get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator("#besked")).to_contain_text("är sparad")
    page.goto(f"{DESK}publicera/")
    page.get_by_label("Vad är nytt?").fill("Rådet möts oftare.")
    page.get_by_role("button", name="Publicera utgåvan").click()
    page.goto(f"{HOME}utgavor/")
    return int(page.get_by_label("Till", exact=True).input_value())


@pytest.mark.parametrize("width", [1280, 320])
def test_two_editions_are_chosen_and_compared(
    visit: Callable[..., Page], two_editions: int, width: int
) -> None:
    page = visit(f"{HOME}utgavor/", width=width)
    assert violations(page) == []
    page.get_by_role("button", name="Visa vad som skiljer").click()
    page.wait_for_url(f"**/utgavor/{two_editions - 1}/mot/{two_editions}/")
    expect(page.locator("ins")).to_contain_text("Rådet möts varje månad.")
    assert violations(page) == []
    assert overflow(page) == 0
    # What happened to a part is told in words and lines, not only by colour.
    expect(page.locator(".part .tag").first).to_have_text("ändrad")
    assert "underline" in page.locator("ins").first.evaluate(
        "found => getComputedStyle(found).textDecorationLine"
    )
    page.locator(".part a").first.click()
    page.wait_for_url(re.compile(rf"/utgavor/{two_editions}/[0-9a-f]{{8}}/"))
    assert violations(page) == []
    assert overflow(page) == 0


# A word that fits on no line, where titles, a plan's own words and a form's stand.
LONG_WORDS = """() => document.querySelectorAll(
  ".crumbs a, .contents a, h1, h2 a, h3 a, .part, .compared, .lead, dd, label, legend, option, .what, .challenges h3, .statements p, .notice p"
).forEach(place => place.append(" " + "ö".repeat(250)))"""


def test_no_word_is_so_long_that_pages_of_editions_scroll_sideways(
    visit: Callable[..., Page], two_editions: int
) -> None:
    compared = f"{HOME}utgavor/{two_editions - 1}/mot/{two_editions}/"
    page = visit(compared, width=320)
    wide = {}
    edition = f"{HOME}utgavor/{two_editions}/"
    page.goto(edition)
    element = page.locator(".node h3 a").first.evaluate("link => link.pathname")
    for path in (f"{HOME}utgavor/", compared, edition, element, f"{edition}kontroll/"):
        page.goto(path)
        page.evaluate(LONG_WORDS)
        if overflow(page):
            wide[path] = overflow(page)
    assert wide == {}


def test_an_old_edition_leads_to_what_is_new(visit: Callable[..., Page], two_editions: int) -> None:
    page = visit(f"{HOME}utgavor/{two_editions - 1}/")
    page.get_by_role("link", name="se vad som är nytt sedan dess").click()
    expect(page.get_by_text(f"Nytt sedan utgåva {two_editions - 1}")).to_be_visible()
    old = visit(f"{HOME}utgavor/{two_editions - 1}/")
    old.locator(".actions .what a").first.click()
    expect(old.get_by_text("som inte är den senaste utgåvan")).to_be_visible()
    assert violations(old) == []


def test_a_draft_is_read_through_a_link_until_it_is_ended(
    signed_in: Callable[..., Page], visit: Callable[..., Page]
) -> None:
    page = signed_in("redaktor", f"{DESK}forhandsvisning/lankar/")
    page.get_by_label("För vem?").fill("Näringslivsrådet")
    page.get_by_role("button", name="Gör en länk").click()
    link = page.get_by_label("Länk att skicka").input_value()
    assert violations(page) == []
    reader = visit(link, width=320)
    expect(reader.get_by_text("Utkast.")).to_be_visible()
    assert link.rstrip("/").rsplit("/", 1)[1] not in reader.url + reader.content()
    assert violations(reader) == []
    assert overflow(reader) == 0
    page.get_by_role("button", name="Avsluta länken till Näringslivsrådet").first.click()
    expect(page.get_by_text("Länken är avslutad")).to_be_visible()
    assert violations(page) == []
    reader.reload()
    expect(reader.get_by_role("heading", name="Länken gäller inte längre")).to_be_visible()
    assert violations(reader) == []

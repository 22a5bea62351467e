"""WCAG 2.2 AA as far as rules can tell, on every type of page; and what rules cannot tell: reflow, keyboard, no JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

OREBRO = "/strategier/handlingsplan-for-naringsliv-och-entreprenorskap-orebro-lan/"
KRONOBERG = "/strategier/smaland-business-region-inspel-till-rus-kronobergs-lan/"
ASKERSUND = "/strategier/naringslivsprogram-2020-2023-askersunds-kommun/"
PUBLIC = [
    "/",
    "/strategier/",
    f"{OREBRO}roda-traden/",
    f"{OREBRO}utmaningar/",
    "/strategier/strategi-for-industriell-omvandling-i-norra-mellansverige/utmaningar/",
    "/regioner/orebro-lan/roda-traden/",
    "/aktorer/business-region-orebro/natverk/",
    "/strategier/?region=orebro-lan",
    "/strategier/?q=finnsinte",
    OREBRO,
    KRONOBERG,
    f"{OREBRO}utgavor/",
    f"{OREBRO}utgavor/1/",
    f"{OREBRO}utgavor/1/mot/1/",
    f"{OREBRO}kallor/1/",
    "/aktorer/",
    "/aktorer/region-orebro-lan/",
    "/aktorer/vinnova/",
    "/regioner/",
    "/regioner/orebro-lan/",
    "/regioner/norra-mellansverige/",
    "/amnen/",
    "/amnen/kompetensforsorjning/",
    "/amnen/energi/?region=orebro-lan",
    "/jamfor/",
    f"/jamfor/?plan={OREBRO.split('/')[2]}&region=stockholms-lan",
    "/sok/",
    "/sok/?q=kompetens",
    "/sok/?q=finnsinte",
    "/oppna-data/",
    f"{OREBRO}utgavor/1/filer/",
    "/api/",
    "/om/",
    "/om/tillganglighet/",
    "/om/tillganglighet/anmal/",
    "/om/tillganglighet/anmal/tack/",
    "/om/personuppgifter/",
    "/folj/",
    "/folj/?region=orebro-lan",
    "/folj/skickat/",
    "/konto/logga-in/",
    "/finns-inte/",
]
SLUG = "handlingsplan-for-naringsliv-och-entreprenorskap-orebro-lan"
STAFF = [
    "/redigera/",
    "/redigera/ny/plan/",
    f"/redigera/{SLUG}/",
    f"/redigera/{SLUG}/uppgifter/",
    f"/redigera/{SLUG}/aktorer/",
    f"/redigera/{SLUG}/delar/ny/",
    f"/redigera/{SLUG}/runt/",
    f"/redigera/{SLUG}/runt/resurser/ny/",
    f"/redigera/{SLUG}/runt/samband/ny/",
    f"/redigera/{SLUG}/runt/personer/ny/",
    f"/redigera/{SLUG}/forhandsvisning/",
    f"/redigera/{SLUG}/forhandsvisning/lankar/",
    f"/redigera/{SLUG}/faktakoll/",
    f"/redigera/{SLUG}/publicera/",
    f"/redigera/{SLUG}/att-gora/",
    f"/redigera/{SLUG}/fil/",
    f"/redigera/{SLUG}/kopiera/",
    f"/redigera/{SLUG}/personer/",
    f"/redigera/{SLUG}/amnen/",
    "/konto/",
    f"/redigera/{SLUG}/historik/",
    f"/redigera/{SLUG}/historik/?slag=ovrigt",
    "/redigera/historik/person/",
    "/konto/losenord/byt/",
    "/konto/skydd/",
    "/konto/enheter/",
    "/personer/behorigheter/",
    OREBRO,
]
# What administrators have besides.
PEOPLE = ["/personer/", "/personer/bjud-in/"]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


# What of the rules depends on colours, which are all that the dark scheme changes.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(page: Page) -> list[str]:
    """What axe says of the page, in both colour schemes."""
    found = _said(page, RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"mörkt: {said}" for said in _said(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def _said(page: Page, rules: dict[str, Any]) -> list[str]:
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def test_the_dark_scheme_is_looked_at_too(visit: Callable[..., Page]) -> None:
    page = visit("/om/")
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("@media (prefers-color-scheme: dark) { main p { color: #333 } }");
            document.adoptedStyleSheets.push(sheet);
        }"""
    )
    (first, *_more) = violations(page)
    assert first.startswith("mörkt: color-contrast")


@pytest.mark.parametrize("path", PUBLIC)
def test_axe_has_nothing_to_say_of_a_public_page(visit: Callable[..., Page], path: str) -> None:
    assert violations(visit(path)) == []


def test_axe_has_nothing_to_say_of_an_elements_page(visit: Callable[..., Page]) -> None:
    page = visit(OREBRO)
    page.get_by_role("link", name="Tillsätta ett regionalt näringslivsråd").first.click()
    page.wait_for_url(lambda url: not url.endswith(OREBRO))
    assert violations(page) == []


def staff_pages(page: Page) -> list[str]:
    """Every type of page that staff have, those of one action too."""
    page.goto(f"/redigera/{SLUG}/")
    panel = page.locator("#outline .line-tools a").last.get_attribute("href") or ""
    action = f"/redigera/{SLUG}/" + panel.removesuffix("andra/")
    of_action = ["andra/", "faktakoll/", "historik/", "ta-bort/"]
    of_action += ["aktorer/", "aktorer/?q=almi", "aktorer/ny/"]
    return [*STAFF, *(action + word for word in of_action)]


def test_axe_has_nothing_to_say_of_the_staffs_pages(signed_in: Callable[..., Page]) -> None:
    page = signed_in("godkannare")
    said = {}
    for path in staff_pages(page):
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        said[path] = violations(page)
    assert said == {path: [] for path in said}


def test_axe_has_nothing_to_say_of_the_portals_administrators_pages(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("administrator")
    merging = "/redigera/aktorer/vinnova/sla-ihop/"
    said = {}
    for path in ("/redigera/", merging, f"{merging}?q=almi", "/aktorer/vinnova/"):
        page.goto(path)
        said[path] = violations(page)
    page.goto(f"{merging}?q=almi")
    page.get_by_role("link", name="ALMI").first.click()
    page.get_by_role("button", name="Slå ihop").wait_for()
    said["med"] = violations(page)
    assert said == {path: [] for path in said}


def test_axe_has_nothing_to_say_of_the_panel_or_of_what_is_refused(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("godkannare", f"/redigera/{SLUG}/")
    page.locator("#outline .line-tools a").last.click()
    panel = page.locator("#panel")
    panel.get_by_role("button", name="Spara", exact=True).wait_for()
    assert violations(page) == []
    panel.get_by_text("Fler uppgifter").click()
    panel.get_by_label("Börjar").fill("i våras")
    panel.get_by_role("button", name="Spara", exact=True).click()
    panel.locator(".error-summary").wait_for()
    assert violations(page) == []


def test_axe_has_nothing_to_say_of_text_that_was_kept(signed_in: Callable[..., Page]) -> None:
    page = signed_in("godkannare", f"/redigera/{SLUG}/")
    page.route("**/rad/", lambda route: route.abort())
    first, second = (page.locator("#outline .line textarea").nth(place) for place in (0, 1))
    saved = first.input_value()
    first.fill("Sparades aldrig")
    second.focus()
    page.locator("#kontakt.notice").wait_for()
    assert violations(page) == []
    page.unroute("**/rad/")
    # Who reloads at once finds it; what waits is sent again after two seconds.
    first.fill("Sparades aldrig heller")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator(".kept").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Kasta").click()
    first.fill(saved)
    second.focus()
    expect(page.locator("#outline .changed")).to_have_count(0)


PROGRAMME = """Näringslivsprogram för Provköping 2024–2027

Programmet har två fokusområden och antogs av kommunfullmäktige den 14 juni 2024.

Fokusområde 1: Kompetens
- Erbjud rådgivning till nya företag. Starta ett mentorsnätverk
- Bjud in till branschdagar

Fokusområde 2: Mark
- Planlägg mark för verksamheter
- Visa lediga lokaler
"""


def loaders_pages(page: Page) -> list[str]:
    """The addresses of the administrators' pages, one of each type, after a text has been pasted and read."""
    page.goto("/inlasning/")
    page.get_by_text("Klistra in en text").click()
    page.get_by_label("Namn på texten").fill("Provprogrammet")
    page.get_by_label("Text", exact=True).fill(PROGRAMME)
    page.get_by_role("button", name="Läs texten").click()
    review = page.get_by_role("link", name="Granska Näringslivsprogram för Provköping").first
    review.wait_for(timeout=60_000)
    review.click()
    draft = page.url
    part = page.locator("[id^=fler-]").last.get_attribute("href")
    pages = [f"{draft}{name}" for name in ("uppgifter/", "beslut/ny/", "delar/ny/", "ta-in/")]
    pages += [f"{draft}aktor/?namn=Kommunfullmäktige"] if page.locator("#aktorer").count() else []
    return [
        *PEOPLE,
        "/inlasning/",
        draft,
        *pages,
        *(f"{part}{name}" for name in ("", "andra/", "dela/")),
    ]


def test_axe_has_nothing_to_say_of_the_loaders_pages(signed_in: Callable[..., Page]) -> None:
    page = signed_in("administrator")
    said = {}
    for path in loaders_pages(page):
        page.goto(path)
        said[path] = violations(page)
    assert said == {path: [] for path in said}


def test_no_loaders_page_scrolls_sideways_at_320_px(signed_in: Callable[..., Page]) -> None:
    page = signed_in("administrator", width=320)
    wide = {}
    for path in loaders_pages(page):
        page.goto(path)
        if overflow(page):
            wide[path] = overflow(page)
    assert wide == {}


def overflow(page: Page) -> int:
    """How many pixels wider than the window the page is."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def test_no_public_page_scrolls_sideways_at_320_px(visit: Callable[..., Page]) -> None:
    page = visit("/", width=320)
    wide = {}
    for path in PUBLIC:
        page.goto(path)
        if overflow(page):
            wide[path] = overflow(page)
    assert wide == {}


def test_no_staff_page_scrolls_sideways_at_320_px(signed_in: Callable[..., Page]) -> None:
    page = signed_in("godkannare", width=320)
    wide = {}
    for path in staff_pages(page):
        page.goto(path)
        if overflow(page):
            wide[path] = overflow(page)
    assert wide == {}


@pytest.mark.parametrize("path", [KRONOBERG, ASKERSUND])
def test_actors_and_their_roles_are_read_on_a_phone_without_scrolling_sideways(
    visit: Callable[..., Page], path: str
) -> None:
    page = visit(path, width=360)
    hidden = "table => table.scrollWidth - table.parentElement.clientWidth"
    assert page.locator("table.actors").evaluate(hidden) <= 0
    # And it is still a table for those who listen.
    assert page.get_by_role("rowheader", include_hidden=False).count() > 1


def test_the_first_tab_leads_past_the_menu(visit: Callable[..., Page]) -> None:
    page = visit(OREBRO)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.querySelector('main').contains(document.activeElement)"
    assert page.evaluate(inside)


def test_every_public_page_has_one_main_heading_and_a_title_of_its_own(
    visit: Callable[..., Page],
) -> None:
    page = visit("/")
    titles = set()
    for path in PUBLIC:
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        titles.add(page.title())
    # The filtered lists and searches may share their page's title.
    assert len(titles) >= len(PUBLIC) - 3

"""A document on its way from a file to a published page, corrected on the way: by keyboard alone, and without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT

HYLTE = ROOT / "tests" / "documents" / "05_hylte_protokollsutdrag.txt"
MOTALA = ROOT / "tests" / "documents" / "01_motala_numrerade_rubriker.txt"
# The transcripts of the seed plans lie beside the repository, where they are at hand.
KRONOBERG = next((ROOT.parent / "shared" / "seeds").glob("003_*.txt"), None)
DOCUMENTS = [
    pytest.param(HYLTE, "Näringslivsstrategi för Hylte", "Hylte kommun", id="Hylte"),
    pytest.param(
        KRONOBERG,
        "Inspel till rus",
        "Småland Business Region",
        id="Kronoberg",
        marks=pytest.mark.skipif(KRONOBERG is None, reason="utskriften finns inte här"),
    ),
]
READ = 60_000  # milliseconds that a document may take on a busy machine


def tab_to(page: Page, name: str, most: int = 600) -> None:
    """Press Tab until what has the focus is called something with `name` in it."""
    called = (
        "(document.activeElement.labels?.[0] ?? document.activeElement)"
        ".textContent.replace(/\\s+/g, ' ')"
    )
    for _ in range(most):
        on_the_page = page.evaluate("document.activeElement !== document.body")
        if on_the_page and name.casefold() in str(page.evaluate(called)).casefold():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} was not reached by Tab")


def go(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    """Go to a field and replace what it says."""
    tab_to(page, label)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(text)


def told(page: Page, words: str) -> None:
    expect(page.locator("#besked")).to_contain_text(words)


@pytest.mark.parametrize(("document", "title", "owner"), DOCUMENTS)
def test_a_document_is_loaded_reviewed_and_published_by_keyboard(
    signed_in: Callable[..., Page], document: Path, title: str, owner: str
) -> None:
    page = signed_in("administrator", "/inlasning/")
    # Which file is chosen in the system's own dialogue, which no page can reach.
    page.get_by_label("Filer").set_input_files(document)
    page.get_by_label("Filer").focus()
    go(page, "Ladda upp och läs")
    expect(page.get_by_role("link", name=f"Granska {title}")).to_be_visible(timeout=READ)
    go(page, f"Granska {title}")
    page.wait_for_url(re.compile("/inlasning/.+"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(title, re.IGNORECASE))

    # A part: shown in the source, corrected, made a goal and back, moved, accepted.
    go(page, "Nästa att granska")
    focused = page.locator(".row:focus")
    expect(focused).to_be_visible()
    expect(page.locator("#kalla-text .chosen").first).to_be_visible()
    page.keyboard.press("r")
    form = page.locator(".part-form[data-part]")
    expect(form).to_be_visible()
    field = "Titel" if form.get_by_label("Titel", exact=True).is_visible() else "Text"
    if form.get_by_label("Beslutande organ").count():
        field = "Beslutande organ"
    write(page, field, "Rättat av en människa")
    go(page, "Spara och godta")
    told(page, "är sparad och godtagen")

    action = page.locator("#forslag .row:is(.action, .syfte, .mål)").last
    words = action.locator(".row-title, .row-body").first.inner_text()
    action.focus()
    page.keyboard.press("m")
    tab_to(page, "Gör om till")
    page.keyboard.type("Pri")
    page.keyboard.press("Tab")
    go(page, "Gör om")
    told(page, "är nu princip")
    expect(page.locator("[id^=fler-]:focus")).to_be_visible()
    tab_to(page, "Ångra")
    page.keyboard.press("Enter")
    told(page, "Det senaste är ångrat.")
    expect(page.locator("#forslag")).to_contain_text(words)
    go(page, "Godta alla")
    told(page, "godtagna")

    # The facts, and the way out to the readers.
    go(page, "Rätta uppgifterna")
    page.wait_for_url("**/uppgifter/")
    new = f"{title}, rättad"
    write(page, "Titel", new)
    page.keyboard.press("Tab")
    if not page.locator("#fakta-owners_1").input_value():
        page.locator("#fakta-owners_1").focus()
        page.keyboard.type(owner)
    go(page, "Spara och godta")
    expect(page.get_by_role("heading", level=1)).to_have_text(new)
    go(page, "Ta in planen")
    page.wait_for_url("**/ta-in/")
    go(page, "Ta in i arbetsversionen")
    page.wait_for_url("**/redigera/**")
    go(page, "Granska och publicera")
    page.wait_for_url("**/publicera/")
    go(page, "Publicera utgåvan")
    page.wait_for_url(lambda url: "publicera" not in url)
    slug = re.search(r"/redigera/([^/]+)/", page.url)
    assert slug
    page.goto(f"/strategier/{slug[1]}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(new)
    expect(page.get_by_role("main")).to_contain_text("Rättat av en människa")


def test_a_document_is_loaded_reviewed_and_published_without_javascript(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("administrator", "/inlasning/", java_script_enabled=False)
    page.get_by_label("Filer").set_input_files(MOTALA)
    page.get_by_role("button", name="Ladda upp och läs").click()
    review = page.get_by_role("link", name="Granska Näringslivsprogram 2022")
    for _ in range(READ // 1000):
        if review.count():
            break
        page.wait_for_timeout(1000)
        page.goto("/inlasning/")
    review.first.click()

    name = "Erbjuda alla elever i årskurs 8 praktik"
    page.get_by_role("link", name=re.compile(f"Källa till {name}")).click()
    expect(page.locator("#kalla-text .chosen").first).to_contain_text(name)
    page.locator("#kalla-text .chosen").first.click()
    expect(page.locator(".row.chosen")).to_contain_text(name)
    page.get_by_role("link", name=re.compile(f"Rätta {name}")).click()
    page.get_by_label("Titel", exact=True).fill("Erbjuda alla elever praktik")
    page.get_by_role("button", name="Spara och godta").click()
    expect(page.get_by_role("main")).to_contain_text("är sparad och godtagen")
    page.get_by_role("button", name="Flytta ned Erbjuda alla elever praktik").click()
    expect(page.get_by_role("main")).to_contain_text("är flyttad nedåt")
    page.get_by_role("link", name="Mer Erbjuda alla elever praktik").click()
    page.get_by_role("button", name="Text i delen före").click()
    expect(page.get_by_role("main")).to_contain_text("är nu text i delen före")
    page.get_by_role("button", name="Ångra").click()

    page.get_by_role("link", name="Ta in planen").click()
    page.get_by_role("button", name="Ta in i arbetsversionen").click()
    page.get_by_role("link", name="Granska och publicera").click()
    page.get_by_role("button", name="Publicera utgåvan").click()
    slug = re.search(r"/redigera/([^/]+)/", page.url)
    assert slug
    page.goto(f"/strategier/{slug[1]}/")
    expect(page.get_by_role("main")).to_contain_text("Erbjuda alla elever praktik")


def test_pointing_at_either_side_shows_the_other(signed_in: Callable[..., Page]) -> None:
    page = signed_in("administrator", "/inlasning/")
    page.get_by_text("Klistra in en text").click()
    page.get_by_label("Namn på texten").fill("Provprogrammet")
    few, many = (
        "\n".join(f"- Ordna frukostmöte nummer {n} med företagen" for n in numbers)
        for numbers in (range(1, 9), range(9, 60))
    )
    page.get_by_label("Text", exact=True).fill(
        "Näringslivsprogram för Pekköping 2024–2027\n\nProgrammet har två fokusområden.\n\n"
        f"Fokusområde 1: Möten\n{few}\n\nFokusområde 2: Fler möten\n{many}\n\nSlut."
    )
    page.get_by_role("button", name="Läs texten").click()
    review = page.get_by_role("link", name="Granska Näringslivsprogram för Pekköping")
    expect(review).to_be_visible(timeout=READ)
    review.click()
    page.get_by_role("link", name=re.compile("Källa till Ordna frukostmöte nummer 55 ")).click()
    expect(page.locator("#kalla-text a:focus")).to_contain_text("nummer 55 ")
    expect(page.locator("#kalla-text a:focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(".row:focus")).to_contain_text("nummer 55 ")
    # Words chosen in the source lead to the form that makes a part of them.
    page.locator("#kalla-text .source-line", has_text="Slut.").evaluate(
        "line => getSelection().selectAllChildren(line)"
    )
    page.get_by_role("link", name="Gör en del av markeringen").click()
    expect(page.get_by_label("Ord ur källtexten")).to_have_value("Slut.")
    page.get_by_label("Vad är det?").select_option("challenge")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("#forslag .row.challenge")).to_contain_text("Slut.")

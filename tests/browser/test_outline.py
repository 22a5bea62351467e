"""The outline by keyboard: a whole plan from an empty page, a branch moved and undone, and the same without JavaScript."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

SLUG = "handlingsplan-for-naringsliv-och-entreprenorskap-orebro-lan"
EDIT = f"/redigera/{SLUG}/"

# The four strategic areas of Region Stockholm's strategy, and their priorities.
STOCKHOLM = {
    "Stärk och utveckla forskning, innovation och smart specialisering": [
        "Tillgängliggör regionala utvecklingsarenor, testbäddar och labb",
        "Främja forskning och innovation för hållbara varor och tjänster",
        "Öka kunskapen och nyttjandet av innovationsfrämjande upphandlings- och samverkansmetoder",
    ],
    "Stärk och utveckla små och medelstora företags konkurrenskraft": [
        "Verka för enklare regler på nationell, regional och lokal nivå för att underlätta företagandet",
        "Stöd omställningen i små och medelstora företag",
        "Stärk den regionala näringslivsutvecklingen genom samordnad finansiering",
    ],
    "Stärk och utveckla export, internationalisering och investeringar": [
        "Verka för enklare regler på nationell, regional och lokal nivå för att underlätta företagandet",
        "Stöd omställningen i små och medelstora företag",
        "Stärk den regionala näringslivsutvecklingen genom samordnad finansiering",
    ],
    "Stärk och utveckla strategisk kompetensförsörjning": [
        "Förbättra matchningen och förstärk kopplingen mellan utbildning och arbetsmarknad",
        "Möjliggör omställning och livslångt lärande",
        "Underlätta rekryteringen av internationella talanger och spetskompetens",
    ],
}


def lines(page: Page) -> list[tuple[int, str, str]]:
    """Every line of the outline: how deep it stands, its level word and its title."""
    found = page.evaluate(
        """() => [...document.querySelectorAll("#outline li[data-key] > .line")].map((line) => {
          let depth = 0;
          for (let up = line.parentElement.parentElement.closest("li[data-key]"); up; up = up.parentElement.closest("li[data-key]")) depth += 1;
          return [depth, line.querySelector("label").textContent.trim(), line.querySelector("textarea").value];
        })"""
    )
    return [(depth, word, title) for depth, word, title in found]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of that name has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
        )
        if said.startswith(name):
            return
    raise AssertionError(f"{name} is not reached by Tab")


def saved(page: Page) -> None:
    """Wait until every line is saved."""
    expect(page.locator("#outline [data-new], #outline .changed")).to_have_count(0)
    page.wait_for_timeout(300)


def test_stockholms_plan_is_built_from_an_empty_page_by_keyboard_alone(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("redaktor")
    press, write = page.keyboard.press, page.keyboard.type
    tab_to(page, "Lägg upp en ny plan")
    press("Enter")
    page.get_by_role("heading", name="Lägg upp en ny plan").wait_for()
    write(f"Näringslivs- och tillväxtstrategi {time.time_ns()}")
    press("Enter")
    page.wait_for_url("**/redigera/naringslivs-och-tillvaxtstrategi-*/")
    tab_to(page, "Lägg till sist i planen")
    press("Enter")
    for number, (area, priorities) in enumerate(STOCKHOLM.items()):
        write(area)
        press("Enter")
        for place, priority in enumerate(priorities):
            if place == 0:
                press("Tab")
            write(priority)
            if place == 0 and number == 0:
                press(
                    "Tab"
                )  # the plan has no level between, so the first priority is lowered to an action
                saved(page)
            press("Enter")
        if number + 1 < len(STOCKHOLM):
            press("Shift+Tab")
    press("Escape")
    saved(page)
    built = [
        line
        for area, priorities in STOCKHOLM.items()
        for line in [(0, "Inriktning", area), *((1, "Insats", one) for one in priorities)]
    ]
    assert lines(page) == built
    page.reload()
    assert lines(page) == built


def test_what_the_outline_shows_after_any_steps_is_what_a_fresh_page_shows(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("redaktor", EDIT)
    title = page.get_by_role("textbox", name=re.compile("Insats")).nth(1)
    title.focus()
    for keys in (
        *("Alt+ArrowUp", "Alt+ArrowDown", "Shift+Tab", "Alt+ArrowDown", "Tab"),
        *("Alt+ArrowUp", "Shift+Tab", "Shift+Tab", "Alt+ArrowLeft", "Tab"),
    ):
        before = lines(page)
        page.keyboard.press(keys)
        page.wait_for_timeout(250)
        assert page.evaluate("document.activeElement.matches('#outline textarea')"), keys
        assert len(lines(page)) == len(before)
    shown = lines(page)
    page.reload()
    assert lines(page) == shown
    for _ in range(10):
        page.get_by_role("button", name="Ångra").click()
        page.wait_for_load_state()


def test_a_branch_is_moved_and_the_move_undone(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor", EDIT)
    before = lines(page)
    first = page.locator("#outline textarea").first
    first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#besked")).to_contain_text("flyttad nedåt")
    assert lines(page) != before
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    expect(page.get_by_text("Ångrat.")).to_be_visible()
    assert lines(page) == before


def test_a_branch_of_forty_is_moved_and_the_move_undone(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor", "/redigera/ny/plan/")
    page.get_by_label("Titel").fill(f"Plan med en stor gren {time.time_ns()}")
    page.locator("[name=owner]").select_option(label="Region Örebro län")
    page.get_by_role("button", name="Lägg upp planen").click()
    page.get_by_role("link", name="Klistra in en lista").click()
    branch = "\n".join(f"  - Rad {number}" for number in range(39))
    page.get_by_label("Listan").fill(f"- Stor gren\n{branch}\n- Efter")
    page.locator("main form button").last.click()
    page.locator("#outline").wait_for()
    page.wait_for_load_state()  # the keys need the scripts
    before = lines(page)
    assert len(before) == 41
    page.locator("#outline textarea").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#besked")).to_contain_text("flyttad nedåt")
    assert lines(page) == [before[-1], *before[:-1]]
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    expect(page.get_by_text("Ångrat.")).to_be_visible()
    assert lines(page) == before


def test_tab_leaves_the_outline_after_escape(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor", EDIT)
    page.locator("#outline textarea").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#besked")).to_contain_text("Tabb flyttar nu mellan fälten")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('textarea')")


def test_the_panel_opens_and_closes_by_keyboard_and_gives_the_focus_back(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("redaktor", EDIT)
    title = page.locator("#outline textarea").nth(2)
    title.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#panel h2").first).to_be_focused()
    page.get_by_label("Text", exact=True).fill("Rådet möts fyra gånger om året.")
    page.locator("#panel").get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator("#besked")).to_contain_text("är sparad")
    page.keyboard.press("Escape")
    expect(title).to_be_focused()


@pytest.mark.parametrize("focus", ["stays", "is nowhere"])
def test_back_from_chosen_lines_takes_nothing_that_is_open(
    signed_in: Callable[..., Page], focus: str
) -> None:
    page = signed_in("redaktor", EDIT)
    every = lines(page)
    page.locator("#outline textarea").nth(2).focus()
    page.keyboard.press("Control+Enter")
    page.get_by_label("Text", exact=True).fill("Halvfärdigt.")
    page.get_by_label("Gå till").fill("xyzzy")
    told = page.locator("body > p[role=status]")
    expect(told).to_contain_text("Ingen del av planen passar in")
    if focus == "is nowhere":
        page.evaluate("document.activeElement.blur()")
    page.go_back()
    expect(page.get_by_label("Gå till")).to_have_value("")
    assert lines(page) == every
    expect(page.get_by_label("Text", exact=True)).to_have_value("Halvfärdigt.")
    # What scripts tell in is still there, and heard.
    expect(page.locator("#kontakt, #har-nu-sagt, #besked")).to_have_count(3)
    page.get_by_label("Gå till").fill(every[0][2])
    expect(told).to_contain_text("Bara det som du har valt visas.")


def test_the_same_is_done_without_javascript(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor", EDIT, java_script_enabled=False)
    name = page.locator("#outline textarea").nth(1).input_value()
    page.locator("#outline textarea").nth(1).fill(f"{name} nu")
    page.get_by_role("button", name=f"Spara {name}").click()
    expect(page.locator("#outline textarea").nth(1)).to_have_value(f"{name} nu")
    page.get_by_role("button", name=f"Flytta ned {name} nu", exact=True).click()
    expect(page.locator("#outline textarea").nth(2)).to_have_value(f"{name} nu")
    page.get_by_role("link", name=f"Allt om {name} nu").click()
    page.get_by_label("Text", exact=True).fill("Skriven utan skript.")
    page.get_by_role("button", name="Spara", exact=True).click()
    for _ in range(3):
        page.get_by_role("button", name="Ångra").click()
    expect(page.locator("#outline textarea").nth(1)).to_have_value(name)


def test_what_an_element_takes_is_written_in_its_panel_by_keyboard(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("redaktor", EDIT)
    page.locator("#outline .line-tools a").last.focus()
    page.keyboard.press("Enter")
    adding = page.get_by_role("link", name="Lägg till resurs")
    adding.focus()
    page.keyboard.press("Enter")
    form = page.locator("#ny-resurser form")
    expect(form.get_by_label("Vad", exact=True)).to_be_focused()
    page.keyboard.type("Projektmedel")
    page.keyboard.press("Tab")
    page.keyboard.type("mycket")
    page.keyboard.press("Enter")
    expect(form.locator(".error-summary")).to_be_visible()
    form.get_by_label("Belopp eller antal").fill("2 000 000")
    form.get_by_label("Enhet").fill("kr")
    page.keyboard.press("Enter")
    row = page.locator("#resurser .means-row").last
    expect(row).to_contain_text("Projektmedel 2\u00a0000\u00a0000 kr")
    expect(row.get_by_role("link", name="Ändra")).to_be_focused()
    expect(page.locator("#besked")).to_contain_text("är tillagd")
    row.get_by_role("button", name="Ta bort").focus()
    page.keyboard.press("Enter")
    expect(row).not_to_be_attached()
    expect(adding).to_be_focused()

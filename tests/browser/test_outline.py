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
        *("Alt+ArrowUp", "Alt+ArrowDown", "Alt+ArrowLeft", "Alt+ArrowDown", "Alt+ArrowRight"),
        *("Alt+ArrowUp", "Alt+ArrowLeft", "Alt+ArrowLeft", "Alt+ArrowLeft", "Alt+ArrowRight"),
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


def three_lines(page: Page) -> None:
    """A new plan of an area with two actions, as it is saved."""
    page.goto("/redigera/ny/plan/")
    page.get_by_label("Titel").fill(f"Plan med tre rader {time.time_ns()}")
    page.locator("[name=owner]").select_option(label="Region Örebro län")
    page.get_by_role("button", name="Lägg upp planen").click()
    page.wait_for_url("**/redigera/plan-med-tre-rader-*/")
    page.goto(f"{page.url}delar/klistra/")
    page.get_by_label("Listan").fill("- Område\n  - Insats ett\n  - Insats två")
    page.locator("main form button").last.click()
    page.locator("#outline li[data-key]").nth(2).wait_for()
    page.wait_for_load_state()  # the keys need the scripts


def focused(page: Page) -> str:
    """What has the focus, by its markup: no two controls of the outline have the same."""
    return str(page.evaluate("document.activeElement.outerHTML"))


def test_walking_through_the_page_with_tab_goes_everywhere_and_changes_nothing(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("redaktor")
    three_lines(page)
    before, sent = lines(page), []
    page.on("request", lambda asked: sent.append(asked.url) if "/rad/" in asked.url else None)
    for keys, start, end in (
        ("Tab", "#ord", "#ny-delar-knapp"),
        ("Shift+Tab", "#ny-delar-knapp", "#ord"),
    ):
        page.locator(start).focus()
        walked = [focused(page)]
        while not page.evaluate("end => document.activeElement.matches(end)", end):
            page.keyboard.press(keys)
            assert focused(page) not in walked, f"{keys} is held at {walked[-1]}"
            walked.append(focused(page))
        titles = [markup for markup in walked if markup.startswith("<textarea")]
        assert len(titles) == 3
    assert lines(page) == before
    assert sent == []
    page.reload()
    assert lines(page) == before


def test_a_title_that_is_corrected_is_left_with_tab_and_stays_on_its_level(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("redaktor")
    three_lines(page)
    title = page.locator("#outline textarea").nth(2)
    title.focus()
    page.keyboard.press("End")
    page.keyboard.type(" rättad")
    page.keyboard.press("Tab")
    expect(title).not_to_be_focused()
    save = page.get_by_role("button", name="Spara Insats två rättad")
    expect(save).to_be_focused()
    saved(page)
    expect(save).to_be_focused()  # it is not taken away from under the focus
    page.keyboard.press("Tab")
    expect(save).to_be_hidden()
    page.reload()
    assert [(depth, name) for depth, _, name in lines(page)] == [
        (0, "Område"),
        (1, "Insats ett"),
        (1, "Insats två rättad"),
    ]


def test_tab_moves_a_new_line_until_it_is_left(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor")
    three_lines(page)
    press, told = page.keyboard.press, page.locator("#besked")

    def depth() -> int:
        return next(depth for depth, _, title in lines(page) if title.startswith("Ny insats"))

    page.get_by_role("link", name="Lägg till sist i planen").click()
    expect(told).to_contain_text("efter Esc går Tabb till nästa fält")
    page.keyboard.type("Ny insats")
    press("Tab")
    assert depth() == 1
    saved(page)  # the pause has saved it, and one is still in it
    press("Shift+Tab")
    expect(told).to_contain_text("är flyttad ut en nivå")
    assert depth() == 0
    press("Alt+ArrowUp")
    expect(told).to_contain_text("är flyttad uppåt")
    press("Alt+ArrowUp")
    expect(told).to_contain_text("kan inte flyttas dit")
    # Another line and back: it is a line as all others.
    press("End")
    press("ArrowDown")
    press("Home")
    press("ArrowUp")
    expect(page.locator("#outline textarea").first).to_be_focused()
    press("Tab")
    assert not page.evaluate("document.activeElement.matches('textarea')")
    assert depth() == 0


def test_escape_gives_tab_back_and_typing_does_not_take_it(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor")
    three_lines(page)
    page.get_by_role("link", name="Lägg till sist i planen").click()
    page.keyboard.type("Ny")
    page.keyboard.press("Escape")
    expect(page.locator("#besked")).to_contain_text("Tabb går nu till nästa fält")
    page.keyboard.type(" insats")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('textarea')")
    saved(page)
    assert lines(page)[-1][0::2] == (0, "Ny insats")


def test_a_new_line_that_cannot_move_says_so_and_escape_leaves_the_focus_somewhere(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("redaktor", "/redigera/ny/plan/")
    page.get_by_label("Titel").fill(f"Tom plan {time.time_ns()}")
    page.locator("[name=owner]").select_option(label="Region Örebro län")
    page.get_by_role("button", name="Lägg upp planen").click()
    page.wait_for_url("**/redigera/tom-plan-*/")
    adding = page.get_by_role("link", name="Lägg till sist i planen")
    adding.click()
    for keys in ("Tab", "Shift+Tab"):
        page.keyboard.press(keys)
        expect(page.locator("#besked")).to_contain_text("Raden kan inte flyttas dit")
    page.keyboard.press("Escape")
    expect(page.locator("#outline li[data-key]")).to_have_count(0)
    expect(adding).to_be_focused()


def test_an_emptied_title_is_refused_and_not_offered_as_lost_text(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("redaktor")
    three_lines(page)
    title = page.locator("#outline textarea").nth(1)
    title.fill("")
    page.keyboard.press("ArrowDown")
    fault = page.locator("#outline .line-fault").filter(has_text="Skriv en titel")
    expect(fault).to_be_visible()
    expect(title).to_have_attribute("aria-invalid", "true")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(title).to_have_value("Insats ett")
    expect(page.locator(".kept")).to_have_count(0)
    # As it was again, nothing is wrong with it.
    title.fill("")
    page.keyboard.press("ArrowDown")
    expect(fault).to_be_visible()
    title.fill("Insats ett")
    expect(fault).to_have_count(0)
    expect(title).not_to_have_attribute("aria-invalid", "true")


def test_a_title_that_is_too_long_is_kept_whole_and_told(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor")
    three_lines(page)
    title = page.locator("#outline textarea").nth(1)
    title.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text("å" * 9000)
    page.keyboard.press("ArrowDown")
    fault = page.locator("#outline .line-fault").filter(
        has_text="högst 500 tecken, och den har 9000"
    )
    expect(fault).to_be_visible()
    expect(title).to_have_value("å" * 9000)
    title.fill("Lagom lång")
    page.keyboard.press("ArrowDown")
    saved(page)
    expect(fault).to_have_count(0)


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
    expect(page.get_by_role("status").get_by_text(f"”{name} nu” är sparad.")).to_be_visible()
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
    expect(form.locator(".error-summary")).to_be_focused()
    form.get_by_label("Belopp eller antal").fill("2 000 000")
    form.get_by_label("Enhet").fill("kr")
    page.keyboard.press("Enter")
    row = page.locator("#resurser .surrounding-row").last
    expect(row).to_contain_text("Projektmedel 2\u00a0000\u00a0000 kr")
    expect(row.get_by_role("link", name="Ändra")).to_be_focused()
    expect(page.locator("#besked")).to_contain_text("är tillagd")
    row.get_by_role("button", name="Ta bort").focus()
    page.keyboard.press("Enter")
    expect(row).not_to_be_attached()
    expect(adding).to_be_focused()


def test_an_actor_is_linked_on_a_page_of_its_own(signed_in: Callable[..., Page]) -> None:
    """There, no line shows the actor too: an answer that looks for one complains in the console, which fails the test."""
    page = signed_in("redaktor")
    three_lines(page)
    key = page.locator("#outline li[data-key]").nth(1).get_attribute("data-key")
    page.goto(f"{page.url.split('#')[0]}delar/{key}/aktorer/")
    page.get_by_label("Sök aktör").fill("Region Örebro län")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Koppla", exact=True).click()
    expect(page.locator("#besked")).to_contain_text("är kopplad som")
    expect(page.locator("#kopplingar .rows li")).to_have_count(1)


def test_a_word_without_end_makes_no_page_scroll_sideways(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor", width=320)
    three_lines(page)
    plan = page.url.split("#")[0]
    page.locator("#outline textarea").nth(1).fill("upphandlingssamverkan" * 20)
    page.keyboard.press("ArrowDown")
    saved(page)
    for address in (plan, f"{plan}historik/", f"{plan}publicera/"):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{address} is {wide} px wide"


def test_no_dot_stands_inside_the_tag_of_a_state(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor")
    three_lines(page)
    page.goto(f"{page.url.split('#')[0]}publicera/")
    tag = page.locator(".meta .tag").first
    expect(tag).to_have_text("Utkast")
    assert tag.evaluate("tag => getComputedStyle(tag, '::after').content") in {"none", "normal"}

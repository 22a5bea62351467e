"""Searching in a real browser: as one types, by keyboard, on a phone, without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import overflow, violations

Visit = Callable[..., Page]


def test_results_follow_as_one_types_and_the_focus_stays(visit: Visit) -> None:
    page = visit("/sok/")
    box = page.get_by_role("searchbox")
    box.focus()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.type("försörjning", delay=20)
    expect(page.get_by_role("heading", name=re.compile("träffar på ”försörjning”"))).to_be_visible()
    expect(box).to_be_focused()
    expect(page).to_have_url(re.compile(r"/sok/\?q=f%C3%B6rs%C3%B6rjning"))
    expect(page.locator("p[role=status]")).to_contain_text("träffar på ”försörjning”")
    assert len(asked) <= 3  # a request when one pauses, not one a letter
    expect(page.locator(".hits mark").first).to_have_text(re.compile("försörjning", re.IGNORECASE))


def test_hits_are_narrowed_and_opened_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/sok/?q=företag")
    choice = page.locator("#val-niva-insats")
    choice.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("niva=insats"))
    expect(choice).to_be_focused()
    expect(choice).to_have_attribute("aria-current", "true")
    # What is typed next keeps the choice.
    page.get_by_role("searchbox").fill("export")
    expect(page).to_have_url(re.compile("q=export&niva=insats"))
    page.get_by_role("link", name=re.compile("Ta bort Nivå")).focus()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("niva="))
    # The link is gone, and who pressed it goes on from the hits.
    expect(page.get_by_role("heading", name=re.compile("på ”export”"))).to_be_focused()
    page.locator(".hits h3 a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/strategier/.+"))


def test_a_misspelt_word_is_one_click_from_its_hits(visit: Visit) -> None:
    page = visit("/sok/?q=kompetansförsörgning")
    page.get_by_role("link", name="kompetensförsörjning").click()
    expect(
        page.get_by_role("heading", name=re.compile("på ”kompetensförsörjning”"))
    ).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("kompetensförsörjning")


def test_search_works_on_a_phone_without_script(visit: Visit) -> None:
    page = visit("/sok/", width=360, java_script_enabled=False)
    page.get_by_role("searchbox").fill("företag")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", name=re.compile("träffar på"))).to_be_visible()
    page.locator("summary", has_text="Begränsa träffarna").click()
    page.locator("#val-region-orebro-lan").click()
    expect(page).to_have_url(re.compile("region=orebro-lan"))
    page.get_by_role("searchbox").fill("export")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile("region=orebro-lan"))


def test_what_happens_after_back_is_told_too(visit: Visit) -> None:
    page = visit("/sok/?q=företag")
    told = page.locator("p[role=status]")
    page.locator("#val-niva-insats").click()
    expect(told).to_have_text(re.compile(r"\d+ träffar på"))
    narrowed = told.text_content()
    page.go_back()
    # Back itself is told, and so is what follows.
    expect(told).not_to_have_text(str(narrowed))
    expect(told).to_contain_text("på ”företag”")
    page.locator("#val-niva-insats").click()
    expect(told).to_have_text(str(narrowed))
    page.get_by_role("searchbox").fill("xyzzy")
    expect(told).to_have_text("Inga träffar på ”xyzzy”")
    page.get_by_role("searchbox").fill("")
    expect(told).to_have_text("Så söker du")
    expect(told).to_have_count(1)


def test_the_title_follows_the_search_and_the_back_button(visit: Visit) -> None:
    page = visit("/sok/")
    expect(page).to_have_title(re.compile("^Sök – "))
    page.get_by_role("searchbox").fill("företag")
    expect(page).to_have_title(re.compile("^Sök: företag – "))
    page.locator("#val-niva-insats").click()
    expect(page).to_have_url(re.compile("niva=insats"))
    page.get_by_role("searchbox").fill("export")
    expect(page).to_have_title(re.compile("^Sök: export – "))
    page.go_back()
    expect(page).to_have_title(re.compile("^Sök: företag – "))
    assert page.locator("title").count() == 1


def test_a_style_that_somebody_else_has_set_is_not_carried_over(visit: Visit) -> None:
    """As extensions do; carried over it would be an inline style, which the policy refuses and `visit` takes for a fault."""
    page = visit("/sok/?q=företag")
    page.evaluate(
        "for (const one of document.querySelectorAll('main [id]')) one.style.caretColor = 'red'"
    )
    page.locator("#val-niva-insats").click()
    expect(page).to_have_url(re.compile("niva=insats"))
    expect(page.locator("#resultat.htmx-settling, #resultat.htmx-added")).to_have_count(0)
    expect(page.locator("#resultat[style], #resultat [style]")).to_have_count(0)
    page.go_back()
    expect(page.locator("#val-niva-insats")).not_to_have_attribute("aria-current", "true")
    expect(page.locator("main [style]")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 320])
def test_on_a_phone_one_narrows_above_the_hits_and_sees_at_once_how_many_are_left(
    visit: Visit, width: int
) -> None:
    page = visit("/sok/?q=företag", width=width)
    fold = page.locator("summary", has_text="Begränsa träffarna")
    expect(fold).to_be_in_viewport()
    choice = page.locator("#val-niva-utmaning")
    expect(choice).to_be_hidden()
    fold.click()
    choice.click()
    expect(page).to_have_url(re.compile("niva=utmaning"))
    count = page.get_by_role("heading", name=re.compile(r"\d+ träffar på ”företag”"))
    expect(count).to_be_in_viewport()
    expect(count).to_be_focused()
    expect(choice).to_be_hidden()
    # From the count the keyboard goes on to what was chosen, what else there is, and the hits.
    names = []
    for _ in range(3):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert names[0].startswith("Ta bort Nivå")
    assert names[1] == "Begränsa träffarna"
    assert page.evaluate("document.activeElement.closest('#traffar') !== null")


def test_beside_the_hits_the_choices_are_open_and_can_be_passed(visit: Visit) -> None:
    page = visit("/sok/?q=företag")
    expect(page.locator("#val-niva-insats")).to_be_visible()
    expect(page.locator("summary", has_text="Begränsa träffarna")).to_be_hidden()
    page.get_by_role("heading", name=re.compile("träffar på")).evaluate(
        "one => { one.tabIndex = -1; one.focus(); }"
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#traffar")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#traffar') !== null")


@pytest.mark.parametrize(
    "path", ["/sok/?q=företag&niva=insats", "/sok/?q=askersund", "/sok/?q=xyzzy", "/sok/"]
)
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_has_no_fault_that_axe_knows(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)
    # axe looks at no closed fold, though a wide page shows what is in it.
    page.evaluate("document.querySelector('.facets > details')?.setAttribute('open', '')")
    assert violations(page) == []
    assert overflow(page) <= 0

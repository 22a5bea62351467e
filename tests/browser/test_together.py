"""Two people in one plan, and everything that can come between a text and its being saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from portal.management.commands.demonstration import PASSWORD
from tests.browser.conftest import Server

Visit = Callable[..., Page]

LOST = "Ingen kontakt med portalen."
LATER = "Raden flyttas när kontakten är tillbaka."
BACK = "Kontakten är tillbaka. Allt är sparat."
KEPT = "Du har text som inte hann sparas"


@pytest.fixture
def editor(signed_in: Visit, request: pytest.FixtureRequest) -> Page:
    """A page with a new plan of three lines: Ett, Två, Tre."""
    page = signed_in("redaktor", "/redigera/ny/plan/")
    page.get_by_label("Titel").fill(f"Plan {request.node.name[5:60]}")
    page.locator("[name=owner]").select_option(label="Region Örebro län")
    page.get_by_role("button", name="Lägg upp planen").click()
    page.wait_for_url("**/redigera/plan-*/")  # loaded with its scripts, which the link needs
    page.get_by_role("link", name="Lägg till sist i planen").click()
    for title in ("Ett", "Två", "Tre"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#outline li[data-new]")).to_have_count(0)
    page.reload()
    return page


@pytest.fixture
def colleague(signed_in: Visit, editor: Page) -> Page:
    """Another editor's page with the same plan."""
    return signed_in("godkannare", editor.url)


def line(page: Page, place: int) -> Locator:
    return page.locator("#outline > ol > li").nth(place).locator("> .line")


def title(page: Page, place: int) -> Locator:
    return line(page, place).locator("textarea")


def write(page: Page, place: int, text: str) -> None:
    """Type a title without leaving the line."""
    title(page, place).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def open_panel(page: Page, place: int) -> Locator:
    line(page, place).locator(".line-tools a").click()
    panel = page.locator("#panel")
    expect(panel.locator(".panel-body")).to_be_visible()
    return panel


def save(panel: Locator) -> None:
    panel.locator("form[id^=rad-]").get_by_role("button", name="Spara", exact=True).click()


def expect_saved(page: Page, *titles: str) -> None:
    """What the server says now, asked in a tab of its own."""
    fresh = page.context.new_page()
    fresh.goto(page.url)
    lines = fresh.locator("#outline li:not([data-new]) > .line textarea")
    said = lines.evaluate_all("all => all.map(one => one.defaultValue)")
    fresh.close()
    assert said == list(titles)


# --- two people


def test_two_editors_in_the_same_paragraph_see_both_texts_and_merge_them(
    editor: Page, colleague: Page
) -> None:
    mine, theirs = open_panel(editor, 0), open_panel(colleague, 0)
    mine.get_by_label("Text", exact=True).fill("Kommunen svarar inom en vecka.")
    save(mine)
    expect(editor.locator("#besked")).to_contain_text("är sparad")
    theirs.get_by_label("Text", exact=True).fill("Kommunen svarar alltid samma dag.")
    save(theirs)
    conflict = theirs.locator(".conflict")
    expect(conflict).to_contain_text("Disa Redaktör har sparat en nyare text")
    expect(conflict.locator("del").first).to_contain_text("inom")
    expect(conflict.locator("ins").first).to_contain_text("alltid")
    expect(theirs.get_by_label("Text", exact=True)).to_have_value(
        "Kommunen svarar alltid samma dag."
    )
    theirs.get_by_label("Text", exact=True).fill("Kommunen svarar alltid inom en vecka.")
    save(theirs)
    expect(colleague.locator("#besked")).to_contain_text("är sparad")
    editor.reload()
    expect(open_panel(editor, 0).get_by_label("Text", exact=True)).to_have_value(
        "Kommunen svarar alltid inom en vecka."
    )
    expect(colleague.get_by_text(KEPT)).to_have_count(0)


def test_two_editors_in_the_same_title_overwrite_nothing(editor: Page, colleague: Page) -> None:
    write(editor, 1, "Två som Disa skrev")
    title(editor, 0).focus()
    expect(line(editor, 1).locator("[name=version]")).to_have_value("2")
    write(colleague, 1, "Två som Gunnar skrev")
    title(colleague, 0).focus()
    fault = line(colleague, 1).locator(".line-fault")
    expect(fault.locator("del")).to_contain_text("Disa")
    expect(fault.locator("ins")).to_contain_text("Gunnar")
    expect(title(colleague, 1)).to_have_value("Två som Gunnar skrev")
    expect_saved(editor, "Ett", "Två som Disa skrev", "Tre")
    # Only a press on the button says that one has seen it; typing on saves nothing.
    write(colleague, 1, "Två som båda skrev")
    title(colleague, 0).focus()
    colleague.wait_for_timeout(3000)
    expect_saved(editor, "Ett", "Två som Disa skrev", "Tre")
    line(colleague, 1).get_by_role("button", name="Spara").click()
    expect(fault).to_be_empty()
    expect_saved(editor, "Ett", "Två som båda skrev", "Tre")


def test_different_fields_of_one_element_are_joined_without_a_word(
    editor: Page, colleague: Page
) -> None:
    mine, theirs = open_panel(editor, 0), open_panel(colleague, 0)
    mine.get_by_label("Text", exact=True).fill("Disas text.")
    save(mine)
    expect(editor.locator("#besked")).to_contain_text("är sparad")
    theirs.locator("summary").first.click()
    theirs.get_by_label("Syfte").fill("Gunnars syfte.")
    save(theirs)
    expect(colleague.locator("#besked")).to_contain_text("är sparad")
    expect(theirs.get_by_label("Text", exact=True)).to_have_value("Disas text.")
    expect(theirs.get_by_label("Syfte")).to_have_value("Gunnars syfte.")


def test_each_sees_where_the_other_is_and_that_the_other_leaves(
    editor: Page, colleague: Page
) -> None:
    title(colleague, 1).focus()
    editor.wait_for_timeout(2000)
    title(editor, 0).focus()
    expect(editor.locator(".here")).to_contain_text("Gunnar Godkännare skriver i ”Två”")
    expect(editor.locator("#outline .theirs > .line textarea")).to_have_value("Två")
    expect(editor.locator("#har-nu-sagt")).to_have_text("Gunnar Godkännare är här.")
    colleague.goto("/redigera/")
    title(editor, 2).focus()
    expect(editor.locator("#har-nu-sagt")).to_have_text("Gunnar Godkännare har gått.")
    expect(editor.locator(".here")).to_have_count(0)


# --- what comes between


def test_a_connection_cut_in_mid_sentence_loses_nothing_and_says_so(editor: Page) -> None:
    title(editor, 0).focus()
    editor.keyboard.press("End")
    editor.keyboard.type(" halv")
    editor.context.set_offline(True)
    editor.keyboard.type(" mening")
    editor.keyboard.press("Enter")
    editor.keyboard.type("Ny rad utan kontakt")
    title(editor, 2).focus()
    banner = editor.locator("#kontakt")
    expect(banner).to_contain_text(LOST)
    write(editor, 3, "Tre utan kontakt")
    title(editor, 0).focus()
    editor.context.set_offline(False)
    expect(banner).to_contain_text(BACK, timeout=15_000)
    expect_saved(editor, "Ett halv mening", "Ny rad utan kontakt", "Två", "Tre utan kontakt")
    editor.reload()
    expect(editor.get_by_text(KEPT)).to_have_count(0)


def test_moves_made_without_contact_are_made_in_order_when_it_is_back(editor: Page) -> None:
    write(editor, 0, "Ett utan kontakt")
    editor.context.set_offline(True)
    editor.keyboard.press("Alt+ArrowDown")
    expect(editor.locator("#kontakt")).to_contain_text(LATER)
    editor.keyboard.press("Alt+ArrowDown")
    line(editor, 2).hover()
    editor.get_by_role("button", name="Flytta in en nivå Tre").click()
    # What failed is sent again meanwhile, and takes nothing away that is told.
    editor.wait_for_timeout(2500)
    for words in (LOST, LATER):
        expect(editor.locator("#kontakt")).to_contain_text(words)
    editor.context.set_offline(False)
    expect(editor.locator("#kontakt")).to_contain_text(BACK, timeout=15_000)
    expect_saved(editor, "Två", "Tre", "Ett utan kontakt")
    assert [title(editor, place).input_value() for place in (0, 1)] == ["Två", "Ett utan kontakt"]


def lose_the_answer(route: Route) -> None:
    """The server does it, and nobody hears."""
    route.fetch()
    route.abort()


def test_a_move_whose_answer_was_lost_is_not_made_twice(editor: Page) -> None:
    editor.route("**/rad/", lose_the_answer, times=1)
    title(editor, 0).focus()
    editor.keyboard.press("Alt+ArrowDown")
    expect(editor.locator("#kontakt")).to_contain_text(BACK, timeout=15_000)
    expect(title(editor, 1)).to_have_value("Ett")
    expect(title(editor, 1)).to_be_focused()
    expect_saved(editor, "Två", "Ett", "Tre")


@pytest.mark.parametrize("lost", ["the form", "the answer"])
def test_a_new_statement_is_sent_again_and_is_there_once(editor: Page, lost: str) -> None:
    section = editor.locator("#uttalanden")
    section.get_by_role("link", name="Lägg till vision").click()
    section.get_by_label("Slag").select_option("vision")
    section.get_by_label("Text", exact=True).fill("Alla kan starta företag.")
    if lost == "the answer":
        editor.route("**/uttalanden/ny/", lose_the_answer, times=1)
    else:
        editor.context.set_offline(True)
    section.get_by_role("button", name="Spara").click()
    expect(editor.locator("#kontakt")).to_contain_text(LOST)
    editor.context.set_offline(False)
    expect(editor.locator("#kontakt")).to_contain_text(BACK, timeout=15_000)
    editor.reload()
    expect(section.locator(".row p", has_text="Alla kan starta företag.")).to_have_count(1)
    expect(editor.get_by_text(KEPT)).to_have_count(0)


def test_a_server_that_restarts_in_mid_edit_loses_nothing(editor: Page, server: Server) -> None:
    write(editor, 0, "Sparat före")
    title(editor, 1).focus()
    expect(line(editor, 0).locator("[name=version]")).to_have_value("2")
    server.stop()
    try:
        line(editor, 0).locator(".line-tools a").click()
        write(editor, 1, "Skrivet under tiden")
        editor.keyboard.press("Enter")
        editor.keyboard.type("Ny under tiden")
        title(editor, 0).focus()
        expect(editor.locator("#kontakt")).to_contain_text(LOST)
    finally:
        server.start()
    expect(editor.locator("#kontakt")).to_contain_text(BACK, timeout=40_000)
    expect(open_panel(editor, 0)).to_contain_text("Sparat före")
    expect_saved(editor, "Sparat före", "Skrivet under tiden", "Ny under tiden", "Tre")


def test_a_closed_tab_gives_its_text_back(editor: Page) -> None:
    address, context = editor.url, editor.context
    editor.route("**/rad/", lambda route: route.abort())
    panel = open_panel(editor, 0)
    panel.get_by_label("Text", exact=True).fill("En text som aldrig sparades.")
    write(editor, 1, "Två halv")
    editor.keyboard.press("Enter")
    editor.keyboard.type("Alldeles ny")
    editor.close()

    again = context.new_page()
    again.goto(address)
    notice = again.locator(".kept")
    expect(notice).to_contain_text(KEPT)
    expect(notice.get_by_role("listitem")).to_have_count(3)
    expect(title(again, 1)).to_have_value("Två halv")
    expect(title(again, 2)).to_have_value("Alldeles ny")
    expect_saved(again, "Ett", "Två", "Tre")
    # The panel's text waits for its panel.
    notice.get_by_role("listitem").filter(has_text="aldrig").get_by_role(
        "link", name="Visa"
    ).click()
    text = again.locator("#panel").get_by_label("Text", exact=True)
    expect(text).to_have_value("En text som aldrig sparades.")
    save(again.locator("#panel"))
    expect(notice.get_by_role("listitem")).to_have_count(2)
    for place in (1, 2):
        title(again, place).focus()
        again.keyboard.press("End")
    title(again, 0).focus()
    expect(notice).to_have_count(0)
    expect_saved(again, "Ett", "Två halv", "Alldeles ny", "Tre")


def lose(page: Page, place: int, text: str) -> Page:
    """Type a title that never arrives, and close the tab; a new tab with the same plan."""
    page.route("**/rad/", lambda route: route.abort())
    write(page, place, text)
    title(page, place - 1).focus()
    expect(page.locator("#kontakt")).to_contain_text(LOST)
    address, context = page.url, page.context
    page.close()
    again = context.new_page()
    again.goto(address)
    return again


def test_kept_text_never_goes_over_a_newer_one_by_itself(editor: Page, colleague: Page) -> None:
    write(colleague, 1, "Två enligt Gunnar")
    title(colleague, 0).focus()
    expect(line(colleague, 1).locator("[name=version]")).to_have_value("2")
    again = lose(editor, 1, "Två enligt Disa")
    notice = again.locator(".kept")
    expect(notice).to_contain_text("Den sparade texten har ändrats sedan du skrev")
    expect(notice.locator("[data-saved]")).to_have_text("Två enligt Gunnar")
    expect(notice.locator("[data-mine]")).to_have_text("Två enligt Disa")
    expect(title(again, 1)).to_have_value("Två enligt Gunnar")
    notice.get_by_role("button", name="Använd min text").click()
    expect(title(again, 1)).to_be_focused()
    title(again, 0).focus()
    expect(notice).to_have_count(0)
    expect_saved(again, "Ett", "Två enligt Disa", "Tre")


def test_kept_text_can_be_thrown_away(editor: Page) -> None:
    again = lose(editor, 1, "Inget att ha")
    again.get_by_role("button", name="Kasta").click()
    expect(again.locator(".kept")).to_have_count(0)
    expect(title(again, 1)).to_have_value("Två")
    again.reload()
    expect(again.locator(".kept")).to_have_count(0)


def test_kept_text_is_shown_to_nobody_else_and_goes_with_the_signing_out(editor: Page) -> None:
    again = lose(editor, 1, "Bara mitt")
    address = again.url
    again.context.clear_cookies()
    sign_in(again, "godkannare")
    again.goto(address)
    expect(title(again, 1)).to_have_value("Två")
    expect(again.locator(".kept")).to_have_count(0)
    again.get_by_role("button", name="Logga ut").click()
    sign_in(again, "redaktor")
    again.goto(address)
    expect(title(again, 1)).to_have_value("Bara mitt")
    again.on("dialog", lambda dialog: dialog.accept())
    again.get_by_role("button", name="Logga ut").click()
    again.wait_for_url("**/")
    assert again.evaluate("Object.keys(localStorage)") == []


def sign_in(page: Page, name: str) -> None:
    page.goto("/konto/logga-in/")
    page.get_by_label("E-post").fill(f"{name}@demo.example")
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/redigera/")


def test_a_session_that_ended_costs_nothing_that_was_written(editor: Page) -> None:
    editor.context.clear_cookies(name="sessionid")
    write(editor, 0, "Skrivet efter tolv timmar")
    title(editor, 1).focus()
    banner = editor.locator("#kontakt")
    expect(banner).to_contain_text("Du har loggats ut")
    write(editor, 1, "Också det här")
    title(editor, 2).focus()
    with editor.context.expect_page() as opened:
        banner.get_by_role("link", name="logga in i en ny flik").click()
    sign_in(opened.value, "redaktor")
    opened.value.close()
    editor.bring_to_front()
    editor.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(banner).to_contain_text(BACK)
    expect_saved(editor, "Skrivet efter tolv timmar", "Också det här", "Tre")


def test_nothing_is_saved_in_the_name_of_somebody_who_signed_in_since(editor: Page) -> None:
    editor.context.clear_cookies(name="sessionid")
    other = editor.context.new_page()
    sign_in(other, "godkannare")
    other.close()
    write(editor, 0, "Skrivet av Disa")
    title(editor, 1).focus()
    expect(editor.locator("#kontakt")).to_contain_text("Nu är Gunnar Godkännare inloggad")
    expect(title(editor, 0)).to_have_value("Skrivet av Disa")
    expect_saved(editor, "Ett", "Två", "Tre")


def test_a_form_on_a_page_of_its_own_keeps_its_text_until_it_is_saved(editor: Page) -> None:
    plan = editor.url
    editor.goto(f"{plan}uppgifter/")
    editor.get_by_label("Titel", exact=True).fill("En annan titel")
    address, context = editor.url, editor.context
    editor.close()
    again = context.new_page()
    again.goto(plan)
    again.locator(".kept").get_by_role("link", name="Visa").click()
    again.wait_for_url(address)
    field = again.get_by_label("Titel", exact=True)
    expect(field).to_have_value("En annan titel")
    expect(again.locator(".kept")).to_contain_text(KEPT)
    # What was refused is not saved yet; what was saved is no longer kept.
    again.get_by_label("Börjar").fill("i våras")
    again.get_by_role("button", name="Spara").click()
    expect(again.locator(".error-summary")).to_be_visible()
    again.get_by_label("Börjar").fill("2026")
    again.get_by_role("button", name="Spara").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("En annan titel")
    expect(again.locator(".kept")).to_have_count(0)

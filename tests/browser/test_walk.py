"""What each kind of user comes to do, from end to end, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

SLUG = "handlingsplan-for-naringsliv-och-entreprenorskap-orebro-lan"
PUBLIC = f"/strategier/{SLUG}/"
EDIT = f"/redigera/{SLUG}/"


def line_of(page: Page, title: str) -> Locator:
    """The line that says this when the page has been opened."""
    return page.locator(".line", has=page.get_by_role("link", name=f"Allt om {title}", exact=True))


def change_title(page: Page, old: str, new: str) -> None:
    """With the button that every line has, and shows when its title has changed."""
    # What the line is called follows what one types in it.
    field = line_of(page, old).get_by_role("textbox").get_attribute("id")
    line = page.locator(".line", has=page.locator(f"#{field}"))
    line.get_by_role("textbox").fill(new)
    line.get_by_role("button", name="Spara").click()
    page.wait_for_load_state()
    expect(page.locator("#outline .changed")).to_have_count(0)
    page.reload()
    expect(line_of(page, new).get_by_role("textbox")).to_have_value(new)


def link_actor(page: Page, to: str, search: str, name: str) -> None:
    """In the panel, or on the page that is there instead without JavaScript."""
    page.get_by_role("link", name=f"Allt om {to}", exact=True).click()
    page.get_by_label("Sök aktör").fill(search)
    if page.url.endswith("/andra/"):  # in the panel it searches as one types
        page.get_by_role("button", name="Sök").click()
    page.get_by_role("radio", name=re.compile(name)).first.check()
    page.get_by_label("Roll").select_option("medverkar")
    page.get_by_role("button", name="Koppla", exact=True).click()
    expect(page.locator("#kopplingar")).to_contain_text(name)


def publish(page: Page, note: str) -> None:
    page.goto(f"{EDIT}publicera/")
    page.get_by_label("Vad är nytt?").fill(note)
    page.get_by_role("button", name="Publicera utgåvan").click()
    page.wait_for_url(lambda url: "publicera" not in url)


@pytest.mark.parametrize(
    ("script", "old", "actor"),
    [
        (True, "Tillsätta ett regionalt näringslivsråd", "ALMI Företagspartner Kronoberg"),
        (False, "Underlätta företagens kapitalförsörjning", "ALMI Företagspartner Mälardalen"),
    ],
    ids=["with JavaScript", "without"],
)
def test_from_the_map_to_a_published_change(
    visit: Callable[..., Page], signed_in: Callable[..., Page], script: bool, old: str, actor: str
) -> None:
    new = f"{old} före sommaren"
    reader = visit("/", java_script_enabled=script)
    reader.locator("svg a", has_text="Örebro län").first.click()
    reader.get_by_role("main").get_by_role(
        "link", name="Handlingsplan för näringsliv"
    ).first.click()
    expect(reader).to_have_url(re.compile(PUBLIC))
    # Askersund is a kommun of the län, and its programme names Business Region Örebro.
    reader.goto("/aktorer/business-region-orebro/")
    expect(reader.get_by_role("main")).to_contain_text("Näringslivsprogram 2020")

    editor = signed_in("redaktor", java_script_enabled=script)
    editor.get_by_role("main").get_by_role(
        "link", name="Handlingsplan för näringsliv"
    ).first.click()
    change_title(editor, old, new)
    link_actor(editor, new, actor.rsplit(maxsplit=1)[-1], actor)

    reader.goto(PUBLIC)
    expect(reader.get_by_role("link", name=old, exact=True).first).to_be_visible()
    assert reader.get_by_role("link", name=new, exact=True).count() == 0

    approver = signed_in("godkannare", f"{EDIT}publicera/", java_script_enabled=script)
    expect(approver.get_by_role("main")).to_contain_text(new)
    publish(approver, f"Ny tid för {old.lower()}")
    reader.goto(PUBLIC)
    expect(reader.get_by_role("main")).to_contain_text(new)
    reader.get_by_role("link", name=actor).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(actor)
    expect(reader.get_by_role("main")).to_contain_text(new)


def test_an_editor_cannot_publish_and_is_told_who_can(signed_in: Callable[..., Page]) -> None:
    page = signed_in("redaktor", "/redigera/naringslivsprogram-2020-2023-askersunds-kommun/")
    change_title(page, "Kommunikation", "Kommunikation och dialog")
    page.goto("/redigera/naringslivsprogram-2020-2023-askersunds-kommun/publicera/")
    expect(page.get_by_role("main")).to_contain_text("Gunnar Godkännare")
    assert page.get_by_role("button", name="Publicera utgåvan").count() == 0


def test_two_editors_in_the_same_text_lose_nothing(signed_in: Callable[..., Page]) -> None:
    address = "/redigera/naringslivsprogram-2020-2023-askersunds-kommun/"
    first, second = signed_in("redaktor", address), signed_in("godkannare", address)
    for page in (first, second):
        page.get_by_role("link", name="Allt om Företagsklimat", exact=True).click()
    first.get_by_label("Text", exact=True).fill("Kommunen svarar inom en vecka.")
    save_panel(first)
    expect(first.locator("#besked")).to_contain_text("är sparad")
    second.get_by_label("Text", exact=True).fill("Kommunen svarar samma dag.")
    save_panel(second)
    expect(second.locator("#panel .conflict")).to_contain_text("en vecka")
    expect(second.get_by_label("Text", exact=True)).to_have_value("Kommunen svarar samma dag.")
    save_panel(second)
    expect(second.locator("#besked")).to_contain_text("är sparad")
    first.reload()
    first.get_by_role("link", name="Allt om Företagsklimat", exact=True).click()
    expect(first.get_by_label("Text", exact=True)).to_have_value("Kommunen svarar samma dag.")


def save_panel(page: Page) -> None:
    page.locator("#panel").get_by_role("button", name="Spara", exact=True).click()


def focused(page: Page) -> str:
    """What the control with the focus is called."""
    return str(
        page.evaluate(
            """() => document.activeElement.getAttribute("aria-labelledby").split(" ")
                .map((id) => document.getElementById(id)).map((one) => one.value ?? one.textContent).join(" ")"""
        )
    )


def test_an_action_is_moved_by_keyboard_and_the_focus_goes_along(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("redaktor", EDIT)
    name = "Vidareutveckla regional exportsamverkan"
    down = page.get_by_role("button", name=f"Flytta ned {name}")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#besked")).to_contain_text(name)
    assert name in focused(page)
    page.keyboard.press("Shift+Tab")
    assert "Flytta upp" in focused(page)
    page.keyboard.press("Enter")
    expect(page.locator("#besked")).to_contain_text("upp")
    assert name in focused(page)


def test_the_list_is_filtered_as_one_chooses_and_the_back_button_gives_whole_pages(
    visit: Callable[..., Page],
) -> None:
    page = visit("/strategier/")
    page.get_by_label("Region").select_option("kronobergs-lan")
    expect(page.locator("#resultat")).to_contain_text("Småland Business Region")
    expect(page).to_have_url(re.compile("region=kronobergs-lan"))
    page.get_by_role("link", name="Småland Business Region").click()
    page.go_back()
    expect(page.get_by_role("banner")).to_be_visible()
    expect(page.locator("#resultat")).to_contain_text("Småland Business Region")
    expect(page.locator("#resultat")).not_to_contain_text("Region Stockholm")


def test_a_page_sends_a_strict_policy_and_sets_no_cookie_for_readers(
    visit: Callable[..., Page],
) -> None:
    page = visit("/")
    answer = page.request.get(PUBLIC)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert page.context.cookies() == []


def test_a_plan_can_be_printed(visit: Callable[..., Page]) -> None:
    page = visit(PUBLIC)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator(".masthead:visible, .contents:visible, form:visible").count() == 0
    assert page.pdf(format="A4").startswith(b"%PDF")

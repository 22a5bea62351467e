"""The whole way from a word that is changed to a page that is read, with three accounts: an editor, an approver and a reader."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

SLUG = "handlingsplan-for-naringsliv-och-entreprenorskap-orebro-lan"
PUBLIC, EDIT = f"/strategier/{SLUG}/", f"/redigera/{SLUG}/"


def add_challenge(page: Page, title: str) -> None:
    page.goto(f"{EDIT}utmaningar/ny/")
    page.get_by_label("Titel", exact=True).fill(title)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("main")).to_contain_text(title)


def state(page: Page, words: str) -> None:
    expect(page.locator(".page-head .tag")).to_have_text(words)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_asked_returned_mended_approved_and_read(
    visit: Callable[..., Page], signed_in: Callable[..., Page], script: bool
) -> None:
    first, mended = (f"{words} {script}" for words in ("Kompentens saknas", "Kompetens behövs"))
    editor = signed_in("redaktor", java_script_enabled=script)
    add_challenge(editor, first)
    editor.goto(f"{EDIT}publicera/")
    assert editor.get_by_role("button", name="Publicera utgåvan").count() == 0
    editor.get_by_label("Något att säga").fill("Titta särskilt på utmaningen.")
    editor.get_by_role("button", name="Lämna för granskning").click()
    state(editor, "På granskning")

    approver = signed_in("godkannare", f"{EDIT}publicera/", java_script_enabled=script)
    state(approver, "På granskning")
    expect(approver.get_by_role("main")).to_contain_text("Titta särskilt på utmaningen.")
    expect(approver.get_by_role("main")).to_contain_text(first)
    approver.get_by_label("Vad behöver ändras?").fill("Det ska stå kompetens.")
    approver.get_by_role("button", name="Lämna tillbaka").click()
    state(approver, "Återlämnad")

    editor.reload()
    expect(editor.get_by_role("main")).to_contain_text("Gunnar Godkännare lämnade tillbaka planen")
    expect(editor.get_by_role("main")).to_contain_text("Det ska stå kompetens.")
    add_challenge(editor, mended)
    editor.goto(f"{EDIT}publicera/")
    editor.get_by_role("button", name="Lämna för granskning").click()
    state(editor, "På granskning")

    reader = signed_in("administrator", PUBLIC, java_script_enabled=script)
    assert reader.get_by_text(mended).count() == 0
    approver.reload()
    approver.get_by_role("button", name="Godkänn utan att publicera").click()
    state(approver, "Godkänd")
    if script:  # whoever writes a time wants it
        approver.get_by_label("Dag och klockslag").fill("2099-12-24T10:00")
        expect(approver.get_by_label("Vid en viss tid")).to_be_checked()
        approver.get_by_label("Dag och klockslag").fill("")
        approver.get_by_label("Nu", exact=True).check()
    approver.get_by_label("Vad är nytt?").fill(f"En utmaning till, {script}")
    approver.get_by_role("button", name="Publicera utgåvan").click()
    approver.wait_for_url(lambda url: "publicera" not in url)

    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text(mended)
    reader.goto(f"{PUBLIC}utgavor/")
    newest = reader.locator(".rows > li").first
    expect(newest).to_contain_text(f"En utmaning till, {script}")
    expect(newest).not_to_contain_text("utan en andra granskare")
    newest.get_by_role("link", name=re.compile("Kontrollera")).click()
    expect(reader.get_by_role("main")).to_contain_text("räknat om den nu, och den stämmer")
    # And so does somebody without an account.
    expect(visit(PUBLIC).get_by_role("main")).to_contain_text(mended)

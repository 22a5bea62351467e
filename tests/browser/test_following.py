"""Following a region by e-mail, from its page to the first mail and the end of it, on a phone and without JavaScript."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import overflow, violations
from tests.browser.test_walk import SLUG, publish
from tests.mail_server import MailServer

REGION = "/regioner/orebro-lan/"


def wait_for_mail(letters: MailServer, recipient: str, count: int) -> str:
    """The latest mail to the recipient, once there are so many."""
    deadline = time.monotonic() + 60
    while letters.recipients.count(recipient) < count:
        assert time.monotonic() < deadline, "no mail came"
        time.sleep(0.1)
    pairs = zip(letters.recipients, letters.texts(), strict=True)
    return [text for to, text in pairs if to == recipient][-1]


def link(text: str, portal: str, after: str) -> str:
    """The path of the link below a line of a mail."""
    found = re.search(rf"{re.escape(after)}\s+{re.escape(portal)}(\S+)", text)
    assert found, text
    return found[1]


def seen(page: Page) -> None:
    """The page has nothing that axe objects to, and fits."""
    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_following_a_region_until_one_has_had_enough(
    visit: Callable[..., Page],
    signed_in: Callable[..., Page],
    portal: str,
    letters: MailServer,
    script: bool,
) -> None:
    nils = f"nils.{script}@prov.example".lower()
    reader: dict[str, object] = {"width": 320, "java_script_enabled": script}
    # axe is a script itself.
    check: Callable[[Page], object] = seen if script else Page.title
    page = visit(REGION, **reader)
    page.get_by_role("link", name="Med e-post").click()
    check(page)
    page.get_by_label("E-postadress").fill("nils")
    page.get_by_role("button", name="Skicka länken").click()
    expect(page.locator(".error-summary")).to_contain_text("Det är ingen e-postadress")
    expect(page.locator(".error-summary")).to_be_focused()
    check(page)
    page.get_by_label("E-postadress").fill(nils)
    page.get_by_label("Varje vecka").check()
    page.get_by_role("button", name="Skicka länken").click()
    page.get_by_role("heading", name="Titta i din e-post").wait_for()
    check(page)

    text = wait_for_mail(letters, nils, 1)
    page.goto(link(text, portal, "Öppna länken och bekräfta:"))
    check(page)
    page.get_by_role("button", name="Ja, jag vill följa").click()
    expect(page.get_by_role("status")).to_contain_text("Tack, nu är det klart")
    expect(page.get_by_label("Varje vecka")).to_be_checked()
    check(page)
    page.get_by_label("Direkt").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("status")).to_contain_text("Ändringen är sparad")

    editor = signed_in("godkannare", f"/redigera/{SLUG}/uppgifter/")
    editor.get_by_label("Sammanfattning").fill(f"En kort text för läsare. Skript: {script}.")
    editor.get_by_role("button", name="Spara").first.click()
    editor.wait_for_url(f"**/redigera/{SLUG}/**")
    publish(editor, f"Sammanfattningen är ny ({script}).")
    text = wait_for_mail(letters, nils, 2)
    assert f"Sammanfattningen är ny ({script})." in text

    page.goto(link(text, portal, "Sluta följa:"))
    check(page)
    page.get_by_role("button", name="Sluta följa").click()
    page.get_by_role("heading", name="Du får inga fler brev").wait_for()
    check(page)
    page.goto(link(text, portal, "Ändra hur ofta breven kommer:"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Länken gäller inte längre")
    check(page)

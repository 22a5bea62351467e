"""A key in a real browser: added, and then enough by itself to sign in. The browser plays the key."""

from collections.abc import Callable

from playwright.sync_api import Page

from portal.management.commands.demonstration import PASSWORD
from tests.browser.test_accessibility import overflow, violations

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def named(page: Page) -> str:
    """The portal's address by a name: keys belong to names, not to numbers."""
    return page.url.replace("127.0.0.1", "localhost")


def test_a_key_is_added_signs_in_and_is_removed(visit: Callable[..., Page]) -> None:
    page = visit("/om/", width=320)
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    start = "/".join(named(page).split("/")[:3])
    page.goto(f"{start}/konto/logga-in/?next=/konto/skydd/nycklar/ny/")
    page.get_by_label("E-post").fill("godkannare@demo.example")
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Bekräfta").click()
    page.get_by_role("button", name="Lägg till nyckeln").wait_for()
    assert violations(page) == []
    assert overflow(page) == 0
    page.get_by_label("Namn på nyckeln").fill("Provnyckeln")
    page.get_by_role("button", name="Lägg till nyckeln").click()
    page.get_by_role("heading", name="Återställningskoder").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url(f"{start}/")
    page.goto(f"{start}/konto/logga-in/")
    page.get_by_role("button", name="Använd en nyckel").click()
    page.wait_for_url("**/redigera/")
    # The account is shared by other tests, which know its password alone.
    page.goto(f"{start}/konto/skydd/nycklar/")
    page.get_by_role("link", name="Ta bort Provnyckeln").click()
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Bekräfta").click()
    page.get_by_role("button", name="Ta bort nyckeln").click()
    page.get_by_text("Du har ingen nyckel än").wait_for()

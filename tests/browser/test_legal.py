"""What the law asks of the portal, in a real browser: written, read on a phone, reported by keyboard alone, and a name that goes at once."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.test_accessibility import overflow, violations

STATEMENT = "/om/tillganglighet/"
REPORTS = f"{STATEMENT}anmalningar/"
SLUG = "naringslivs-och-tillvaxtstrategi-stockholms-lan"
A_SECOND = 1_100  # milliseconds after which no process shows readers an older page


def faults(page: Page) -> list[str]:
    """What axe has to say, and whether the page scrolls sideways."""
    return violations(page) + ([f"{overflow(page)} px för bred"] if overflow(page) else [])


def test_the_statement_is_written_and_read_at_320_px(
    signed_in: Callable[..., Page], visit: Callable[..., Page]
) -> None:
    page = signed_in("administrator", f"{STATEMENT}andra/", width=320)
    assert faults(page) == []
    page.get_by_label("delvis förenlig").check()
    page.get_by_role("button", name="Spara bedömningen").click()
    page.locator(".error-summary").wait_for()
    assert page.get_by_label("delvis förenlig").is_checked()
    assert faults(page) == []
    page.get_by_label("När gjordes bedömningen?").fill("2026-11-20")
    page.get_by_label("självskattning").check()
    page.get_by_role("button", name="Spara bedömningen").click()
    page.get_by_text("Redogörelsen är sparad").wait_for()

    page.goto(f"{STATEMENT}brister/ny/")
    assert faults(page) == []
    page.get_by_label("Vem gäller det?").select_option("utan-syn")
    page.get_by_label("Vad går inte att använda?").fill("Kartan på startsidan har inga namn.")
    page.get_by_label("Varför är det så?").fill("Det finns inte plats för dem.")
    page.get_by_label("Tillgängligt alternativ").fill("Listan bredvid har samma länkar.")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_text("Bristen är sparad").wait_for()
    assert faults(page) == []

    public = visit(STATEMENT, width=320)
    assert public.get_by_text("Portalen är delvis förenlig med lagens krav.").is_visible()
    assert public.get_by_role("heading", name="Användning utan synförmåga").is_visible()
    assert public.get_by_text("Listan bredvid har samma länkar.").is_visible()
    assert faults(public) == []


def test_a_fault_is_reported_by_keyboard_without_javascript_and_answered(
    signed_in: Callable[..., Page], visit: Callable[..., Page]
) -> None:
    page = visit(STATEMENT, width=320, java_script_enabled=False)
    page.get_by_role("link", name="Anmäl brister i tillgängligheten").first.press("Enter")
    page.get_by_label("Vad fungerar inte?").press("Tab")
    page.get_by_role("button", name="Skicka anmälan").press("Enter")
    assert page.get_by_role("alert").get_by_role("link").count() == 1
    page.get_by_role("alert").get_by_role("link").press("Enter")
    page.get_by_label("Vad fungerar inte?").focus()
    page.keyboard.type("Jag hör inte länens namn.")
    # The field that programs fill in is not on the way.
    for label in ("Var hände det?", "Använder du något hjälpmedel?", "Din e-postadress"):
        page.keyboard.press("Tab")
        assert page.get_by_label(label).evaluate("field => field === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Tack för din anmälan").wait_for()

    staff = signed_in("administrator", REPORTS)
    assert violations(staff) == []
    staff.get_by_role("link", name="Jag hör inte länens namn.").first.click()
    assert violations(staff) == []
    staff.get_by_label("besvarad").check()
    staff.get_by_role("button", name="Spara", exact=True).click()
    staff.get_by_text("Anmälan är sparad.").wait_for()
    staff.set_viewport_size({"width": 320, "height": 900})
    assert overflow(staff) == 0


def test_a_name_is_gone_from_the_readers_page_as_soon_as_the_role_has_ended(
    signed_in: Callable[..., Page], visit: Callable[..., Page]
) -> None:
    reader = visit(f"/strategier/{SLUG}/")
    staff = signed_in("administrator", f"/redigera/{SLUG}/personer/")
    shown = staff.locator(".person", has=staff.get_by_text("visas", exact=True)).first
    name = shown.locator("strong").inner_text()
    assert reader.get_by_text(name).count()
    assert violations(staff) == []

    shown.get_by_role("button", name="Rollen har upphört: dölj").click()
    staff.get_by_text(f"{name} visas inte längre för läsarna.").wait_for()
    reader.wait_for_timeout(A_SECOND)
    reader.reload()
    assert reader.get_by_text(name).count() == 0
    reader.goto(f"/strategier/{SLUG}/utgavor/1/")
    assert reader.get_by_text(name).count() == 0
    assert violations(staff) == []

    staff.get_by_role("button", name=f"Visa igen {name}").click()
    staff.get_by_text(f"{name} visas igen").wait_for()
    reader.wait_for_timeout(A_SECOND)
    reader.goto(f"/strategier/{SLUG}/")
    assert reader.get_by_text(name).count()

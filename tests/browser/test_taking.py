"""Taking things away, as a browser does it."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.browser.test_accessibility import OREBRO, SLUG


@pytest.mark.parametrize(
    "address", [OREBRO, "/aktorer/region-orebro-lan/", "/regioner/orebro-lan/"]
)
def test_a_block_of_data_is_no_script_to_the_browser(
    visit: Callable[..., Page], address: str
) -> None:
    page, said = visit("/om/"), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    assert page.locator('script[type="application/ld+json"]').count() == 1
    assert said == []


def test_a_file_is_saved_under_a_name_that_tells_what_it_is(
    visit: Callable[..., Page],
) -> None:
    page = visit(OREBRO)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    # Other tests publish the plan again.
    assert re.fullmatch(rf"{SLUG}-utgava-\d+\.csv", waiting.value.suggested_filename)
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) > 10


def test_an_editor_changes_a_cell_and_sees_it_before_it_is_made(
    signed_in: Callable[..., Page], tmp_path: Path
) -> None:
    editor = signed_in("redaktor", f"/redigera/{SLUG}/fil/")
    with editor.expect_download() as waiting:
        editor.get_by_role("link", name="CSV").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    changed = tmp_path / "plan.csv"
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    at = rows[0].index("kort titel")
    rows[1][at] = "Ändrad i en fil"
    with changed.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    editor.get_by_label("Filen", exact=True).set_input_files(changed)
    editor.get_by_role("button", name="Visa ändringarna").click()
    assert editor.get_by_text("Kort titel:").count() == 1
    editor.get_by_role("button", name="Inför ändringarna").click()
    assert editor.get_by_text("Ändringarna i plan.csv är införda.").first.is_visible()


def test_streams_give_back_what_they_hold_also_when_the_reader_leaves(portal: str) -> None:
    address = f"{portal}/oppna-data/insatser.csv"
    for _ in range(12):
        with urlopen(address) as answer:  # noqa: S310 - our own
            assert answer.status == 200
            answer.read(10)
    with urlopen(address) as answer:  # noqa: S310 - our own
        assert answer.read().count(b"\r\n") >= 1

"""A plan's files: every format at a permanent address, read with real parsers, and without a name that nobody has approved."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree
from openpyxl import load_workbook

from strategies.exports.columns import HEADS
from strategies.exports.formats import FORMATS
from strategies.markdown import read_plan
from strategies.models import StepKind, Strategy
from strategies.plan import Document, Participant, Person, Plan, Quote
from strategies.publishing.order import Said
from strategies.publishing.steps import take
from strategies.publishing.withholding import withhold
from tests.factories import make_actor, make_strategy, make_user, publish_again

pytestmark = pytest.mark.django_db
every_format = pytest.mark.parametrize("file", FORMATS)

SECRET, SHOWN = "Hemlig Hansson", "Synlig Svensson"
PHONE = "070-123 45 67"


def with_people(**fields: Any) -> Strategy:
    """A published plan with somebody who has agreed to be named and somebody who has not, wherever a plan names people."""
    action = {"kind": "action", "title": "=1+1", "label": "1", "text": "Vi stärker\nrådgivningen."}
    ties = [{"actor": make_actor("Almi").name, "role": "ansvarig", "note": "rådgivning"}]
    area = {"kind": "focus_area", "title": "Område", "elements": [action | {"involvements": ties}]}
    return make_strategy(
        published=True,
        persons=(
            Person(name=SHOWN, name_approved=True),
            Person(name=SECRET, titles=("handläggare",), phone=PHONE, email="hemlig@prov.example"),
        ),
        participants=(Participant(kind="person", name=SECRET),),
        quotes=(Quote(text="Så är det.", person=SECRET),),
        documents=(Document(title="Källan", page_owner=SECRET),),
        elements=({"kind": "direction", "title": "Riktning", "elements": [area]},),
        **fields,
    )


def get(client: Client, strategy: Strategy, file: str, **options: Any) -> Any:
    return client.get(reverse("plan-file", args=[strategy.slug, file]), **options)


@every_format
def test_the_current_edition_has_the_same_bytes_as_that_edition(client: Client, file: str) -> None:
    strategy = with_people()
    publish_again(strategy)
    here = get(client, strategy, file)
    there = client.get(reverse("edition-file", args=[strategy.slug, 2, file]))
    first = client.get(reverse("edition-file", args=[strategy.slug, 1, file]))
    assert here.status_code == there.status_code == first.status_code == 200
    assert here["Content-Type"] == FORMATS[file].content_type
    assert f'filename="{strategy.slug}-utgava-2' in here["Content-Disposition"]
    assert here["ETag"] == there["ETag"] != first["ETag"]
    if file != "plan.xlsx":  # a workbook says when it was made
        assert here.content == there.content != first.content


@every_format
def test_nobody_who_has_not_agreed_is_in_a_file(client: Client, file: str) -> None:
    text = _text(file, get(client, with_people(), file).content)
    assert "Riktning" in text
    for secret in (SECRET, PHONE, "hemlig@prov.example"):
        assert secret not in text


@pytest.mark.parametrize("file", ["plan.json", "plan.md"])
def test_a_name_that_is_withheld_goes_from_files_at_once(client: Client, file: str) -> None:
    strategy = with_people()
    before = get(client, strategy, file)
    assert SHOWN in before.text
    withhold(strategy, SHOWN, None)
    after = get(client, strategy, file, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert SHOWN not in after.text


@every_format
def test_who_has_the_file_is_told_so(client: Client, file: str) -> None:
    strategy = with_people()
    tag = get(client, strategy, file)["ETag"]
    again = get(client, strategy, file, headers={"if-none-match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert client.head(reverse("plan-file", args=[strategy.slug, file])).content == b""
    assert client.post(reverse("plan-file", args=[strategy.slug, file])).status_code == 405


@every_format
def test_plans_that_nobody_may_read_have_no_files(client: Client, file: str) -> None:
    draft = make_strategy()
    assert get(client, draft, file).status_code == 404
    assert client.get(reverse("edition-file", args=[draft.slug, 1, file])).status_code == 404
    strategy = with_people()
    assert client.get(reverse("edition-file", args=[strategy.slug, 9, file])).status_code == 404
    take(strategy, StepKind.WITHDRAW, make_user(is_superuser=True), Said("Dubblett"))
    gone = get(client, strategy, file)
    assert gone.status_code == 410
    assert "Dubblett" in gone.text
    assert client.get(reverse("edition-file", args=[strategy.slug, 1, file])).status_code == 410
    assert client.get(reverse("edition-files", args=[strategy.slug, 1])).status_code == 410


def test_the_json_is_the_plan(client: Client) -> None:
    plan = Plan.model_validate_json(get(client, with_people(), "plan.json").content)
    assert [element.title for _, element in plan.walk()] == ["Riktning", "Område", "=1+1"]


def test_the_csv_is_for_swedish_excel_and_no_formula(client: Client) -> None:
    content = get(client, with_people(), "plan.csv").content
    assert content.startswith(b"\xef\xbb\xbfstrategi;plan;")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["titel"] for row in rows] == ["Riktning", "Område", "'=1+1"]
    assert rows[2]["sökväg"] == "Riktning\nOmråde"
    assert rows[2]["överordnad"] == rows[1]["nyckel"]
    assert rows[2]["ansvarig"] == "Almi | rådgivning"
    assert rows[2]["text"] == "Vi stärker\nrådgivningen."


def test_the_workbook_has_the_same_columns_and_nothing_but_text(client: Client) -> None:
    book = load_workbook(io.BytesIO(get(client, with_people(), "plan.xlsx").content))
    sheet = book["Delar"]
    assert [cell.value for cell in sheet[1]] == HEADS
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} <= {
        "s",
        "inlineStr",
    }
    assert sheet[4][HEADS.index("titel")].value == "=1+1"
    assert dict(book["Om filen"].values)["Utgåva"] == "1"


def test_the_markdown_is_read_back(client: Client) -> None:
    strategy = with_people()
    assert read_plan(get(client, strategy, "plan.md").text).title == strategy.title


def test_a_plan_without_elements_has_no_stratml(client: Client) -> None:
    strategy = make_strategy(published=True)
    assert get(client, strategy, "stratml-1.xml").status_code == 404
    page = client.get(reverse("edition-files", args=[strategy.slug, 1]))
    assert "kräver minst ett mål" in page.text
    assert "stratml-1.xml" not in page.text


def test_the_page_of_files_tells_what_stratml_could_not_carry(client: Client) -> None:
    page = client.get(reverse("edition-files", args=[with_people().slug, 1])).text
    assert "1 del på den tredje nivån" in page
    assert "Deltagare, personer och citat" in page
    for file in FORMATS:
        assert f"/utgavor/1/{file}" in page


def test_the_page_of_files_tells_what_tables_could_not_carry(client: Client) -> None:
    vision = {"kind": "vision", "text": "Bäst i landet"}
    strategy = make_strategy(published=True, statements=(vision,))
    page = client.get(reverse("edition-files", args=[strategy.slug, 1])).text
    assert "Vad tabeller inte har plats för" in page
    assert "1 uttalande: vision, mål eller annat" in page
    assert "Står i Excel på bladet ”Uttalanden” och saknas i CSV." in page
    assert "utmaning" not in page
    assert "Bäst i landet" in _text("plan.xlsx", get(client, strategy, "plan.xlsx").content)


def test_the_pages_of_a_plan_lead_to_its_files(client: Client) -> None:
    strategy = with_people()
    for page in (strategy.get_absolute_url(), reverse("edition", args=[strategy.slug, 1])):
        assert 'href="plan.xlsx"' in client.get(page).text
        assert client.get(f"{page}plan.xlsx").status_code == 200


def test_a_file_takes_two_queries_at_most(client: Client, count_queries: Any) -> None:
    url = reverse("plan-file", args=[with_people().slug, "plan.csv"])
    assert count_queries(url) <= 2


def _text(file: str, content: bytes) -> str:
    if file == "plan.xlsx":
        book = load_workbook(io.BytesIO(content))
        return json.dumps(
            [list(map(str, row)) for sheet in book for row in sheet.values], ensure_ascii=False
        )
    if file.endswith(".xml"):
        etree.fromstring(content)
    return content.decode()

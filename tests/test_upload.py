"""Changing a plan with a file: what it would change is shown, and made only when somebody has seen just that."""

import csv
import html
import io
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from actors.merge import merge
from actors.models import Actor
from strategies.acts import acts_of
from strategies.exports.formats import FORMATS
from strategies.models import Element, Involvement, Person
from strategies.plan import Plan
from strategies.publishing.publish import publish
from strategies.snapshot import snapshot
from tests.editing import Desk
from tests.factories import make_actor, make_strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Desk:
    desk = Desk()
    Person.objects.create(strategy=desk.strategy, name="Hemlig Hansson")
    publish(desk.strategy, None, "Första")
    client.force_login(desk.editor)
    return desk


def fetched(client: Client, desk: Desk, file: str = "plan.csv") -> bytes:
    """The current edition's file, as anybody may have it."""
    return client.get(desk.url("edition-file", 1, file)).content


def send(client: Client, desk: Desk, data: bytes, name: str = "plan.csv", base: Any = 1) -> Any:
    sent = {"file": SimpleUploadedFile(name, data), "base": base}
    return client.post(desk.url("upload-plan"), sent)


def confirm(client: Client, desk: Desk, shown: HttpResponse) -> Any:
    found = re.search(r'name="proposal" value="([^"]+)"', shown.content.decode())
    assert found
    return client.post(desk.url("upload-plan"), {"proposal": html.unescape(found[1])})


def with_title(data: bytes, old: str, new: str) -> bytes:
    return with_cells(data, "titel", {old: new})


def with_cells(data: bytes, head: str, instead: dict[str, str]) -> bytes:
    """The file with other cells in a column; "" stands for every cell that is not named."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    at = rows[0].index(head)
    for row in rows[1:]:
        row[at] = instead.get(row[at], instead.get("", row[at]))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("file", FORMATS)
@pytest.mark.parametrize("base", [0, 1])
def test_an_unchanged_file_has_nothing_to_change(
    client: Client, desk: Desk, file: str, base: int
) -> None:
    url = desk.url("edition-file", 1, file) if base else desk.url("working-file", file)
    shown = send(client, desk, client.get(url).content, file, base)
    assert shown.status_code == 200
    assert "inget att ändra" in shown.text
    assert 'name="proposal"' not in shown.text


def test_what_is_changed_on_a_sheet_that_is_not_read_is_told(client: Client, desk: Desk) -> None:
    book = load_workbook(io.BytesIO(fetched(client, desk, "plan.xlsx")))
    book["Om planen"]["B2"] = "En annan titel"
    saved = io.BytesIO()
    book.save(saved)
    before = snapshot(desk.strategy)
    shown = send(client, desk, saved.getvalue(), "plan.xlsx")
    assert "Bladet ”Om planen” läses inte in, men rad 2 där säger något annat" in shown.text
    assert "I övrigt säger filen detsamma" in shown.text
    assert 'name="proposal"' not in shown.text
    assert snapshot(desk.strategy) == before


def test_a_change_is_shown_then_made_and_stands_in_the_history(client: Client, desk: Desk) -> None:
    before = snapshot(desk.strategy)
    shown = send(client, desk, with_title(fetched(client, desk), "Insats b", "Insats bå"))
    assert shown.status_code == 200
    assert "Insats b" in shown.text
    assert snapshot(desk.strategy) == before
    done = confirm(client, desk, shown)
    assert done.status_code == 303
    assert Element.objects.get(key=desk_key(before, "Insats b")).title == "Insats bå"
    assert Person.objects.filter(strategy=desk.strategy, name="Hemlig Hansson").exists()
    assert acts_of(desk.strategy, limit=1)[0].reason == "Läste in plan.csv"


def test_what_is_new_is_shown_whole(client: Client, desk: Desk) -> None:
    told = json.loads(fetched(client, desk, "plan.json"))
    action = {"kind": "action", "title": "Insats c", "text": "Vi ordnar möten varje år."}
    told["elements"][0]["elements"].append(action)
    told["resources"].append({"title": "Projektmedel", "low": "250000", "unit": "kr"})
    shown = send(client, desk, json.dumps(told).encode(), "plan.json")
    text = " ".join(strip_tags(shown.text).split())
    for whole in ("2 tillagda", "Insats c", "Vi ordnar möten varje år.", "Projektmedel", "250000"):
        assert whole in text
    assert "Ungefär" not in text


def test_people_are_never_changed_by_a_file(client: Client, desk: Desk) -> None:
    told = json.loads(fetched(client, desk, "plan.json"))
    told["persons"].append({"name": "Nora Ny", "titles": ["chef"], "name_approved": True})
    shown = send(client, desk, json.dumps(told).encode(), "plan.json")
    assert "Personer ändras inte med en fil. Ändra dem i portalen." in shown.text
    assert 'name="proposal"' not in shown.text
    assert "Lägg till person" in client.get(desk.url("plan-surroundings")).text


def desk_key(plan: Plan, title: str) -> Any:
    return next(element.key for _, element in plan.walk() if element.title == title)


def test_a_plan_that_changed_meanwhile_is_not_overwritten(client: Client, desk: Desk) -> None:
    shown = send(client, desk, with_title(fetched(client, desk), "Insats b", "Insats bå"))
    Element.objects.filter(title="Insats a").update(title="Insats å")
    done = confirm(client, desk, shown)
    assert done.status_code == 409
    assert "Planen har ändrats" in done.text
    assert Element.objects.filter(strategy=desk.strategy, title="Insats b").exists()


def test_a_proposal_is_good_for_its_own_plan_alone(client: Client, desk: Desk) -> None:
    shown = send(client, desk, with_title(fetched(client, desk), "Insats b", "Insats bå"))
    found = re.search(r'name="proposal" value="([^"]+)"', shown.text)
    assert found
    forged = client.post(desk.url("upload-plan"), {"proposal": found[1] + "x"})
    assert forged.status_code == 422
    assert Element.objects.filter(strategy=desk.strategy, title="Insats b").exists()


def test_a_file_that_cannot_be_read_is_refused_by_row(client: Client, desk: Desk) -> None:
    answer = send(client, desk, with_title(fetched(client, desk), "Insats b", ""))
    assert answer.status_code == 422
    assert "titeln saknas" in answer.text
    assert "Inget är ändrat" in answer.text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Välj filen som du har ändrat i."),
        ({"file": SimpleUploadedFile("plan.odt", b"x"), "base": 1}, "läses inte här"),
        ({"file": SimpleUploadedFile("plan.csv", b""), "base": 1}, "Filen är tom"),
        ({"file": SimpleUploadedFile("plan.csv", b"x"), "base": 9}, "Välj en av utgåvorna"),
        ({"file": SimpleUploadedFile("a-utgava-7.csv", b"x"), "base": 1}, "namn säger något annat"),
        ({"file": SimpleUploadedFile("a-arbetsversion.csv", b"x"), "base": 1}, "namn säger något"),
        ({"file": SimpleUploadedFile("plan.csv", b"x" * 5_300_000), "base": 1}, "större än 5 MB"),
    ],
)
def test_what_cannot_be_a_file_of_the_plan_is_told(
    client: Client, desk: Desk, sent: dict[str, Any], told: str
) -> None:
    answer = client.post(desk.url("upload-plan"), sent)
    assert answer.status_code == 422
    assert told in answer.text


def test_a_name_that_no_territory_has_is_told_and_nothing_is_stored(
    client: Client, desk: Desk
) -> None:
    said = json.loads(fetched(client, desk, "plan.json"))
    said["regions"] = ["Atlantis"]
    shown = send(client, desk, json.dumps(said).encode(), "plan.json")
    done = confirm(client, desk, shown)
    assert done.status_code == 422
    assert "Det finns inget område som heter ”Atlantis”" in done.text
    assert snapshot(desk.strategy).regions == ()


def test_the_working_copys_file_has_nobody_who_is_held_back(client: Client, desk: Desk) -> None:
    answer = client.get(desk.url("working-file", "plan.json"))
    assert "Hemlig Hansson" not in answer.text
    assert answer["Cache-Control"] == "private, no-store"
    assert f'filename="{desk.strategy.slug}-arbetsversion.json"' in answer["Content-Disposition"]


# --- what the file was made from


def retitled(file: str, data: bytes) -> bytes:
    """The file with "Insats b" called otherwise, in any format."""
    if file != "plan.xlsx":
        return data.replace(b"Insats b", "Insats bå".encode())
    book, saved = load_workbook(io.BytesIO(data)), io.BytesIO()
    cells = (cell for row in book["Delar"] for cell in row)
    next(cell for cell in cells if cell.value == "Insats b").value = "Insats bå"
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("file", FORMATS)
def test_what_a_colleague_does_after_the_working_copy_was_fetched_stays(
    client: Client, desk: Desk, file: str
) -> None:
    data = client.get(desk.url("working-file", file)).content
    Element.objects.filter(title="Insats a").update(title="Kollegans insats")
    shown = send(client, desk, retitled(file, data), file, "")
    assert "Insats bå" in shown.text
    assert "Kollegans insats" not in shown.text
    assert confirm(client, desk, shown).status_code == 303
    titles = {element.title for _, element in snapshot(desk.strategy).walk()}
    assert {"Kollegans insats", "Insats bå"} < titles
    assert "Insats a" not in titles


@pytest.mark.parametrize("file", FORMATS)
def test_actors_that_have_become_one_since_are_no_change_of_the_file(
    client: Client, desk: Desk, file: str
) -> None:
    kept, removed = make_actor("Länets näringslivsbolag"), make_actor("Näringsbolaget")
    desk.strategy.decisions.update(body=removed)
    tie = {"strategy": desk.strategy, "element": desk.element("Insats b")}
    Involvement.objects.create(**tie, actor=removed, role="ansvarig")
    data = client.get(desk.url("working-file", file)).content
    merge(kept, removed)
    assert "inget att ändra" in send(client, desk, data, file, "").text
    shown = send(client, desk, retitled(file, data), file, "")
    assert "Insats bå" in shown.text
    assert removed.name not in shown.text
    assert confirm(client, desk, shown).status_code == 303
    assert desk.strategy.decisions.get().body == kept


def test_the_working_copy_as_answer_is_what_it_was_when_the_file_was_fetched(
    client: Client, desk: Desk
) -> None:
    data = client.get(desk.url("working-file", "plan.csv")).content
    Element.objects.filter(title="Insats a").update(title="Kollegans insats")
    assert "inget att ändra" in send(client, desk, data, base=0).text


@pytest.mark.parametrize("file", sorted(FORMATS.keys() - {"plan.json"}))
def test_an_editions_file_says_which_edition(client: Client, desk: Desk, file: str) -> None:
    data = fetched(client, desk, file)
    Element.objects.filter(title="Insats a").update(title="Senare insats")
    publish(desk.strategy, None, "Andra")
    assert "inget att ändra" in send(client, desk, data, file, "").text
    wrong = send(client, desk, data, file, 2)
    assert wrong.status_code == 422
    assert "hämtades från utgåva 1" in wrong.text


def chosen(answer: HttpResponse) -> str:
    found = re.search(r'value="(\d*)" selected', answer.content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize("said", ["", "arbetsversion 987654321", "något"])
@pytest.mark.parametrize(("name", "base"), [("a.csv", ""), ("a-arbetsversion.csv", "0")])
def test_who_has_a_file_that_does_not_say_is_asked(
    client: Client, desk: Desk, said: str, name: str, base: str
) -> None:
    data = client.get(desk.url("working-file", "plan.csv")).content
    asked = send(client, desk, with_cells(data, "utgåva", {"": said}), name, "")
    assert asked.status_code == 422
    assert "Filen säger inte vilken version" in asked.text
    assert chosen(asked) == base
    again = send(client, desk, with_cells(data, "utgåva", {"": said}), name, 0)
    assert "inget att ändra" in again.text


def test_an_edition_in_the_files_name_is_what_it_was_made_from(client: Client, desk: Desk) -> None:
    data = fetched(client, desk, "plan.json")
    Element.objects.filter(title="Insats a").update(title="Senare insats")
    shown = send(client, desk, data, f"{desk.strategy.slug}-utgava-1.json", "")
    assert "inget att ändra" in shown.text


@pytest.mark.parametrize("file", FORMATS)
@pytest.mark.parametrize("base", ["", 0, 1])
def test_another_plans_file_is_refused(client: Client, desk: Desk, file: str, base: Any) -> None:
    other = make_strategy(
        Plan.model_validate(
            {
                "title": "En annan plan",
                "kind": "program",
                "owners": [desk.owner.name],
                "elements": [{"kind": "direction", "title": "Riktning Z"}],
            }
        ),
        published=True,
    )
    data = client.get(reverse("edition-file", args=[other.slug, 1, file])).content
    answer = send(client, desk, data, file, base)
    assert answer.status_code == 422
    assert "hör till en annan plan" in answer.text
    assert 'name="proposal"' not in answer.text


@pytest.mark.parametrize(
    ("head", "told"),
    [("strategi", "rader ur flera planer"), ("utgåva", "rader ur flera versioner")],
)
def test_rows_of_several_files_are_refused(
    client: Client, desk: Desk, head: str, told: str
) -> None:
    data = fetched(client, desk)
    first, *others = data.split(b"\r\n", 2)
    mixed = with_cells(data, head, {"": "7"}).split(b"\r\n", 2)[1]
    answer = send(client, desk, b"\r\n".join([first, mixed, others[1]]), base="")
    assert answer.status_code == 422
    assert told in answer.text


def test_new_actors_are_told_before_they_stand_in_the_register(client: Client, desk: Desk) -> None:
    named = with_cells(fetched(client, desk), "ansvarig", {"": f"{desk.owner.name}\nHelt Ny AB"})
    shown = send(client, desk, named, base="")
    told = re.search(r"Nya aktörer.*?<ul>(.*?)</ul>", shown.text, re.DOTALL)
    assert told
    assert told[1] == "<li>Helt Ny AB</li>"
    assert not Actor.objects.filter(name="Helt Ny AB").exists()
    assert confirm(client, desk, shown).status_code == 303
    assert Actor.objects.filter(name="Helt Ny AB").exists()
    plain = with_cells(fetched(client, desk), "ansvarig", {"": desk.owner.name})
    assert "Nya aktörer" not in send(client, desk, plain, base="").text

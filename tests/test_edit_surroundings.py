"""Resources and milestones: of the whole plan, or of one of its elements."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from strategies.dates import PartialDate
from strategies.models import Milestone, Resource
from strategies.publishing.publish import publish
from strategies.snapshot import snapshot
from tests.editing import HTMX, Desk
from tests.factories import make_strategy

pytestmark = pytest.mark.django_db


def add(client: Client, desk: Desk, word: str, of: str = "", **sent: Any) -> Any:
    query = f"?del={desk.element(of).key}" if of else ""
    return client.post(f"{desk.url('add-surrounding', word)}{query}", sent, headers=HTMX)


def test_a_resource_of_an_element_is_in_the_plan(client: Client, desk: Desk) -> None:
    sent = {"title": " Projektmedel ", "low": "2 000 000", "high": "2 500 000,50", "unit": "kr"}
    answer = add(client, desk, "resurser", "Insats a", **sent)
    assert answer.status_code == 200
    assert answer["HX-Retarget"] == "#resurser"
    assert "2\u00a0000\u00a0000–2\u00a0500\u00a0000,50 kr" in answer.text
    (told,) = snapshot(desk.strategy).resources
    assert (told.title, told.low, told.high) == (
        "Projektmedel",
        Decimal("2000000"),
        Decimal("2500000.5"),
    )
    assert told.element == desk.element("Insats a").key


def test_a_milestone_of_the_whole_plan_is_in_the_plan(client: Client, desk: Desk) -> None:
    add(client, desk, "milstolpar", title="Halvtid", date="2020-06", previous="2020-03")
    (told,) = snapshot(desk.strategy).milestones
    assert (told.element, str(told.date), str(told.previous)) == (None, "juni 2020", "mars 2020")
    page = client.get(desk.url("plan-surroundings"))
    assert "Halvtid" in page.text
    panel = client.get(desk.url("edit-element", desk.element("Insats a").key), headers=HTMX)
    assert "Halvtid" not in panel.text


def test_focus_is_where_one_was(client: Client, desk: Desk) -> None:
    def focused(answer: Any) -> list[str]:
        return re.findall(r'id="([^"]+)"[^>]*\sautofocus', answer.text)

    answers = [add(client, desk, "resurser", title=title) for title in ("Ett", "Två")]
    one, two = Resource.objects.order_by("position")
    assert [focused(answer) for answer in answers] == [
        [f"andra-resurser-{one.pk}"],
        [f"andra-resurser-{two.pk}"],
    ]
    url = desk.url("edit-surrounding", "resurser", one.pk)
    saved = client.post(url, {"version": 1, "title": "Ett igen"}, headers=HTMX)
    assert focused(saved) == [f"andra-resurser-{one.pk}"]
    gone = client.post(desk.url("remove-surrounding", "resurser", one.pk), headers=HTMX)
    assert focused(gone) == ["ny-resurser-knapp"]


def test_new_ones_stand_last(client: Client, desk: Desk) -> None:
    for title in ("Ett", "Två", "Tre"):
        add(client, desk, "resurser", title=title)
    assert [one.title for one in snapshot(desk.strategy).resources] == ["Ett", "Två", "Tre"]


@pytest.mark.parametrize(
    ("word", "sent", "told"),
    [
        ("resurser", {"title": ""}, "Skriv vad det är."),
        ("resurser", {"title": "X", "low": "mycket"}, "Fyll i ett tal"),
        ("resurser", {"title": "X", "low": "-1"}, "större än eller lika med 0"),
        ("resurser", {"title": "X", "low": "5", "high": "4"}, "minst den nedre"),
        ("resurser", {"title": "X", "high": "4"}, "minst den nedre"),
        ("resurser", {"title": "X", "low": "1" * 17}, "16 siffror"),
        ("milstolpar", {"title": ""}, "Skriv vad som ska hända."),
        ("milstolpar", {"title": "X", "date": "i vår"}, "är inget datum"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_in_the_form(
    client: Client, desk: Desk, word: str, sent: dict[str, str], told: str
) -> None:
    for headers in ({}, HTMX):
        answer = client.post(desk.url("add-surrounding", word), sent, headers=headers)
        assert answer.status_code == 422
        assert told in answer.text
        assert all(value in answer.text for value in sent.values())
    assert not Resource.objects.exists()
    assert not Milestone.objects.exists()


def test_saving_changes_what_was_typed_and_keeps_how_a_date_was_written(
    client: Client, desk: Desk
) -> None:
    date = PartialDate(value="2014-05-24", precision="day", written="24 maj", inferred=True)
    row = Milestone.objects.create(strategy=desk.strategy, title="Träff", date=date)
    url = desk.url("edit-surrounding", "milstolpar", row.pk)
    assert 'value="2014-05-24"' in client.get(url, headers=HTMX).text
    sent = {"version": 1, "title": "Kommunchefsträff", "date": "2014-05-24"}
    answer = client.post(url, sent, headers=HTMX)
    assert "Kommunchefsträff" in answer.text
    (told,) = snapshot(desk.strategy).milestones
    assert (told.title, told.date, told.previous) == ("Kommunchefsträff", date, None)


def test_a_colleagues_newer_text_is_not_overwritten(
    client: Client, desk: Desk, colleague: Client
) -> None:
    add(client, desk, "resurser", title="Medel", unit="kr")
    url = desk.url("edit-surrounding", "resurser", Resource.objects.get().pk)
    colleague.post(url, {"version": 1, "title": "Medel från länet", "unit": "kr"}, headers=HTMX)
    mine = client.post(url, {"version": 1, "title": "Egna medel", "unit": "kr"}, headers=HTMX)
    assert mine.status_code == 409
    assert "Kalle Kollega har sparat en nyare text" in mine.text
    assert Resource.objects.get().title == "Medel från länet"
    # Another field is joined with it.
    joined = client.post(url, {"version": 1, "title": "Medel", "unit": "tkr"}, headers=HTMX)
    assert joined.status_code == 200
    assert Resource.objects.values_list("title", "unit").get() == ("Medel från länet", "tkr")


def test_one_that_is_removed_comes_back_to_its_element_when_undone(
    client: Client, desk: Desk
) -> None:
    add(client, desk, "resurser", "Insats a", title="Medel")
    before = snapshot(desk.strategy)
    client.post(desk.url("remove-surrounding", "resurser", Resource.objects.get().pk), headers=HTMX)
    assert snapshot(desk.strategy).resources == ()
    client.post(desk.url("undo"))
    assert snapshot(desk.strategy) == before


def test_an_element_that_goes_leaves_them_to_the_plan_and_takes_them_back_when_undone(
    client: Client, desk: Desk
) -> None:
    add(client, desk, "resurser", "Insats a", title="Medel")
    add(client, desk, "milstolpar", "Insats a", title="Start")
    before = snapshot(desk.strategy)
    client.post(desk.url("remove-part", "delar", desk.element("Insats a").key), headers=HTMX)
    assert [part.element for part in snapshot(desk.strategy).belonging()] == [None, None]
    client.post(desk.url("undo"))
    assert snapshot(desk.strategy) == before


def test_without_htmx_each_step_has_a_page_and_leads_back(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    home = f"{desk.url('edit-element', element.key)}#runt"
    adding = f"{desk.url('add-surrounding', 'resurser')}?del={element.key}"
    assert f'href="{home}"' in client.get(adding).text
    assert client.post(adding, {"title": "Medel"})["Location"] == home
    row = Resource.objects.get()
    assert "<h1" in client.get(desk.url("edit-surrounding", "resurser", row.pk)).text
    assert client.get(desk.url("surrounding", "resurser", row.pk))["Location"] == home
    assert client.post(desk.url("remove-surrounding", "resurser", row.pk))["Location"] == home


@pytest.mark.parametrize("key", ["00000000-0000-4000-8000-000000000000", "x"])
def test_an_element_that_the_plan_has_not_is_not_found(
    client: Client, desk: Desk, key: str
) -> None:
    assert client.get(f"{desk.url('add-surrounding', 'resurser')}?del={key}").status_code == 404


def test_another_plans_are_not_found(client: Client, desk: Desk) -> None:
    other = Resource.objects.create(strategy=make_strategy(), title="Deras")
    assert client.get(desk.url("edit-surrounding", "resurser", other.pk)).status_code == 404
    assert client.post(desk.url("remove-surrounding", "resurser", other.pk)).status_code == 404
    assert Resource.objects.filter(pk=other.pk).exists()


def test_the_panel_takes_as_many_queries_however_many_there_are(client: Client, desk: Desk) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(desk.url("edit-element", desk.element("Insats a").key), headers=HTMX)
        return len(queries)

    add(client, desk, "resurser", "Insats a", title="Medel")
    few = count()
    for number in range(9):
        add(client, desk, "resurser", "Insats a", title=f"Medel {number}")
        add(client, desk, "milstolpar", "Insats a", title=f"Steg {number}")
    assert count() == few


def test_readers_meet_them_at_their_element_and_in_the_plan(client: Client, desk: Desk) -> None:
    add(client, desk, "resurser", "Insats a", title="Projektmedel", low="12500", unit="kr")
    add(client, desk, "milstolpar", "Insats a", title="Rapporten klar", date="2021-05-31")
    publish(desk.strategy, None)
    address = f"/strategier/{desk.strategy.slug}/"
    part = f"{address}{str(desk.element('Insats a').key)[:8]}/"
    visitor = Client()
    for told in ("Projektmedel", "12\u00a0500 kr", "Rapporten klar", "31 maj 2021"):
        assert told in visitor.get(part).text
        assert told in visitor.get(address).text
    assert 'Hör till <a href="' in visitor.get(address).text
    assert (
        "Projektmedel" not in visitor.get(f"{address}{str(desk.element('Insats b').key)[:8]}/").text
    )

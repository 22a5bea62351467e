import re

import pytest
from django.test import Client

from actors.models import MembershipRole
from strategies.models import Edition, Strategy
from tests.editing import Desk
from tests.factories import current, make_actor, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(published=True)


@pytest.fixture
def approver(client: Client, desk: Desk) -> Client:
    client.force_login(make_member(desk.owner, MembershipRole.APPROVER, name="Gunnar Godkännare"))
    return client


def change(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    sent = {"version": element.version, "title": "Insats a, ändrad", "kind": "action", "text": ""}
    assert client.post(desk.edit_url(element), sent).status_code == 303


def seen(client: Client, desk: Desk) -> dict[str, str]:
    """What the publish page sends along of the plan that it showed."""
    found = re.search(r'name="sha256" value="(\w+)"', client.get(desk.url("publish")).text)
    return {"sha256": found[1] if found else ""}


def test_readers_see_a_change_only_when_it_is_published(approver: Client, desk: Desk) -> None:
    public = desk.strategy.get_absolute_url()
    before = Client().get(public).content
    change(approver, desk)
    approver.post(desk.url("add-part", "utmaningar"), {"title": "Ny utmaning"})
    approver.post(desk.url("write-element", desk.element("Riktning B").key), {"till": "upp"})
    assert Client().get(public).content == before
    answer = approver.post(desk.url("publish"), seen(approver, desk) | {"note": "Ny insats"})
    assert answer.status_code == 303
    after = Client().get(public)
    assert after.content != before
    assert "Insats a, ändrad" in after.text
    edition = current(desk.strategy)
    assert (edition.number, edition.note) == (2, "Ny insats")
    assert str(edition.published_by) == "Gunnar Godkännare"


def test_what_is_new_is_shown_before_it_is_published(approver: Client, desk: Desk) -> None:
    change(approver, desk)
    page = approver.get(desk.url("publish")).text
    assert "Det här är ändrat sedan utgåva 1" in page
    assert re.search(r"<ins>.*ändrad", page, re.S)
    assert "Publicera utgåvan" in page


def test_the_first_edition_needs_no_note(client: Client) -> None:
    desk = Desk()
    client.force_login(make_member(desk.owner, MembershipRole.ADMINISTRATOR))
    assert "Det här blir den första utgåvan" in client.get(desk.url("publish")).text
    assert client.post(desk.url("publish"), seen(client, desk)).status_code == 303
    assert current(desk.strategy).number == 1


def test_later_editions_need_a_note(approver: Client, desk: Desk) -> None:
    change(approver, desk)
    answer = approver.post(desk.url("publish"), seen(approver, desk) | {"note": " \t"})
    assert answer.status_code == 422
    assert "Skriv vad som är nytt" in answer.text
    too_long = approver.post(desk.url("publish"), seen(approver, desk) | {"note": "x" * 501})
    assert too_long.status_code == 422
    assert "för lång" in too_long.text
    assert current(desk.strategy).number == 1


def test_nothing_new_is_not_published(approver: Client, desk: Desk) -> None:
    page = approver.get(desk.url("publish")).text
    assert "Inget är ändrat" in page
    assert "<textarea" not in page
    answer = approver.post(desk.url("publish"), {"sha256": current(desk.strategy).sha256})
    assert answer.status_code == 422
    assert "Inget är ändrat" in answer.text
    assert Edition.objects.count() == 1


def test_what_was_changed_since_it_was_read_is_not_published(approver: Client, desk: Desk) -> None:
    change(approver, desk)
    old = seen(approver, desk)
    approver.post(desk.url("add-part", "utmaningar"), {"title": "Kom emellan"})
    answer = approver.post(desk.url("publish"), old | {"note": "Min not"})
    assert answer.status_code == 409
    assert "Kom emellan" in answer.text
    assert "Min not" in answer.text
    assert current(desk.strategy).number == 1


def test_an_editor_sees_what_is_new_and_who_can_publish_it(client: Client, desk: Desk) -> None:
    make_member(desk.owner, MembershipRole.APPROVER, name="Gunnar Godkännare")
    make_member(make_actor(), MembershipRole.APPROVER, name="Någon Annan")
    client.force_login(desk.editor)
    change(client, desk)
    page = client.get(desk.url("publish")).text
    assert "Insats a, ändrad" in re.sub(r"<[^>]+>", "", page).replace("tillagt: ", "")
    assert "Gunnar Godkännare" in page
    assert "Någon Annan" not in page
    assert "<textarea" not in page
    answer = client.post(desk.url("publish"), {"note": "Ändå"})
    assert answer.status_code == 404
    assert current(desk.strategy).number == 1


def test_a_plan_without_an_owner_is_not_published(client: Client) -> None:
    desk = Desk()
    client.force_login(make_member(desk.owner, MembershipRole.APPROVER))
    desk.strategy.owner_rows.all().delete()
    assert client.post(desk.url("publish")).status_code == 404
    assert Strategy.objects.get(pk=desk.strategy.pk).current_edition is None

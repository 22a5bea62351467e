"""Who else is editing shows while they are."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import User
from strategies.models import Presence
from tests.editing import HTMX, Desk
from tests.factories import make_member, make_strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(desk: Desk) -> User:
    return make_member(desk.owner, name="Kalle Kollega")


def poll(desk: Desk, user: User, **fields: Any) -> str:
    """What the user's open page is answered."""
    client = Client()
    client.force_login(user)
    answer = client.post(desk.url("here"), fields, headers=HTMX)
    assert answer.status_code == (204 if "borta" in fields else 200)
    return answer.text


def test_one_who_is_alone_sees_nothing(desk: Desk) -> None:
    assert poll(desk, desk.editor).strip() == ""
    assert poll(desk, desk.editor).strip() == ""  # nor oneself
    assert Presence.objects.count() == 1


def test_a_colleague_is_seen_where_the_focus_is(desk: Desk, colleague: User) -> None:
    element = desk.element("Insats a")
    poll(desk, desk.editor, key=element.key)
    seen = poll(desk, colleague)
    short = str(element.key)[:8]
    assert f'Disa Redaktör skriver i <a href="#d-{short}">”Insats a”</a>' in seen
    assert f'data-line="d-{short}"' in seen
    assert "Kalle Kollega är här" in poll(desk, desk.editor, key=element.key)


@pytest.mark.parametrize("key", ["", "ingen nyckel", "00000000-0000-4000-8000-000000000000"])
def test_a_line_that_is_not_saved_has_no_name_to_tell(
    desk: Desk, colleague: User, key: str
) -> None:
    poll(desk, desk.editor, key=key)
    assert "Disa Redaktör är här" in poll(desk, colleague)


def test_a_name_or_title_is_never_markup(desk: Desk, colleague: User) -> None:
    element = desk.element("Insats a")
    element.title = "<b>x</b>"
    element.save()
    poll(desk, desk.editor, key=element.key)
    assert "<b>" not in poll(desk, colleague)


def test_who_leaves_is_gone_at_once(desk: Desk, colleague: User) -> None:
    poll(desk, desk.editor)
    assert poll(desk, desk.editor, borta="1") == ""
    assert "Disa" not in poll(desk, colleague)


def test_who_has_not_been_heard_of_is_not_shown_and_is_swept_away(
    desk: Desk, colleague: User
) -> None:
    poll(desk, desk.editor)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=46))
    assert "Disa" not in poll(desk, colleague)
    assert Presence.objects.get().user == colleague


def test_another_plans_editors_are_not_here(desk: Desk, colleague: User) -> None:
    other = make_strategy()
    Presence.objects.create(strategy=other, user=desk.editor, seen_at=timezone.now())
    assert "Disa" not in poll(desk, colleague)


def test_nobody_waits_for_a_save_to_say_that_they_are_here(client: Client, desk: Desk) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.post(desk.url("here"), headers=HTMX)
    assert not [query for query in queries if "FOR UPDATE" in query["sql"]]


def test_a_poll_costs_six_queries_however_many_are_here(client: Client, desk: Desk) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.post(desk.url("here"), {"key": desk.element("Insats a").key}, headers=HTMX)
        return len([query for query in queries if "SAVEPOINT" not in query["sql"]]) - 1

    alone = count()
    for _ in range(5):
        poll(desk, make_member(desk.owner), key=desk.element("Insats b").key)
    assert count() == alone <= 6


def test_the_page_asks_for_nobody_until_it_is_open(client: Client, desk: Desk) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = client.get(desk.url("edit-strategy"))
    assert 'id="har-nu"' in page.text
    assert not [query for query in queries if "presence" in query["sql"]]

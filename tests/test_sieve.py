"""The outline shows what one asks for, each line under what it stands under."""

import re
from typing import Any

import pytest
from django.test import Client

from strategies.models import Element, Flag
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_element, make_involvement, make_member

pytestmark = pytest.mark.django_db

ALL = ["Riktning A", "Område A1", "Insats a", "Insats b", "Riktning B"]


def shown(client: Client, desk: Desk, **asked: str) -> list[str]:
    page = client.get(desk.url("edit-strategy"), asked).text
    outline = page[page.index('<ol class="outline">') : page.index('<template id="blank">')]
    return re.findall(r"<textarea[^>]*>(?:\n)?([^<]*)</textarea>", outline)


def test_everything_is_shown_until_something_is_asked_for(client: Client, desk: Desk) -> None:
    assert shown(client, desk) == ALL
    assert shown(client, desk, visa="") == ALL
    assert shown(client, desk, visa="hittepå") == ALL


def test_actions_without_a_responsible_actor(client: Client, desk: Desk) -> None:
    make_involvement(desk.element("Insats a"), make_actor(), "ansvarig")
    make_involvement(desk.element("Insats b"), make_actor(), "medverkar")
    assert shown(client, desk, visa="utan-ansvarig") == ["Riktning A", "Insats b"]


def test_what_lacks_a_text(client: Client, desk: Desk) -> None:
    assert shown(client, desk, visa="utan-text") == [one for one in ALL if one != "Insats a"]


def test_what_i_have_changed(client: Client, desk: Desk) -> None:
    colleague = Client()
    colleague.force_login(make_member(desk.owner))
    for who, title in ((client, "Insats b"), (colleague, "Riktning B")):
        element = desk.element(title)
        sent = {"version": 1, "title": f"{title}, ny"}
        who.post(desk.url("write-element", element.key), sent)
    assert shown(client, desk, visa="andrat-av-mig") == ["Riktning A", "Insats b, ny"]


def test_what_has_flags(client: Client, desk: Desk) -> None:
    element = desk.element("Område A1")
    Flag.objects.create(strategy=desk.strategy, element=element, kind="tomt avsnitt")
    assert shown(client, desk, visa="anmarkningar") == ["Riktning A", "Område A1"]


def test_a_word_is_found_whatever_its_case_and_in_the_level_too(client: Client, desk: Desk) -> None:
    assert shown(client, desk, ord="OMRÅDE a1") == ["Riktning A", "Område A1"]
    assert shown(client, desk, ord="prioritering") == ["Riktning A", "Riktning B"]
    assert shown(client, desk, ord="finns inte") == []
    assert "Ingen del av planen passar" in client.get(desk.url("edit-strategy"), {"ord": "x9"}).text


def test_a_word_and_a_choice_hold_together(client: Client, desk: Desk) -> None:
    assert shown(client, desk, visa="utan-text", ord="insats b") == ["Riktning A", "Insats b"]


def test_htmx_gets_the_outline_alone(client: Client, desk: Desk) -> None:
    answer = client.get(desk.url("edit-strategy"), {"ord": "insats"}, headers=HTMX)
    assert "<html" not in answer.text
    assert 'id="outline"' in answer.text


def test_queries_do_not_grow_with_the_plan(client: Client, desk: Desk, count_queries: Any) -> None:
    def counted() -> list[int]:
        return [
            count_queries(f"{desk.url('edit-strategy')}?visa={word}&ord=insats")
            for word in ("utan-ansvarig", "utan-text", "andrat-av-mig", "anmarkningar")
        ]

    few = counted()
    for _ in range(10):
        make_element(desk.strategy, parent=Element.objects.get(title="Riktning B"))
    assert counted() == few
    assert max(few) <= 13

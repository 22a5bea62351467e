"""Undo and redo: one's own latest act, whatever others have done elsewhere, and the earlier plan back exactly."""

from typing import Any

import pytest
from django.test import Client

from strategies.editing.undo import steps_of
from strategies.models import Element, Strategy
from strategies.snapshot import snapshot
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_element, make_member

pytestmark = pytest.mark.django_db(transaction=True)


def plan(desk: Desk) -> Any:
    return snapshot(Strategy.objects.get(pk=desk.strategy.pk))


def retitle(client: Client, desk: Desk, old: str, new: str) -> None:
    element = desk.element(old)
    sent = {"version": element.version, "title": new}
    assert client.post(desk.url("write-element", element.key), sent).status_code == 303


def undo(client: Client, desk: Desk, **sent: str) -> str:
    answer = client.post(desk.url("undo"), sent, follow=True)
    assert answer.status_code == 200
    return answer.text


def test_each_act_is_undone_to_exactly_the_plan_before_it_and_done_again(
    client: Client, desk: Desk
) -> None:
    plans = [plan(desk)]
    retitle(client, desk, "Insats a", "Insats a, ny")
    plans.append(plan(desk))
    client.post(desk.url("write-element", desk.element("Område A1").key), {"till": "ut"})
    plans.append(plan(desk))
    client.post(desk.url("remove-part", "delar", desk.element("Riktning A").key))
    plans.append(plan(desk))
    client.post(desk.url("remove-part", "uttalanden", desk.part("uttalanden").key))
    plans.append(plan(desk))
    for earlier in reversed(plans[:-1]):
        assert "Ångrat." in undo(client, desk)
        assert plan(desk) == earlier
    assert "inget att ångra" in undo(client, desk)
    for later in plans[1:]:
        assert "Gjort igen." in undo(client, desk, **{"gor-om": ""})
        assert plan(desk) == later
    assert "inget att göra om" in undo(client, desk, **{"gor-om": ""})


def test_a_new_act_ends_what_can_be_done_again(client: Client, desk: Desk) -> None:
    retitle(client, desk, "Insats a", "Ett")
    undo(client, desk)
    retitle(client, desk, "Insats b", "Två")
    assert "inget att göra om" in undo(client, desk, **{"gor-om": ""})
    undo(client, desk)
    assert desk.element("Insats b")


def test_a_branch_of_forty_comes_back_with_its_keys(client: Client, desk: Desk) -> None:
    area = desk.element("Område A1")
    for _ in range(40):
        make_element(desk.strategy, parent=area)
    before = plan(desk)
    client.post(desk.url("write-element", area.key), {"till": "ut"})
    assert plan(desk) != before
    undo(client, desk)
    assert plan(desk) == before


def test_what_a_colleague_changed_elsewhere_stays(
    client: Client, desk: Desk, colleague: Client
) -> None:
    retitle(client, desk, "Insats a", "Min")
    retitle(colleague, desk, "Insats b", "Kollegans")
    assert "Ångrat." in undo(client, desk)
    assert desk.element("Insats a")
    assert desk.element("Kollegans")


def test_what_a_colleague_changed_since_is_never_undone(
    client: Client, desk: Desk, colleague: Client
) -> None:
    retitle(client, desk, "Insats a", "Min")
    retitle(colleague, desk, "Min", "Kollegans")
    assert "har ändrat samma sak efter dig" in undo(client, desk)
    assert desk.element("Kollegans")


def test_nobody_undoes_what_somebody_else_did(
    client: Client, desk: Desk, colleague: Client
) -> None:
    retitle(client, desk, "Insats a", "Min")
    assert "inget att ångra" in undo(colleague, desk)
    assert steps_of(desk.strategy, desk.editor).undo
    assert desk.element("Min")


def test_htmx_is_told_to_fetch_the_page_anew(client: Client, desk: Desk) -> None:
    retitle(client, desk, "Insats a", "Min")
    answer = client.post(desk.url("undo"), headers=HTMX)
    assert answer["HX-Refresh"] == "true"


def test_a_stranger_undoes_nothing(client: Client, desk: Desk) -> None:
    retitle(client, desk, "Insats a", "Min")
    client.force_login(make_member(make_actor()))
    assert client.post(desk.url("undo")).status_code == 404
    assert Element.objects.filter(title="Min").exists()

"""What editing costs does not grow with the plan: queries and bytes of every step (benchmarks/editing.py has the milliseconds)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from strategies.models import Element
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_element, make_involvement

pytestmark = pytest.mark.django_db

Step = Callable[[Client, Desk], Any]


def open_plan(client: Client, desk: Desk) -> Any:
    return client.get(desk.url("edit-strategy"))


def change_title(client: Client, desk: Desk) -> Any:
    element = Element.objects.get(strategy=desk.strategy, title__startswith="Insats a")
    sent = {"version": element.version, "title": f"Insats a {element.version}"}
    return client.post(desk.url("write-element", element.key), sent, headers=HTMX)


def change_text(client: Client, desk: Desk) -> Any:
    element = desk.element("Insats b")
    sent = {"version": element.version, "kind": "action", "text": f"Text {element.version}"}
    return client.post(desk.edit_url(element), sent, headers=HTMX)


def move_branch(client: Client, desk: Desk) -> Any:
    url = desk.url("write-element", desk.element("Riktning A").key)
    client.post(url, {"till": "upp"}, headers=HTMX)
    return client.post(url, {"till": "ned"}, headers=HTMX)


def add_line(client: Client, desk: Desk) -> Any:
    sent = {"title": "Ny", "efter": desk.element("Insats b").key}
    return client.post(desk.url("write-element", uuid4()), sent, headers=HTMX)


def grow(desk: Desk, branches: int) -> None:
    """Below Riktning A too: what moves is a branch of that size."""
    for _ in range(branches):
        area = make_element(desk.strategy, parent=desk.element("Riktning A"), kind="focus_area")
        for _ in range(4):
            make_involvement(make_element(desk.strategy, parent=area), make_actor())


def cost(client: Client, desk: Desk, step: Step) -> tuple[int, int]:
    """Queries and bytes of the step's answer; savepoints are the test's own transaction."""
    step(client, desk)
    with CaptureQueriesContext(connection) as queries:
        answer = step(client, desk)
    assert answer.status_code == 200
    return len([one for one in queries if "SAVEPOINT" not in one["sql"]]), len(answer.content)


@pytest.mark.parametrize(
    "step",
    [open_plan, change_title, change_text, add_line, move_branch],
    ids=lambda step: step.__name__,
)
def test_queries_do_not_grow_with_the_plan(client: Client, step: Step) -> None:
    desk = Desk()
    client.force_login(desk.editor)
    few, _ = cost(client, desk, step)
    grow(desk, 8)
    many, size = cost(client, desk, step)
    assert many == few
    if step is not open_plan:
        assert size < 10_000


def test_a_line_is_small(client: Client, desk: Desk) -> None:
    """So that a plan of 1,000 elements is a page well under 1.5 MB, uncompressed."""
    before = len(open_plan(client, desk).content)
    for _ in range(20):
        element = make_element(desk.strategy, title="Stärk den regionala näringslivsutvecklingen")
        make_involvement(element, desk.owner)
    assert (len(open_plan(client, desk).content) - before) / 20 < 1_400

"""A crowd that comes to a page that has to be made has it made once, over threads and processes, and nobody gets an old one."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.http import HttpRequest
from django.test import Client, RequestFactory

from actors.models import Actor
from strategies.reading import strategy_page
from strategies.reading.shelf import Place, from_shelf
from tests.factories import make_actor, make_strategy
from tests.processes import environment

# Other sessions see only what has been committed.
pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6
# A process of its own, whose threads ask all at once when it is told to; it says how many pages it made, and of what bytes the answers were.
WORKER = """
import sys, hashlib, django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.db import connections
from django.test import Client
from strategies.reading import strategy_page
made, page = [], strategy_page._page
def counting(*arguments):
    made.append(1)
    return page(*arguments)
strategy_page._page = counting
clients = [Client(SERVER_NAME="localhost") for _ in range(4)]
for client in clients:
    client.get("/halsa/levande")
def visit(client):
    try:
        return hashlib.sha256(client.get(sys.argv[1]).content).hexdigest()
    finally:
        connections.close_all()
print("redo", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(len(clients)) as threads:
    found = set(threads.map(visit, clients))
print(len(made), *found)
"""


def in_threads(visit: Callable[[int], Any]) -> list[Any]:
    """What a crowd gets that comes at the same moment, each in a thread and with a connection of its own."""
    gate = threading.Barrier(CROWD)

    def one(number: int) -> Any:
        gate.wait()
        try:
            return visit(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CROWD) as threads:
        return list(threads.map(one, range(CROWD)))


def test_a_crowd_of_threads_has_a_page_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    url = make_strategy(published=True, title="En plan för alla").get_absolute_url()
    made = []
    page = strategy_page._page

    def counting(request: HttpRequest, slug: str, edition: int) -> str:
        made.append(edition)
        return page(request, slug, edition)

    monkeypatch.setattr(strategy_page, "_page", counting)
    client = Client(headers={"accept-encoding": "identity"})
    client.get("/halsa/levande")  # middleware is made at the first request
    pages = in_threads(lambda _: client.get(url).content)
    assert len(made) == 1
    assert len(set(pages)) == 1
    assert "En plan för alla" in pages[0].decode()


def test_a_crowd_over_two_processes_has_a_page_made_once() -> None:
    url = make_strategy(published=True).get_absolute_url()
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, url], env=environment(), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "redo\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        told = [process.communicate(timeout=60)[0].split() for process in processes]
    finally:
        for process in processes:
            process.kill()
    assert sum(int(made) for made, *_ in told) == 1
    assert len({digest for _, *digests in told for digest in digests}) == 1


def test_whoever_waits_for_a_page_gets_what_changed_meanwhile() -> None:
    actor = make_actor(slug="gammal")
    slug = make_strategy(published=True).slug
    making, changed = threading.Event(), threading.Event()

    def render(request: HttpRequest, slug: str, place: Place) -> str:
        seen = Actor.objects.get(pk=actor.pk).slug
        making.set()
        assert changed.wait(20)
        return seen

    def visit(_: int) -> str:
        return from_shelf(RequestFactory().get("/"), slug, render).content.decode()

    def rename() -> None:
        making.wait(20)
        Actor.objects.filter(pk=actor.pk).update(slug="ny")
        changed.set()

    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(_closing(visit), 1)
        making.wait(20)
        second = threads.submit(_closing(visit), 2)
        rename()
        # The first began before the change; nobody who came later gets what it saw.
        assert first.result() == "gammal"
        assert second.result() == "ny"
    assert visit(3) == "ny"


def test_a_page_that_could_not_be_made_is_made_by_the_next() -> None:
    slug = make_strategy(published=True).slug

    def broken(request: HttpRequest, slug: str, edition: int) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        from_shelf(RequestFactory().get("/"), slug, broken)
    pages = in_threads(
        lambda _: from_shelf(RequestFactory().get("/"), slug, lambda *_: "hel").content
    )
    assert set(pages) == {b"hel"}


def _closing(visit: Callable[[int], str]) -> Callable[[int], str]:
    def closing(number: int) -> str:
        try:
            return visit(number)
        finally:
            connections.close_all()

    return closing

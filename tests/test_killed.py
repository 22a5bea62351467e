"""A server that is killed between any two steps of publishing leaves the old edition or the new one, never half."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult
from psycopg.conninfo import make_conninfo

from actors.models import MembershipRole
from strategies.models import Edition, Entry, Step, StepKind
from strategies.publishing.steps import take
from tests.editing import Desk
from tests.environment import ROOT
from tests.factories import current, make_element, make_member

MOST = 200  # statements; publishing takes some fifty


class Publisher:
    """The processes that publish, each of which is killed where it has stopped."""

    def __init__(self, strategy: int, user: int) -> None:
        known = connection.settings_dict
        address = make_conninfo(
            dbname=known["NAME"],
            user=known["USER"],
            password=known["PASSWORD"],
            host=known["HOST"],
            port=known["PORT"],
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.publishing_in_steps", str(strategy), str(user)],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "portal.settings",
                "DATABASE_URL": address,
                "PORTAL_TASKS": "django_tasks_db.DatabaseBackend",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def killed_before(self, number: int) -> bool:
        """Publish, and be killed before the statement of that number; False when there is none, and all was done."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        pid, where = self.process.stdout.readline().split()
        os.kill(int(pid), signal.SIGKILL)
        return where == "stopped"

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture
def desk(settings: Any) -> Iterator[Desk]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return Desk(published=True)


def all_that_readers_meet(desk: Desk) -> tuple[Any, ...]:
    return (
        Client().get(desk.strategy.get_absolute_url()).content,
        list(Edition.objects.values_list("number", "sha256")),
        list(Entry.objects.order_by("position").values_list("key", "title")),
        Step.objects.filter(kind=StepKind.PUBLISH).count(),
        DBTaskResult.objects.count(),
    )


@pytest.mark.django_db(transaction=True)
def test_killed_between_any_two_steps_it_leaves_the_old_edition_or_the_new(desk: Desk) -> None:
    approver = make_member(desk.owner, MembershipRole.APPROVER)
    make_element(desk.strategy, title="Helt ny insats")
    take(desk.strategy, StepKind.ASK, desk.editor)
    take(desk.strategy, StepKind.APPROVE, approver)
    before = all_that_readers_meet(desk)
    publisher = Publisher(desk.strategy.pk, approver.pk)
    try:
        number = 1
        while publisher.killed_before(number):
            if all_that_readers_meet(desk) != before:
                break  # it is the new one, whole: what is left is to order the news, which the timer does too
            number += 1
            assert number < MOST
    finally:
        publisher.close()
    # The steps that the whole consists of, and not the first of them alone.
    assert number > 20
    page, editions, entries, published, letters = all_that_readers_meet(desk)
    assert "Helt ny insats" in page.decode()
    assert ("Helt ny insats" in dict(entries).values(), published) == (True, 2)
    assert [one for one, _sha in editions] == [2, 1]
    assert current(desk.strategy).note == "Nytt"
    assert letters == before[-1] + 1  # the editor's, ordered in the same transaction

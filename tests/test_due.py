"""Publishing at a set time: once, by a worker that may be killed and started again."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from actors.models import MembershipRole, User
from strategies.models import Edition, Step, StepKind, Strategy
from strategies.publishing import due
from strategies.publishing.order import Said
from strategies.publishing.publish import publish
from strategies.publishing.steps import take
from tests.editing import Desk
from tests.factories import current, make_element, make_member

pytestmark = pytest.mark.django_db


class Clock:
    """The time, which a test can move."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(timezone.get_current_timezone()) + self.ahead


@pytest.fixture
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


class Planned:
    """A plan that is to be published in an hour."""

    def __init__(self) -> None:
        self.desk = Desk(published=True)
        self.strategy = self.desk.strategy
        self.approver: User = make_member(self.desk.owner, MembershipRole.APPROVER)
        make_element(self.strategy, title="Ny insats")
        take(self.strategy, StepKind.ASK, self.desk.editor)
        take(self.strategy, StepKind.APPROVE, self.approver)
        said = Said("Från nyår", publish_at=timezone.now() + timedelta(hours=1))
        self.step = due.schedule(self.strategy, self.approver, said, seen="")

    @property
    def editions(self) -> int:
        return Edition.objects.filter(strategy=self.strategy).count()

    def kinds(self) -> list[str]:
        return [step.kind for step in self.strategy.steps.all()][-2:]


def work() -> None:
    """Do all that the worker is to do now, as it does it."""
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="prov",
        excluded_queue_names=[],
    )
    while task := DBTaskResult.objects.ready().first():
        task.claim("prov")
        worker.run_task(task)
        task.refresh_from_db()
        assert task.status == TaskResultStatus.SUCCESSFUL, task.traceback


def test_nothing_is_published_before_its_time(clock: Clock) -> None:
    planned = Planned()
    clock.ahead = timedelta(minutes=59)
    work()
    assert planned.editions == 1


def test_a_plan_is_published_when_its_time_has_come(clock: Clock) -> None:
    planned = Planned()
    clock.ahead = timedelta(minutes=61)
    work()
    edition = current(planned.strategy)
    assert (edition.number, edition.note) == (2, "Från nyår")
    assert (edition.published_by, edition.sole_approver) == (planned.approver, False)
    assert planned.kinds() == ["schedule", "publish"]
    # Nobody did it: the clock did.
    assert planned.strategy.steps.latest("pk").user is None


def test_a_worker_that_was_killed_is_followed_by_one_that_publishes(clock: Clock) -> None:
    planned = Planned()
    # What a killed worker leaves: an order that somebody has begun, and nobody ends.
    first = DBTaskResult.objects.filter(run_after__isnull=False).earliest("run_after")
    DBTaskResult.objects.filter(pk=first.pk).update(status=TaskResultStatus.RUNNING)
    clock.ahead = timedelta(minutes=62)
    work()
    assert planned.editions == 2


def test_as_long_as_something_is_due_there_is_an_order_to_look_again(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = Planned()
    DBTaskResult.objects.all().delete()
    clock.ahead = timedelta(minutes=61)

    def killed(step: Step) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(due, "publish_on_time", killed)
        with pytest.raises(SystemExit):
            due.publish_what_is_due.call()
    clock.ahead = timedelta(minutes=63)
    work()
    assert planned.editions == 2


def test_looking_twice_publishes_once(clock: Clock) -> None:
    planned = Planned()
    clock.ahead = timedelta(minutes=61)
    waiting = due.due()
    assert due.publish_on_time(planned.step)
    assert [due.publish_on_time(step) for step in waiting] == [None]
    work()
    assert planned.editions == 2
    assert due.due() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_publish_once(clock: Clock) -> None:
    planned = Planned()
    clock.ahead = timedelta(minutes=61)
    barrier = threading.Barrier(2, timeout=20)

    def run(_: int) -> bool:
        try:
            barrier.wait()
            return due.publish_on_time(planned.step) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == [False, True]
    assert planned.editions == 2


def test_a_text_that_was_changed_meanwhile_is_not_published(clock: Clock) -> None:
    planned = Planned()
    make_element(planned.strategy, title="Tillagd efter godkännandet")
    clock.ahead = timedelta(minutes=61)
    work()
    assert planned.editions == 1
    assert planned.kinds() == ["schedule", "miss"]
    assert "har ändrats efter godkännandet" in planned.strategy.steps.latest("pk").comment
    work()
    assert planned.kinds() == ["schedule", "miss"]


def test_a_plan_that_was_published_meanwhile_is_not_published_again(clock: Clock) -> None:
    planned = Planned()
    publish(planned.strategy, planned.approver, "Redan")
    clock.ahead = timedelta(minutes=61)
    work()
    assert planned.editions == 2


def test_a_publication_that_was_stopped_is_not_made(clock: Clock) -> None:
    planned = Planned()
    take(planned.strategy, StepKind.UNSCHEDULE, planned.approver)
    clock.ahead = timedelta(minutes=61)
    work()
    assert planned.editions == 1


def test_a_publication_that_was_moved_is_made_at_its_new_time(clock: Clock) -> None:
    planned = Planned()
    said = Said("Från nyår", publish_at=timezone.now() + timedelta(hours=3))
    due.schedule(planned.strategy, planned.approver, said, seen="")
    clock.ahead = timedelta(minutes=62)
    work()
    assert due.publish_on_time(planned.step) is None
    assert planned.editions == 1
    clock.ahead = timedelta(hours=3, minutes=1)
    work()
    assert planned.editions == 2


def withdraw(planned: Planned) -> None:
    take(planned.strategy, StepKind.WITHDRAW, planned.approver, Said("Fel bilaga"))


def is_public(planned: Planned) -> bool:
    return bool(Strategy.objects.published().filter(pk=planned.strategy.pk).exists())


def test_a_plan_that_was_withdrawn_meanwhile_is_not_published(clock: Clock) -> None:
    planned = Planned()
    withdraw(planned)
    clock.ahead = timedelta(minutes=61)
    assert due.due() == []
    work()
    assert due.publish_on_time(planned.step) is None
    call_command("publish_due", stdout=StringIO())
    assert (planned.editions, is_public(planned)) == (1, False)
    assert planned.kinds() == ["stop", "withdraw"]


def test_nor_is_one_that_was_approved_anew_after_it_was_withdrawn(clock: Clock) -> None:
    planned = Planned()
    withdraw(planned)
    take(planned.strategy, StepKind.ASK, planned.desk.editor)
    take(planned.strategy, StepKind.APPROVE, planned.approver)
    clock.ahead = timedelta(minutes=61)
    work()
    assert due.publish_on_time(planned.step) is None
    assert (planned.editions, is_public(planned)) == (1, False)


def test_a_plan_that_is_planned_anew_after_it_was_withdrawn_comes_back(clock: Clock) -> None:
    planned = Planned()
    withdraw(planned)
    take(planned.strategy, StepKind.ASK, planned.desk.editor)
    take(planned.strategy, StepKind.APPROVE, planned.approver)
    said = Said("Rätt bilaga", publish_at=timezone.now() + timedelta(hours=2))
    due.schedule(planned.strategy, planned.approver, said, seen="")
    clock.ahead = timedelta(minutes=62)
    work()
    assert (planned.editions, is_public(planned)) == (1, False)
    clock.ahead = timedelta(hours=2, minutes=1)
    work()
    assert (planned.editions, is_public(planned)) == (2, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("clock_first", [True, False])
def test_whichever_comes_first_a_withdrawn_plan_is_out_of_sight(
    clock: Clock, clock_first: bool
) -> None:
    planned = Planned()
    clock.ahead = timedelta(minutes=61)

    def publish_it() -> None:
        due.publish_on_time(planned.step)

    def withdraw_it() -> None:
        withdraw(planned)

    first, second = (publish_it, withdraw_it) if clock_first else (withdraw_it, publish_it)

    def run() -> None:
        try:
            second()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(run)
            wait_for_a_lock()
        waiting.result(timeout=20)
    assert (planned.editions, is_public(planned)) == (2 if clock_first else 1, False)
    assert due.due() == []


def wait_for_a_lock() -> None:
    """Wait until another transaction waits for one of ours."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_the_command_publishes_what_no_worker_has(clock: Clock) -> None:
    planned = Planned()
    DBTaskResult.objects.all().delete()
    clock.ahead = timedelta(hours=3)
    told = StringIO()
    call_command("publish_due", stdout=told)
    assert told.getvalue().startswith("1 planer publicerade")
    call_command("publish_due", stdout=told)
    assert planned.editions == 2

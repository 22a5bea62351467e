"""News is sent at most once, and nothing is lost that was not handed over: a sender killed anywhere, and two at once."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client

from actors.models import MembershipRole
from strategies.models import Announcement, Delivery, StepKind, Strategy, Subscription
from strategies.news.announce import announce
from strategies.news.send import send
from strategies.publishing.order import Said
from strategies.publishing.steps import take
from tests.factories import make_member, make_strategy, make_subscription
from tests.mail_server import MailServer
from tests.processes import environment, work

# Another process sees only what has been committed.
pytestmark = pytest.mark.django_db(transaction=True)

FOLLOWERS = 5


@pytest.fixture(autouse=True)
def _orders_wait(settings: Any) -> None:
    """As in production, where publishing sends nothing itself."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def followers() -> list[str]:
    """The addresses of those who are to get a mail each."""
    made = [make_subscription(f"foljare{number}@prov.example").email for number in range(FOLLOWERS)]
    make_strategy(published=True)
    return made


class Sender:
    """`manage.py send_news` as a timer starts it, in a process of its own."""

    def __init__(self, server: MailServer) -> None:
        surroundings = environment(
            PORTAL_EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            PORTAL_SMTP_HOST="127.0.0.1",
            PORTAL_SMTP_PORT=str(server.port),
        )
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "send_news"],
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self) -> str:
        out, err = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, err
        return out

    def kill(self) -> None:
        """As when the power goes."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=60)


class Stop:
    """Holds the server still at one place of one mail, so that a test can kill the sender there."""

    def __init__(self, server: MailServer, stage: str, recipient: str) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        self.place = (stage, recipient)
        server.at = self.at

    def at(self, stage: str, recipient: str) -> None:
        if (stage, recipient) == self.place and not self.reached.is_set():
            self.reached.set()
            self.go_on.wait(30)
            raise OSError  # the one who talked is gone


@pytest.mark.parametrize("stage", ["RCPT", "DATA", "."])
def test_a_sender_that_is_killed_repeats_nothing_and_loses_nothing(
    mail_server: MailServer, followers: list[str], stage: str
) -> None:
    """Before the server may have the mail it is sent anew; once it has it, even unanswered ("."), it is not."""
    stop = Stop(mail_server, stage, followers[2])
    sender = Sender(mail_server)
    assert stop.reached.wait(60)
    sender.kill()
    stop.go_on.set()
    had = [*followers[:2], *([followers[2]] if stage == "." else [])]
    assert mail_server.recipients == had
    assert f"{FOLLOWERS - len(had)} skickade" in Sender(mail_server).finish()
    assert sorted(mail_server.recipients) == followers
    assert "inga att skicka" in Sender(mail_server).finish()
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states == ({"lämnad": 4, "lämnas": 1} if stage == "." else {"lämnad": 5})


@pytest.mark.parametrize("stage", ["DATA", "."])
def test_a_sender_that_is_killed_tells_of_a_withdrawal_once(
    mail_server: MailServer, followers: list[str], stage: str
) -> None:
    send()
    mail_server.got.clear()
    strategy = Strategy.objects.get()
    approver = make_member(strategy.owners.get(), MembershipRole.APPROVER)
    take(strategy, StepKind.WITHDRAW, approver, Said("Fel bilaga."))
    assert not mail_server.got  # withdrawing waits for no mail server
    stop = Stop(mail_server, stage, followers[1])
    sender = Sender(mail_server)
    assert stop.reached.wait(60)
    sender.kill()
    stop.go_on.set()
    Sender(mail_server).finish()
    assert sorted(mail_server.recipients) == followers
    assert all("Fel bilaga." in text for text in mail_server.texts())
    assert "inga att skicka" in Sender(mail_server).finish()


def test_a_sender_killed_while_it_is_offered_lets_the_next_go_on_at_once(
    mail_server: MailServer, followers: list[str]
) -> None:
    """No claim outlives the process that made it: the database drops it with the connection."""
    stop = Stop(mail_server, "DATA", followers[0])
    sender = Sender(mail_server)
    assert stop.reached.wait(60)
    # Somebody else gets the others meanwhile, and does not wait for the one that hangs.
    assert send() == {"sent": FOLLOWERS - 1}
    sender.kill()
    stop.go_on.set()
    assert send() == {"sent": 1}
    assert sorted(mail_server.recipients) == followers


def test_senders_killed_at_random_never_send_twice(mail_server: MailServer) -> None:
    """What a kill can cost is the one mail that was leaving in that moment, and it is known which."""
    wanted = {make_subscription(f"foljare{number:02}@prov.example").email for number in range(40)}
    make_strategy(published=True)
    chance = random.Random(17)
    kills = 0
    while Delivery.objects.filter(state="väntar").exists() or not Announcement.objects.exists():
        had, more = len(mail_server.got), chance.randint(1, 12)
        sender = Sender(mail_server)
        while len(mail_server.got) < had + more and sender.process.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.random() / 200)
        sender.kill()
        kills += 1
    counted = Counter(mail_server.recipients)
    assert max(counted.values()) == 1
    uncertain = Delivery.objects.filter(state="lämnas").select_related("subscription")
    lost = wanted - set(counted)
    assert lost <= {delivery.subscription.email for delivery in uncertain}
    assert len(uncertain) <= kills
    assert kills > 3


def test_the_order_to_send_outlives_a_publisher_and_a_worker_follows_it(
    mail_server: MailServer,
) -> None:
    follower = make_subscription()
    make_strategy(published=True)
    assert not mail_server.got  # publishing waits for no mail server
    work()
    assert mail_server.recipients == [follower.email]


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answers, when all begin at the same moment."""
    start = threading.Barrier(len(acts), timeout=20)

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_senders_at_once_share_the_mails(mail_server: MailServer) -> None:
    wanted = sorted(make_subscription().email for _one in range(30))
    make_strategy(published=True)
    met = together(send, send, send)
    assert sorted(mail_server.recipients) == wanted
    assert sum(one["sent"] for one in met) == len(wanted)
    assert all(one["sent"] for one in met)


def test_an_edition_is_announced_once_by_many(followers: list[str]) -> None:
    together(announce, announce, announce, announce)
    assert Announcement.objects.count() == 1
    assert Delivery.objects.count() == FOLLOWERS


def test_who_stops_while_the_news_are_written_up_is_not_told_and_keeps_nobody_from_it(
    mail_server: MailServer, followers: list[str]
) -> None:
    def stop() -> None:
        Subscription.objects.filter(email=followers[0]).delete()

    together(announce, stop)
    announce()
    assert sorted(Delivery.objects.values_list("subscription__email", flat=True)) == followers[1:]
    assert send() == {"sent": FOLLOWERS - 1}


def test_who_stops_while_a_mail_is_offered_gets_no_other(
    mail_server: MailServer, followers: list[str]
) -> None:
    """The one that is at the server's door already may still come; nothing is left of the subscription."""
    stop = Stop(mail_server, ".", followers[0])

    def leave() -> None:
        assert stop.reached.wait(30)
        Subscription.objects.filter(email=followers[0]).delete()
        stop.go_on.set()

    with suppress(OSError):
        together(send, leave)
    assert not Subscription.objects.filter(email=followers[0]).exists()
    assert send() == {"sent": FOLLOWERS - 1}
    assert sorted(mail_server.recipients) == followers


def test_who_asks_twice_at_once_follows_once(mail_server: MailServer) -> None:
    call_command("createcachetable", verbosity=0)

    def ask() -> int:
        sent = {"email": "nils@prov.example", "frequency": "direkt"}
        return Client().post("/folj/", sent).status_code

    assert together(ask, ask, ask) == [302] * 3
    assert Subscription.objects.count() == 1
    assert len(mail_server.got) == 3

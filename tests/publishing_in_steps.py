"""Publishes a plan and stops before the n-th thing that it asks of the database, for a test to kill it there (tests/test_killed.py).

Takes the strategy's and the user's number as arguments, and from standard input one n after the other. For each it starts a process of its own,
which says "<pid> stopped", or "<pid> done" when there was no n-th thing, and then waits to be killed.
"""

import os
import signal
import sys
from typing import Any

import django
from django.db import connection, transaction

django.setup()

from actors.models import User  # noqa: E402
from strategies.models import StepKind, Strategy  # noqa: E402
from strategies.publishing.order import Said  # noqa: E402
from strategies.publishing.steps import take  # noqa: E402


class StopBefore:
    """Stands between Django and the database, and stops before the n-th statement."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute: Any, *call: Any) -> Any:
        self.count()
        return execute(*call)

    def count(self) -> None:
        self.left -= 1
        if self.left == 0:
            wait("stopped")


def wait(where: str) -> None:
    print(os.getpid(), where, flush=True)  # noqa: T201
    signal.pause()


def publish(strategy: int, user: int, number: int) -> None:
    plan, person = Strategy.objects.get(pk=strategy), User.objects.get(pk=user)
    stop = StopBefore(number)
    with connection.execute_wrapper(stop), transaction.atomic():
        take(plan, StepKind.PUBLISH, person, Said("Nytt"))
        stop.count()  # all is asked, and nothing is committed
    wait("done")


if __name__ == "__main__":
    for line in sys.stdin:
        if not os.fork():
            publish(int(sys.argv[1]), int(sys.argv[2]), int(line))
        os.wait()

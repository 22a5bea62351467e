"""The moment that a public page is of: pages of the same moment show the same rows and the same day."""

from datetime import date
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

# What strategies/models/public_change.py counts; to be read before the rows that it tells of.
# `register` are those of actors and territories, which decide where a plan's names lead.
COUNTED = """
    (SELECT coalesce(sum(count), 0)::bigint AS changes, coalesce(sum(count) FILTER (WHERE register), 0)::bigint AS register
    FROM strategies_publicchange) AS now
"""


class Moment(NamedTuple):
    """How often what public pages show has changed, and the day, which decides whether a period has begun or ended."""

    changes: int
    day: date


def present() -> Moment:
    """The moment as the database tells it now, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT changes FROM {COUNTED}")  # noqa: S608  all of it is ours
        return Moment(cursor.fetchone()[0], timezone.localdate())


class Watch:
    """The moment as this process last saw it, never longer ago than PUBLIC_PAGE_SECONDS."""

    def __init__(self) -> None:
        self._seen: tuple[float, Moment] | None = None
        self._asking = Lock()

    def moment(self) -> Moment:
        """The moment; whoever comes first after a while asks for it anew, and the others wait for the answer."""
        return self._fresh() or self._asked()

    def _fresh(self) -> Moment | None:
        seen = self._seen
        return seen[1] if seen and monotonic() - seen[0] < settings.PUBLIC_PAGE_SECONDS else None

    def _asked(self) -> Moment:
        with self._asking:
            if moment := self._fresh():
                return moment
            # The answer is as old as the question.
            began = monotonic()
            moment = present()
            self._seen = began, moment
            return moment

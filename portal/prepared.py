"""Queries that pages ask again and again, planned once for each connection (PostgreSQL's PREPARE).

To plan one of them takes longer than to run it. Django's own cursors write the values into the query, which makes every one a new one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.abc import Params


class _Told(psycopg.Cursor[Any]):
    """One whose queries Django's log can tell of."""

    def execute(self, query: Any, params: Params | None = None, **options: Any) -> Self:
        super().execute(query, params, **options)
        # Django's log of queries reads it, and psycopg leaves it empty where the server binds the values.
        self._query = self._convert_query(query, params)
        return self


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """A cursor of Django's connection whose queries are prepared the first time (settings: `prepare_threshold`).

    PostgreSQL gets the values apart from the query, so it has to be told the type of one where nothing else tells it. Where changes are
    tracked (portal/history.py) only a SELECT can be asked: before others django-pghistory puts a statement of its own, and two are not prepared.
    """
    connection.ensure_connection()
    cursor: Any
    if connection.queries_logged:
        cursor = connection.make_debug_cursor(_Told(connection.connection))  # type: ignore[arg-type]
    else:
        cursor = connection.make_cursor(psycopg.Cursor(connection.connection))  # type: ignore[arg-type]
    with cursor:
        yield cursor

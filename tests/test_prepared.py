"""Queries that are planned once for each connection."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.db.utils import DataError
from django.test.utils import CaptureQueriesContext

from portal.prepared import prepared_cursor

pytestmark = pytest.mark.django_db

DOUBLED = "SELECT 2 * %s::int AS doubled"


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [row[0] for row in cursor.fetchall()]


def doubled(number: int) -> int:
    with prepared_cursor() as cursor:
        cursor.execute(DOUBLED, [number])
        return int(cursor.fetchone()[0])


def test_a_query_is_planned_once_whatever_its_values() -> None:
    assert [doubled(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert [query for query in prepared() if "doubled" in query] == [
        "SELECT 2 * $1::int AS doubled"
    ]


def test_django_s_own_cursors_prepare_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int AS plain", [1])
        cursor.execute("SELECT %s::int AS plain", [1])
    assert not [query for query in prepared() if "plain" in query]


def test_it_is_counted_among_the_queries() -> None:
    with CaptureQueriesContext(connection) as asked:
        doubled(21)
    assert [query["sql"] for query in asked] == ["SELECT 2 * $1::int AS doubled"]


def test_its_errors_are_django_s() -> None:
    with pytest.raises(DataError), prepared_cursor() as cursor:
        cursor.execute("SELECT 1 / %s::int", [0])


def test_it_is_part_of_the_transaction() -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        with prepared_cursor() as cursor:
            cursor.execute("CREATE TABLE passing (number int)")
        raise ZeroDivisionError
    assert "passing" not in connection.introspection.table_names()

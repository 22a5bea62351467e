"""Queries that every search asks, written once: Django takes longer to write one than PostgreSQL to answer it."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

Statement = tuple[str, list[Any]]  # SQL, and its parameters
Rows = Callable[..., "QuerySet[Any, tuple[Any, ...]]"]


class Ready:
    """A queryset of tuples whose SQL is kept for the day, while a value or two of it change.

    `rows` makes it of today's date and of those values; where they are to stand it is given `places`, of the same types, which nothing else in
    it is equal to.
    """

    def __init__(self, rows: Rows, *places: Any) -> None:
        self.places = places
        self.written = lru_cache(maxsize=1)(
            lambda today: rows(today, *places).query.sql_with_params()
        )

    def sql(self, *values: Any) -> Statement:
        """The statement with these values in their places. Raises EmptyResultSet when no row can meet it."""
        written, parameters = self.written(timezone.localdate())
        return written, [self._value(one, values) for one in parameters]

    def fetch(self, *values: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(*self.sql(*values))
            return list(cursor.fetchall())

    def _value(self, parameter: Any, values: tuple[Any, ...]) -> Any:
        return values[self.places.index(parameter)] if parameter in self.places else parameter


def array(numbers: Iterable[int]) -> str:
    """The numbers as PostgreSQL writes an array: a list would be taken to it number by number."""
    return f"{{{','.join(map(str, numbers))}}}"


def any_of(numbers: str) -> RawSQL:
    """For `column__in=any_of(array(…))`: one parameter, where there would be as many as hits."""
    return RawSQL("SELECT unnest(%s::bigint[])", [numbers])


SOME = array([-1])  # stands for ids

"""What other published plans say that they have to do with a plan, as its pages tell: most of all which replace it."""

from datetime import date
from typing import NamedTuple

from django.db import connection
from django.urls import reverse

from strategies.models.entry import REPLACES

REFERRING = """
    SELECT DISTINCT edition.title, strategy.slug, tie.kind, edition.first_day
    FROM strategies_entryrelation AS tie
    JOIN strategies_strategy AS strategy ON strategy.id = tie.strategy_id
    JOIN strategies_edition AS edition ON edition.id = strategy.current_edition_id
    WHERE tie.to_id = (SELECT id FROM strategies_strategy WHERE slug = %s)
    ORDER BY edition.title, strategy.slug, tie.kind
"""


class Referring(NamedTuple):
    """A published plan's relation to another: its title, slug, the relation, and the day from which its period runs; None without a beginning."""

    title: str
    slug: str
    kind: str
    first_day: date | None

    @property
    def href(self) -> str:
        return reverse("strategy", args=[self.slug])

    def counts(self, today: date) -> bool:
        return self.first_day is None or self.first_day <= today


def referring(slug: str) -> list[Referring]:
    """The relations that current editions have to the plan of that slug, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(REFERRING, [slug])
        return [Referring(*row) for row in cursor.fetchall()]


def replacing(others: list[Referring]) -> list[Referring]:
    """Those that replace it."""
    return [other for other in others if other.kind == REPLACES]

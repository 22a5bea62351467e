"""Which plans replace a plan, as its pages tell."""

from datetime import date
from typing import NamedTuple

from django.db import connection

REPLACING = """
    SELECT edition.title, strategy.slug, edition.first_day
    FROM strategies_entryrelation AS tie
    JOIN strategies_strategy AS replaced ON replaced.id = tie.to_id
    JOIN strategies_strategy AS strategy ON strategy.id = tie.strategy_id
    JOIN strategies_edition AS edition ON edition.id = strategy.current_edition_id
    WHERE replaced.slug = %s AND tie.kind = 'ersätter'
    ORDER BY edition.title
"""


class Replacing(NamedTuple):
    """A published plan that replaces another: its title, slug, and the day from which it does; None when its period has no beginning."""

    title: str
    slug: str
    first_day: date | None

    def counts(self, today: date) -> bool:
        return self.first_day is None or self.first_day <= today


def replacing(slug: str) -> list[Replacing]:
    """Those whose current editions say that they replace the plan of that slug, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(REPLACING, [slug])
        return [Replacing(*row) for row in cursor.fetchall()]

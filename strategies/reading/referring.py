"""What other published plans say that they have to do with a plan, as its pages tell: most of all which replace it."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse

from portal.prepared import prepared_cursor
from strategies.models.entry import REPLACES

REFERRING = """
    SELECT DISTINCT edition.title, strategy.slug, tie.kind, tie.part, edition.first_day, edition.adopted OR NOT coalesce(its.adopted, false)
    FROM strategies_strategy AS own
    JOIN strategies_entryrelation AS tie ON tie.to_id = own.id
    JOIN strategies_strategy AS strategy ON strategy.id = tie.strategy_id
    JOIN strategies_edition AS edition ON edition.id = strategy.current_edition_id
    LEFT JOIN strategies_edition AS its ON its.id = own.current_edition_id
    WHERE own.slug = %s
    ORDER BY edition.title, strategy.slug, tie.kind, tie.part
"""


class Referring(NamedTuple):
    """A published plan's relation to another: its title, slug, the relation, the part of the other that is meant, "" for all of it, and the day from which its period runs; None without a beginning.

    `may_end` says that it ends the other if it replaces it, as EntryRelation.objects.superseding() has it.
    """

    title: str
    slug: str
    kind: str
    part: str
    first_day: date | None
    may_end: bool

    @property
    def href(self) -> str:
        return reverse("strategy", args=[self.slug])

    def counts(self, today: date) -> bool:
        return self.may_end and (self.first_day is None or self.first_day <= today)


def referring(slug: str) -> list[Referring]:
    """The relations that current editions have to the plan of that slug, in one query."""
    with prepared_cursor() as cursor:
        cursor.execute(REFERRING, [slug])
        return [Referring(*row) for row in cursor.fetchall()]


def replacing(others: list[Referring]) -> list[Referring]:
    """Those that replace it as a whole."""
    return [other for other in others if other.kind == REPLACES and not other.part]

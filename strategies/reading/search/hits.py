"""What was found, as much of it as choices are counted by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from strategies.models import Edition
from strategies.models.edition import replaced_on
from strategies.reading.search.names import Named
from strategies.reading.search.ready import SOME, Ready, any_of, array
from strategies.reading.standing import standing


class Hit(NamedTuple):
    """An entry that was found, as much as choices are counted by; `places` are ids of län, with spaces between."""

    pk: int
    kind: str
    strategy: int
    places: str
    rank: float


class Times(NamedTuple):
    """What choices are counted by of a plan that is published; `edition` is the current one's id."""

    edition: int
    kind: str
    first_day: date | None
    last_day: date | None
    standing: str


class Editions(dict[int, Times]):
    """Of the plans of all hits, by the strategy's id, fetched once."""

    @classmethod
    def of(cls, hits: Iterable[Hit]) -> "Editions":
        today = timezone.localdate()
        found = cls()
        for row in CURRENT.fetch(array({hit.strategy for hit in hits})):
            strategy, edition, kind, first, last, repealed, replaced = row
            now = standing(first, last, today, repealed=repealed, replaced=replaced)
            found[strategy] = Times(edition, kind, first, last, now)
        return found


@dataclass(frozen=True)
class Found:
    """What choices are counted of: entries with their editions, and names."""

    hits: Sequence[Hit]
    names: Sequence[Named]
    editions: Editions


def _current(today: date, strategies: str) -> "QuerySet[Edition, tuple[Any, ...]]":
    rows = Edition.objects.filter(current_of__in=any_of(strategies)).order_by()
    return rows.annotate(replaced=replaced_on(today)).values_list(
        "strategy", "pk", "kind", "first_day", "last_day", "repealed", "replaced"
    )


CURRENT = Ready(_current, SOME)

"""Which plans replace a plan, as its pages tell."""

from datetime import date
from typing import NamedTuple

from strategies.models import EntryRelation


class Replacing(NamedTuple):
    """A published plan that replaces another: its title, slug, and the day from which it does; None when its period has no beginning."""

    title: str
    slug: str
    first_day: date | None

    def counts(self, today: date) -> bool:
        return self.first_day is None or self.first_day <= today


def replacing(slug: str) -> list[Replacing]:
    """Those whose current editions say that they replace the plan of that slug, in one query."""
    rows = (
        EntryRelation.objects.replacing()
        .filter(to__slug=slug)
        .values_list(
            "strategy__current_edition__title",
            "strategy__slug",
            "strategy__current_edition__first_day",
        )
    )
    return [Replacing(*row) for row in rows.order_by("strategy__current_edition__title")]

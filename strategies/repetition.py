"""What a plan says in the very words of another: a common heading, or a text that was copied."""

from django.db.models.functions import Lower

from strategies.models import Entry, Strategy
from strategies.plan import Element, Flag, Plan

SHORTEST = 25  # characters: shorter titles ("Företagsklimat") are everybody's


def repeated_elsewhere(plan: Plan, strategy: Strategy | None) -> tuple[Flag, ...]:
    """A flag for each element whose title a current edition of another strategy has, word for word; `strategy` is what the plan is a version of."""
    titled: dict[str, Element] = {
        element.title.lower(): element
        for _, element in plan.walk()
        if len(element.title) >= SHORTEST
    }
    others = Entry.objects.exclude(strategy=strategy) if strategy else Entry.objects.all()
    found = (
        others.filter(kind__in=["direction", "focus_area", "action"])
        .alias(lower=Lower("title"))
        .filter(lower__in=list(titled))
        .select_related("strategy")
        .order_by("strategy", "position")
    )
    first = {entry.title.lower(): entry for entry in reversed(found)}
    return tuple(
        Flag(
            kind="dubblett",
            on=titled[words].key,
            text=f"Samma ord står i ”{entry.strategy.title}”.",
        )
        for words, entry in first.items()
        if words in titled
    )

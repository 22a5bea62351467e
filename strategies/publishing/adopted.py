"""Which edition a body adopted."""

from collections.abc import Iterable
from typing import Any

from strategies.models import Edition, Strategy
from strategies.plan import ADOPTING


def adopted_edition(strategy: Strategy) -> Edition | None:
    """The edition that was adopted, without its plan; None when no edition tells of a decision. Two queries."""
    rows = strategy.editions.order_by("number").values_list("number", "plan__decisions")
    number = adopted_number(rows)
    if number is None:
        return None
    editions = Edition.objects.defer("plan").select_related("strategy")
    return editions.get(strategy=strategy, number=number)


def adopted_number(editions: Iterable[tuple[int, list[dict[str, Any]]]]) -> int | None:
    """Of a strategy's editions (number, decisions as JSON), oldest first, the one that says what was adopted.

    It is the first that tells of the latest decision to adopt or revise the plan, of those that the newest edition tells of: a plan may be
    published before it is decided, and later editions mend what was.
    """
    adopting = [(number, _keys(decisions)) for number, decisions in editions]
    if not adopting:
        return None
    still = adopting[-1][1]
    known: set[str] = set()
    found = None
    for number, keys in adopting:
        if (keys & still) - known:
            found = number
        known |= keys
    return found


def _keys(decisions: list[dict[str, Any]]) -> set[str]:
    return {decision["key"] for decision in decisions if decision["kind"] in ADOPTING}

"""Whether an edition says something else than the one that was adopted, so that no reader takes later words for decided ones."""

from collections.abc import Iterator
from typing import Any

from strategies.adopted import TEXT, adopted_number
from strategies.models import Edition
from strategies.plan import ADOPTING, Plan
from strategies.reading.at_hand import AtHand
from strategies.reading.editions import for_readers, plan_of

# By the edition's id. No edition changes, nor those before it, so what was found once holds.
FOUND: AtHand[int] = AtHand(10_000)


def changed_since(plan: Plan, slug: str, edition: Edition | None) -> int:
    """The number of the edition that was adopted, when `plan` says something else; 0 when it says the same, or tells of no such decision.

    `plan` is that of `edition`, or where that is None the strategy's working copy. At most two queries, none for an edition that is at hand.
    """
    if not any(decision.kind in ADOPTING for decision in plan.decisions):
        return 0
    if edition is None:
        return _compared(plan, slug, None)
    found = FOUND.get(edition.pk)
    if found is None:
        found = _compared(plan, slug, edition.number)
        FOUND.put(edition.pk, found, 1)
    return found


def plan_then(slug: str, number: int) -> Plan:
    """The plan of the edition of that number, as `changed_since` tells it. One query when it is at hand, two when it is not."""
    editions = for_readers(Edition.objects.filter(strategy__slug=slug))
    return plan_of(editions.get(number=number))


def _compared(plan: Plan, slug: str, number: int | None) -> int:
    if number == 1:
        return 0
    adopted = adopted_number([*_before(slug, number), (number or 0, _decided(plan))])
    if adopted in (None, number or 0):
        return 0
    then = plan_then(slug, adopted)
    return adopted if any(getattr(plan, name) != getattr(then, name) for name in TEXT) else 0


def _before(slug: str, number: int | None) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The editions before that number, all of them for None, the oldest first."""
    editions = Edition.objects.filter(strategy__slug=slug)
    if number is not None:
        editions = editions.filter(number__lt=number)
    return editions.order_by("number").values_list("number", "plan__decisions").iterator()


def _decided(plan: Plan) -> list[dict[str, Any]]:
    return [decision.model_dump(mode="json") for decision in plan.decisions]

"""Which edition a body adopted."""

from typing import Any

from strategies.models import Edition, Strategy


def adopted_edition(strategy: Strategy) -> Edition | None:
    """The edition that says what was adopted: the first that tells of the adoption which the newest edition tells of.

    A plan may be published before it is decided (its first edition is then no adopted one), and be decided anew: what counts is the
    latest decision to adopt it or to revise it. None when no edition tells of any. One query, without the plans.
    """
    rows = strategy.editions.order_by("number").values_list("pk", "plan__decisions")
    editions = [(pk, {one["key"] for one in decisions if _adopts(one)}) for pk, decisions in rows]
    if not editions or not editions[-1][1]:
        return None
    # Decisions come one after the other; the edition where the last of them first stands is the one it was made about.
    known: set[str] = set()
    found = None
    for pk, keys in editions:
        if keys - known and keys & editions[-1][1]:
            found = pk
        known |= keys
    return Edition.objects.defer("plan").select_related("strategy").get(pk=found) if found else None


def _adopts(decision: dict[str, Any]) -> bool:
    return decision["kind"] in ("antagen", "reviderad")

"""Whether an edition that is told of says something else than the one that was adopted, so that nobody takes later words for decided ones."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from strategies.adopted import TEXT, adopted_number
from strategies.models import Edition

# The digests of texts by that of their plan: feeds ask for the same ones again and again.
DIGESTS: dict[str, bytes] = {}
MOST_DIGESTS = 10_000


def altered(editions: Sequence[Edition]) -> dict[int, int]:
    """By the id of each edition whose text is not the adopted one: the number of the edition that was adopted. Two queries at most."""
    asked = [edition for edition in editions if edition.adopted and edition.number > 1]
    if not asked:
        return {}
    of_strategy = defaultdict(list)
    rows = Edition.objects.filter(strategy__in={edition.strategy_id for edition in asked})
    values = rows.order_by("number").values_list("strategy", "number", "sha256", "plan__decisions")
    for strategy, number, sha256, decisions in values:
        of_strategy[strategy].append((number, sha256, decisions))
    pairs: dict[int, tuple[int, str, str]] = {}
    for edition in asked:
        known = [row for row in of_strategy[edition.strategy_id] if row[0] <= edition.number]
        adopted = adopted_number((number, decisions) for number, _sha256, decisions in known)
        for number, sha256, _decisions in known:
            if number == adopted != edition.number:
                pairs[edition.pk] = (number, sha256, edition.sha256)
    digests = _digests({sha256 for _number, *both in pairs.values() for sha256 in both})
    return {
        pk: number for pk, (number, then, now) in pairs.items() if digests[then] != digests[now]
    }


def _digests(wanted: Collection[str]) -> dict[str, bytes]:
    """The digest of the text of each plan with that digest."""
    found = {sha256: DIGESTS[sha256] for sha256 in wanted if sha256 in DIGESTS}
    if missing := [sha256 for sha256 in wanted if sha256 not in found]:
        rows = Edition.objects.filter(sha256__in=missing).values_list("sha256", "plan")
        found |= {sha256: _digest(plan) for sha256, plan in rows.iterator(chunk_size=10)}
        if len(DIGESTS) + len(found) > MOST_DIGESTS:
            DIGESTS.clear()
        DIGESTS.update(found)
    return found


def _digest(plan: dict[str, Any]) -> bytes:
    text = _said({name: value for name, value in plan.items() if name in TEXT})
    return hashlib.sha256(json.dumps(text, sort_keys=True).encode()).digest()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _said(value: Any) -> Any:
    """The value without what says nothing: an edition from before a field was added lacks it, and one from after has it empty."""
    if isinstance(value, dict):
        inner = {name: _said(one) for name, one in value.items()}
        return {name: one for name, one in inner.items() if one or _is_number(one)}
    return [_said(one) for one in value] if isinstance(value, list) else value

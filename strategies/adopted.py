"""Which edition a body adopted, what of it the body decided on, and how it is told that a later one says something else."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from strategies.dates import bounds
from strategies.models import Edition, Strategy
from strategies.plan import ADOPTING, NOT_IN_PUBLIC_PART, Decision, Plan

# What a body decides on: all that the public digest is of, but what only says where the plan is and that it was decided.
TEXT = Plan.model_fields.keys() - {*NOT_IN_PUBLIC_PART, "format", "key", "slug", "decisions"}


def since_words(decisions: Iterable[Decision]) -> str:
    """That a plan with those decisions says something else than the edition that was adopted."""
    if any(decision.kind == "reviderad" for decision in decisions):
        return _("Texten har ändrats sedan den reviderades")
    return _("Texten har ändrats sedan den antogs")


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
    published before it is decided, and later editions mend what was. The latest is so by its day, whenever it was written down. Where it
    cannot be told which of several it is, the oldest edition counts, so that no later words are taken for decided ones.
    """
    told = [(number, _adopting(decisions)) for number, decisions in editions]
    if not told:
        return None
    newest = told[-1][1]
    still = {one.key for one in newest}
    return min((_first(told, one, still) for one in _latest(newest)), default=None)


class _Adopting(NamedTuple):
    """A decision to adopt or revise; `day` is EDTF, or "" when nobody knows."""

    key: str
    kind: str
    day: str


def _adopting(decisions: list[dict[str, Any]]) -> list[_Adopting]:
    return [
        _Adopting(one["key"], one["kind"], one["date"]["value"])
        for one in decisions
        if one["kind"] in ADOPTING
    ]


def _latest(decisions: list[_Adopting]) -> list[_Adopting]:
    """Those that may be the latest, as exact as their days are. One without a day is so only where none has any."""
    dated = [one for one in decisions if one.day]
    if not dated:
        return decisions
    last = max(bounds(one.day)[0] for one in dated)
    latest = [one for one in dated if bounds(one.day)[1] >= last]
    if len({day for one in latest for day in bounds(one.day)}) == 1:
        # What is revised on a day was adopted before it.
        return [one for one in latest if one.kind == "reviderad"] or latest
    return latest


def _first(told: list[tuple[int, list[_Adopting]]], decision: _Adopting, still: set[str]) -> int:
    """The number of the first edition that tells of the decision, or of one that it has taken the place of: removed and entered again."""

    def tells(other: _Adopting) -> bool:
        return other.key == decision.key or (
            other.key not in still and other.kind == decision.kind and _may_agree(other, decision)
        )

    return next(number for number, decisions in told if any(map(tells, decisions)))


def _may_agree(one: _Adopting, other: _Adopting) -> bool:
    """Whether two decisions may be of the same day."""
    if not (one.day and other.day):
        return True
    (first, last), (start, end) = bounds(one.day), bounds(other.day)
    return first <= end and start <= last

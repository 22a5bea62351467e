"""Who did what to a strategy, when, from where and why: its history as acts, and each act as differences."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q, QuerySet, Value
from pghistory.models import Context

from actors.models import User
from strategies.models import (
    Strategy,
)
from strategies.past import (
    events,
    strategy_column,
)
from strategies.snapshot import TABLES

Table = type[Any]
Where = Mapping[Table, Q]

EVERYWHERE: Where = {table: Q() for table in TABLES}


class Mark(NamedTuple):
    """What the changes of one act share; those of one transaction have the same time."""

    strategy: int
    context: UUID | None
    when: datetime


@dataclass(frozen=True)
class Act:
    """What one request or command changed in one strategy, in one transaction: the history's numbers from `id` to `last`.

    `user` is None for what nobody signed in did: a command, or a hand in the database. Acts of one strategy do not interleave as long as
    writers lock its row, which editing and loading do.
    """

    id: int
    last: int
    mark: Mark
    user: User | None = None
    reason: str = ""
    url: str = ""

    @property
    def when(self) -> datetime:
        return self.mark.when


def acts_of(
    strategy: Strategy,
    user: User | None = None,
    since: datetime | None = None,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int | None = None,
    where: Where = EVERYWHERE,
) -> list[Act]:
    """The strategy's acts, the latest first: by `user`, that began after `since`, and that touch the rows `where` says.

    `limit` takes the latest with numbers below `before`, or else the earliest with numbers above `after`.
    """
    wanted = Q(pgh_created_at__gt=since) if since else Q()
    return find_acts(
        [strategy.pk], wanted, user=user, before=before, after=after, limit=limit, where=where
    )


def find_acts(
    strategies: Any,
    wanted: Q,
    *,
    user: User | None = None,
    before: int | None = None,
    after: int | None = None,
    limit: int | None = None,
    where: Where = EVERYWHERE,
) -> list[Act]:
    """As acts_of, in several strategies (ids, or a query of them); `wanted` is asked of each change."""
    if user:
        wanted &= Q(pgh_context__metadata__user=user.pk)
    if before is not None:
        wanted &= Q(pgh_id__lt=before)
    elif after is not None:
        wanted &= Q(pgh_id__gt=after)
    earliest = before is None and after is not None
    spans = _spans(strategies, wanted, where, "first" if earliest else "-last", limit)
    if spans and where is not EVERYWHERE:
        whole = _spans(strategies, marked(spans))
        spans = {mark: whole[mark] for mark in spans}
    ordered = sorted(spans.items(), key=lambda span: span[1], reverse=not earliest)[:limit]
    acts = _told([Act(first, last, mark) for mark, (first, last) in ordered])
    return acts[::-1] if earliest else acts


def act_of(strategy: Strategy, act: int) -> Act | None:
    """The act of that id, or None when the strategy has none."""
    for mark in _spans([strategy.pk], Q(pgh_id=act)):
        first, last = _spans([strategy.pk], marked([mark]))[mark]
        return _told([Act(first, last, mark)])[0] if first == act else None
    return None


def act_before(strategy: Strategy, moment: int) -> Act | None:
    """The act that had been made last at a moment; None when there was none, or when the moment is in the middle of one."""
    for part in acts_of(strategy, before=moment + 1, limit=1):
        act = act_of(strategy, part.id)
        return act if act and act.last <= moment else None
    return None


def people_of(strategy: Strategy) -> QuerySet[User]:
    """Those who have changed the strategy, by name."""
    asked = [
        events(strategy, table).order_by().values_list("pgh_context__metadata__user")
        for table in TABLES
    ]
    found = {user for (user,) in asked[0].union(*asked[1:]) if user}
    return User.objects.filter(pk__in=found).order_by("name", "email")


def touched(acts: Collection[Act]) -> dict[Mark, dict[tuple[Table, str], int]]:
    """How many rows of each table each act inserted, updated and deleted, in one query."""
    found: dict[Mark, dict[tuple[Table, str], int]] = defaultdict(dict)
    marks = {act.mark for act in acts}
    if not marks:
        return found
    strands = [
        _told_of(table, {mark.strategy for mark in marks}, marked(marks))
        .values("pgh_context_id", "pgh_created_at", "pgh_label", whose=F(strategy_column(table)))
        .annotate(rows=Count("pgh_obj_id", distinct=True), table=Value(number))
        .values_list("whose", "pgh_context_id", "pgh_created_at", "table", "pgh_label", "rows")
        for number, table in enumerate(TABLES)
    ]
    for *mark, number, label, rows in strands[0].union(*strands[1:], all=True):
        if Mark(*mark) in marks:
            found[Mark(*mark)][TABLES[number], label] = rows
    return found


def _spans(
    strategies: Any,
    wanted: Q,
    where: Where = EVERYWHERE,
    order: str = "-last",
    limit: int | None = None,
) -> dict[Mark, tuple[int, int]]:
    """The first and the last number of each act, in one query; at least the first `limit` of them in that order."""
    strands = [_strand(strategies, table, wanted & rows) for table, rows in where.items()]
    rows = strands[0].union(*strands[1:], all=True).order_by(order)
    if limit is not None:
        rows = rows[: limit * len(strands)]  # no act has more than one row a table
    found: dict[Mark, tuple[int, int]] = {}
    for strategy, context, when, first, last in rows:
        mark = Mark(strategy, context, when)
        known = found.get(mark, (first, last))
        found[mark] = (min(known[0], first), max(known[1], last))
    return found


def _strand(strategies: Any, table: Table, wanted: Q) -> Any:
    told = _told_of(table, strategies, wanted)
    spans = told.values("pgh_context_id", "pgh_created_at", whose=F(strategy_column(table)))
    return spans.annotate(first=Min("pgh_id"), last=Max("pgh_id")).values_list(
        "whose", "pgh_context_id", "pgh_created_at", "first", "last"
    )


def _told_of(table: Table, strategies: Any, wanted: Q) -> QuerySet[Any]:
    found: QuerySet[Any] = table.pgh_event_model.objects.filter(wanted).order_by()
    return found.filter(**{f"{strategy_column(table)}__in": strategies})


def marked(marks: Iterable[Mark]) -> Q:
    """The changes with those marks, and perhaps some whose context and time are of different ones."""
    marks = list(marks)
    return Q(pgh_created_at__in={mark.when for mark in marks}) & (
        Q(pgh_context__in={mark.context for mark in marks if mark.context}) | Q(pgh_context=None)
    )


def _told(acts: list[Act]) -> list[Act]:
    """The acts with what their contexts tell."""
    contexts = Context.objects.in_bulk({act.mark.context for act in acts if act.mark.context})
    said = {pk: context.metadata for pk, context in contexts.items()}
    people = User.objects.in_bulk({tells["user"] for tells in said.values() if tells.get("user")})
    return [
        Act(
            act.id,
            act.last,
            act.mark,
            people.get(tells.get("user") or 0),
            tells.get("reason") or "",
            tells.get("url") or "",
        )
        for act in acts
        for tells in [said.get(act.mark.context, {})]
    ]

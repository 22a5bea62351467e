"""What a strategy said earlier: its rows, rebuilt from the history that the database writes, and brought back.

A moment is a number of the history: what stood when the change of that number, and all before it, had been made.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pghistory
from django.db import models, transaction
from django.db.models import Max

from actors.models import Actor, Region
from strategies.apply import apply
from strategies.models import Strategy
from strategies.names import actor_names, find_actors, meant_actors
from strategies.plan import Involvement, Plan
from strategies.snapshot import TABLES, plan_of

Row = Any
NAMED: tuple[type[Any], ...] = (Actor, Region, Strategy)


def plan_at(strategy: Strategy, moment: int | datetime) -> Plan:
    """What the working copy said at a moment, in a number of queries that does not depend on its size.

    Rebuilt from the history alone, with today's names of actors, regions and other strategies; one that is gone keeps its last name.
    """
    number = moment if isinstance(moment, int) else number_at(strategy, moment)
    return plan_of(Past.at(strategy, number))


def plan_before(strategy: Strategy, act: int) -> Plan:
    """What the working copy said just before the act of that id (strategies/acts.py)."""
    return plan_at(strategy, act - 1)


def number_at(strategy: Strategy, when: datetime) -> int:
    """The last change whose transaction had begun at `when`; 0 when there was none."""
    return _last(strategy, pgh_created_at__lte=when)


def last_number(strategy: Strategy) -> int:
    """The last change."""
    return _last(strategy)


def is_moment(strategy: Strategy, number: int) -> bool:
    """Whether the number is that of one of the strategy's own changes."""
    return _last(strategy, pgh_id=number) == number


def _last(strategy: Strategy, **wanted: Any) -> int:
    """The last of the wanted changes; 0 when there is none."""
    rows = events(strategy, TABLES[0]).none().values_list("pgh_id")
    latest = [
        events(strategy, table).filter(**wanted).order_by().values_list(Max("pgh_id"))
        for table in TABLES
    ]
    return max((number for (number,) in rows.union(*latest, all=True) if number), default=0)


def events(strategy: Strategy, table: type[Any]) -> models.QuerySet[Any]:
    """The history of the strategy's rows in a table."""
    events: models.QuerySet[Any] = table.pgh_event_model.objects.all()
    return events.filter(**{strategy_column(table): strategy.pk})


def strategy_column(table: type[Any]) -> str:
    """Which column of an event tells whose row it was."""
    return "pgh_obj_id" if table is Strategy else "strategy_id"


def row_of(table: type[Any], values: Iterable[Any]) -> Row:
    """The row that an event tells of, from its columns."""
    return table.from_db(None, columns_of(table), list(values))


def columns_of(table: type[Any]) -> list[str]:
    return [field.attname for field in table._meta.concrete_fields]


class Past:
    """The rows of a strategy as they were, by table and id; what `plan_of` makes a Plan from."""

    def __init__(self, tables: dict[type[Any], dict[int, Row]]) -> None:
        self.tables = tables

    @classmethod
    def at(cls, strategy: Strategy, number: int) -> "Past":
        """The rows as the history's changes up to `number` left them, tied to those that they name."""
        past = cls({table: rows_at(strategy, table, number) for table in TABLES})
        past.tie(find_named(past.rows()))
        return past

    def rows(self) -> Iterable[Row]:
        return (row for rows in self.tables.values() for row in rows.values())

    def of(self, table: type[Any]) -> list[Row]:
        rows = self.tables.get(table, {}).values()
        return sorted(rows, key=lambda row: (getattr(row, "position", 0), row.pk))

    def tie(self, named: dict[type[Any], dict[int, Row]]) -> None:
        """Give every row those that it refers to, so that nothing is read from the present."""
        known = named | {
            table: rows for table, rows in self.tables.items() if table is not Strategy
        }
        for table, rows in self.tables.items():
            references = [
                field
                for field in table._meta.concrete_fields
                if field.is_relation and field.name not in {"strategy", "current_edition"}
            ]
            for row in rows.values():
                for field in references:
                    pk = getattr(row, field.attname)
                    field.set_cached_value(row, known[field.related_model].get(pk))


def rows_at(strategy: Strategy, table: type[Any], number: int) -> dict[int, Row]:
    last = (
        events(strategy, table)
        .filter(pgh_id__lte=number)
        .order_by("pgh_obj_id", "-pgh_id")
        .distinct("pgh_obj_id")
        .values_list("pgh_label", *columns_of(table))
    )
    rows = (row_of(table, values) for label, *values in last if label != "delete")
    return {row.pk: row for row in rows}


def find_named(rows: Iterable[Row]) -> dict[type[Any], dict[int, Row]]:
    """The actors, regions and other strategies that the rows refer to, as they are today; those that are gone, as they were last."""
    wanted: dict[type[Any], set[int]] = {table: set() for table in NAMED}
    for row in rows:
        for field in row._meta.concrete_fields:
            if field.related_model in wanted and field.name != "strategy":
                wanted[field.related_model].add(getattr(row, field.attname))
    return {table: _as_known(table, pks - {None}) for table, pks in wanted.items()}


def _as_known(table: type[Any], pks: set[int]) -> dict[int, Row]:
    found: dict[int, Row] = table._default_manager.in_bulk(pks) if pks else {}
    if gone := pks - set(found):
        column = "title" if table is Strategy else "name"
        told = table.pgh_event_model.objects.filter(pgh_obj__in=gone).order_by("pgh_id")
        names = dict(told.values_list("pgh_obj_id", column))
        today = meant_actors(names.values()) if table is Actor else {}
        for pk in gone:
            meant = today.get(names[pk], [])
            found[pk] = meant[0] if len(meant) == 1 else table(pk=pk, **{column: names[pk]})
    return found


# --- bringing back


@transaction.atomic
def restore(strategy: Strategy, plan: Plan, reason: str) -> Strategy:
    """Make the working copy say `plan` again, as a new change; editions do not change. All or nothing: raises PlanError as `apply`."""
    with pghistory.context(reason=reason):
        return apply(_without_repetitions(plan), strategy)


def unknown_actors(plan: Plan) -> list[str]:
    """Names that no actor has any longer: restoring the plan makes actors of them again. Raises PlanError as find_actors."""
    names = [name for name in dict.fromkeys(actor_names(plan)) if name]
    known = find_actors(names)
    return [name for name in names if name not in known]


def _without_repetitions(plan: Plan) -> Plan:
    """Two actors that have become one since then can have the same role in the same part; once is enough."""
    found = find_actors(actor_names(plan))

    def once(ties: tuple[Involvement, ...]) -> tuple[Involvement, ...]:
        first: dict[Any, Involvement] = {}
        for tie in ties:
            first.setdefault((found.get(tie.actor, tie.actor), tie.role, tie.note), tie)
        return tuple(first.values())

    def cleaned(part: Any) -> Any:
        elements = tuple(map(cleaned, part.elements))
        return part.model_copy(
            update={"involvements": once(part.involvements), "elements": elements}
        )

    cleaned_plan: Plan = cleaned(plan)
    return cleaned_plan

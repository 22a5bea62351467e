"""What an act changed in a strategy, as the differences that it made."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from strategies.acts import Act, Mark, Table
from strategies.differences import Change, differences
from strategies.models import (
    Challenge,
    Decision,
    Document,
    Element,
    Involvement,
    LevelWord,
    Link,
    Passage,
    Statement,
    Strategy,
)
from strategies.past import Past, Row, columns_of, events, find_named, row_of, rows_at
from strategies.plan import Plan
from strategies.snapshot import TABLES, plan_of

Chosen = dict[Table, set[int]]

# What hangs where: rows with the same values in these columns are siblings. Tables that are not here are one list each.
PLACES: dict[Table, tuple[str, ...]] = {
    Element: ("parent_id",),
    Challenge: ("parent_id",),
    Statement: ("parent_id", "element_id"),
    Decision: (),
    Involvement: ("element_id",),
    Link: ("element_id",),
}
KEYED = {Element, Challenge, Statement, Decision}


@dataclass(frozen=True)
class Event:
    number: int
    mark: Mark
    table: Table
    row: Row
    gone: bool


def changes_of(strategy: Strategy, acts: Collection[Act]) -> dict[int, tuple[Change, ...]]:
    """By the act's id, the differences between the Plan before it and the Plan after it; queries do not depend on how many acts.

    An act costs what it changed, not what the strategy holds: only the parts that it touched are made into Plans, with what they
    hang under. What all the others say is the same before and after.
    """
    if not acts:
        return {}
    first, last = min(act.id for act in acts), max(act.last for act in acts)
    wanted = {act.mark: act.id for act in acts}
    now: dict[Table, dict[int, Row]] = {
        table: rows_at(strategy, table, first - 1) for table in TABLES
    }
    told = sorted(_between(strategy, first, last), key=lambda event: event.number)
    named = find_named(chain(Past(now).rows(), (event.row for event in told)))
    found: dict[int, tuple[Change, ...]] = {}
    for mark, group in groupby(told, key=lambda event: event.mark):
        happened = list(group)
        was = {table: dict(rows) for table, rows in now.items()}
        for event in happened:
            if event.gone:
                now[event.table].pop(event.row.pk, None)
            else:
                now[event.table][event.row.pk] = event.row
        if mark in wanted:
            chosen = _touched(happened, was, now)
            before, after = _part(was, chosen, named), _part(now, chosen, named)
            told_before = found.get(wanted[mark], ())
            found[wanted[mark]] = told_before + _between_plans(before, after)
    return found


def _between_plans(before: Plan | None, after: Plan | None) -> tuple[Change, ...]:
    return differences(before, after) if after else ()


def _between(strategy: Strategy, first: int, last: int) -> Iterator[Event]:
    head = ["pgh_id", "pgh_context_id", "pgh_created_at", "pgh_label"]
    for table in TABLES:
        told = events(strategy, table).filter(pgh_id__range=(first, last))
        for number, context, when, label, *values in told.values_list(*head, *columns_of(table)):
            row = row_of(table, values)
            yield Event(number, Mark(strategy.pk, context, when), table, row, label == "delete")


def _part(
    tables: dict[Table, dict[int, Row]], chosen: Chosen, named: dict[Table, dict[int, Row]]
) -> Plan | None:
    """The Plan of the chosen rows; None while there is no strategy."""
    if not tables[Strategy]:
        return None
    past = Past(
        {
            table: {pk: rows[pk] for pk in chosen.get(table, ()) if pk in rows}
            for table, rows in tables.items()
        }
        | {table: tables[table] for table in (Strategy, LevelWord)}
    )
    past.tie(named)
    return plan_of(past)


def _touched(
    happened: list[Event], was: dict[Table, dict[int, Row]], now: dict[Table, dict[int, Row]]
) -> Chosen:
    """The rows that one must see, before and after, to say what happened: those touched, those of their lists, and what they refer to."""
    chosen: Chosen = defaultdict(set)
    for event in happened:
        chosen[event.table].add(event.row.pk)
    for table in list(chosen):
        chosen[table] |= _siblings(table, chosen[table], was[table], now[table])
    if chosen.keys() & {Document, Passage}:  # a passage says the number of its document
        for table in (Document, Passage):
            chosen[table] |= was[table].keys() | now[table].keys()
    waiting = [(table, pk) for table, pks in chosen.items() for pk in pks]
    while waiting:
        table, pk = waiting.pop()
        for row in filter(None, (was[table].get(pk), now[table].get(pk))):
            for other, column in _references(table):
                target = getattr(row, column)
                if target and target not in chosen[other]:
                    chosen[other].add(target)
                    waiting.append((other, target))
    return chosen


def _siblings(
    table: Table, touched: set[int], was: dict[int, Row], now: dict[int, Row]
) -> set[int]:
    """Of a keyed part that only came, went or changed its text, no sibling is needed; otherwise those in the lists that it was and is in."""
    places = PLACES.get(table, ())
    lists = set()
    for pk in touched:
        before, after = was.get(pk), now.get(pk)
        rows = [row for row in (before, after) if row]
        if table in KEYED and (len(rows) < 2 or _place(before, places) == _place(after, places)):
            continue
        lists |= {_place(row, places)[1:] for row in rows}
    if not lists:
        return set()
    return {row.pk for row in chain(was.values(), now.values()) if _place(row, places)[1:] in lists}


def _place(row: Row, places: tuple[str, ...]) -> tuple[Any, ...]:
    return (getattr(row, "position", 0), *(getattr(row, column) for column in places))


def _references(table: Table) -> list[tuple[Table, str]]:
    """The columns that refer to other rows of the same strategy."""
    return [
        (field.related_model, field.attname)
        for field in table._meta.concrete_fields
        if field.related_model in TABLES and field.related_model is not Strategy
    ]

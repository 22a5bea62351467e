"""The history as a log: one line for each field that changed, in the order of time, however long it is."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.text import Truncator, capfirst

from actors.models import Actor, Membership, Region, User
from strategies.differences import GENERIC, What, in_words
from strategies.models import Strategy
from strategies.past import strategy_column
from strategies.snapshot import TABLES

Table = type[Any]
COLUMNS = (
    *("tid", "person", "e-post", "plan", "slag", "del", "vad"),
    *("fält", "före", "efter", "varför", "adress"),
)
# Who may do what, and the registers: not a plan's, and for the portal's administrators alone.
PORTAL: tuple[Table, ...] = (User, Membership, Actor, Region)
# Columns that tell nothing to a person.
SILENT = {"id", "version", "key", "strategy", "slug"}
WHAT: dict[str, What] = {"insert": "tillagd", "update": "ändrad", "delete": "borttagen"}
AT_ONCE = 500
LONGEST_NAME = 80
# What a spreadsheet takes as the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Asked:
    """What of the history to tell: days from `first` to `last`, both included; of `strategies`, or of everything for None."""

    first: date | None = None
    last: date | None = None
    strategies: QuerySet[Strategy] | None = None


def written(asked: Asked) -> Iterator[str]:
    """The log as CSV, line by line: semicolons, as a Swedish spreadsheet wants, and a mark that says that it is UTF-8."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(COLUMNS)
    for line in lines(asked):
        yield writer.writerow(map(_defused, line))


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _defused(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def lines(asked: Asked) -> Iterator[tuple[str, ...]]:
    """The log's lines, oldest first, as texts in the order of COLUMNS."""
    names = Names()
    tables = [*TABLES, *(PORTAL if asked.strategies is None else ())]
    told = (_changes(table, asked) for table in tables)
    for event, before in merge(*told, key=lambda pair: (pair[0].pgh_created_at, pair[0].pgh_id)):
        yield from _lines(event, before, names)


def _changes(table: Table, asked: Asked) -> Iterator[tuple[Any, Any]]:
    """Each change of a table's rows with the one before it of the same row, a few hundred in memory at a time."""
    events = table.pgh_event_model.objects
    former = events.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
    latest = former.order_by().values("pgh_obj").values(found=Max("pgh_id"))
    told = events.filter(_wanted(table, asked)).annotate(former=Subquery(latest))
    ordered = told.select_related("pgh_context").order_by("pgh_created_at", "pgh_id")
    stream = ordered.annotate(context=F("pgh_context__metadata")).iterator(chunk_size=AT_ONCE)
    while batch := list(islice(stream, AT_ONCE)):
        earlier = events.in_bulk({event.former for event in batch if event.former})
        yield from ((event, earlier.get(event.former)) for event in batch)


def _wanted(table: Table, asked: Asked) -> Q:
    wanted = Q()
    if asked.first:
        wanted &= Q(pgh_created_at__gte=_midnight(asked.first))
    if asked.last:
        wanted &= Q(pgh_created_at__lt=_midnight(asked.last + timedelta(days=1)))
    if asked.strategies is not None:
        wanted &= Q(**{f"{strategy_column(table)}__in": asked.strategies.values("pk")})
    return wanted


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class Names:
    """What numbers in the history stand for, each register read once; what is gone is called as it was last."""

    def __init__(self) -> None:
        self.known: dict[Table, dict[int, tuple[str, ...]]] = {}

    def of(self, table: Table, pk: int | None) -> str:
        return next(filter(None, self._called(table, pk)), "")

    def person(self, pk: int | None) -> tuple[str, str]:
        """Name and e-mail address; nothing for what nobody signed in did."""
        return self.of(User, pk), self._called(User, pk)[-1]

    def _called(self, table: Table, pk: int | None) -> tuple[str, ...]:
        if pk is None:
            return ("",)
        if table not in self.known:
            columns = {Strategy: ("title",), User: ("name", "email")}.get(table, ("name",))
            last = table.pgh_event_model.objects.order_by("pgh_obj_id", "-pgh_id")
            told = last.distinct("pgh_obj_id").values_list("pgh_obj_id", *columns)
            self.known[table] = {pk: tuple(names) for pk, *names in told}
        return self.known[table].get(pk, (f"nr {pk}",))


def _lines(event: Any, before: Any, names: Names) -> Iterator[tuple[str, ...]]:
    table = event.pgh_tracked_model
    context = event.context or {}
    person, address = names.person(context.get("user"))
    said = (context.get("reason") or "", context.get("url") or "")
    plan = names.of(Strategy, getattr(event, strategy_column(table))) if table in TABLES else ""
    what = WHAT[event.pgh_label]
    head = (
        timezone.localtime(event.pgh_created_at).isoformat(sep=" ", timespec="seconds"),
        *(person, address, plan, str(table._meta.verbose_name), _name(event, names), what),
    )
    if what != "ändrad":
        yield (*head, "", "", "", *said)
        return
    for column in _columns(table):
        old, new = getattr(before, column.attname, None), getattr(event, column.attname)
        if old != new:
            texts = (_text(column, old, names), _text(column, new, names))
            yield (*head, capfirst(str(column.verbose_name)), *texts, *said)


def _columns(table: Table) -> list[Any]:
    """Those that the history keeps and that tell something."""
    kept = {column.name for column in table.pgh_event_model._meta.concrete_fields}
    return [
        column
        for column in table._meta.concrete_fields
        if column.name in kept - SILENT or (column.name == "slug" and table is not Strategy)
    ]


def _name(event: Any, names: Names) -> str:
    """What the row was called: its title, name, text or address, or else what it ties."""
    for column in ("title", "name", "word", "text", "email"):
        if text := getattr(event, column, ""):
            return Truncator(text).chars(LONGEST_NAME)
    tied = [("user_id", User), ("actor_id", Actor), ("region_id", Region), ("to_id", Strategy)]
    found = [names.of(table, getattr(event, column, None)) for column, table in tied]
    return ", ".join(filter(None, found))


def _text(column: Any, value: Any, names: Names) -> str:
    if column.is_relation:
        known = column.related_model in (Actor, Region, Strategy, User)
        return names.of(column.related_model, value) if known else f"nr {value}" if value else ""
    if isinstance(value, Iterable) and not isinstance(value, str | dict):
        return "; ".join(map(str, value))
    words = dict(column.flatchoices) | GENERIC if column.choices else {}
    return in_words(words.get(value, value) if words else value)

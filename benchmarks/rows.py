"""A plan of 120 actions into rows, against COPY of the same rows into the same tables, with the same triggers and history.

Run by benchmarks.intake, with the environment that it has set up.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.apps import apps  # noqa: E402 - models need the settings above

from actors.models import Actor  # noqa: E402
from actors.register import load_register  # noqa: E402
from benchmarks.plan import OWNER, make_plan  # noqa: E402
from strategies.apply import apply  # noqa: E402
from strategies.models import Strategy  # noqa: E402

ROUNDS = 15
GOAL = 0.3


def main() -> None:
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    load_register()
    actors = list(Actor.objects.exclude(name=OWNER).order_by("pk").values_list("name", flat=True))
    plan = make_plan(actors[::3])
    applied, copied, count = [], [], 0
    for _ in range(ROUNDS):
        applied.append(_seconds(lambda: apply(plan)))
        rows = _rows(Strategy.objects.get(key=plan.key))
        count = sum(data.count(b"\n") for data in rows.values())
        Strategy.objects.all().delete()
        copied.append(_seconds(lambda rows=rows: _copy(rows)))  # type: ignore[misc]
        Strategy.objects.all().delete()
    ratios = [copy / own for own, copy in zip(applied, copied, strict=True)]
    print(f"En plan med 120 insatser, {count} rader, {ROUNDS} varv:")
    print(f"  apply {_told(applied)}, {count / statistics.median(applied):.0f} rader/s")
    print(f"  COPY  {_told(copied)}, {count / statistics.median(copied):.0f} rader/s")
    # The quickest of each is what the machine can do when nobody disturbs it.
    best = min(copied) / min(applied)
    print(
        f"  apply av COPY: {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f}),"
        f" av de snabbaste {best:.2f}; mål {GOAL}"
    )


def _seconds(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _told(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms ({min(seconds) * 1000:.0f}–{max(seconds) * 1000:.0f})"


def _rows(strategy: Strategy) -> dict[str, bytes]:
    """The strategy's rows by table, as COPY writes them."""
    tables = {Strategy._meta.db_table: f"id = {strategy.pk}"} | {
        model._meta.db_table: f"strategy_id = {strategy.pk}"
        for model in apps.get_app_config("strategies").get_models()
        if "strategy_id" in {column.column for column in model._meta.concrete_fields}
        and not model._meta.proxy
        and not model.__name__.endswith("Event")
    }
    found = {}
    with connection.cursor() as cursor:
        for table, which in tables.items():
            with cursor.copy(f"COPY (SELECT * FROM {table} WHERE {which}) TO STDOUT") as copy:  # noqa: S608 - our own names
                found[table] = b"".join(bytes(block) for block in copy)
    return {table: data for table, data in found.items() if data}


def _copy(rows: dict[str, bytes]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, data in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(data)


if __name__ == "__main__":
    main()

"""The stream through the house's own view, and COPY TO of the same rows from a table; with the memory of this process.

Run by benchmarks.taking, with the environment that it has set up.
"""

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from uuid import uuid4

import django
from django.core.management import call_command
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import RequestFactory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from actors.models import Actor  # noqa: E402 - models need the settings above
from actors.register import load_register  # noqa: E402
from benchmarks.plan import OWNER, make_plan  # noqa: E402
from strategies.apply import apply  # noqa: E402
from strategies.models import Edition, Entry  # noqa: E402
from strategies.publishing.publish import publish  # noqa: E402
from strategies.taking.everything import ROWS, all_elements  # noqa: E402

ROUNDS = 5
GOAL = 0.15
# The very same rows, laid out in a table beforehand: what COPY does when there is nothing to do but write.
LAY_OUT = f"CREATE UNLOGGED TABLE laid_out AS SELECT * FROM {ROWS}"  # noqa: S608 - all of it is ours
COPY = "COPY laid_out TO STDOUT (FORMAT csv, DELIMITER ';')"


def main(rows: int) -> None:
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    load_register()
    elements = _fill(rows)
    _prepare()
    small = _memory()
    streamed, copied = [], []
    for _ in range(ROUNDS):
        copied.append(_seconds(_copy))
        streamed.append(_seconds(_stream))
    size = sum(map(len, _stream()))
    print(
        f"{elements} delar av {Edition.objects.count()} planer, {size / 1e6:.0f} MB CSV, {ROUNDS} varv:"
    )
    print(f"  strömmen {_told(streamed)}, {elements / statistics.median(streamed):,.0f} rader/s")
    print(f"  COPY TO  {_told(copied)}, {elements / statistics.median(copied):,.0f} rader/s")
    ratios = [copy / own for own, copy in zip(streamed, copied, strict=True)]
    told = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
    print(f"  strömmen av COPY: {told}; mål {GOAL}")
    print(
        f"  mest minne: {_memory() / 1024:.0f} MB, varav {(_memory() - small) / 1024:.1f} MB för strömmen"
    )


def _fill(rows: int) -> int:
    """One plan as the house publishes it, and as many copies of its edition and index as make so many rows."""
    actors = list(Actor.objects.exclude(name=OWNER).order_by("pk").values_list("name", flat=True))
    strategy = apply(make_plan(actors[::3]))
    publish(strategy, user=None)
    each = Entry.objects.filter(strategy=strategy).exclude(kind="strategy").count()
    with connection.cursor() as cursor:
        for number in range(1, rows // each):
            cursor.execute(
                "INSERT INTO strategies_strategy (key, slug, title, kind, level, legal_weight, first_of_kind, stub, starts, ends, summary, target_groups, version)"
                " SELECT %s, slug || %s, title, kind, level, legal_weight, first_of_kind, false, starts, ends, summary, target_groups, version"
                " FROM strategies_strategy WHERE id = %s RETURNING id",
                [uuid4(), f"-{number}", strategy.pk],
            )
            (copy,) = cursor.fetchone()
            cursor.execute(
                "INSERT INTO strategies_edition (strategy_id, number, plan, sha256, public_sha256, title, kind, repealed, note, correction, sole_approver, published_at)"
                " SELECT %s, 1, plan, sha256, public_sha256, title, kind, false, '', false, false, published_at FROM strategies_edition WHERE strategy_id = %s RETURNING id",
                [copy, strategy.pk],
            )
            (edition,) = cursor.fetchone()
            cursor.execute(
                "UPDATE strategies_strategy SET current_edition_id = %s WHERE id = %s",
                [edition, copy],
            )
            cursor.execute(
                "INSERT INTO strategies_entry (strategy_id, key, kind, word, title, text, position, path, counties, analyser)"
                " SELECT %s, key, kind, word, title, text, position, path, counties, analyser FROM strategies_entry WHERE strategy_id = %s",
                [copy, strategy.pk],
            )
    return Entry.objects.exclude(kind="strategy").count()


def _prepare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LAY_OUT)
        cursor.execute("VACUUM ANALYZE")


def _stream() -> Iterable[bytes]:
    response = all_elements(RequestFactory().get("/oppna-data/insatser.csv"), "csv")
    assert isinstance(response, StreamingHttpResponse)
    yield from response
    response.close()


def _copy() -> Iterable[bytes]:
    with connection.cursor() as cursor, cursor.copy(COPY) as rows:
        yield from rows


def _seconds(pieces: Callable[[], Iterable[bytes]]) -> float:
    started = time.perf_counter()
    for _piece in pieces():
        pass
    return time.perf_counter() - started


def _told(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s ({min(seconds):.2f}–{max(seconds):.2f})"


def _memory() -> int:
    """The most kilobytes that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(int(sys.argv[1]))

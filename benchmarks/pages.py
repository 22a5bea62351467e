"""The public strategy page against a bare Django view that returns the same bytes, in one run of a few minutes.

python -m benchmarks.pages        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import http.client
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from benchmarks.crowd import CROWD, come, made
from benchmarks.load import CLIENTS, Load, Target, load, tool
from benchmarks.scratch import scratch_portal
from benchmarks.server import ROOT, Server, serving
from portal.database import local_url

ROUNDS = 5
SECONDS = 2.0
MANY = 32
PAGE = "/strategier/matplan/"
TAKES = {"Accept-Encoding": "br"}
GOALS = {"warm": 0.8, "304": 0.8, "cold": 0.039}
ONE_SYNC = ("--workers", "1", "--worker-class", "sync", "--threads", "1")


class Measured(NamedTuple):
    """What one row's rounds gave; `cpu` is the workers' processor time for an answer, in milliseconds."""

    load: Load
    cpu: float | None


Rounds = dict[str, list[Measured]]
Row = tuple[Server, Target]


def main() -> None:
    with scratch_portal() as (scratch, portal):
        environment = portal | {"BENCH_BODY": str(scratch / "body.br")}
        facts = _prepare(environment)
        print(
            f"Last: {tool()}. Sidan: {facts['identity']} byte, {facts['gzip']} med gzip, {facts['br']} med brotli; {facts['plan']} byte JSON"
        )
        _one_process(environment, scratch, facts)
        _as_in_production(environment, scratch, facts)


def _one_process(environment: dict[str, str], scratch: Path, facts: dict[str, str]) -> None:
    with ExitStack() as stack:
        portal, bare, forgetful = (
            stack.enter_context(serving(settings, environment | more, *ONE_SYNC))
            for settings, more in (
                ("portal.settings", {}),
                ("benchmarks.bare_settings", {}),
                ("portal.settings", {"PORTAL_PLAN_MEMORY": "0"}),
            )
        )
        rows = _rows(portal, bare) | {"first": _rows(forgetful, bare)["cold"]}
        rounds = _measure(rows, CLIENTS, scratch)
    _report(f"En sync-process av var sort, {CLIENTS} anslutningar", rounds, facts, GOALS)


def _as_in_production(environment: dict[str, str], scratch: Path, facts: dict[str, str]) -> None:
    with ExitStack() as stack:
        proxied = environment | {"PORTAL_BEHIND_PROXY": "1"}
        portal, bare = (
            stack.enter_context(serving(settings, proxied))
            for settings in ("portal.settings", "benchmarks.bare_settings")
        )
        rows = {name: _rows(portal, bare)[name] for name in ("bare", "warm", "304")}
        rounds = _measure(rows, MANY, scratch)
        title = f"Som i drift (deploy/gunicorn.py), {MANY} anslutningar"
        _report(title, rounds, facts, {"warm": 0.8})
        _crowd(portal.address + PAGE, local_url(scratch / "data" / "postgres"))


def _prepare(environment: dict[str, str]) -> dict[str, str]:
    """Fill the database and count what each kind of request asks of it, in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.prepare", PAGE],
        env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip
    return dict(line.split("=", 1) for line in said.splitlines() if "=" in line)


def _rows(portal: Server, bare: Server) -> dict[str, Row]:
    page = portal.address + PAGE
    etag = str(_open(page).headers["ETag"])
    return {
        "bare": (bare, Target(f"{bare.address}/bare/", headers=TAKES)),
        "warm": (portal, Target(page, headers=TAKES)),
        "304": (portal, Target(page, 304, TAKES | {"If-None-Match": etag})),
        "query": (portal, Target(f"{page}?utm=1", headers=TAKES)),
        "cold": (portal, Target(page, headers=TAKES, fresh_hosts=True)),
    }


def _open(url: str) -> http.client.HTTPResponse:
    request = urllib.request.Request(url, headers=TAKES)  # noqa: S310 - our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        answer.read()
        return answer


def _measure(rows: dict[str, Row], clients: int, scratch: Path) -> Rounds:
    """Rounds of all rows, one after the other, so that a slow moment of the machine meets them all."""
    rounds: Rounds = {name: [] for name in rows}
    for number in range(ROUNDS + 1):
        for name, (server, target) in rows.items():
            before = server.cpu()
            found = load(target, SECONDS, scratch, clients)
            # Wait for what the load left behind in the server's queue, and have the page on the shelf again.
            _open(rows["warm"][1].url)
            after = server.cpu()
            cpu = None if before is None or after is None else after - before
            if number:  # the first round warms
                rounds[name].append(Measured(found, cpu and 1000 * cpu / (found.rate * SECONDS)))
    return rounds


def _report(title: str, rounds: Rounds, facts: dict[str, str], goals: dict[str, float]) -> None:
    print(f"\n{title}, {ROUNDS} varv à {SECONDS:.0f} s")
    print(
        f"{'':6}{'svar/s':>8}{'(min–max)':>14}{'av bar vy':>11}{'(min–max)':>15}{'CPU ms':>8}{'av bar':>8}"
        f"{'p50 ms':>8}{'p99 ms':>8}{'p99/p50':>9}{'frågor':>8}{'mål':>7}"
    )
    for name, found in rounds.items():
        rates = [one.load.rate for one in found]
        ratios = [
            one.load.rate / bare.load.rate for one, bare in zip(found, rounds["bare"], strict=True)
        ]
        cpu, of_bare = _cpu(found), _cpu(rounds["bare"])
        median = statistics.median
        goal = goals.get(name)
        missed = "  MISSAT" if goal and median(ratios) < goal else ""
        print(
            f"{name:6}{median(rates):>8.0f}{f'({min(rates):.0f}–{max(rates):.0f})':>14}{median(ratios):>11.3f}"
            f"{f'({min(ratios):.3f}–{max(ratios):.3f})':>15}{cpu:>8.2f}{of_bare and cpu / of_bare:>8.2f}"
            f"{median(one.load.p50 for one in found):>8.1f}{median(one.load.p99 for one in found):>8.1f}"
            f"{median(one.load.p99 / one.load.p50 for one in found):>9.2f}"
            f"{facts.get(f'queries_{name}', ''):>8}{goal or '':>7}{missed}"
        )


def _cpu(found: list[Measured]) -> float:
    return statistics.median(one.cpu or 0.0 for one in found)


def _crowd(url: str, database: str) -> None:
    """As many crowds as rounds, each at a page that has not been made."""
    renderings = []
    for number in range(ROUNDS):
        before = made(database)
        come(url, f"folk{number}-{time.time_ns()}.example")
        renderings.append(made(database) - before)
    missed = "" if set(renderings) == {1} else "  MISSAT"
    print(
        f"\nFolkmassa: {CROWD} på en gång till en sida som ska göras; gjord {renderings} gånger, mål 1{missed}"
    )


if __name__ == "__main__":
    main()

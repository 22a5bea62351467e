"""Searching 3,000 plans of 120 actions over HTTP, beside the SQL alone.

python -m benchmarks.search        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import http.client
import statistics
import subprocess
import sys
import time
from urllib.parse import quote, urlsplit

from benchmarks.questions import QUESTIONS
from benchmarks.scratch import scratch_portal
from benchmarks.server import ROOT, Server, serving

TIMES = 60
WARM = 5
GOAL = 50.0  # milliseconds at the 95th percentile, of the words that people ask for
ONE_SYNC = ("--workers", "1", "--worker-class", "sync")


def main() -> None:
    with scratch_portal() as (_scratch, environment):
        facts = _prepare(environment)
        print(f"{facts['entries']} ställen i 3 000 planer, gjorda på {facts['made']} s")
        with serving("portal.settings", environment, *ONE_SYNC) as server:
            _report(server, facts)


def _prepare(environment: dict[str, str]) -> dict[str, str]:
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.haystack"],
        env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip
    return dict(line.split("=", 1) for line in said.splitlines() if "=" in line)


def _report(server: Server, facts: dict[str, str]) -> None:
    print(f"{'':20}{'träffar':>9}{'SQL ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'mål':>7}")
    for name, question in {"tom fråga": "", **QUESTIONS}.items():
        before = server.cpu() or 0.0
        times = _times(server.address, question)
        cpu = 1000 * ((server.cpu() or 0.0) - before) / (TIMES + WARM)
        missed = "  MISSAT" if _most(times) > GOAL else ""
        print(
            f"{name:20}{facts.get(f'hits_{name}', ''):>9}{facts.get(f'sql_{name}', ''):>9}"
            f"{_half(times):>9.1f}{_most(times):>9.1f}{cpu:>9.1f}{GOAL:>7.0f}{missed}",
            flush=True,
        )


def _times(address: str, question: str) -> list[float]:
    """Milliseconds from question to whole answer, one after the other; the first few warm and do not count."""
    host = urlsplit(address)
    connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=30)
    path = f"/sok/?{quote(question, safe='=&')}"
    times = []
    for number in range(TIMES + WARM):
        started = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        if number >= WARM:
            times.append(1000 * (time.perf_counter() - started))
    connection.close()
    return times


def _half(times: list[float]) -> float:
    return statistics.median(times)


def _most(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18]


if __name__ == "__main__":
    main()

"""A plan of about 50 pages on paper: from Plan to PDF, beside the same words without headings, index or tags.

python -m benchmarks.paper        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO

import django
import pypdfium2

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from benchmarks.plan import make_plan  # noqa: E402 - what it makes is told by modules that need the settings above
from strategies.paper.contents import plan_sheets  # noqa: E402
from strategies.paper.imprint import Imprint  # noqa: E402
from strategies.paper.typesetting import typeset  # noqa: E402
from strategies.plan import Plan  # noqa: E402

ROUNDS = 5
BRANCHES = 12  # focus areas a direction: 292 parts, 720 involvements
GOAL = 1.0  # seconds of computing, the start of the process included
MADE = datetime(2026, 11, 27, tzinfo=UTC)
PLAIN = """
import sys, typst
SOURCE = '#set text(lang: "sv", hyphenate: true); #for text in json(bytes(sys.inputs.texts)) { par(text) }'
sys.stdout.buffer.write(typst.compile(SOURCE.encode(), ignore_system_fonts=True, sys_inputs={"texts": sys.stdin.read()}))
"""


@dataclass
class Row:
    """What one way to paper takes, round by round, in seconds: by the clock, and of computing in processes of its own."""

    name: str
    make: Callable[[], bytes]
    clock: list[float] = field(default_factory=list)
    computing: list[float] = field(default_factory=list)

    def measure(self) -> None:
        clock, before = time.perf_counter(), children()
        self.make()
        self.clock.append(time.perf_counter() - clock)
        self.computing.append(children() - before)

    def told(self, bare: "Row") -> str:
        pairs = zip(self.computing, bare.computing, strict=True)
        ratio = statistics.median(one / other for one, other in pairs)
        computing, clock = statistics.median(self.computing), statistics.median(self.clock)
        span = f"({min(self.clock):.2f}–{max(self.clock):.2f})"
        missed = "  MISSAT" if computing > GOAL else ""
        return f"{self.name:16}{computing:>10.2f}{ratio:>8.1f}{clock:>10.2f}{span:>14}{missed}"


def main() -> None:
    plan = make_plan([f"Aktör {number} i länet" for number in range(60)], BRANCHES)
    texts = json.dumps(words(plan))
    rows = [
        Row("bara orden", lambda: plain(texts)),
        Row("Plan → PDF", lambda: typeset(plan_sheets(plan, imprint()), MADE)),
    ]
    for _ in range(ROUNDS):
        for row in rows:
            row.measure()
    made = typeset(plan_sheets(plan, imprint()), MADE)
    pages = len(pypdfium2.PdfDocument(BytesIO(made)))
    print(f"{pages} sidor, {len(made) / 1024:.0f} kB; sekunder, median av {ROUNDS} varv\n")
    print(f"{'':16}{'beräkning':>10}{'gånger':>8}{'klocka':>10}{'(min–max)':>14}")
    for row in rows:
        print(row.told(rows[0]))


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def imprint() -> Imprint:
    home = "https://strategiportalen.example/strategier/matplan/utgavor/"
    return Imprint(1, date(2026, 11, 27), "0" * 64, f"{home}1/", home)


def words(plan: Plan) -> list[str]:
    parts = (element for _, element in plan.walk())
    return [text for element in parts for text in (element.title, element.text)]


def plain(texts: str) -> bytes:
    command = [sys.executable, "-c", PLAIN]
    return subprocess.run(command, input=texts.encode(), capture_output=True, check=True).stdout


if __name__ == "__main__":
    main()

"""Documents on their way in: 500 of them through load_documents, and a plan into rows against COPY of the same rows.

python -m benchmarks.intake        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.plan import make_plan
from benchmarks.scratch import ROOT, scratch_portal
from strategies.plan import Element, Plan

DOCUMENTS = 500
BAD = b"%PDF-1.7\nthis is none"
ACTORS = ["Region Örebro län", "Almi", "Örebro universitet", "Business Region Örebro"]


def main() -> None:
    with scratch_portal() as (scratch, environment):
        rows = [sys.executable, "-m", "benchmarks.rows"]
        subprocess.run(rows, env=environment, cwd=ROOT, check=True)
        _load(_write(scratch / "program"), environment)


def _write(folder: Path) -> Path:
    """A folder of documents, each with its own title, and one that is broken."""
    folder.mkdir()
    text = _as_text(make_plan(ACTORS, branches=2))
    for number in range(DOCUMENTS - 1):
        page = f"Näringslivsprogram {number} för Provköpings kommun 2024–2027\n\n{text}"
        (folder / f"{number:03}.txt").write_text(page, encoding="utf-8")
    (folder / "250-trasig.pdf").write_bytes(BAD)
    return folder


def _as_text(plan: Plan) -> str:
    """The plan as a document writes it: numbered headings, and actions as items."""
    lines = [plan.summary, ""]
    for number, direction in enumerate(plan.elements, 1):
        lines += [f"{number}. {direction.title}", direction.text, ""]
        for place, area in enumerate(direction.elements, 1):
            lines += [f"{number}.{place} {area.title}", area.text, *map(_item, area.elements), ""]
    return "\n".join(lines)


def _item(action: Element) -> str:
    return f"- {action.title}"


def _load(folder: Path, environment: dict[str, str]) -> None:
    """Load the folder with the command, and print pace and memory; the broken document makes it end with 1."""
    size = sum(path.stat().st_size for path in folder.iterdir())
    command = [sys.executable, "manage.py", "load_documents", str(folder)]
    started = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    peak, told = 0, b""
    os.set_blocking(process.stdout.fileno(), False)
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        told += process.stdout.read() or b""
        time.sleep(0.05)
    told += process.stdout.read() or b""
    seconds = time.monotonic() - started
    assert process.returncode == 1, process.returncode
    print(f"\nload_documents: {told.decode().splitlines()[-1]}")
    print(
        f"  {seconds:.1f} s, {DOCUMENTS / seconds:.1f} dokument/s, {size / seconds / 1e6:.2f} MB/s"
    )
    print(f"  mest minne, kommandot och dess läsprocess tillsammans: {peak / 1024:.0f} MB")


def _memory(pid: int) -> int:
    """Kilobytes that the process and its children hold now."""
    total = 0
    for one in [pid, *_children(pid)]:
        try:
            lines = Path(f"/proc/{one}/status").read_text().splitlines()
        except OSError:
            continue  # it has just ended
        total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return total


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


if __name__ == "__main__":
    main()

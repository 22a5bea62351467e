"""Documents per second on one core: text, a PDF and a Word file of 50 pages, each from bytes to the draft of a plan.

python -m benchmarks.reading        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django
import docx
import typst

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from strategies.loading.child import spare_collector  # noqa: E402 - as below
from strategies.loading.draft import draft  # noqa: E402 - the register's module has models, which need the settings above
from strategies.loading.process import ReadingProcess  # noqa: E402
from strategies.loading.read import read_bytes  # noqa: E402
from strategies.registers import register_of_files  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
SECONDS = 1.0  # at least, a round
PAGES = 50
GOAL = 1.0  # MB/s of one core's time, from text to plan


@dataclass(frozen=True)
class Size:
    """How long a text is, or how long several are on average: characters, and bytes of UTF-8."""

    characters: float
    octets: float


@dataclass(frozen=True)
class Round:
    """Seconds a document, by the clock and of this process's own computing."""

    clock: float
    computing: float


@dataclass(frozen=True)
class Measured:
    """A row of the table: its name, the size of one document's text and the rounds; `here` says that all computing is this process's."""

    name: str
    size: Size
    rounds: list[Round]
    goal: str = ""
    here: bool = True

    def told(self) -> str:
        clock = statistics.median(one.clock for one in self.rounds)
        computing = self._rates([one.computing for one in self.rounds]) if self.here else "–"
        return (
            f"{self.name:<28}{1 / clock:>8.1f}{self.size.characters:>11.0f}{self.size.octets:>10.0f}"
            f"{self._rates([one.clock for one in self.rounds]):>20}{computing:>20}{self.goal:>6}"
        )

    def _rates(self, seconds: list[float]) -> str:
        """MB/s: median, slowest and quickest round."""
        rates = [self.size.octets / one / 1e6 for one in seconds]
        return f"{statistics.median(rates):.2f} ({min(rates):.2f}–{max(rates):.2f})"


def main() -> None:
    spare_collector()  # as the reading process does
    print(
        f"Python {sys.version}; en process, {ROUNDS} varv à minst {SECONDS:.0f} s; texten i UTF-8\n"
    )
    print(
        f"{'':28}{'dok/s':>8}{'tecken/dok':>11}{'byte/dok':>10}{'MB/s, klocka':>20}{'MB/s, beräkning':>20}{'mål':>6}"
    )
    for measured in (*texts(), *files()):
        print(measured.told(), flush=True)


def size_of(*texts: str) -> Size:
    """The average of the texts."""
    octets = sum(len(text.encode()) for text in texts)
    return Size(sum(map(len, texts)) / len(texts), octets / len(texts))


def texts() -> list[Measured]:
    """The texts of the tests, each read as often as the others, and a long one: bytes → Text, and Text → Plan."""
    register = register_of_files()
    documents = [
        (path.name, path.read_bytes()) for path in sorted(ROOT.glob("tests/documents/*.txt"))
    ]
    read = [read_bytes(name, data) for name, data in documents]
    size = size_of(*(text.content for text in read))

    def all_texts() -> None:
        for name, data in documents:
            read_bytes(name, data)

    def all_plans() -> None:
        for (name, _), text in zip(documents, read, strict=True):
            draft(text, register, name)

    long = read_bytes("plan.pdf", pdf())
    name = f"text, {PAGES} sidor: text → plan"
    plan_of_long = _rounds(lambda: draft(long, register, "plan.pdf"))
    return [
        Measured("korta texter: byte → text", size, _rounds(all_texts, len(documents))),
        Measured("korta texter: text → plan", size, _rounds(all_plans, len(documents)), f"{GOAL}"),
        Measured(name, size_of(long.content), plan_of_long, f"{GOAL}"),
    ]


def files() -> list[Measured]:
    """The two big files: the text alone, then all of it through the child process, pipes and validation included."""
    rows: list[Measured] = []
    for name, data in (("plan.pdf", pdf()), ("plan.docx", word_file())):
        size = size_of(read_bytes(name, data).content)
        kind = name.removeprefix("plan.")
        rows.append(Measured(f"{kind}: byte → text", size, _rounds(_reader(name, data))))
        with ReadingProcess(register_of_files()) as process:
            process.read(name, data)  # starts it
            through = _rounds(lambda name=name, data=data: process.read(name, data))
        rows.append(Measured(f"{kind}: genom processen", size, through, here=False))
    return rows


def _reader(name: str, data: bytes) -> Callable[[], object]:
    return lambda: read_bytes(name, data)


def _rounds(act: Callable[[], object], times: int = 1) -> list[Round]:
    """What one document took in each round, where `act` reads so many of them."""
    act()
    rounds = []
    for _ in range(ROUNDS):
        done, start, computed = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - start < SECONDS:
            act()
            done += times
        clock, computing = time.perf_counter() - start, time.process_time() - computed
        rounds.append(Round(clock / done, computing / done))
    return rounds


def paragraphs() -> list[str]:
    """Paragraphs of the texts, ten a page, each long enough that the pages are as full as in a real plan."""
    paths = sorted(ROOT.glob("tests/documents/*.txt"))
    texts = [read_bytes(path.name, path.read_bytes()).content for path in paths]
    words = " ".join(texts).split()
    return [" ".join(words[(start := 37 * n % len(words)) : start + 32]) for n in range(PAGES * 10)]


def pdf() -> bytes:
    """A PDF of 50 pages with headings, lists, a running title and page numbers."""
    pages = []
    words = [text.translate(str.maketrans({sign: f"\\{sign}" for sign in "\\#*_[]$@<>`~/=-+"})) for text in paragraphs()]  # fmt: skip
    for number in range(PAGES):
        own = words[number * 10 : number * 10 + 10]
        pages.append(f"= Kapitel {number + 1}\n{own[0]}\n\n{own[1]}\n== Insatser\n" + "\n".join(f"- {text}" for text in own[2:]))  # fmt: skip
    head = (
        "#set page(header: [Handlingsplan för Provlän], footer: context counter(page).display())\n"
    )
    made = typst.compile((head + "\n#pagebreak()\n".join(pages)).encode())
    assert isinstance(made, bytes)
    return made


def word_file() -> bytes:
    """The same as a Word file, in Word's own styles."""
    document = docx.Document()
    texts = paragraphs()
    for number in range(PAGES):
        own = texts[number * 10 : number * 10 + 10]
        document.add_heading(f"Kapitel {number + 1}", 1)
        for text in own[:2]:
            document.add_paragraph(text)
        document.add_heading("Insatser", 2)
        for text in own[2:]:
            document.add_paragraph(text, "List Bullet")
        document.add_page_break()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()

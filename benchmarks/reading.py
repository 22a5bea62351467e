"""Documents per second on one core: text, a PDF and a Word file of 50 pages, each from bytes to the draft of a plan.

python -m benchmarks.reading        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import io
import os
import statistics
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
GOAL = 1.0  # MB/s from text to plan


@dataclass(frozen=True)
class Measured:
    """A row of the table: its name, the characters of one document, and seconds a document, round by round."""

    name: str
    characters: int
    seconds: list[float]
    goal: str = ""

    def told(self) -> str:
        median = statistics.median(self.seconds)
        rates = [self.characters / seconds / 1e6 for seconds in self.seconds]
        return (
            f"{self.name:<28}{1 / median:>10.1f}{self.characters:>11}{statistics.median(rates):>12.2f}"
            f"{f'({min(rates):.2f}–{max(rates):.2f})':>16}{self.goal:>7}"
        )


def main() -> None:
    spare_collector()  # as the reading process does
    print(f"En process, {ROUNDS} varv à minst {SECONDS:.0f} s; tecken är de som texten har\n")
    print(f"{'':28}{'dok/s':>10}{'tecken/dok':>11}{'milj. t/s':>12}{'(min–max)':>16}{'mål':>7}")
    for measured in (*texts(), *files()):
        print(measured.told(), flush=True)


def texts() -> list[Measured]:
    """The texts of the tests, each read as often as the others, and a long one: bytes → Text, and Text → Plan."""
    register = register_of_files()
    documents = [
        (path.name, path.read_bytes()) for path in sorted(ROOT.glob("tests/documents/*.txt"))
    ]
    read = [read_bytes(name, data) for name, data in documents]
    characters = sum(len(text.content) for text in read) // len(read)

    def all_texts() -> None:
        for name, data in documents:
            read_bytes(name, data)

    def all_plans() -> None:
        for (name, _), text in zip(documents, read, strict=True):
            draft(text, register, name)

    long = read_bytes("plan.pdf", pdf())
    length, name = len(long.content), f"text, {PAGES} sidor: text → plan"
    plan_of_long = _rounds(lambda: draft(long, register, "plan.pdf"))
    return [
        Measured("korta texter: byte → text", characters, _rounds(all_texts, len(documents))),
        Measured(
            "korta texter: text → plan", characters, _rounds(all_plans, len(documents)), f"{GOAL}"
        ),
        Measured(name, length, plan_of_long, f"{GOAL}"),
    ]


def files() -> list[Measured]:
    """The two big files: the text alone, then all of it through the child process, pipes and validation included."""
    rows: list[Measured] = []
    for name, data in (("plan.pdf", pdf()), ("plan.docx", word_file())):
        characters = len(read_bytes(name, data).content)
        kind = name.removeprefix("plan.")
        rows.append(Measured(f"{kind}: byte → text", characters, _rounds(_reader(name, data))))
        with ReadingProcess(register_of_files()) as process:
            process.read(name, data)  # starts it
            through = _rounds(lambda name=name, data=data: process.read(name, data))
        rows.append(Measured(f"{kind}: genom processen", characters, through))
    return rows


def _reader(name: str, data: bytes) -> Callable[[], object]:
    return lambda: read_bytes(name, data)


def _rounds(act: Callable[[], object], times: int = 1) -> list[float]:
    """Seconds for one document in each round, where `act` reads so many of them."""
    act()
    seconds = []
    for _ in range(ROUNDS):
        done, start = 0, time.perf_counter()
        while (spent := time.perf_counter() - start) < SECONDS:
            act()
            done += times
        seconds.append(spent / done)
    return seconds


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

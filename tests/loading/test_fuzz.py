"""Whatever the bytes are, a Text or a ReadingError comes out, within time and memory."""

import random
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies.loading.errors import MESSAGES, ReadingError
from strategies.loading.mending import mend
from strategies.loading.process import ReadingProcess
from strategies.loading.read import read_bytes
from strategies.loading.register import Register
from strategies.loading.text import Text
from tests.loading.files import pdf_file, word_file

ROOT = Path(__file__).resolve().parents[2]
steady = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NAMES = ["a.txt", "a.html", "a.docx", "a.pdf", "a.md", "a"]
OUTCOMES = {"", *MESSAGES}
MUTANTS = 60  # of each file


def seed_text() -> str:
    return next((ROOT / "tests" / "documents").glob("01_*.txt")).read_text(encoding="utf-8")


def page() -> bytes:
    lines = "".join(f"<h2>{line}</h2><ul><li>{line}</ul>" for line in seed_text().splitlines()[:60])
    return f"<!doctype html><html><body><main>{lines}<table><tr><td>a<td rowspan=2>b</table></main></html>".encode()  # fmt: skip


def document() -> bytes:
    def write(made):
        for number, line in enumerate(seed_text().splitlines()[:60]):
            made.add_paragraph(line, ["Heading 1", "Normal", "List Bullet"][number % 3])
        made.add_table(3, 3)

    return word_file(write)


def pdf() -> bytes:
    lines = "\n\n".join(
        f'= #"Rubrik {n}"\nText {n}\n- punkt\n#table(columns: 2, [a], [b])' for n in range(30)
    )
    return pdf_file(f"#set page(footer: [Sidfot])\n{lines}")


REAL = {
    "a.txt": lambda: seed_text().encode(),
    "b.txt": lambda: seed_text().encode("cp1252"),
    "a.html": page,
    "a.docx": document,
    "a.pdf": pdf,
}


def is_sound(text: Text) -> bool:
    """What Text promises: NFC, no control characters but three, marks in order that do not overlap and stay on their line."""
    assert unicodedata.is_normalized("NFC", text.content)
    assert not any(
        unicodedata.category(char) in ("Cc", "Cs") for char in text.content if char not in "\n\t\f"
    )
    end = 0
    for mark in text.marks:
        assert end <= mark.start < mark.end <= len(text.content)
        assert "\n" not in text.content[mark.start : mark.end]
        end = mark.end
    return bool(text.content.strip())


def outcome(read: Callable[[], Text]) -> str:
    """The code of a refusal, or nothing for a text, which must be sound."""
    try:
        text = read()
    except ReadingError as error:
        return error.code
    assert is_sound(text)
    return ""


@settings(steady, max_examples=300)
@given(st.sampled_from(NAMES), st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(name, data):
    assert outcome(lambda: read_bytes(name, data)) in OUTCOMES


SIGNS = ["<", ">", "</p>", "<li>", "<br>", "<script>", "<table><tr><td>", "&auml;", "&#", "Ã¤", "â€", "\r\n", "\f", "\t", " ", "ﬁ", "\uf0b7", "\u0308", "\u200b", "é", "# ", "• "]  # fmt: skip


@settings(steady, max_examples=300)
@given(st.sampled_from(["a.txt", "a.html", "a.md"]), st.lists(st.sampled_from(SIGNS) | st.text(max_size=8), max_size=60))  # fmt: skip
def test_any_mixture_of_remnants_is_read_or_refused(name, pieces):
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    assert outcome(lambda: read_bytes(name, data)) in OUTCOMES


@settings(steady, max_examples=300)
@given(st.lists(st.sampled_from(SIGNS) | st.text(max_size=8), max_size=40).map("".join))
def test_mending_twice_is_mending_once(text):
    mended, _ = mend(text)
    again, _ = mend(mended)
    # What was misread more often than anybody has seen may yet go a step; everything else is done.
    assert again == mended or any(sign in mended for sign in "ÃÂâïð")


def mutants(data: bytes, chance: random.Random) -> list[bytes]:
    """Copies with bytes flipped, a piece cut out, the end missing, or a piece of itself put elsewhere."""
    made = []
    for number in range(MUTANTS):
        copy = bytearray(data)
        start, end = sorted(chance.choices(range(len(data)), k=2))
        if number % 4 == 0:
            for place in chance.choices(range(len(copy)), k=chance.choice([1, 10, 100])):
                copy[place] = chance.randrange(256)
        elif number % 4 == 1:
            del copy[start : min(end, start + 500)]
        elif number % 4 == 2:
            del copy[start:]
        else:
            copy[start:start] = copy[end : end + chance.choice([10, 1_000])]
        made.append(bytes(copy))
    return made


@pytest.mark.parametrize("name", REAL)
def test_mutated_real_files_are_read_or_refused_by_a_process_that_lives_on(name):
    data = REAL[name]()
    with ReadingProcess(Register(), seconds=10) as process:
        text, _ = process.read(name, data)
        assert is_sound(text)
        start = time.monotonic()
        for mutant in mutants(data, random.Random(name)):
            found = outcome(lambda mutant=mutant: process.read(name, mutant)[0])
            assert found in OUTCOMES - {"reader_died", "too_slow", "too_much_memory"}
        assert time.monotonic() - start < 2 * MUTANTS

"""Documents are read in a process that may die: what they do to it is told, and nothing else happens."""

import os
import re
import signal
import subprocess
import sys
import time
import zlib

import pytest

from portal.child import ROOT, place
from strategies.loading.child import _answer
from strategies.loading.errors import ReadingError
from strategies.loading.process import ReadingProcess
from strategies.loading.register import Named, Register
from tests.loading.files import paragraphs, raw_pdf, raw_word_file

REGISTER = Register(
    actors=(Named("Provköpings kommun", "kommun", ("Provköping",), "Provköpings kommun"),)
)
NEWS = "Näringslivsprogram för Provköpings kommun\n\nText".encode()
MB = 1024 * 1024


@pytest.fixture(scope="module")
def process():
    with ReadingProcess(REGISTER) as process:
        yield process


def refused(process: ReadingProcess, name: str, data: bytes) -> str:
    with pytest.raises(ReadingError) as error:
        process.read(name, data)
    return error.value.code


def peak(process: ReadingProcess) -> int:
    """The most memory (MB) that the process has had."""
    assert process._process is not None
    with open(f"/proc/{process._process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))


def test_a_document_comes_back_as_text_and_plan(process):
    text, plan = process.read("program.txt", NEWS)
    assert text.content == NEWS.decode()
    assert text.encoding == "utf-8"
    assert plan.title.startswith("Näringslivsprogram")


def test_marks_and_notes_survive_the_way(process):
    text, _ = process.read("a.md", "# Rubrik\n\nn\u00a0r".encode())
    assert [(mark.kind, mark.level) for mark in text.marks] == [("heading", 1)]
    assert len(text.notes) == 1


def test_one_process_serves_many_documents_and_is_renewed(tmp_path):
    with ReadingProcess(REGISTER, documents=2) as process:
        pids = []
        for _ in range(4):
            process.read("a.txt", NEWS)
            pids.append(process._process.pid)
    assert pids[0] == pids[1] != pids[2] == pids[3]
    with pytest.raises(ProcessLookupError):
        os.kill(pids[-1], 0)


def test_a_process_that_is_killed_costs_no_more_than_its_document():
    with ReadingProcess(REGISTER) as process:
        process.read("a.txt", NEWS)
        os.kill(process._process.pid, signal.SIGSEGV)
        assert refused(process, "a.txt", NEWS) == "reader_died"
        process.read("a.txt", NEWS)
        os.kill(process._process.pid, signal.SIGKILL)
        assert refused(process, "a.txt", NEWS) == "too_much_memory"
        assert process.read("a.txt", NEWS)[0].content == NEWS.decode()


def test_a_process_that_hangs_is_killed_when_its_time_is_up():
    with ReadingProcess(REGISTER, seconds=2) as process:
        process.read("a.txt", NEWS)
        pid = process._process.pid
        os.kill(pid, signal.SIGSTOP)
        start = time.monotonic()
        assert refused(process, "a.txt", NEWS) == "too_slow"
        assert time.monotonic() - start < 4
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        assert process.read("a.txt", NEWS)


def test_an_interruption_leaves_no_half_answer_behind(monkeypatch):
    with ReadingProcess(REGISTER) as process:
        process.read("a.txt", NEWS)

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("portal.child.Child._receive", interrupt)
            with pytest.raises(KeyboardInterrupt):
                process.read("a.txt", b"en annan text")
        assert process.read("a.txt", NEWS)[0].content == NEWS.decode()


def test_the_process_knows_no_django_and_no_secrets():
    code = "import sys, strategies.loading.child; sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
    with ReadingProcess(REGISTER) as process:
        process.read("a.txt", NEWS)
        with open(f"/proc/{process._process.pid}/environ", "rb") as environ:
            names = {entry.split(b"=")[0] for entry in environ.read().split(b"\0") if entry}
    assert names <= {b"PYTHONPATH", b"PYTHONUTF8", b"LC_CTYPE"}


def test_the_process_may_write_no_file_and_leaves_no_core(process):
    process.read("a.txt", NEWS)
    with open(f"/proc/{process._process.pid}/limits", encoding="ascii") as limits:
        stated = limits.read()
    assert {
        line.split("  ")[0]: line.split()[-3]
        for line in stated.splitlines()
        if line.startswith(("Max file size", "Max core"))
    } == {"Max file size": "0", "Max core file size": "0"}
    assert os.getpriority(os.PRIO_PROCESS, process._process.pid) >= 10


def test_it_has_pipes_and_nothing_else_open(process):
    process.read("a.txt", NEWS)
    folder = f"/proc/{process._process.pid}/fd"
    links = [os.readlink(f"{folder}/{number}") for number in os.listdir(folder)]
    assert all(link.startswith("pipe:") or link == "/dev/null" for link in links)


def test_a_fault_of_ours_is_told_by_its_place_and_not_by_its_words():
    with pytest.raises(ValueError) as raised:
        int("hemlig text ur dokumentet")
    assert re.fullmatch(r"ValueError, test_process.py:\d+", place(raised.value))


def test_an_answer_is_one_frame_for_a_refusal_and_three_for_a_plan():
    assert _answer("a.txt", b"", REGISTER) == [b'{"error": "empty", "detail": ""}']
    assert [frame[:1] for frame in _answer("a.txt", NEWS, REGISTER)] == [b"{"] * 3


def stream_bomb(stream: bytes) -> bytes:
    return raw_pdf(1, zlib.compress(stream), b"/Filter /FlateDecode")


DECLARED = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
BILLION = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


def with_declaration(declaration: str, encoding: str = "utf-8") -> bytes:
    document = paragraphs("&a; text").replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{declaration}')  # fmt: skip
    return raw_word_file(document.encode(encoding))


HOSTILE = {
    "a zip bomb": ("a.docx", lambda: raw_word_file(paragraphs("a" * (60 * MB))), {"zip_bomb"}),
    "a high ratio": ("a.docx", lambda: raw_word_file(paragraphs("a" * (20 * MB))), {"zip_bomb"}),
    "an external entity": ("a.docx", lambda: with_declaration(DECLARED), {"xml_entities"}),
    "an entity in UTF-16": ("a.docx", lambda: with_declaration(DECLARED, "utf-16"), {"xml_entities"}),
    "a billion laughs": ("a.docx", lambda: with_declaration(BILLION), {"xml_entities"}),
    "20,000 pages": ("a.pdf", lambda: raw_pdf(20_000, b"BT /F 12 Tf (hej) Tj ET"), {"too_many_pages"}),
    "a stream bomb": ("a.pdf", lambda: stream_bomb(b"BT /F 12 Tf (hej) Tj ET\n" * (3 * MB)), {"too_much_memory", "too_slow"}),
    "a stream of zeros": ("a.pdf", lambda: stream_bomb(b"0" * (90 * MB)), {"too_much_memory", "scanned", "too_slow"}),
    "a stack bomb": ("a.pdf", lambda: stream_bomb(b"q " * (40 * MB)), {"too_much_memory", "reader_died", "too_slow"}),
    "one letter, 25 MB": ("a.txt", lambda: b"a" * (25 * MB), {"too_slow", "too_much_memory", ""}),
    "a very long line": ("a.txt", lambda: b"ord " * MB, {"too_slow", "too_much_memory", ""}),
    "too large": ("a.txt", lambda: b"a" * (25 * MB + 1), {"too_large"}),
    "deep tags": ("a.html", lambda: b"<html>" + b"<div>" * MB + b"hej", {"empty", ""}),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_time_and_memory_and_the_next_is_read(what):
    name, make, codes = HOSTILE[what]
    with ReadingProcess(REGISTER, seconds=6) as process:
        start, code = time.monotonic(), ""
        try:
            process.read(name, make())
        except ReadingError as error:
            code = error.code
        assert code in codes
        assert time.monotonic() - start < 20  # the time to make the file too, on a busy machine
        assert process.read("a.txt", NEWS)[0].content == NEWS.decode()
        assert peak(process) < 800

"""Files that come back are read in a process that may die: what they do to it is told, nothing is stored, and nobody waits for the plan."""

import io
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from portal.child import ROOT, Child, ChildError
from strategies.exports import process
from strategies.exports.about import About
from strategies.exports.errors import FileError
from strategies.exports.formats import FORMATS, Format
from strategies.exports.process import ReturnedFile
from strategies.exports.said import Said
from strategies.models import Strategy
from strategies.plan import Element, Plan
from strategies.snapshot import snapshot
from tests.editing import Desk
from tests.factories import make_actor, make_member

MB = 1024 * 1024
PLAN = Plan(
    title="Provplanen",
    kind="handlingsplan",
    elements=(Element(kind="action", title="Insats"),),
)
SLOW, SWELLED, DIED = "tog för lång tid", "för mycket minne", "avbröts av ett fel"
# Some megabytes that the reader of front matter has more than enough to do with.
TEDIOUS = b"---\nslag: [" + b"a, " * (3 * MB // 3) + b"a]\n---\n\n# Titel\n"


def workbook(sheet: bytes) -> bytes:
    """A real workbook whose first sheet is something else."""
    written, found = io.BytesIO(FORMATS["plan.xlsx"].write(PLAN, About("prov"))), io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = sheet if info.filename == "xl/worksheets/sheet1.xml" else old.read(info)
            new.writestr(info.filename, part)
    return found.getvalue()


def sheet(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, rows)


def stratml(declared: str) -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE d [{declared}]><StrategicPlan><Name>&b;</Name></StrategicPlan>'.encode()


LAUGHS = '<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)  # fmt: skip
HEADS = "nyckel;nivå;titel\n"

HOSTILE: dict[str, tuple[str, Callable[[], bytes], tuple[str, ...]]] = {
    "a zip bomb": ("plan.xlsx", lambda: workbook(b" " * (60 * MB)), ("läsa som en arbetsbok",)),
    "many cells": (
        "plan.xlsx",
        lambda: workbook(
            sheet(b"".join(b"<row><c><v>%d</v></c></row>" % n for n in range(900_000)))
        ),
        (SLOW, SWELLED, "saknas"),
    ),
    "entities in a sheet": (
        "plan.xlsx",
        lambda: workbook(b"<!DOCTYPE d [" + LAUGHS.encode() + b"]><worksheet>&i;</worksheet>"),
        ("läsa som en arbetsbok",),
    ),
    "a billion laughs": ("stratml-1.xml", lambda: stratml(LAUGHS), ("entiteter", "inte XML")),
    "an external entity": (
        "stratml-1.xml",
        lambda: stratml('<!ENTITY b SYSTEM "file:///etc/passwd">'),
        ("entiteter",),
    ),
    "deep elements": ("stratml-1.xml", lambda: b"<a>" * (5 * MB // 3), ("inte XML",)),
    "deep JSON": ("plan.json", lambda: b"[" * (5 * MB), ("inte JSON",)),
    "deep objects": ("plan.json", lambda: b'{"a":' * MB, ("inte JSON",)),
    "a long cell": (
        "plan.csv",
        lambda: HEADS.encode() + b';insats;"%s"' % (b"a" * (5 * MB)),
        ("dela upp i rader",),
    ),
    "many rows": (
        "plan.csv",
        lambda: HEADS.encode() + b";insats;x\n" * (5 * MB // 11),
        (SLOW, SWELLED, "fler än"),
    ),
    "deep front matter": (
        "plan.md",
        lambda: b"---\nslag: " + b"[" * (2 * MB) + b"\n---\n",
        ("går inte att läsa", SLOW, SWELLED),
    ),
    "tedious front matter": ("plan.md", lambda: TEDIOUS, (SLOW, SWELLED)),
}


def said_in(data: bytes, form: Format, base: Plan) -> Said:
    with ReturnedFile(data, form) as file:
        file.about()
        return file.said(base)


def refused(file: str, data: bytes) -> str:
    with pytest.raises(FileError) as error:
        said_in(data, FORMATS[file], PLAN)
    return str(error.value)


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_time_and_memory(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "SECONDS", 4)
    file, make, told = HOSTILE[what]
    data = make()
    assert len(data) <= 5 * MB + 100  # what the form lets through
    start = time.monotonic()
    found = refused(file, data)
    assert any(one in found for one in told), found
    assert "passwd" not in found
    assert time.monotonic() - start < 15  # the start of the process too, on a busy machine
    assert not running()


def running() -> set[int]:
    """The processes that this one has started to read files, and that have not ended."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        for pid in map(int, (task / "children").read_text().split()):
            if b"strategies.exports.child" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.add(pid)
    return found


def once_running() -> int:
    """The process that reads, when there is one and it is at its work."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for pid in running():
            if resource.prlimit(pid, resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY:
                return pid
        time.sleep(0.01)
    raise AssertionError("no process was started")


@pytest.mark.parametrize(("how", "told"), [(signal.SIGKILL, SWELLED), (signal.SIGSEGV, DIED)])
def test_a_process_that_is_killed_costs_no_more_than_its_file(
    how: signal.Signals, told: str
) -> None:
    found: list[str] = []
    reader = Thread(target=lambda: found.append(refused("plan.md", TEDIOUS)))
    reader.start()
    os.kill(once_running(), how)
    reader.join()
    assert told in found[0]
    form = FORMATS["plan.json"]
    assert said_in(form.write(PLAN, About("prov")), form, PLAN) == form.carried(PLAN, About("prov"))


def test_a_process_without_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MEMORY", 4 * MB)
    assert SWELLED in refused("plan.json", b'["' + b"a" * (5 * MB) + b'"]')


def test_a_process_that_cannot_start_is_an_error_and_leaves_nothing() -> None:
    with pytest.raises(ChildError) as error:
        Child("strategies.exports.no_such", seconds=1, memory=MB)
    assert error.value.why == "died"


def test_the_process_has_pipes_and_knows_no_settings_and_no_secrets() -> None:
    with Child("strategies.exports.child", seconds=5, memory=64 * MB) as child:
        home = Path(f"/proc/{child.pid}")
        entries = (home / "environ").read_bytes().split(b"\0")
        links = [os.readlink(one) for one in (home / "fd").iterdir()]
        limits = (home / "limits").read_text()
    assert {one.split(b"=")[0] for one in entries if one} <= {
        b"PYTHONPATH", b"PYTHONUTF8", b"LC_CTYPE",
    }  # fmt: skip
    assert all(link.startswith("pipe:") or link == "/dev/null" for link in links)
    assert {line.split("  ")[0]: line.split()[-3] for line in limits.splitlines()}.items() >= {
        ("Max file size", "0"),
        ("Max core file size", "0"),
    }
    known = "import sys, strategies.exports.child as _; sys.exit(bool({'portal.settings', 'django.conf', 'django.db'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", known], cwd=ROOT, check=False).returncode == 0


def test_a_row_that_is_gone_leaves_pointers_that_the_process_lets_through() -> None:
    gone = Element(kind="action", title="Borta")
    link = {"kind": "bidrar till", "to": gone.key}
    stays = Element.model_validate({"kind": "action", "title": "Kvar", "links": [link]})
    plan = PLAN.model_copy(update={"elements": (stays, gone)})
    form = FORMATS["plan.csv"]
    lines = form.write(plan, About("prov")).splitlines(keepends=True)
    found = said_in(b"".join(lines[:-1]), form, plan)
    assert [one.title for one in found.plan.elements] == ["Kvar"]
    assert found.plan.elements[0].links[0].to == gone.key


def test_more_parts_than_any_plan_has_are_refused() -> None:
    assert "fler än 5\u00a0000 delar" in refused(
        "plan.csv", HEADS.encode() + b";insats;x\n" * 5_001
    )
    form = FORMATS["plan.csv"]
    found = said_in(HEADS.encode() + b";insats;x\n" * 5_000, form, PLAN)
    assert len(found.plan.elements) == 5_000


def test_a_fault_of_ours_is_told_to_the_log_by_its_place(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(FileError, match=DIED):
        said_in(b"hemligt", replace(FORMATS["plan.json"], file="plan.odt"), PLAN)
    assert "KeyError, child.py:" in caplog.text
    assert "hemligt" not in caplog.text


# --- through the page


def send(client: Client, strategy: Strategy, name: str, data: bytes) -> Any:
    url = f"/redigera/{strategy.slug}/fil/"
    return client.post(url, {"file": SimpleUploadedFile(name, data), "base": 0})


@pytest.mark.django_db(transaction=True)
def test_a_file_that_hangs_holds_no_lock_stores_nothing_and_the_next_is_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "SECONDS", 4)
    desk = Desk()
    client.force_login(desk.editor)
    before, answers = snapshot(desk.strategy), []

    def upload() -> None:
        answers.append(send(client, desk.strategy, "plan.md", TEDIOUS))
        connection.close()

    reader = Thread(target=upload)
    reader.start()
    os.kill(once_running(), signal.SIGSTOP)
    with transaction.atomic():
        assert Strategy.objects.select_for_update(nowait=True).get(pk=desk.strategy.pk)
    assert reader.is_alive()
    reader.join()
    assert answers[0].status_code == 422
    assert SLOW in answers[0].text
    assert "Inget är ändrat" in answers[0].text
    assert snapshot(desk.strategy) == before
    form = FORMATS["plan.json"]
    again = send(client, desk.strategy, "plan.json", form.write(before, About("prov")))
    assert again.status_code == 200


@pytest.mark.django_db
def test_a_stranger_gets_404_before_anything_is_read(client: Client) -> None:
    desk = Desk()
    client.force_login(make_member(make_actor("Region Annanstans")))
    assert send(client, desk.strategy, "plan.md", b"x").status_code == 404

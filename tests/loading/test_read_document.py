"""The command that shows a draft without a database."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from strategies.plan import Plan
from tests.loading.files import paragraphs, raw_word_file

ROOT = Path(__file__).resolve().parents[2]
NEWS = """\
Näringslivsprogram för Provköpings kommun 2021-2024

Antaget av kommunfullmäktige 2020-11-30, § 142

Fokusområden
• Kompetens
• Öppenhet
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "program.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "program.docx").write_bytes(raw_word_file(paragraphs(*NEWS.splitlines())))
    (tmp_path / "trasig.docx").write_bytes(raw_word_file(paragraphs("Text"))[:300])
    return tmp_path


def test_title_facts_tree_and_flags_are_shown(folder):
    out = StringIO()
    call_command("read_document", folder / "program.txt", stdout=out)
    first, *rest = out.getvalue().splitlines()
    assert first.startswith("program.txt: Näringslivsprogram")
    assert any(line.strip().startswith("slag:") for line in rest)
    assert any("Kompetens" in line for line in rest)


def test_json_is_one_line_a_document_and_holds_plans(folder):
    out = StringIO()
    call_command("read_document", folder / "program.txt", folder / "program.docx", "--json", stdout=out)  # fmt: skip
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["file"] for line in lines] == ["program.txt", "program.docx"]
    for line in lines:
        assert Plan.model_validate(line["plan"]).title.startswith("Näringslivsprogram")


def test_a_bad_file_is_told_of_and_the_others_are_shown(folder):
    out, told = StringIO(), StringIO()
    files = [folder / "trasig.docx", folder / "finns-inte.txt", folder / "program.txt"]
    with pytest.raises(CommandError, match="2 av 3 filer"):
        call_command("read_document", *files, stdout=out, stderr=told)
    assert out.getvalue().startswith("program.txt: ")
    assert "trasig.docx: Filen är skadad" in told.getvalue()
    assert "finns-inte.txt: filen finns inte" in told.getvalue()


def test_a_file_that_takes_too_long_is_given_up(folder):
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("read_document", folder / "program.txt", "--seconds", "0", stderr=told)
    assert "för lång tid" in told.getvalue()


def test_no_database_is_needed_and_none_is_started(folder):
    data = folder / "data"
    done = subprocess.run(
        [sys.executable, "manage.py", "read_document", str(folder / "program.txt"), str(folder / "nej.txt")],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORTAL_DEMO": "1", "PORTAL_DATA": str(data), "PORTAL_STATIC": str(folder / "static")},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith("program.txt: ")
    assert not (data / "postgres").exists()

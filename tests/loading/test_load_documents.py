"""Loading a folder: one bad file costs itself alone, every file is told of, and the whole is safe to repeat."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from actors.models import MembershipRole
from strategies.models import Draft, Element, SourceFile, Strategy
from tests.factories import make_actor, make_member, make_user
from tests.loading.drafts import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    (folder / "mer").mkdir(parents=True)
    (folder / "a.txt").write_text(WORDS, encoding="utf-8")
    (folder / "mer" / "b.html").write_text(
        "<html><body><h1>Program för Väst</h1><p>Vi ska växa.</p>"
    )
    (folder / ".dold.txt").write_text("göms")
    return folder


def load(*paths: Path, **options: Any) -> tuple[str, str, int]:
    """What the command says, what it complains of, and how it ends."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("load_documents", *map(str, paths), stdout=out, stderr=err, **options)
    except SystemExit as end:
        code = int(str(end.code))
    return out.getvalue(), err.getvalue(), code


def last(out: str) -> str:
    return out.splitlines()[-1]


def test_every_document_of_a_folder_becomes_a_draft(folder: Path) -> None:
    out, err, code = load(folder)
    assert (err, code) == ("", 0)
    assert last(out) == "2 dokument: 2 lästa."
    assert f"{folder}/a.txt: läst, ”Näringslivsprogram för Provköping”" in out
    assert sorted(draft.source.name for draft in Draft.objects.all()) == ["a.txt", "b.html"]
    assert set(Draft.objects.values_list("state", flat=True)) == {"att granska"}
    assert not Strategy.objects.filter(stub=False).exists()


def test_it_is_safe_to_repeat(folder: Path) -> None:
    load(folder)
    out, _, code = load(folder)
    assert code == 0
    assert last(out) == "2 dokument: 2 redan inlästa."
    assert f"{folder}/a.txt: redan inläst, ”Näringslivsprogram för Provköping”" in out
    assert Draft.objects.count() == SourceFile.objects.count() == 2


def test_a_bad_file_costs_itself_alone(folder: Path) -> None:
    (folder / "aa.pdf").write_bytes(b"%PDF-1.7\nskrot")
    (folder / "ab.docx").write_bytes(b"PK\x03\x04skrot")
    (folder / "tom.txt").write_bytes(b"")
    (folder / "bild.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    out, err, code = load(folder)
    assert code == 1
    assert last(out) == "6 dokument: 2 lästa, 4 misslyckades."
    for name in ("aa.pdf", "ab.docx", "tom.txt", "bild.png"):
        assert f"{folder}/{name}: misslyckades, Filen" in err
    assert SourceFile.objects.count() == 2


def test_a_file_that_does_not_exist_is_told_of(folder: Path) -> None:
    out, err, code = load(folder / "saknas.txt", folder / "a.txt")
    assert code == 1
    assert "saknas.txt: misslyckades, filen kunde inte öppnas" in err
    assert last(out) == "2 dokument: 1 läst, 1 misslyckades."


def test_a_dry_run_writes_nothing(folder: Path, settings: Any) -> None:
    out, _, code = load(folder, dry_run=True, apply=True)
    assert code == 0
    assert last(out) == "2 dokument: 2 lästa. Ingenting sparades."
    assert not SourceFile.objects.exists()
    assert not Strategy.objects.exists()
    assert not Path(settings.MEDIA_ROOT).exists()


def test_a_dry_run_knows_what_is_there(folder: Path) -> None:
    load(folder / "a.txt")
    assert last(load(folder, dry_run=True)[0]) == (
        "2 dokument: 1 läst, 1 redan inläst. Ingenting sparades."
    )


def test_applying_makes_working_copies(folder: Path) -> None:
    out, _, code = load(folder / "a.txt", apply=True)
    assert code == 0
    assert last(out) == "1 dokument: 1 tagen in."
    strategy = Strategy.objects.get(stub=False)
    assert strategy.title == "Näringslivsprogram för Provköping"
    assert strategy.current_edition is None
    assert Draft.objects.get().state == "inläst"


def test_applying_a_newer_version_leaves_what_staff_have_written(folder: Path) -> None:
    make_actor("Provköpings kommun", kind="kommun")
    first = "Provköpings kommun\n\n" + WORDS.replace("för Provköping", "för Provköpings kommun")
    (folder / "a.txt").write_text(first, encoding="utf-8")
    load(folder / "a.txt", apply=True)
    element = Element.objects.get(title="Starta ett mentorsnätverk")
    Element.objects.filter(pk=element.pk).update(title="Starta två mentorsnätverk")
    newer = (
        first.replace("rådgivning", "god rådgivning")
        + "\nFokusområde 3: Handel\n- Stöd torghandeln\n"
    )
    (folder / "ny.txt").write_text(newer, encoding="utf-8")

    out, _, code = load(folder / "ny.txt", apply=True)

    assert code == 0, out
    titles = set(Element.objects.values_list("title", flat=True))
    assert "Starta två mentorsnätverk" in titles
    assert "Stöd torghandeln" in titles
    assert Strategy.objects.filter(stub=False).count() == 1


def test_the_drafts_belong_to_whom_they_are_loaded_for(folder: Path) -> None:
    loader = make_member(make_actor(), MembershipRole.ADMINISTRATOR, email="las@prov.example")
    load(folder, user="LAS@prov.example")
    assert set(Draft.objects.values_list("created_by", flat=True)) == {loader.pk}
    make_user(email="slutat@prov.example", is_active=False)
    for unknown in ("slutat@prov.example", "okand@prov.example"):
        with pytest.raises(CommandError, match="inget aktivt konto"):
            load(folder, user=unknown)


def test_what_may_not_be_taken_in_waits_for_review(folder: Path) -> None:
    make_member(make_actor("Annan kommun"), MembershipRole.ADMINISTRATOR, email="las@prov.example")
    _, err, code = load(folder / "a.txt", user="las@prov.example", apply=True)
    assert code == 1
    assert "läst men inte tagen in. Du får inte" in err
    assert Draft.objects.get().state == "att granska"


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="inga dokument"):
        load(tmp_path)

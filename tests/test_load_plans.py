"""Loading plan-Markdown: safe to repeat, all or nothing for each file, and every fault told with its remedy."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pghistory.models import Context

from strategies.models import Element, Involvement, Statement, Strategy
from strategies.publishing.publish import publish
from strategies.snapshot import snapshot
from tests.factories import current, make_actor, make_region
from tests.test_apply import history, writes

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"

PLAN = """\
---
titel: Handlingsplan för Provlän
adress: handlingsplan-provlan
slag: handlingsplan
ägare: Region Prov
regioner: Provlän
period: 2018–2022
---

# Innehåll

## Kompetens

- Stärk samverkan mellan skola och arbetsliv
  @ medverkar: Stödbolaget
- Bygg ut vuxenutbildningen

## Öppenhet

- Utbildning för nya företag
"""


@pytest.fixture(autouse=True)
def _known(db: None) -> None:
    make_region("Provlän")
    make_actor("Region Prov")
    make_actor("Stödbolaget")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "plan.md", PLAN)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    write(path, text.replace(old, new))


def load(*paths: Path, **options: Any) -> str:
    out = StringIO()
    call_command("load_plans", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def fail(*paths: Path) -> tuple[str, str, str]:
    """What a load that fails says: on standard output, on standard error, and last."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("load_plans", *map(str, paths), stdout=out, stderr=err)
    assert caught.value.returncode == 1
    return out.getvalue(), err.getvalue(), str(caught.value)


def test_a_new_plan_is_stored_and_counted(file: Path) -> None:
    assert load(file) == "plan.md: ny plan, 6 tillagda\n"
    plan = snapshot(Strategy.objects.get())
    assert (plan.title, plan.slug) == ("Handlingsplan för Provlän", "handlingsplan-provlan")
    assert [element.title for _, element in plan.walk()] == [
        "Kompetens",
        "Stärk samverkan mellan skola och arbetsliv",
        "Bygg ut vuxenutbildningen",
        "Öppenhet",
        "Utbildning för nya företag",
    ]


def test_a_second_run_changes_nothing_and_writes_nothing(file: Path) -> None:
    load(file)
    told = history(), Context.objects.count()
    with CaptureQueriesContext(connection) as queries:
        assert load(file) == "plan.md: inget ändrat\n"
    assert writes(queries) == []
    assert (history(), Context.objects.count()) == told


def test_a_dry_run_says_what_would_change_and_writes_nothing(file: Path) -> None:
    told = history()
    said = load(file, dry_run=True)
    assert said.splitlines()[0] == "plan.md: skulle bli: ny plan, 6 tillagda"
    assert "  tillagd: Insats: Bygg ut vuxenutbildningen" in said
    assert not Strategy.objects.exists()
    assert history() == told

    load(file)
    rewrite(file, "Bygg ut vuxenutbildningen", "Bygg ut all vuxenutbildning")
    told = history()
    said = load(file, dry_run=True)
    assert said.splitlines() == [
        "plan.md: skulle bli: 1 ändrade",
        "  ändrad: Insats: Bygg ut all vuxenutbildning – Titel",
    ]
    assert history() == told
    assert Element.objects.filter(title="Bygg ut vuxenutbildningen").exists()


def test_a_reworded_title_keeps_its_key_its_row_and_its_history(file: Path) -> None:
    load(file)
    row = Element.objects.get(title__startswith="Stärk samverkan")
    rewrite(file, "mellan skola och arbetsliv", "mellan skolan och arbetslivet")

    assert load(file) == "plan.md: 1 ändrade\n"

    changed = Element.objects.get(pk=row.pk)
    assert changed.title == "Stärk samverkan mellan skolan och arbetslivet"
    assert (changed.key, changed.version) == (row.key, 2)
    assert [tie.actor.name for tie in Involvement.objects.filter(element=row)] == ["Stödbolaget"]


def test_a_new_title_of_the_plan_itself_is_a_change_of_the_same_plan(file: Path) -> None:
    load(file)
    strategy = Strategy.objects.get()
    rewrite(file, "titel: Handlingsplan för Provlän", "titel: Näringslivsplan för Provlän")
    assert load(file) == "plan.md: 1 ändrade\n"
    assert Strategy.objects.get().key == strategy.key


def test_a_removed_and_a_moved_element_are_told_and_the_rest_is_left_alone(file: Path) -> None:
    load(file)
    kept = Element.objects.get(title="Utbildning för nya företag")
    rewrite(file, "- Bygg ut vuxenutbildningen\n", "- Utbildning för nya företag\n")
    rewrite(file, "## Öppenhet\n\n- Utbildning för nya företag\n", "## Öppenhet\n")

    assert load(file) == "plan.md: 1 flyttade, 1 borttagna\n"

    moved = Element.objects.get(pk=kept.pk)
    assert moved.parent is not None
    assert (moved.parent.title, moved.version) == ("Kompetens", 1)
    assert not Element.objects.filter(title="Bygg ut vuxenutbildningen").exists()


def test_history_says_from_which_file_a_change_came(file: Path) -> None:
    load(file)
    assert [context.metadata["reason"] for context in Context.objects.all()] == ["Läste in plan.md"]


def test_loading_never_changes_what_is_published(file: Path) -> None:
    load(file)
    strategy = Strategy.objects.get()
    publish(strategy, None)
    before = current(strategy).plan
    rewrite(file, "Bygg ut", "Lägg ned")
    load(file)
    assert current(strategy).plan == before


def test_a_stub_becomes_the_plan_when_it_is_loaded(tmp_path: Path, file: Path) -> None:
    rewrite(
        file, "period:", "relationer:\n  - utgår från: Utvecklingsstrategi för Provlän\nperiod:"
    )
    load(file)
    stub = Strategy.objects.get(stub=True)
    assert stub.kind == "regional utvecklingsstrategi"
    rus = write(
        tmp_path / "rus.md",
        "---\ntitel: Utvecklingsstrategi för Provlän\nadress: rus-provlan\n"
        "slag: regional utvecklingsstrategi\nägare: Region Prov\n---\n\nKort sagt.\n",
    )

    assert load(rus) == "rus.md: ny plan, 1 tillagda\n"
    filled = Strategy.objects.get(pk=stub.pk)
    assert (filled.stub, filled.slug, filled.summary) == (False, "rus-provlan", "Kort sagt.")
    assert Strategy.objects.count() == 2

    # It is found again, also by a new title, since it has taken the file's address.
    rewrite(rus, "titel: Utvecklingsstrategi", "titel: Regional utvecklingsstrategi")
    assert load(rus) == "rus.md: 1 ändrade\n"
    assert Strategy.objects.count() == 2
    assert snapshot(Strategy.objects.get(slug="handlingsplan-provlan")).relations[0].to == (
        "Regional utvecklingsstrategi för Provlän"
    )


def test_two_plans_with_the_same_address_do_not_overwrite_each_other(
    tmp_path: Path, file: Path
) -> None:
    load(file)
    text = PLAN.replace("Region Prov", "Annat län").replace("Handlingsplan för", "Annan plan för")
    said = fail(write(tmp_path / "annan.md", text))[1]
    assert (
        "Adressen ”handlingsplan-provlan” har redan planen ”Handlingsplan för Provlän” (Region Prov)"
        in said
    )
    assert "Välj en annan adress" in said
    assert Strategy.objects.get().title == "Handlingsplan för Provlän"


def test_a_broken_file_names_file_line_and_remedy_and_nothing_of_it_is_stored(file: Path) -> None:
    rewrite(file, "slag: handlingsplan", "slag: roman")
    rewrite(file, "  @ medverkar: Stödbolaget", "  @ medverka: Stödbolaget")

    _, err, last = fail(file)

    first, second = err.splitlines()
    assert first.startswith(f"{file}:4: ")
    assert second.startswith(f"{file}:15: ")
    assert "Menade du ”medverkar”?" in second
    assert last == "1 av 1 filer lästes inte in. Ingen av dem sparades."
    assert not Strategy.objects.exists()


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path, file: Path) -> None:
    broken = write(tmp_path / "a.md", "ingen plan")
    out, err, last = fail(tmp_path)
    assert out == "plan.md: ny plan, 6 tillagda\n"
    assert err.startswith(f"{broken}:1: ")
    assert last.startswith("1 av 2 filer lästes inte in.")
    assert Strategy.objects.count() == 1


def test_a_file_that_fails_late_leaves_nothing(file: Path) -> None:
    rewrite(
        file,
        "  @ medverkar: Stödbolaget",
        "  @ medverkar: Ny Aktör\n  @ medverkar: Stödbolaget\n  @ medverkar: stödbolaget",
    )
    told = history()
    err = fail(file)[1]
    assert err.startswith(
        f"{file}: ”Stödbolaget” har rollen medverkar två gånger i ”Stärk samverkan"
    )
    assert history() == told


def test_an_unknown_region_is_told_with_the_nearest(file: Path) -> None:
    rewrite(file, "regioner: Provlän", "regioner: Prolän")
    err = fail(file)[1]
    assert "Det finns inget område som heter ”Prolän”. Menade du ”Provlän”?" in err
    assert not Strategy.objects.exists()


@pytest.mark.parametrize(
    ("content", "line"), [(PLAN.encode("latin-1", "replace"), 2), (PLAN.encode("utf-16"), 1)]
)
def test_a_file_that_is_not_utf8_is_told_with_its_line(
    tmp_path: Path, content: bytes, line: int
) -> None:
    path = tmp_path / "plan.md"
    path.write_bytes(content)
    assert fail(path)[1] == (
        f"{path}:{line}: Filen är inte UTF-8. Spara den som UTF-8, och läs in den igen.\n"
    )


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path, file: Path) -> None:
    load(file)
    file.write_bytes(b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode())
    assert load(file) == "plan.md: inget ändrat\n"


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    missing = tmp_path / "saknas.md"
    err = fail(missing)[1]
    assert err.startswith(f"{missing}: Filen kunde inte läsas")
    assert "Kontrollera sökvägen." in err


def test_a_folder_without_plans_is_told(tmp_path: Path) -> None:
    write(tmp_path / "läs mig.txt", "hej")
    with pytest.raises(CommandError, match="Här finns inga planer"):
        load(tmp_path)


def test_a_folder_is_read_in_the_order_of_names_and_each_file_once(
    tmp_path: Path, file: Path
) -> None:
    inner = tmp_path / "inre"
    inner.mkdir()
    for path, name in ((tmp_path / "b.md", "B"), (inner / "c.md", "C"), (tmp_path / "a.md", "A")):
        write(path, f"---\ntitel: Plan {name}\nslag: program\nägare: Region Prov\n---\n")
    said = [line.partition(":")[0] for line in load(tmp_path, file, tmp_path / "b.md").splitlines()]
    assert said == ["a.md", "b.md", "c.md", "plan.md"]


def test_statements_keep_their_rows_when_their_element_is_removed(file: Path) -> None:
    rewrite(
        file,
        "- Bygg ut vuxenutbildningen\n",
        "- Bygg ut vuxenutbildningen\n  = mål: Fler ska läsa vidare.\n",
    )
    load(file)
    goal = Statement.objects.get()
    rewrite(file, "- Bygg ut vuxenutbildningen\n  = mål: Fler ska läsa vidare.\n", "")
    rewrite(
        file,
        "  @ medverkar: Stödbolaget\n",
        "  @ medverkar: Stödbolaget\n  = mål: Fler ska läsa vidare.\n",
    )
    load(file)
    assert Statement.objects.get().pk == goal.pk


@pytest.mark.usefixtures("register")
def test_the_seeds_load_and_a_second_run_changes_nothing() -> None:
    first, second = load(SEEDS), load(SEEDS)
    assert len(first.splitlines()) == 5
    assert all("ny plan" in line for line in first.splitlines())
    assert all(line.endswith(": inget ändrat") for line in second.splitlines())


@pytest.mark.django_db(transaction=True)
def test_the_command_answers_the_shell(file: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        settings = connection.settings_dict
        server = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
        words = " ".join(f"{name}='{value}'" for name, value in server.items() if value)
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "load_plans", *arguments],
            env=os.environ | {"DATABASE_URL": f"{words} dbname='{settings['NAME']}'"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    good = run(str(file))
    assert (good.returncode, good.stdout, good.stderr) == (0, "plan.md: ny plan, 6 tillagda\n", "")
    assert Strategy.objects.count() == 1

    bad = run(str(tmp_path / "saknas.md"))
    assert bad.returncode == 1
    assert bad.stdout == ""
    assert "saknas.md: Filen kunde inte läsas" in bad.stderr
    assert "Traceback" not in bad.stderr

import sys
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from actors.models import User
from portal.progress import track
from strategies.loading.errors import ReadingError
from strategies.loading.process import ReadingProcess
from strategies.names import PlanError
from strategies.plan import Plan
from strategies.receive import earlier_draft, keep, known_strategy, store
from strategies.registers import register_of_rows
from strategies.take_in import take_in

What = Literal["läst", "tagen in", "redan inläst", "misslyckades"]
PLURAL: dict[What, str] = {
    "läst": "lästa",
    "tagen in": "tagna in",
    "redan inläst": "redan inlästa",
    "misslyckades": "misslyckades",
}


@dataclass(frozen=True)
class Outcome:
    """What became of a file, and what there is to say about it."""

    path: Path
    what: What
    told: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.what}{', ' if self.told else ''}{self.told}"


@dataclass(frozen=True)
class Loader:
    """Reads files one by one, in one process, and keeps each or nothing of it."""

    process: ReadingProcess
    user: User | None
    dry_run: bool
    apply: bool

    def load(self, path: Path) -> Outcome:
        """Never raises for what is wrong with a file."""
        try:
            return self._load(path, path.read_bytes())
        except OSError as error:
            told = f"filen kunde inte öppnas ({error.strerror})."
        except ReadingError as error:
            told = str(error)
        except DatabaseError as error:
            told = f"databasen tog inte emot den ({type(error).__name__})."
        return Outcome(path, "misslyckades", told)

    def _load(self, path: Path, data: bytes) -> Outcome:
        if earlier := earlier_draft(data, self.user):
            return Outcome(path, "redan inläst", f"”{earlier}”")
        text, plan = self.process.read(path.name, data)
        if self.dry_run:
            return Outcome(path, "läst", _told(plan))
        with transaction.atomic():
            draft = store(path.name, data, self.user).draft
            keep(draft, text, plan)
        if not self.apply:
            return Outcome(path, "läst", _told(plan))
        try:
            return Outcome(path, "tagen in", f"”{take_in(draft, self.user)}”")
        except PlanError as error:
            return Outcome(path, "misslyckades", f"läst men inte tagen in. {error}")


class Command(BaseCommand):
    help = (
        "Läser in dokument (.txt .md .html .docx .pdf) som utkast till planer. Säkert att upprepa."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="SÖKVÄG", help="filer eller mappar"
        )
        parser.add_argument("--dry-run", action="store_true", help="läs bara, och spara ingenting")
        parser.add_argument(
            "--apply",
            action="store_true",
            help="ta in dem i arbetskopior: nya planer, och i kända det som ingen har ändrat för hand",
        )
        parser.add_argument(
            "--user",
            metavar="E-POST",
            help="vems utkasten blir; annars bara portaladministratörers",
        )

    def handle(
        self, *, paths: list[Path], dry_run: bool, apply: bool, user: str | None, **options: Any
    ) -> None:
        files = document_files(paths)
        if not files:
            raise CommandError("Här finns inga dokument: peka på filer eller mappar med filer.")
        outcomes = []
        with ReadingProcess(register_of_rows()) as process:
            loader = Loader(process, _user(user), dry_run, apply and not dry_run)
            for path in track(files, "Läser dokument"):
                outcomes.append(loader.load(path))
                self._tell(outcomes[-1])
        counts = Counter(outcome.what for outcome in outcomes)
        self.stdout.write(_summary(counts, dry_run))
        if counts["misslyckades"]:
            sys.exit(1)

    def _tell(self, outcome: Outcome) -> None:
        stream = self.stderr if outcome.what == "misslyckades" else self.stdout
        stream.write(str(outcome))


def document_files(paths: list[Path]) -> list[Path]:
    """The files named, and all in the folders named but the hidden; the order is that of the paths, then of names."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [
            one
            for one in inside
            if one == path
            or (one.is_file() and not any(n.startswith(".") for n in one.relative_to(path).parts))
        ]
    return list(dict.fromkeys(found))


def _user(email: str | None) -> User | None:
    if email is None:
        return None
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"Det finns inget aktivt konto med adressen {email}.")
    return user


def _told(plan: Plan) -> str:
    parts = Counter(element.kind for _, element in plan.walk())
    counts = (
        (parts["direction"], "inriktning", "inriktningar"),
        (parts["focus_area"], "insatsområde", "insatsområden"),
        (parts["action"], "insats", "insatser"),
        (len(plan.flags), "anmärkning", "anmärkningar"),
    )
    told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    known = " (ny version av en känd plan)" if known_strategy(plan) else ""
    return f"”{plan.title}”{known}: {', '.join(told) or 'ingen struktur hittad'}"


def _summary(counts: Counter[What], dry_run: bool) -> str:
    told = ", ".join(
        f"{counts[what]} {what if counts[what] == 1 else PLURAL[what]}"
        for what in PLURAL
        if counts[what]
    )
    ended = " Ingenting sparades." if dry_run else ""
    return f"{counts.total()} dokument: {told}.{ended}"

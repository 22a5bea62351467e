from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.progress import track
from strategies.load import Loaded, LoadError, load


class Command(BaseCommand):
    help = "Läser in planer skrivna som plan-Markdown i deras arbetskopior. Säkert att upprepa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="SÖKVÄG", help="filer eller mappar"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="visa bara vad som skulle ändras"
        )

    def handle(self, *, paths: list[Path], dry_run: bool, **options: Any) -> None:
        files, failed = list(plan_files(paths)), 0
        for path in track(files, "Läser planer"):
            try:
                self._tell(load(path, dry_run=dry_run), dry_run, options["verbosity"])
            except LoadError as error:
                failed += 1
                for line in error.lines:
                    self.stderr.write(line)
        if failed:
            raise CommandError(
                f"{failed} av {len(files)} filer lästes inte in. Ingen av dem sparades."
            )
        if not files:
            raise CommandError(
                "Här finns inga planer: peka på filer eller mappar med filer som slutar på .md."
            )

    def _tell(self, loaded: Loaded, dry_run: bool, verbosity: int) -> None:
        count = {
            what: sum(change.what == what for change in loaded.changes)
            for what in ("tillagd", "ändrad", "flyttad", "borttagen")
        }
        words = {
            "tillagd": "tillagda",
            "ändrad": "ändrade",
            "flyttad": "flyttade",
            "borttagen": "borttagna",
        }
        told = ", ".join(f"{number} {words[what]}" for what, number in count.items() if number)
        would = "skulle bli: " if dry_run and told else ""
        state = "ny plan, " if loaded.new else ""
        self.stdout.write(f"{loaded.path.name}: {would}{state}{told or 'inget ändrat'}")
        if dry_run or verbosity > 1:
            for change in loaded.changes:
                self.stdout.write(f"  {change}")


def plan_files(paths: list[Path]) -> list[Path]:
    """The files named, and those in the folders named that end in .md; the order is that of the paths, then of names."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("**/*.md")) if path.is_dir() else [path]
    return list(dict.fromkeys(found))

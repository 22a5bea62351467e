from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from strategies.discard import discard


class Command(BaseCommand):
    help = "Tar bort avvisade utkast och deras filer, om inget annat är läst ur dem."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days", type=int, default=30, metavar="DAGAR", help="så gamla eller äldre (30)"
        )

    def handle(self, *, days: int, **options: Any) -> None:
        drafts, files = discard(days)
        word = "fil" if files == 1 else "filer"
        self.stdout.write(f"Borttaget: {drafts} utkast och {files} {word}.")

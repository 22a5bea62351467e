from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from strategies.audit import Asked, written


class Command(BaseCommand):
    help = "Skriver historiken som CSV: vem som ändrade vad, när, varifrån och varför."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for option, dest, which in (("--from", "first", "första"), ("--to", "last", "sista")):
            parser.add_argument(
                option,
                dest=dest,
                type=date.fromisoformat,
                metavar="DATUM",
                help=f"den {which} dagen, som 2026-11-01",
            )

    def handle(self, *, first: date | None, last: date | None, **options: Any) -> None:
        for line in written(Asked(first, last)):
            self.stdout.write(line, ending="")

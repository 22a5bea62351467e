from argparse import ArgumentParser
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from actors.models import Region


class Command(BaseCommand):
    help = "Sätter ett områdes accentfärg, eller tar bort den när ingen färg anges. Säkert att upprepa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("region", metavar="OMRÅDE", help="adressen, till exempel orebro-lan")
        parser.add_argument(
            "colour", metavar="FÄRG", nargs="?", default="", help="till exempel #1d6b4f"
        )

    def handle(self, *, region: str, colour: str, **options: Any) -> None:
        found = Region.objects.filter(slug=region).first()
        if found is None:
            raise CommandError(f"Det finns inget område med adressen {region}.")
        if found.accent == colour.lower():
            self.stdout.write(f"{found}: inget ändrat")
            return
        found.accent = colour.lower()
        try:
            found.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with pghistory.context(reason="Accentfärg"):
            found.save(update_fields=["accent"])
        self.stdout.write(f"{found}: {colour.lower() or 'ingen egen färg'}")

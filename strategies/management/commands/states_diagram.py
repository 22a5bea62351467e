from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from strategies.publishing.diagram import states_page


class Command(BaseCommand):
    help = "Skriver docs/states.md från tabellen över en plans tillstånd. Säkert att upprepa."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="skriv inget, säg bara om filen stämmer"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        file, page = settings.BASE_DIR / "docs" / "states.md", states_page()
        if not check:
            file.write_text(page, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != page:
            raise CommandError("docs/states.md stämmer inte: kör manage.py states_diagram.")
        self.stdout.write("docs/states.md stämmer med tabellen.")

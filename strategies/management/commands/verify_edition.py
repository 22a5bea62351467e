from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.progress import track
from strategies.models import Edition
from strategies.publishing.verify import faults


class Command(BaseCommand):
    help = "Räknar om utgåvors kontrollsummor, och slutar med 1 om någon inte stämmer. Ändrar ingenting."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="planens adress")
        parser.add_argument("number", nargs="?", type=int, help="utgåvans nummer")
        parser.add_argument(
            "--all", action="store_true", dest="every", help="alla utgåvor av alla planer"
        )

    def handle(self, *, slug: str | None, number: int | None, every: bool, **options: Any) -> None:
        if every == bool(slug):
            raise CommandError("Skriv planens adress, och gärna utgåvans nummer, eller --all.")
        editions = Edition.objects.select_related("strategy").order_by("strategy", "number")
        if slug:
            editions = editions.filter(strategy__slug=slug)
        if number is not None:
            editions = editions.filter(number=number)
        numbers = list(editions.values_list("pk", flat=True))
        if slug and not numbers:
            raise CommandError("Utgåvan finns inte. Kontrollera planens adress och numret.")
        wrong = 0
        for pk in track(numbers, "Räknar om"):
            found = list(faults(editions.get(pk=pk)))  # one at a time: a plan may take a megabyte
            wrong += bool(found)
            for line in found:
                self.stderr.write(line)
        if wrong:
            raise CommandError(
                f"{wrong} av {len(numbers)} utgåvor stämmer inte med sin kontrollsumma."
            )
        self.stdout.write(f"Utgåvor som stämmer med sin kontrollsumma: {len(numbers)}.")

from typing import Any

from django.core.management.base import BaseCommand

from portal.progress import track
from strategies.models import Edition
from strategies.reading.editions import for_readers, plan_of
from strategies.themes.proposing import propose


class Command(BaseCommand):
    help = (
        "Föreslår ämnen för allt som är publicerat, när portalens ord för ämnen har ändrats."
        " Rör aldrig det som någon har bekräftat eller avvisat. Säkert att upprepa."
    )

    def handle(self, **options: Any) -> None:
        numbers = list(Edition.objects.current().order_by("pk").values_list("pk", flat=True))
        changed = 0
        for number in track(numbers, "Föreslår ämnen"):
            edition = for_readers(Edition.objects.select_related("strategy")).get(pk=number)
            changed += propose(edition.strategy, plan_of(edition))
        self.stdout.write(f"{len(numbers)} planer, {changed} förslag ändrade.")

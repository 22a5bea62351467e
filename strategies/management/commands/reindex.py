from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.progress import track
from strategies.models import Edition, Strategy, Term
from strategies.plan import Plan
from strategies.publishing.index import outdated, reindex


class Command(BaseCommand):
    help = (
        "Gör om sökregistret för de planer som en äldre version av sökningen har sett. Säkert att upprepa och att avbryta: "
        "varje plan görs om för sig, och det som står på tur hittas som förut."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", dest="every", help="alla planer, och orden från början"
        )

    def handle(self, *, every: bool, **options: Any) -> None:
        published = Strategy.objects.published().order_by("pk")
        if every:
            # Terms that nothing has any longer are forgotten; the others come back with what has them.
            Term.objects.all().delete()
        ids = list(published.values_list("pk", flat=True)) if every else outdated()
        for pk in track(ids, "Indexerar"):
            strategy = published.get(pk=pk)
            edition = Edition.objects.get(current_of=strategy)
            reindex(strategy, Plan.model_validate(edition.plan))
        self.stdout.write(f"Planer som har indexerats om: {len(ids)} av {published.count()}.")

from typing import Any

from django.core.management.base import BaseCommand

from strategies.news.send import Outcome, send

TOLD: dict[Outcome, str] = {
    "sent": "skickade",
    "later": "försöks igen senare",
    "uncertain": "avbrutna, skickas inte igen",
    "failed": "kunde inte lämnas",
    "ended": "avslutade prenumerationer, brevlådan tar inte emot",
}


class Command(BaseCommand):
    help = "Skickar nyheter till dem som följer strategier, regioner och aktörer. Säkert att upprepa; kör det var femte minut."

    def handle(self, **options: Any) -> None:
        met = send()
        told = ", ".join(
            f"{met[outcome]} {words}" for outcome, words in TOLD.items() if met[outcome]
        )
        self.stdout.write(f"Brev: {told or 'inga att skicka'}.")

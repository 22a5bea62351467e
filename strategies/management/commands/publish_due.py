from typing import Any

from django.core.management.base import BaseCommand

from strategies.models import StepKind
from strategies.publishing.due import due, publish_on_time


class Command(BaseCommand):
    help = "Publicerar planer vars tid har kommit, om ingen arbetsprocess redan har gjort det. Säkert att upprepa."

    def handle(self, **options: Any) -> None:
        steps = [step for planned in due() if (step := publish_on_time(planned))]
        published = sum(step.kind == StepKind.PUBLISH for step in steps)
        self.stdout.write(
            f"{published} planer publicerade, {len(steps) - published} inte: de hade ändrats efter godkännandet."
        )

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.legal.retention import RULES


class Command(BaseCommand):
    help = "Tar bort personuppgifter som har sparats så länge som portal/legal/retention.py säger."

    def handle(self, **options: Any) -> None:
        """Each kind by itself, so that one that fails does not keep the others; then the command fails."""
        now, told, failed = timezone.now(), [], []
        for rule in RULES:
            if rule.remove is None:
                continue
            try:
                with transaction.atomic():
                    number = rule.remove(now)
            except (DatabaseError, OSError) as problem:
                failed.append(f"{rule.counted} ({type(problem).__name__})")
                continue
            if number:
                told.append(f"{number} {rule.counted}")
        self.stdout.write(f"Borttaget: {', '.join(told) or 'inget var för gammalt'}.")
        if failed:
            raise CommandError(f"Gick inte att ta bort: {', '.join(failed)}. Kör kommandot igen.")

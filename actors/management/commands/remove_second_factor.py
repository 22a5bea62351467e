from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actors.models import User


class Command(BaseCommand):
    help = "Tar bort app, nycklar och återställningskoder för någon som har tappat bort dem alla. Lösenordet gäller."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="personens e-postadress i portalen")

    @transaction.atomic
    def handle(self, *, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError("Det finns inget konto med den adressen.")
        removed, _ = Authenticator.objects.filter(user=user).delete()
        self.stdout.write(
            "Andra steget är borttaget." if removed else "Personen har inget andra steg."
        )

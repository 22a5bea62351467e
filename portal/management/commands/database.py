"""`manage.py database start|stop|status`: the PostgreSQL that the portal brings along."""

import os
import sys
from argparse import ArgumentParser
from typing import Literal

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.database import Cluster, DatabaseError

Act = Literal["start", "stop", "status"]


class Command(BaseCommand):
    """Exits with 1 when the act fails, and when a status is asked for and the database is down."""

    help = "Startar, stoppar eller visar den PostgreSQL som följer med portalen."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["start", "stop", "status"], help="vad som ska göras")

    def handle(self, *, act: Act, **options: object) -> None:
        if os.environ.get("DATABASE_URL"):
            self.stdout.write(
                "Portalen använder servern i DATABASE_URL; här finns inget att starta eller stoppa."
            )
            return
        cluster = Cluster(settings.DATA_DIR / "postgres")
        try:
            up = run(cluster, act)
        except DatabaseError as error:
            self.stderr.write(str(error))
            sys.exit(1)
        self.stdout.write(
            f"Databasen är igång: {cluster.folder}" if up else "Databasen är stoppad."
        )
        if act == "status" and not up:
            sys.exit(1)


def run(cluster: Cluster, act: Act) -> bool:
    """Do it, and tell whether the database is up afterwards."""
    if act == "start":
        cluster.start()
    elif act == "stop":
        cluster.stop()
    return cluster.is_up()

#!/usr/bin/env python
"""The portal's commands: `manage.py help` lists them."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

from portal.database import Cluster, DatabaseError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# These reach no database, so the portal's own server need not start for them.
WITHOUT_DATABASE = {
    "database",
    "collectstatic",
    "read_document",
    "help",
    "--help",
    "version",
    "--version",
}


def main() -> None:
    """Run a command, with the portal's own PostgreSQL up unless DATABASE_URL names another."""
    needs_database = len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_DATABASE
    if needs_database and not os.environ.get("DATABASE_URL"):
        try:
            Cluster(settings.DATA_DIR / "postgres").start()
        except DatabaseError as error:
            sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

"""Loaded by pytest before Django's settings: tests run as a demonstration portal on a PostgreSQL of their own.

The server is started by the first process and stopped by it; test processes that it spawns find it through the environment. Their databases
are copies of one that has been migrated, since migrating takes half a minute, and copying a moment.
"""

import atexit
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from portal.database import Cluster, local_url

ROOT = Path(__file__).resolve().parent.parent
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ

os.environ.setdefault("PORTAL_DEMO", "1")
os.environ.setdefault("PORTAL_DATA", str(ROOT / ".data" / "test"))
os.environ.setdefault("PORTAL_TASKS", "django_tasks.backends.immediate.ImmediateBackend")


def manage(*command: str, **more: str) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command], check=True, env=os.environ | more
    )


def migrated(url: str) -> str:
    """The name of a database with all tables, on the server of `url`. It is kept from one run to the next until a migration changes."""
    found = hashlib.sha256()
    for room in ("actors", "portal", "strategies"):
        for file in sorted((ROOT / room).rglob("migrations/*.py")):
            found.update(file.read_bytes())
    name = f"migrated_{found.hexdigest()[:16]}"
    with psycopg.connect(url, autocommit=True) as server:
        kept = server.execute("SELECT datname FROM pg_database WHERE datname ~ '^migrated_'")
        names = {row[0] for row in kept}
        for old in names - {name}:
            server.execute(f'DROP DATABASE "{old}"')
        if name not in names:
            server.execute(f'CREATE DATABASE "{name}"')
    # What is done already takes a moment; what was broken off, or another release of a library brings, is done now.
    manage("migrate", "-v0", DATABASE_URL=make_conninfo(url, dbname=name))
    return name


if not IS_WORKER:
    if not os.environ.get("DATABASE_URL"):
        cluster = Cluster(Path(os.environ["PORTAL_DATA"]) / "postgres", durable=False)
        cluster.start()
        atexit.register(cluster.stop)
    address = os.environ.get("DATABASE_URL") or local_url(
        Path(os.environ["PORTAL_DATA"]) / "postgres"
    )
    os.environ["PORTAL_TEST_TEMPLATE"] = migrated(address)
    # Pages name static files by their hashed names, which this command makes.
    manage("collectstatic", "--noinput", "-v0")

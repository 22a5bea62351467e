"""Loaded by pytest before Django's settings: tests run as a demonstration portal on a PostgreSQL of their own.

The server is started by the first process and stopped by it; test processes that it spawns find it through the environment.
"""

import atexit
import os
import subprocess
import sys
from pathlib import Path

from portal.database import Cluster

ROOT = Path(__file__).resolve().parent.parent
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ

os.environ.setdefault("PORTAL_DEMO", "1")
os.environ.setdefault("PORTAL_DATA", str(ROOT / ".data" / "test"))
os.environ.setdefault("PORTAL_TASKS", "django_tasks.backends.immediate.ImmediateBackend")

if not IS_WORKER:
    if not os.environ.get("DATABASE_URL"):
        cluster = Cluster(Path(os.environ["PORTAL_DATA"]) / "postgres", durable=False)
        cluster.start()
        atexit.register(cluster.stop)
    # Pages name static files by their hashed names, which this command makes.
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v0"], check=True
    )

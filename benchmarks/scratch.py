"""A portal for one benchmark: a folder and a PostgreSQL of its own, both gone when it ends."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from portal.database import Cluster

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def scratch_portal(
    settings: Mapping[str, str] | None = None,
) -> Iterator[tuple[Path, dict[str, str]]]:
    """The folder, and the environment in which commands find the portal; `settings` are further variables of it."""
    scratch = Path(tempfile.mkdtemp(prefix="bench-"))
    environment = os.environ | {
        "PORTAL_DEMO": "1",
        "PORTAL_HOSTS": "*",
        "PORTAL_DATA": str(scratch / "data"),
        "PORTAL_STATIC": str(scratch / "static"),
        "PORTAL_MEDIA": str(scratch / "media"),
        "PYTHONPATH": str(ROOT),
        **(settings or {}),
    }
    cluster = Cluster(scratch / "data" / "postgres", durable=False)
    try:
        cluster.start()
        yield scratch, environment
    finally:
        cluster.stop()
        shutil.rmtree(scratch, ignore_errors=True)

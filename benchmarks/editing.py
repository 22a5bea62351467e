"""The outline of a plan of 1,000 elements beside Django's admin with 120 inlines, in one run of under a minute.

python -m benchmarks.editing        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.database import Cluster

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    scratch = Path(tempfile.mkdtemp(prefix="bench-"))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.admin_settings",
        "PORTAL_DEMO": "1",
        "PORTAL_HOSTS": "*",
        "PORTAL_DATA": str(scratch / "data"),
        "PORTAL_STATIC": str(scratch / "static"),
        "PYTHONPATH": str(ROOT),
    }
    cluster = Cluster(scratch / "data" / "postgres", durable=False)
    try:
        cluster.start()
        edits = [sys.executable, "-m", "benchmarks.edits"]
        subprocess.run(edits, env=environment, cwd=ROOT, check=True)
    finally:
        cluster.stop()
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()

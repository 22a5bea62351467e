"""All elements out: the stream of /oppna-data/insatser.csv against COPY TO of the same rows, and the memory that it takes.

python -m benchmarks.taking [ROWS]        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.database import Cluster

ROOT = Path(__file__).resolve().parent.parent
ROWS = 360_000


def main(rows: int) -> None:
    scratch = Path(tempfile.mkdtemp(prefix="bench-"))
    environment = os.environ | {
        "PORTAL_DEMO": "1",
        "PORTAL_DATA": str(scratch / "data"),
        "PORTAL_STATIC": str(scratch / "static"),
        "PORTAL_MEDIA": str(scratch / "media"),
        "PYTHONPATH": str(ROOT),
    }
    cluster = Cluster(scratch / "data" / "postgres", durable=False)
    try:
        cluster.start()
        command = [sys.executable, "-m", "benchmarks.stream", str(rows)]
        subprocess.run(command, env=environment, cwd=ROOT, check=True)
    finally:
        cluster.stop()
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)

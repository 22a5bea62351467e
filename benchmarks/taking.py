"""All elements out: the stream of /oppna-data/insatser.csv against COPY TO of the same rows, and the memory that it takes.

python -m benchmarks.taking [ROWS]        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import subprocess
import sys

from benchmarks.scratch import ROOT, scratch_portal

ROWS = 360_000


def main(rows: int) -> None:
    with scratch_portal() as (_scratch, environment):
        command = [sys.executable, "-m", "benchmarks.stream", str(rows)]
        subprocess.run(command, env=environment, cwd=ROOT, check=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)

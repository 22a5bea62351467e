"""The outline of a plan of 1,000 elements beside Django's admin with 120 inlines, in one run of under a minute.

python -m benchmarks.editing        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import subprocess
import sys

from benchmarks.scratch import ROOT, scratch_portal


def main() -> None:
    with scratch_portal({"DJANGO_SETTINGS_MODULE": "benchmarks.admin_settings"}) as (
        _scratch,
        environment,
    ):
        edits = [sys.executable, "-m", "benchmarks.edits"]
        subprocess.run(edits, env=environment, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()

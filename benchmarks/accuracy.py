"""How right drafts are, against what careful people read out of the same documents.

python -m benchmarks.accuracy [FOLDER]      rows for docs/loading-rules.md; FOLDER has documents, and answers in its `gold/`
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("PORTAL_DEMO", "1")
django.setup()

from tests.loading.documents import Drafted, drafted, own, seeds  # noqa: E402 - these need the settings above
from tests.loading.gold import as_gold  # noqa: E402
from tests.loading.scoring import FACTS, LISTS, averages, figures  # noqa: E402

ALL = ("all", *FACTS, *LISTS, "placement")


def main() -> None:
    sets: dict[str, Sequence[Drafted]] = {"the five": seeds(), "tests/documents": own()}
    if folder := sys.argv[1:2]:
        sets = {Path(folder[0]).name: drafted(Path(folder[0]) / "gold", Path(folder[0]))}
    for name, documents in sets.items():
        found = averages(figures(one.gold, as_gold(one.plan, one.name)) for one in documents)
        cells = [f"{found[figure]:.2f}" if figure in found else "–" for figure in ALL]
        print("|", " | ".join([name, str(len(documents)), *cells]), "|")


if __name__ == "__main__":
    main()

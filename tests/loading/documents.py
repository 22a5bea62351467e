"""Real documents as drafts, each read once a process: those of tests/documents, and the five that came with the portal where they are at hand."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from strategies.loading.draft import draft
from strategies.loading.read import read_bytes
from strategies.loading.register import Register
from strategies.loading.text import Text
from strategies.plan import Plan
from strategies.registers import register_of_files

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "documents"
SHARED = ROOT.parent / "shared"
MISSING = "../shared is not here"


@dataclass(frozen=True)
class Drafted:
    """A document's text, the draft that the rules make of it, and what a careful person reads."""

    name: str
    text: Text
    plan: Plan
    gold: dict[str, Any]


@cache
def register() -> Register:
    return register_of_files()


@cache
def own() -> list[Drafted]:
    return drafted(OWN / "gold", OWN)


@cache
def seeds() -> list[Drafted]:
    """The five, or none where the folder beside the repository is not there."""
    return drafted(SHARED / "loading" / "gold", SHARED / "seeds")


def drafted(answers: Path, folder: Path) -> list[Drafted]:
    found = []
    for path in sorted(answers.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = read_bytes(gold["file"], (folder / gold["file"]).read_bytes())
        found.append(Drafted(gold["file"], text, draft(text, register(), gold["file"]), gold))
    return found

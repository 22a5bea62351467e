"""Loading a plan that somebody has written as plan-Markdown: read it, align it, apply it, and say what changed."""

from dataclasses import dataclass
from pathlib import Path

import pghistory
from django.db import transaction

from strategies.alignment import align
from strategies.apply import apply
from strategies.differences import Change, differences
from strategies.markdown import PlanMarkdownError, read_plan
from strategies.models import Strategy
from strategies.names import PlanError, find_strategy
from strategies.publishing.edited import watch
from strategies.snapshot import content_of, snapshot


class LoadError(Exception):
    """Why a file was not loaded: lines for people, each with file, line (where known) and remedy, in Swedish."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Loaded:
    """What loading a file did, or would do."""

    path: Path
    strategy: Strategy
    new: bool
    changes: tuple[Change, ...]


def load(path: Path, *, dry_run: bool = False) -> Loaded:
    """Bring the working copy in line with the file at `path`, wholly or not at all; raises LoadError.

    A dry run does the same in a transaction that it takes back.
    """
    try:
        plan = read_plan(_text(path), name=str(path))
        with transaction.atomic(), pghistory.context(reason=f"Läste in {path.name}"):
            stored = find_strategy(plan)
            before = content_of(stored)
            if stored:
                plan = align(plan, before or plan.model_copy(update={"key": stored.key}))
            strategy = apply(plan, stored)
            watch(strategy, user=None)
            changes = differences(before, snapshot(strategy))
            transaction.set_rollback(dry_run)
    except PlanMarkdownError as error:
        raise LoadError(
            [f"{path}:{one.line}: {one.message} {one.remedy}" for one in error.errors]
        ) from error
    except PlanError as error:
        raise LoadError([f"{path}: {error.message} {error.remedy}"]) from error
    return Loaded(path, strategy, before is None, changes)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise LoadError(
            [f"{path}:{line}: Filen är inte UTF-8. Spara den som UTF-8, och läs in den igen."]
        ) from error
    except OSError as error:
        raise LoadError(
            [f"{path}: Filen kunde inte läsas ({error.strerror}). Kontrollera sökvägen."]
        ) from error

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.progress import track
from strategies.loading.errors import ReadingError
from strategies.loading.kinds import LARGEST_FILE
from strategies.loading.process import SECONDS, ReadingProcess
from strategies.loading.text import Text
from strategies.plan import Challenge, Element, Flag, Plan, Statement
from strategies.registers import register_of_files

SHORT = 100  # characters of a text that is shown to be recognised


class Command(BaseCommand):
    help = "Läser dokument och visar utkastet till plan och dess anmärkningar. Rör ingen databas."
    requires_system_checks = []  # some of them ask the database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FIL")
        parser.add_argument(
            "--json", action="store_true", help="planen med källställen, en rad för varje dokument"
        )
        parser.add_argument(
            "--seconds", type=float, default=SECONDS, metavar="S", help="längsta tid för en fil"
        )

    def handle(self, *, files: list[Path], seconds: float, **options: Any) -> None:
        failed = 0
        with ReadingProcess(register_of_files(), seconds=seconds) as process:
            for file in track(files, "Läser dokument"):
                try:
                    text, plan = process.read(file.name, _content(file))
                except ReadingError as error:
                    failed += 1
                    self.stderr.write(f"{file}: {error}")
                except OSError:
                    failed += 1
                    self.stderr.write(f"{file}: filen finns inte eller får inte öppnas.")
                else:
                    self._show(file, text, plan, as_json=options["json"])
        if failed:
            raise CommandError(f"{failed} av {len(files)} filer lästes inte.")

    def _show(self, file: Path, text: Text, plan: Plan, *, as_json: bool) -> None:
        if as_json:
            stored = {"file": file.name, "plan": plan.model_dump(mode="json")}
            self.stdout.write(json.dumps(stored, ensure_ascii=False))
            return
        for line in _told(file, text, plan):
            self.stdout.write(line)


def _content(file: Path) -> bytes:
    """The file's bytes; of one that is too large to be read, one byte more than is allowed."""
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _told(file: Path, text: Text, plan: Plan) -> Iterator[str]:
    """The draft as a person reads it, with an empty line after."""
    yield f"{file.name}: {plan.title}"
    yield from (f"  {name}: {value}" for name, value in _facts(plan) if value)
    for statement in plan.statements:
        yield from _statement(statement, 1)
    for challenge in plan.challenges:
        yield from _challenge(challenge, 1)
    for depth, element in plan.walk():
        yield from _element(element, getattr(plan.level_words, element.kind), depth + 1)
    names = {part.key: _name(part) for part in plan.keyed()}
    yield from (f"  ! {_flag(flag, names[flag.on] if flag.on else '')}" for flag in plan.flags)
    yield from (f"  * {note}" for note in text.notes)
    yield ""


def _facts(plan: Plan) -> Iterator[tuple[str, str]]:
    yield "slag", ", ".join(word for word in (plan.kind, plan.level, plan.legal_weight) if word)
    yield "ägare", ", ".join(plan.owners)
    yield "områden", ", ".join(plan.regions)
    yield "period", str(plan.period or "")
    for decision in plan.decisions:
        parts = (decision.body, str(decision.date), decision.case_number, decision.paragraph)
        yield decision.kind, ", ".join(part for part in parts if part)
    yield "målgrupper", ", ".join(plan.target_groups)
    yield from ((relation.kind, relation.to) for relation in plan.relations)
    yield from ((part.role, part.actor) for part in plan.involvements)
    yield "nämner", ", ".join(plan.mentioned_actors)


def _element(element: Element, word: str, depth: int) -> Iterator[str]:
    head = f"{word} {element.label}".strip()
    who = ", ".join(f"{part.actor} ({part.role})" for part in element.involvements)
    yield f"{'  ' * depth}- {f'{head}: ' if head else ''}{element.title}{f' @ {who}' if who else ''}"
    for statement in element.statements:
        yield from _statement(statement, depth + 1)


def _statement(statement: Statement, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{statement.kind}: {_short(statement.title or statement.text)}"
    for below in statement.statements:
        yield from _statement(below, depth + 1)


def _challenge(challenge: Challenge, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}utmaning: {challenge.title}"
    for below in challenge.challenges:
        yield from _challenge(below, depth + 1)


def _flag(flag: Flag, name: str) -> str:
    where = f" ({_short(name)})" if name else ""
    return f"{flag.kind}{where}{f': {flag.text}' if flag.text else ''}"


def _name(part: object) -> str:
    return str(getattr(part, "title", "") or getattr(part, "text", "") or getattr(part, "kind", ""))


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT].rstrip()}…"

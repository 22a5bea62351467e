"""The one table of columns that a plan's elements have in files, the same out and in.

A cell holds text. Several names stand on a line each: a name never holds a line break, so nothing has to be escaped. What an actor has a
role in stands after the name: "Almi | rådgivningen".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_args
from uuid import UUID

from strategies.differences import GENERIC
from strategies.exports.about import About
from strategies.plan import Element, ElementKind, Plan, Role

LEVELS: dict[ElementKind, str] = {kind: GENERIC[kind].casefold() for kind in get_args(ElementKind)}
YES, NO = "ja", "nej"
IN_WHAT = " | "

Draft = dict[str, Any]  # an element's fields by name, while a file's cells are put into them


@dataclass(frozen=True)
class Row:
    """An element in its place; `path` are the titles of those above it, from the top."""

    plan: Plan
    about: About
    element: Element
    parent: UUID | None
    path: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """What a column is called, what it holds, and what its cell is in a row. `put` takes a changed cell in; without it the cell only tells.

    `put` raises ValueError with what is wrong and what to write, in Swedish.
    """

    head: str
    holds: str
    get: Callable[[Row], str]
    put: Callable[[Draft, str], None] | None = None


def rows_of(plan: Plan, about: About) -> Iterator[Row]:
    """A row for each element, in reading order."""
    waiting: list[tuple[Element, UUID | None, tuple[str, ...]]]
    waiting = [(element, None, ()) for element in reversed(plan.elements)]
    while waiting:
        element, parent, path = waiting.pop()
        yield Row(plan, about, element, parent, path)
        inner = (*path, element.title)
        waiting += [(child, element.key, inner) for child in reversed(element.elements)]


def cells(row: Row) -> list[str]:
    return [column.get(row) for column in COLUMNS]


def _text(head: str, field: str, holds: str) -> Column:
    def put(draft: Draft, text: str) -> None:
        draft[field] = text

    return Column(head, holds, lambda row: getattr(row.element, field), put)


def _yes(head: str, field: str, holds: str) -> Column:
    def put(draft: Draft, text: str) -> None:
        if text.casefold() not in (YES, NO, ""):
            raise ValueError(f"”{text}” är varken ja eller nej. Skriv ja eller nej.")
        draft[field] = text.casefold() == YES

    return Column(head, holds, lambda row: YES if getattr(row.element, field) else NO, put)


def _end(head: str, end: str, holds: str) -> Column:
    def get(row: Row) -> str:
        return getattr(row.element.period, end) if row.element.period else ""

    def put(draft: Draft, text: str) -> None:
        draft["period"] = (draft["period"] or {"start": "", "end": ""}) | {end: text}

    return Column(head, holds, get, put)


def _role(role: Role, holds: str) -> Column:
    def get(row: Row) -> str:
        ties = (tie for tie in row.element.involvements if tie.role == role)
        return "\n".join(tie.actor + (IN_WHAT + tie.note if tie.note else "") for tie in ties)

    def put(draft: Draft, text: str) -> None:
        ties = draft["involvements"]
        first = next((n for n, tie in enumerate(ties) if tie["role"] == role), len(ties))
        others = [tie for tie in ties[first:] if tie["role"] != role]
        draft["involvements"] = [*ties[:first], *_ties(role, text), *others]

    return Column(role, holds, get, put)


def _ties(role: Role, text: str) -> Iterator[dict[str, str]]:
    for line in text.split("\n"):
        actor, _, note = line.partition(IN_WHAT)
        if line.strip():
            yield {"actor": actor, "role": role, "note": note}


def _names(row: Row) -> str:
    return "\n".join(row.element.target_groups)


def _put_names(draft: Draft, text: str) -> None:
    draft["target_groups"] = [line for line in text.split("\n") if line.strip()]


def _put_level(draft: Draft, text: str) -> None:
    kinds = {word: kind for kind, word in LEVELS.items()}
    if text.casefold() not in kinds:
        raise ValueError(f"”{text}” är ingen nivå. Skriv {', '.join(kinds)}.")
    draft["kind"] = kinds[text.casefold()]


STRATEGY, VERSION = "strategi", "utgåva"
KEY, PARENT, LEVEL, TITLE = "nyckel", "överordnad", "nivå", "titel"
COLUMNS: tuple[Column, ...] = (
    Column(STRATEGY, "strategins adress i portalen", lambda row: row.about.slug),
    Column("plan", "planens titel", lambda row: row.plan.title),
    Column(VERSION, "utgåvans nummer, eller vilken arbetsversion", lambda row: row.about.version),
    Column(KEY, "delens nyckel, som aldrig ändras", lambda row: str(row.element.key)),
    Column(PARENT, "nyckeln till delen ovanför", lambda row: str(row.parent or "")),
    Column(LEVEL, ", ".join(LEVELS.values()), lambda row: LEVELS[row.element.kind], _put_level),
    Column(
        "ord",
        "planens eget ord för nivån",
        lambda row: getattr(row.plan.level_words, row.element.kind),
    ),
    Column("sökväg", "titlarna på delarna ovanför", lambda row: "\n".join(row.path)),
    _text("beteckning", "label", "dokumentets egen numrering"),
    _text(TITLE, "title", "delens titel"),
    _text("kort titel", "short_title", "kortare titel, om det finns"),
    _text("syfte", "purpose", "varför delen finns"),
    _text("text", "text", "vad planen säger"),
    _end("börjar", "start", "när insatsen börjar: 2026-03-01, 2026-03 eller 2026"),
    _end("slutar", "end", "när insatsen slutar"),
    Column("målgrupper", "en på varje rad i cellen", _names, _put_names),
    _role("ansvarig", "ansvariga aktörer, en på varje rad i cellen"),
    _role("utförare", "de som utför"),
    _role("medverkar", "de som medverkar"),
    _role("finansierar", "de som finansierar"),
    _role("informeras", "de som informeras"),
    _yes("listan är inte uttömmande", "open_ended", "ja om dokumentet säger ”bland annat”"),
    _yes("genomsyrar de andra", "crosscutting", "ja om delen ska prägla de andra"),
)
HEADS = [column.head for column in COLUMNS]

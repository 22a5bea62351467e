"""Rows that come back in a file, into the plan that they say: a cell that nobody has touched changes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid4

from pydantic import ValidationError

from strategies.exports.about import About
from strategies.exports.columns import COLUMNS, KEY, LEVEL, PARENT, TITLE, Draft, Row, rows_of
from strategies.exports.errors import FileError
from strategies.exports.table import Line
from strategies.plan import Element, Plan

NEEDED = (KEY, LEVEL, TITLE)
AS_IT_IS: Callable[[str], str] = str


def plan_of_rows(
    lines: Iterable[Line], base: Plan, as_kept: Callable[[str], str] = AS_IT_IS
) -> Plan:
    """`base` with the elements as the lines say: changed cells, rows that are new or gone, and their order. Raises FileError with every fault.

    A row is known by its key, and one without a key is a new element. `as_kept` tells what the file's format has left of a cell.
    """
    return _Reading(base, as_kept).plan(list(lines))


class _Reading:
    def __init__(self, base: Plan, as_kept: Callable[[str], str]) -> None:
        self.base = base
        self.as_kept = as_kept
        self.known = {row.element.key: row for row in rows_of(base, About(base.slug))}
        self.faults: list[str] = []
        self.drafts: dict[UUID, Draft] = {}
        self.numbers: dict[UUID, int] = {}
        self.below: dict[UUID | None, list[UUID]] = defaultdict(list)

    def plan(self, lines: list[Line]) -> Plan:
        self._refuse_other_tables(lines)
        for line in lines:
            self._take(line)
        self._place()
        elements = () if self.faults else tuple(self._built(key) for key in self.below[None])
        if self.faults:
            raise FileError(*self.faults)
        return self.base.model_copy(update={"elements": elements})

    def _refuse_other_tables(self, lines: list[Line]) -> None:
        missing = [head for head in NEEDED if lines and head not in lines[0].cells]
        if not lines or missing:
            told = f"Kolumnen ”{missing[0]}” saknas" if missing else "Filen har inga rader"
            raise FileError(
                f"{told}. Utgå från en fil som du har hämtat här, och låt rubrikraden stå kvar."
            )

    def _fault(self, number: int, told: str) -> None:
        self.faults.append(f"Rad {number}: {told}")

    def _take(self, line: Line) -> None:
        key = self._key(line)
        if key is None:
            return
        if key in self.drafts:
            first = self.numbers[key]
            self._fault(
                line.number,
                f"nyckeln står redan på rad {first}. Töm cellen om raden är en ny del, eller ta bort en av raderna.",
            )
            return
        row = self.known.get(key)
        draft = row.element.model_dump() if row else _empty(key)
        self.numbers[key] = line.number
        self.drafts[key] = draft
        self._put(draft, line, row)
        parent = self._parent(line, row)
        draft["parent"] = parent

    def _key(self, line: Line) -> UUID | None:
        written = line.cells[KEY].strip()
        try:
            return UUID(written) if written else uuid4()
        except ValueError:
            self._fault(
                line.number,
                f"”{written[:60]}” är ingen nyckel. Låt nycklarna stå som de är, och lämna cellen tom för en ny del.",
            )
            return None

    def _put(self, draft: Draft, line: Line, row: Row | None) -> None:
        """Put the cells that differ from the base's into the draft."""
        for column in COLUMNS:
            said = line.cells.get(column.head)
            if column.put is None or said is None:
                continue
            said = said.replace("\r\n", "\n")
            if row and said == self.as_kept(column.get(row)):
                continue
            try:
                column.put(draft, said.strip())
            except ValueError as error:
                self._fault(line.number, f"kolumnen ”{column.head}”: {error}")
        if (period := draft["period"]) and not (period["start"] or period["end"]):
            draft["period"] = None

    def _parent(self, line: Line, row: Row | None) -> UUID | None:
        said = line.cells.get(PARENT)
        if said is None:
            return row.parent if row else None
        try:
            return UUID(said.strip()) if said.strip() else None
        except ValueError:
            self._fault(
                line.number,
                f"”{said[:60]}” är ingen nyckel till en överordnad del. Kopiera nyckeln från den delens rad.",
            )
            return None

    def _place(self) -> None:
        """Hang each part under the one that it says, in the file's order."""
        for key, draft in self.drafts.items():
            parent = draft.pop("parent")
            self.below[parent].append(key)
            if parent and parent not in self.drafts:
                self._fault(
                    self.numbers[key],
                    "den överordnade delen finns inte i filen. Lägg tillbaka dess rad, eller skriv en annan nyckel.",
                )
        reached, waiting = set(), list(self.below[None])
        while waiting:
            reached.add(key := waiting.pop())
            waiting += self.below[key]
        if not self.faults:
            for key in self.drafts.keys() - reached:
                self._fault(
                    self.numbers[key], "delen ligger under sig själv. Rätta kolumnen ”överordnad”."
                )

    def _built(self, key: UUID) -> Element | Any:
        below = [self._built(child) for child in self.below[key]]
        try:
            fields = {name: value for name, value in self.drafts[key].items() if name != "elements"}
            element = Element.model_validate(fields | {"elements": [one for one in below if one]})
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self._fault(self.numbers[key], _told(fault))
            return None
        return element


def _empty(key: UUID) -> Draft:
    """The fields of an element that is new in the file, before its cells are put in."""
    return {"key": key, "period": None, "involvements": [], "target_groups": []}


def _told(fault: Any) -> str:
    field = str(fault["loc"][0]) if fault["loc"] else ""
    match fault["type"]:
        case "value_error":
            return str(fault["ctx"]["error"])
        case "too_short" | "string_too_short" | "missing" if field == "title":
            return "titeln saknas. Skriv en titel, eller ta bort raden."
        case "too_long" | "string_too_long":
            return f"texten är längre än {fault['ctx']['max_length']} tecken. Korta den."
        case "missing" if field == "kind":
            return "nivån saknas. Skriv inriktning, insatsområde eller insats."
    return "uppgifterna går inte att läsa. Jämför med en annan rad."

"""The sheets that stand beside the parts in a workbook: what else the plan says. They are to be read; what is changed there is told, and not read back."""

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from uuid import UUID

from strategies.exports.table import Table
from strategies.plan import Belonging, Challenge, Forum, Milestone, Plan, Resource, Statement

ABOUT, STATEMENTS, CHALLENGES, ACTORS = "Om planen", "Uttalanden", "Utmaningar", "Aktörer"
NAMES = (ABOUT, STATEMENTS, CHALLENGES, ACTORS)
MOST_NUMBERS = 5

Sheet = list[list[str]]


def companions(plan: Plan) -> tuple[Table, ...]:
    """The sheets in their order, those of a plan that has nothing for them too."""
    return (
        Table(ABOUT, ["uppgift", "innehåll", "del"], list(_about(plan))),
        Table(
            STATEMENTS,
            ["nyckel", "överordnad", "slag", "titel", "text", "del", "delens nyckel"],
            list(_statements(plan)),
        ),
        Table(
            CHALLENGES,
            ["nyckel", "överordnad", "titel", "text", "delas av"],
            [row for one in plan.challenges for row in _challenge(one, "")],
        ),
        Table(ACTORS, ["aktör", "roll", "i vad", "uppdrag av"], list(_actors(plan))),
    )


def not_read(
    sheets: Mapping[str, Sheet], plan: Plan, as_kept: Callable[[str], str]
) -> Iterator[str]:
    """What of the sheets is otherwise than in the plan's own file, and will not be read; in Swedish."""
    own = {table.name: table for table in companions(plan)}
    if gone := [name for name in own if name not in sheets]:
        yield f"Filen saknar {', '.join(f'”{name}”' for name in gone)}. De bladen läses aldrig in, så inget tas bort ur planen."
    for name, sheet in sheets.items():
        if name not in own:
            yield f"Bladet ”{name}” läses inte in. Det som ska in i planen skrivs på det första bladet, eller i portalen."
        elif changed := _changed(sheet, own[name], as_kept):
            yield f"Bladet ”{name}” läses inte in, men {_rows(changed)} där säger något annat än planen. Gör ändringen i portalen."


def _changed(sheet: Sheet, own: Table, as_kept: Callable[[str], str]) -> list[int]:
    """The numbers of the rows that differ; programs leave out blank cells at the end of a row, and blank rows at the end of a sheet."""
    written = [[as_kept(cell) for cell in row] for row in (own.heads, *own.rows)]
    empty: list[str] = []
    pairs = zip_longest(sheet, written, fillvalue=empty)
    return [number for number, (said, was) in enumerate(pairs, 1) if _cells(said) != _cells(was)]


def _cells(row: list[str]) -> list[str]:
    cells = [cell.replace("\r\n", "\n").strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _rows(numbers: list[int]) -> str:
    told = ", ".join(map(str, numbers[:MOST_NUMBERS]))
    return f"rad {told}" + (" med flera" if len(numbers) > MOST_NUMBERS else "")


def _about(plan: Plan) -> Iterator[list[str]]:
    """A row for each thing said of the plan as a whole, and for what belongs to it or to one of its parts."""
    titles = {element.key: element.title for _depth, element in plan.walk()}
    told = [
        ("titel", plan.title),
        ("slag", plan.kind),
        ("nivå", plan.level or ""),
        ("tyngd", plan.legal_weight or ""),
        ("ägare", _lines(*plan.owners)),
        ("områden", _lines(*plan.regions)),
        ("period", str(plan.period) if plan.period else ""),
        ("målgrupper", _lines(*plan.target_groups)),
        ("sammanfattning", plan.summary),
        *(
            ("beslut", _told(one.told, one.case_number, one.paragraph, one.document))
            for one in plan.decisions
        ),
        *(("samband", _told(f"{one.kind} {one.to}", one.part, one.note)) for one in plan.relations),
        *(("underlag", _told(f"{one.kind}: {one.text}", *one.regions)) for one in plan.bases),
        *(("källa", _told(one.title, one.publisher, one.url)) for one in plan.documents),
    ]
    yield from ([what, said, ""] for what, said in told if said)
    for part in plan.belonging():
        yield [*_belonging(part), titles[part.element] if part.element else ""]


def _belonging(part: Belonging) -> tuple[str, str]:
    match part:
        case Resource():
            return "resurs", _lines(_told(part.title, part.amount, _but(part)), part.text)
        case Milestone():
            when = str(part.date) if part.date.value or part.date.written else ""
            return "milstolpe", _lines(_told(part.title, when, part.audience), part.text)
    assert isinstance(part, Forum)
    told = _told(part.name, part.kind, part.form, part.rhythm, "; ".join(part.members))
    return "forum", _lines(told, part.text)


def _but(resource: Resource) -> str:
    return f"utom {resource.excludes}" if resource.excludes else ""


def _told(*said: str) -> str:
    return ", ".join(filter(None, said))


def _lines(*said: str) -> str:
    return "\n".join(filter(None, said))


def _statements(plan: Plan) -> Iterator[list[str]]:
    for one in plan.statements:
        yield from _statement(one, "", ["", ""])
    for _depth, element in plan.walk():
        for one in element.statements:
            yield from _statement(one, "", [element.title, str(element.key)])


def _statement(one: Statement, above: UUID | str, of: list[str]) -> Iterator[list[str]]:
    yield [str(one.key), str(above), one.kind, one.title, one.text, *of]
    for child in one.statements:
        yield from _statement(child, one.key, of)


def _challenge(one: Challenge, above: UUID | str) -> Iterator[list[str]]:
    yield [str(one.key), str(above), one.title, one.text, _lines(*one.shared_by)]
    for child in one.challenges:
        yield from _challenge(child, one.key)


def _actors(plan: Plan) -> Iterator[list[str]]:
    """Who has a part in the plan as a whole; roles in its parts stand beside those."""
    yield from ([name, "ägare", "", ""] for name in plan.owners)
    yield from ([tie.actor, tie.role, tie.note, ""] for tie in plan.involvements)
    for one in plan.mandates:
        yield [one.actor, one.role, _lines(one.text, *one.areas), one.given_by]
    yield from ([name, "nämns", "", ""] for name in plan.mentioned_actors)

"""Tables of actions: a row a line, or a cell a line; and who does an action and when."""

import re

from strategies.loading.blocks import Block
from strategies.loading.lines import Line
from strategies.loading.nodes import Found, Node
from strategies.loading.rules import rule
from strategies.loading.rules.filling import Filling
from strategies.loading.rules.schemes import Scheme
from strategies.loading.words import ONE_OF_THEM, PROPERTY, column_of, inner_role


@rule("R35", "Ansvar och tid vid en insats")
def properties(filling: Filling, block: Block) -> bool:
    """ "Ansvarig: Näringslivsenheten" under an action; whether the block was only that."""
    if ":" not in block.text:
        return False
    lines = [PROPERTY.fullmatch(line.words) for line in block.lines]
    if not any(lines):
        return False
    target = filling.action or filling.node
    for line, found in zip(block.lines, lines, strict=True):
        if found is None:
            target.text.append(Found(line.text, ((line.start, line.end),), "R33"))
            continue
        at = line.body + found.start("value")
        cell = Found(found["value"], ((at, line.end),), "R35")
        _put(target, column_of(found["name"]) or "note", cell)
    return True


def _put(node: Node, column: str, cell: Found) -> None:
    """Give a node what a cell or property of that column says."""
    if column in ("actor", "partner"):
        role = "ansvarig" if column == "actor" else "medverkar"
        node.actors.append((role, cell))
    elif column == "time":
        node.period = node.period or cell
    elif column == "goal":
        node.statements.append(("mål", cell))
    elif column in ("note", "money", ""):
        node.text.append(cell)


@rule("R36", "Tabell med rader")
def row(filling: Filling, block: Block) -> None:
    """A table with an action a row: the head names the columns, and without a head the first cell is the action."""
    cells = _cells(block.first)
    named = [column_of(cell.text) for cell in cells]
    if sum(bool(name) for name in named) >= max(2, len(cells) - 1):
        filling.columns = named
        return
    columns = filling.columns or ["action", *[""] * (len(cells) - 1)]
    if "action" not in columns:
        columns = ["action", *columns[1:]]
    _action_row(filling, list(zip(columns, cells, strict=False)))


CELL_ENDS = re.compile(r"[\t|]")
NUMBER = re.compile(r"^\d+(?:\.\d+)*[.)]?\s+")


def _cells(line: Line) -> list[Found]:
    """The cells of a row, empty ones too, each where it stands."""
    text, found, at = line.text, [], line.start
    if text.startswith("|"):
        text, at = text.strip("|"), at + 1
    for cell in CELL_ENDS.split(text):
        begin = at + len(cell) - len(cell.lstrip())
        found.append(Found(cell.strip(), ((begin, begin + len(cell.strip())),), "R36"))
        at += len(cell) + 1
    return found


def _action_row(filling: Filling, cells: list[tuple[str, Found]]) -> None:
    values = [(column, cell) for column, cell in cells if cell.text]
    title = next((cell for column, cell in values if column == "action"), None)
    if title is None:
        return
    label = next((cell.text for column, cell in values if column == "number"), "")
    words = NUMBER.sub("", title.text).rstrip(".")
    action = Node("action", Found(words, title.spans, title.rule, title.certainty), label=label)
    for column, cell in values:
        if column not in ("action", "number"):
            _put(action, column, cell)
    filling.node.children.append(action)
    filling.action = action


@rule("R37", "Tabell med en cell på varje rad")
def table_head(filling: Filling, block: Block) -> bool:
    """Copied tables have a cell a line: column heads after one another begin one."""
    heads = [column_of(line.text) for line in block.lines]
    if not all(heads) or len(block.text) > 120 or block.word or block.label:
        return False
    goes_on = filling.columns and not filling.cells and len(filling.columns) + len(heads) <= 6
    if goes_on:
        filling.columns += heads
    else:
        close_table(filling)
        filling.columns = heads
    if role := inner_role(block.text):
        # One word alone is a heading until another follows.
        filling.holds = role if len(filling.columns) == 1 else "actions"
    return True


def take_cell(filling: Filling, block: Block) -> bool:
    """Take the block's lines as cells of the table that is open; False when it is something else."""
    if len(filling.columns) < 2:
        filling.columns = filling.columns if all(column_of(one.text) for one in block.lines) else []
        return False
    other = block.kind in ("item", "lead") or bool(block.word or block.label or block.role)
    prose = block.first.blank and block.is_sentence and len(block.text) > 120
    if other or prose or all(column_of(line.text) for line in block.lines):
        return False
    filling.cells += [
        Found(line.text, ((line.start, line.end),), "R37", "trolig") for line in block.lines
    ]
    _flush(filling)
    return True


TIME = re.compile(
    r"(?:(?:kv(?:artal)?|Q)\s?\d.*|(?:jan|feb|mars|apr|maj|jun|jul|aug|sep|okt|nov|dec|vår|höst|våren|hösten|sommaren)\w*\.?(?:\s\d{4})?|\d{4}(?:\s?[-–]\s?(?:\d{4}|\d\d))?|löpande|årligen|kontinuerligt|pågår|klart?|senast\s.*|varje\s.*)",
    re.IGNORECASE,
)


def _flush(filling: Filling) -> None:
    """Make actions of the cells that fill whole rows; where the last column is a time, a row ends with one, and a first cell may be missing."""
    width = len(filling.columns)
    timed = filling.columns[-1:] == ["time"]
    while len(filling.cells) >= (2 if timed else width) and width > 1:
        end = width
        if timed:
            ends = [
                n for n, cell in enumerate(filling.cells[: width + 1]) if TIME.fullmatch(cell.text)
            ]
            if not ends and len(filling.cells) < width:
                return
            end = ends[0] + 1 if ends else width
        cells, filling.cells = filling.cells[:end], filling.cells[end:]
        columns = filling.columns[max(0, width - end) :]
        _action_row(filling, list(zip(columns, cells[-width:], strict=False)))


def close_table(filling: Filling) -> None:
    """End the table that is open; cells that fill no row become text."""
    filling.node.text += [Found(cell.text, cell.spans, "R33") for cell in filling.cells]
    filling.columns, filling.cells = [], []


@rule("R27", "Tabell med en kolumn för området")
def by_table(blocks: list[Block]) -> Scheme | None:
    """A table whose head names a level beside the actions ("Insatsområde | Insats | Ansvarig"): its values are the directions, each with its rows."""
    for n, block in enumerate(blocks):
        if block.kind != "row":
            continue
        heads = [cell.text for cell in _cells(block.first)]
        area = next((k for k, head in enumerate(heads) if ONE_OF_THEM.fullmatch(head)), None)
        columns = [column_of(head) for head in heads]
        if area is None or "action" not in columns or columns[area] == "action":
            continue
        nodes = _areas(blocks[n + 1 :], columns, area)
        if len(nodes) >= 2:
            return Scheme(nodes, [(n, n)] * len(nodes), heads[area], "R27")
    return None


def _areas(blocks: list[Block], columns: list[str], area: int) -> list[Node]:
    """The directions of the rows that follow; an empty cell means the direction above."""
    nodes: dict[str, Node] = {}
    filling: Filling | None = None
    for block in blocks:
        if block.kind != "row":
            break
        cells = _cells(block.first)
        if len(cells) < len(columns) and area == 0 and filling:
            cells = [
                Found("", (), "R27"),
                *cells,
            ]  # the tab before an empty first cell is gone with the white space
        name = cells[area] if area < len(cells) else None
        if name and name.text and [column_of(cell.text) for cell in cells] != columns:
            words = NUMBERED.sub("", name.text)
            found = Found(words, name.spans, "R27")
            filling = Filling(nodes.setdefault(words, Node("direction", found)))
        if filling and len(cells) > area:
            _action_row(filling, list(zip(columns, cells, strict=False)))
    return list(nodes.values())


NUMBERED = re.compile(r"^(?:\d{1,2}|[A-Z])[.)]\s+")

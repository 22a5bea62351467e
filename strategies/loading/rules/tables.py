"""Tables of actions: a row a line, or a cell a line; and who does an action and when."""

import re

from strategies.loading.blocks import Block
from strategies.loading.nodes import Found, Node
from strategies.loading.rules import rule
from strategies.loading.rules.filling import Filling
from strategies.loading.words import PROPERTY, column_of, inner_role


@rule("R35", "Ansvar och tid vid en insats")
def properties(filling: Filling, block: Block) -> bool:
    """ "Ansvarig: Näringslivsenheten" under an action; whether the block was only that."""
    lines = [PROPERTY.fullmatch(line.text.strip()) for line in block.lines]
    if not any(lines):
        return False
    target = filling.action or filling.node
    for line, found in zip(block.lines, lines, strict=True):
        if found is None:
            target.text.append(Found(line.text, ((line.start, line.end),), "R33"))
            continue
        at = line.start + found.start("value")
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
    line = block.first
    cells, at = [], line.start
    for cell in line.text.split("\t"):
        lead_in = len(cell) - len(cell.lstrip())
        cells.append((cell.strip(), at + lead_in, at + lead_in + len(cell.strip())))
        at += len(cell) + 1
    named = [column_of(cell[0]) for cell in cells]
    if sum(bool(name) for name in named) >= max(2, len(cells) - 1):
        filling.columns = named
        return
    columns = filling.columns or ["action", *[""] * (len(cells) - 1)]
    if "action" not in columns:
        columns = ["action", *columns[1:]]
    values = [
        (column, Found(words, ((start, end),), "R36"))
        for column, (words, start, end) in zip(columns, cells, strict=False)
        if words
    ]
    _action_row(filling, values)


def _action_row(filling: Filling, values: list[tuple[str, Found]]) -> None:
    title = next((found for column, found in values if column == "action"), None)
    if title is None:
        return
    label = next((found.text for column, found in values if column == "number"), "")
    words = re.sub(r"^\d+(?:\.\d+)*[.)]?\s+", "", title.text).rstrip(".")
    action = Node("action", Found(words, title.spans, "R36"), label=label)
    for column, found in values:
        if column not in ("action", "number"):
            _put(action, column, found)
    filling.node.children.append(action)
    filling.action = action


@rule("R37", "Tabell med en cell på varje rad")
def table_head(filling: Filling, block: Block) -> bool:
    """Copied tables have a cell a line: two or more column heads after one another begin one."""
    if not all(column_of(line.text) for line in block.lines) or len(block.text) > 120:
        return False
    heads = [column_of(line.text) for line in block.lines]
    if len(heads) == 1 and block.first.blank and inner_role(block.text) and not filling.cells:
        # One word alone: the head of a table only when another follows, which take_cell finds.
        filling.columns = heads
        filling.holds = inner_role(block.text)
        return True
    if (
        filling.columns
        and not filling.cells
        and len(filling.columns) + len(heads) <= 6
        and not block.first.blank
    ):
        filling.columns += heads
    else:
        _flush(filling)
        filling.columns = heads
    filling.cells = []
    return True


def take_cell(filling: Filling, block: Block) -> bool:
    """Take the block's lines as cells of the table that is open; False when it is something else."""
    if len(filling.columns) < 2:
        if block.kind in ("item", "heading") or not all(
            column_of(line.text) for line in block.lines
        ):
            filling.columns = []
            return False
        return False
    if all(column_of(line.text) for line in block.lines):
        return False
    if block.kind in ("item", "lead") or (
        block.kind == "heading" and (block.word or block.role or block.label)
    ):
        return False
    if block.first.blank and block.is_sentence and len(block.text) > 120:
        return False
    for line in block.lines:
        filling.cells.append(_one_line(block, line))
    if len(filling.cells) >= len(filling.columns):
        _flush(filling, whole_rows=True)
    return True


def _one_line(block: Block, line: object) -> Block:
    return Block("text", [line], text=line.text, title=line.text)  # type: ignore[list-item, attr-defined]


def _flush(filling: Filling, *, whole_rows: bool = False) -> None:
    width = len(filling.columns)
    while len(filling.cells) >= width > 1:
        cells, filling.cells = filling.cells[:width], filling.cells[width:]
        values = [
            (column, Found(cell.text, ((cell.first.start, cell.first.end),), "R37", "trolig"))
            for column, cell in zip(filling.columns, cells, strict=True)
        ]
        _action_row(filling, values)
    if not whole_rows:
        for cell in filling.cells:
            filling.node.text.append(Found(cell.text, ((cell.first.start, cell.first.end),), "R33"))
        filling.cells = []


def close_table(filling: Filling) -> None:
    """End the table that is open; cells that fill no row become text."""
    if filling.columns or filling.cells:
        _flush(filling)
        filling.columns = []

"""What stands below a direction: focus areas, actions, goals, text, and who does what when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from strategies.loading.blocks import Block
from strategies.loading.nodes import Found, Node
from strategies.loading.rules import rule
from strategies.loading.rules.directions import (
    LAST,
    Scheme,
    enumerated,
    phrase,
    title_of,
)
from strategies.loading.words import PROPERTY, column_of, inner_role
from strategies.plan import ElementKind

DOING = re.compile(
    r"\b(?:ska|skall|vill|kommer att|betyder|innebär|handlar om|arbetar|will|skal)\b(?P<open>[^.:]{0,40}?\b(?:bland annat|bl\.?\s?a\.?|särskilt|exempelvis|till exempel))?[^.:]{0,50}?\b(?:att\s+(?:man|kommunen|regionen|vi|länet)\s+ska|(?:man|kommunen|regionen|vi|länet)\s+(?:ska\s+)?(?:bland annat\s+)?|ska\s+(?:man|kommunen|regionen|vi)?\s*(?:bland annat\s+)?|att\s+)",
    re.IGNORECASE,
)
HERE = re.compile(
    r"(?:Här|Det(?:ta)? (?:betyder|innebär)|Inom (?:området|inriktningen)|Bland annat|Vi|Kommunen|Regionen|Genom)\b(?P<rest>[^.!?]*)[.!?]"
)
OPEN = re.compile(
    r"\bbland annat\b|\bbl\.?\s?a\b|\betc\b\.?|\bm\.?m\b\.?|\bexempelvis\b|\btill exempel\b",
    re.IGNORECASE,
)
CODE = re.compile(r"(?P<code>[A-Z]\d{1,2}|\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s+(?P<rest>\S.*)")


@dataclass
class Filling:
    """A direction while its blocks are read one by one: the node that text and lists now belong to, and what lists hold."""

    direction: Node
    word: str = ""
    node: Node = field(init=False)
    holds: str = ""
    action: Node | None = None
    columns: list[str] = field(default_factory=list)
    cells: list[Block] = field(default_factory=list)
    depth: int = 0

    def __post_init__(self) -> None:
        self.node = self.direction


def fill(blocks: list[Block], scheme: Scheme) -> None:
    """Give each direction what stands below it."""
    if scheme.rule in ("R23",):
        for node, (at, _) in zip(scheme.nodes, scheme.places, strict=True):
            _phrases(blocks, at, node, scheme)
        return
    if scheme.rule == "R24":
        return
    for node, (at, end) in zip(scheme.nodes, scheme.places, strict=True):
        own = blocks[at]
        filling = Filling(node, word=scheme.word)
        if own.kind in ("text", "item") and own.text != own.title:
            rest = own.text[own.text.find(own.title) + len(own.title) :].lstrip(" –—-:.")
            if rest:
                node.text.append(Found(rest, _rest_spans(own, rest), "R33"))
        for block in _upto(blocks, at, end):
            read_block(filling, block, own)
        close_table(filling)


def _rest_spans(block: Block, rest: str) -> tuple[tuple[int, int], ...]:
    return phrase(block, rest, "R33").spans


def _upto(blocks: list[Block], at: int, end: int) -> Iterator[Block]:
    yield from blocks[at + 1 : end]


def read_block(filling: Filling, block: Block, own: Block) -> None:
    """Read one block into the direction that `own` opens."""
    if filling.columns and block.kind != "row" and _cell(filling, block):
        return
    if block.kind == "row":
        row(filling, block)
    elif block.kind == "heading":
        if _table_head(filling, block):
            return
        close_table(filling)
        heading(filling, block, own)
    elif block.kind == "lead":
        close_table(filling)
        lead(filling, block)
    elif block.kind == "item":
        close_table(filling)
        item(filling, block)
    else:
        if _table_head(filling, block):
            return
        text(filling, block)


@rule("R30", "Underrubrik i ett område")
def heading(filling: Filling, block: Block, own: Block) -> None:
    """A heading inside a direction says what its list holds ("Mål", "Åtgärder"), or is a focus area of its own."""
    role = block.inner or inner_role(block.title)
    filling.action = None
    if role and not (block.label and not _says_list(role)):
        filling.holds = role
        if (
            block.first.blank
            and block.depth
            and block.first.marked
            and block.depth <= own.depth + 1
        ):
            filling.node = filling.direction
        return
    if block.role and block.role not in ("directions", "challenges"):
        filling.holds = "why"
        return
    if re.search(r"\?$", block.title):
        filling.holds = "why"
        return
    node = Node("focus_area", title_of(block, "R30"), label=block.label)
    filling.direction.children.append(node)
    filling.node, filling.holds = node, ""


def _says_list(role: str) -> bool:
    return role in ("actions", "goals", "subgoals", "measures")


@rule("R31", "Inledning till en lista")
def lead(filling: Filling, block: Block) -> None:
    """ "Vi ska:", "Prioriterade områden:": a line with a colon says what the list below it holds."""
    role = block.inner or inner_role(block.text)
    filling.action = None
    if role:
        filling.holds = role
    elif re.search(r"\b(?:mål|målet|goal)\b[^:]*:$", block.text, re.IGNORECASE):
        filling.holds = "goals"
    else:
        filling.holds = (
            "" if filling.holds in ("why", "measures", "goals", "subgoals") else filling.holds
        )
        filling.node.text.append(Found(block.text, tuple(_whole(block)), "R33"))
    if OPEN.search(block.text):
        filling.node.open_ended = True


def _whole(block: Block) -> list[tuple[int, int]]:
    spans = block.spans
    return [(block.first.start, spans[0][1]), *spans[1:]]


@rule("R32", "Punkt i en lista")
def item(filling: Filling, block: Block) -> None:
    """An item is an action, unless what stands above says that the list holds goals, areas or measures."""
    words = block.title.rstrip(" ;,")
    holds = filling.holds
    if "\n" not in words and not words:
        return
    if holds in ("goals", "subgoals"):
        kind = "mål" if holds == "goals" else "delmål"
        filling.node.statements.append((kind, Found(words, tuple(block.spans), "R34")))
        return
    if holds == "measures":
        filling.node.text.append(Found(words, tuple(block.spans), "R33"))
        return
    if (
        block.label
        and block.first.kind == "item"
        and not block.first.bullet
        and _area_letters(filling)
    ):
        area(filling, block)
        return
    if holds == "areas":
        node = Node("focus_area", _trimmed(block, "R32"))
        filling.direction.children.append(node)
        return
    if block.first.level > 1 and filling.action:
        filling.action.text.append(Found(words, tuple(block.spans), "R33"))
        return
    action = Node("action", _trimmed(block, "R32"), label=block.label)
    filling.node.children.append(action)
    filling.action = action


def _area_letters(filling: Filling) -> bool:
    return bool(re.search(r"fokusfråg|delområd|insatsområd", filling.word, re.IGNORECASE))


def area(filling: Filling, block: Block) -> None:
    node = Node("focus_area", _trimmed(block, "R32"), label=block.label)
    filling.direction.children.append(node)
    filling.node, filling.holds, filling.action = node, "", None


def _trimmed(block: Block, number: str) -> Found:
    words = re.sub(r"\s*(?:,|;|\.|,?\s+och|,?\s+samt)$", "", block.title)
    return Found(words, tuple(block.spans), number)


@rule("R33", "Text under en rubrik")
def text(filling: Filling, block: Block) -> None:
    """A paragraph belongs to what stands above it; "Ansvarig: …" to the action, "Mål: …" to the goals."""
    found = Found(block.text, tuple(_whole(block)), "R33")
    if properties(filling, block):
        return
    goal = re.match(r"(?:Övergripande )?(Mål|Delmål|Inriktningsmål|Goal)\s*:\s*(?=\S)", block.text)
    if goal:
        words = block.text[goal.end() :]
        kind = "delmål" if goal[1] == "Delmål" else "mål"
        filling.node.statements.append((kind, phrase(block, words, "R34")))
        return
    if filling.holds in ("goals", "subgoals"):
        kind = "mål" if filling.holds == "goals" else "delmål"
        filling.node.statements.append((kind, Found(block.text, found.spans, "R34")))
        return
    coded = CODE.fullmatch(block.text)
    if coded and filling.holds in ("", "actions") and not block.is_sentence:
        action = Node("action", phrase(block, coded["rest"], "R32"), label=coded["code"])
        filling.node.children.append(action)
        filling.action = action
        return
    if (
        filling.holds == "actions"
        and not block.is_sentence
        and len(block.text) < 200
        and block.text[:1].isupper()
    ):
        action = Node("action", phrase(block, block.text, "R32", "trolig"))
        filling.node.children.append(action)
        filling.action = action
        return
    (filling.action or filling.node).text.append(found)
    filling.action = None
    if OPEN.search(block.text):
        filling.node.open_ended = True


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
def _table_head(filling: Filling, block: Block) -> bool:
    """Copied tables have a cell a line: two or more column heads after one another begin one."""
    if not all(column_of(line.text) for line in block.lines) or len(block.text) > 120:
        return False
    heads = [column_of(line.text) for line in block.lines]
    if len(heads) == 1 and block.first.blank and inner_role(block.text) and not filling.cells:
        # One word alone: the head of a table only when another follows, which _cell finds.
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


def _cell(filling: Filling, block: Block) -> bool:
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


@rule("R38", "Insatser i löpande text")
def _phrases(blocks: list[Block], at: int, node: Node, scheme: Scheme) -> None:
    """ "Här ska man bland annat stärka …, tillsätta … samt underlätta …": the sentences after the one that names the direction."""
    block = blocks[at]
    text = block.text
    begin = text.find(node.title.text) + len(node.title.text)
    others = [
        other.title.text
        for other, (place, _) in zip(scheme.nodes, scheme.places, strict=True)
        if place == at
    ]
    later = [text.find(other, begin) for other in others if text.find(other, begin) > begin]
    rest = text[begin : min(later, default=len(text))]
    for sentence in re.findall(r"[^.!?]+[.!?]?", rest):
        found = re.search(
            r"\b(?:ska|skall|vill|will|skal|handlar om att|innebär att|betyder att|genom att)\s+(?:(?:man|vi|[a-zåäö]+(?:en|et|na|erna))\s+)?(?:också\s+|även\s+)?(?P<open>bland annat\s+|bl\.?\s?a\.?\s+|särskilt\s+|exempelvis\s+)?(?:att\s+)?(?P<list>\S.*)",
            sentence,
        )
        if not found:
            continue
        node.open_ended = node.open_ended or bool(OPEN.search(sentence))
        listed = re.sub(r"^(?:bland annat|också|även)\s+", "", found["list"].strip(" .!?"))
        for words in verbs(listed):
            node.children.append(Node("action", phrase(block, words, "R38", "trolig")))
    if not node.children and rest.strip(" ."):
        node.text.append(phrase(block, rest.strip(" ."), "R33", "trolig"))


ADJECTIVE = re.compile(
    r"(?:ella|iska|liga|iga|bara|samma|stora|ade|regionala|lokala|sociala|digitala|globala|kommunala|centrala)\b|(?:nya|unga|gamla|goda|gröna|andra|flera|alla|egna|många|fria|korta|långa|rika|starka|svaga|olika|bättre)\b",
    re.IGNORECASE,
)
VERB = re.compile(
    r"(?:att\s+)?(?:[a-zåäö]+[aå]|ta|ge|få|gå|se|bli|ha|stå|nå|[a-zåäö]+ och [a-zåäö]+a)\s"
)


def verbs(text: str) -> list[str]:
    """The doings that a list of verb phrases names, parted only where a new verb begins: "stärka unga, kvinnor och män" is one."""
    pieces = re.split(r"(,\s+(?:samt\s+|och\s+)?(?:att\s+)?|\s+(?:samt|och)\s+(?:att\s+)?)", text)
    found = [pieces[0]]
    for sign, words in zip(pieces[1::2], pieces[2::2], strict=True):
        conjunction = sign.strip().startswith(("och", "samt"))
        begins = (
            VERB.match(words + " ")
            and not _adjective(words)
            and (not conjunction or "att" in sign or "samt" in sign or not _verb_alone(found[-1]))
        )
        if begins and len(found[-1].split()) >= 2:
            found.append(words)
        else:
            found[-1] += sign + words
    return [re.sub(r"^att\s+", "", words.strip()) for words in found if words.strip()]


def _adjective(words: str) -> bool:
    """Whether the first word describes what comes after it ("små och medelstora företag") rather than doing something."""
    first = words.split()[0] if words.split() else ""
    return bool(ADJECTIVE.fullmatch(first) or re.fullmatch(rf"\w*(?:{ADJECTIVE.pattern})", first))


def _verb_alone(words: str) -> bool:
    """Whether the phrase so far is but a verb, which then shares its object with the next: "förstärka och utveckla arbetet"."""
    return len(words.split()) < 2

"""What stands below a direction: focus areas, actions, goals and text."""

import re
from collections.abc import Iterator

from strategies.loading.blocks import Block, Span
from strategies.loading.nodes import Found, Node
from strategies.loading.placing import phrase
from strategies.loading.rules import rule
from strategies.loading.rules.filling import Filling
from strategies.loading.rules.phrases import begins_with_verb, read_phrases, read_sentences
from strategies.loading.rules.schemes import Scheme, title_of
from strategies.loading.rules.sentences import open_list
from strategies.loading.rules.tables import close_table, properties, row, table_head, take_cell
from strategies.loading.stems import holds_any
from strategies.loading.words import inner_role
from strategies.plan import StatementKind

CODE = re.compile(r"(?P<code>[A-Z]\d{1,2}|\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s+(?P<rest>\S.*)")


def fill(blocks: list[Block], scheme: Scheme) -> None:
    """Give each direction what stands below it."""
    if scheme.rule in ("R23",):
        for node, (at, _) in zip(scheme.nodes, scheme.places, strict=True):
            read_phrases(blocks, at, node, scheme)
        return
    if scheme.rule in ("R24", "R27"):
        return
    for node, (at, end) in zip(scheme.nodes, scheme.places, strict=True):
        own = blocks[at]
        filling = Filling(node, word=scheme.word)
        if own.kind in ("text", "item") and own.text != own.title:
            rest = own.text[own.text.find(own.title) + len(own.title) :].lstrip(" –—-:.")
            if rest:
                node.text.append(phrase(own, rest, "R33")._replace(block=own))
        for block in _upto(blocks, at, end):
            read_block(filling, block, own)
        close_table(filling)
    read_sentences(scheme.nodes)
    doings(scheme.nodes)


def doings(nodes: list[Node]) -> None:
    """Parts without a word or a list of their own whose titles all begin with a verb ("Reservera mark") are actions, not areas."""
    parts = [part for node in nodes for part in node.children]
    bare = [part for part in parts if not (part.children or part.text or part.statements)]
    if len(bare) < 2 or len(bare) < len(parts) or not all(part.label for part in bare):
        return
    if sum(begins_with_verb(part.title.text) for part in bare) >= 0.8 * len(bare):
        for part in bare:
            part.kind = "action"


def _upto(blocks: list[Block], at: int, end: int) -> Iterator[Block]:
    yield from blocks[at + 1 : end]


def read_block(filling: Filling, block: Block, own: Block) -> None:
    """Read one block into the direction that `own` opens."""
    if filling.columns and block.kind != "row" and take_cell(filling, block):
        return
    if block.kind == "row":
        row(filling, block)
    elif block.kind == "heading":
        if table_head(filling, block):
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
        if table_head(filling, block):
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
    if block.title.endswith("?"):
        filling.holds = "why"
        return
    if _is_action(filling, block, own):
        add_action(filling, title_of(block, "R30"), block.label)
        return
    node = Node("focus_area", title_of(block, "R30"), label=block.label)
    filling.direction.children.append(node)
    filling.node, filling.holds = node, ""


def _is_action(filling: Filling, block: Block, own: Block) -> bool:
    """Whether a heading is too low for an area: two numbers or two level words below the direction, or a number under "Åtgärder"."""
    word = block.word.lower()
    if word and word not in filling.levels:
        filling.levels.append(word)
    if word:
        return filling.levels.index(word) > 0
    steps = block.depth - own.depth if own.label and not own.word and block.label else 0
    return steps > 1 or (steps == 1 and filling.holds == "actions")


def _says_list(role: str) -> bool:
    return role in ("actions", "goals", "subgoals", "measures")


NAMES_GOALS = re.compile(r"\b(?:mål|målet|goal)\b[^:]*:$", re.IGNORECASE)


@rule("R31", "Inledning till en lista")
def lead(filling: Filling, block: Block) -> None:
    """ "Vi ska:", "Prioriterade områden:": a line with a colon says what the list below it holds."""
    role = block.inner or inner_role(block.text)
    filling.action = None
    if role:
        filling.holds = role
    elif NAMES_GOALS.search(block.text):
        filling.holds = "goals"
    else:
        filling.holds = (
            "" if filling.holds in ("why", "measures", "goals", "subgoals") else filling.holds
        )
        filling.node.text.append(Found(block.text, tuple(_whole(block)), "R33", block=block))
    filling.node.open_ended = filling.node.open_ended or open_list(block)


def _whole(block: Block) -> list[tuple[int, int]]:
    spans = block.spans
    return [(block.first.start, spans[0][1]), *spans[1:]]


@rule("R32", "Punkt i en lista")
def item(filling: Filling, block: Block) -> None:
    """An item is an action, unless what stands above says that the list holds goals, areas or measures."""
    words = block.title.rstrip(" ;,")
    if not words or properties(filling, block) or declared(filling, words, tuple(block.spans)):
        return
    lettered = block.label and not block.first.bullet and _area_letters(filling)
    if lettered or filling.holds == "areas":
        node = Node("focus_area", _trimmed(block, "R32"), label=block.label)
        filling.direction.children.append(node)
        if lettered:
            filling.node, filling.holds, filling.action = node, "", None
    elif block.first.level > 1 and filling.action:
        filling.action.text.append(Found(words, tuple(block.spans), "R33"))
    else:
        add_action(filling, _trimmed(block, "R32"), block.label)


def add_action(filling: Filling, title: Found, label: str = "") -> None:
    """An action under the node that lists now belong to."""
    filling.action = Node("action", title, label=label)
    filling.node.children.append(filling.action)


@rule("R34", "Mål och mått i ett område")
def declared(filling: Filling, words: str, spans: tuple[Span, ...]) -> bool:
    """Under "Mål", "Delmål" or "Indikatorer", lists and paragraphs are goals and measures; whether these were."""
    kinds: dict[str, StatementKind] = {"goals": "mål", "subgoals": "delmål"}
    if kind := kinds.get(filling.holds):
        filling.node.statements.append((kind, Found(words, spans, "R34")))
    elif filling.holds == "measures":
        filling.node.text.append(Found(words, spans, "R33"))
    return bool(kind) or filling.holds == "measures"


def _area_letters(filling: Filling) -> bool:
    return holds_any(filling.word.lower(), ("fokusfråg", "delområd", "insatsområd"))


LIST_GOES_ON = re.compile(r"\s*(?:,|;|\.|,?\s+och|,?\s+samt)$")
ITS_ENDS = (",", ";", ".", "och", "samt")


def _trimmed(block: Block, number: str) -> Found:
    words = block.title
    if words.endswith(ITS_ENDS):
        words = LIST_GOES_ON.sub("", words)
    return Found(words, tuple(block.spans), number)


GOAL = re.compile(r"(?:Övergripande )?(Mål|Delmål|Inriktningsmål|Goal)\s*:\s*(?=\S)")
RUN_ON = re.compile(r"(?:^|\s)[-–•]\s(?=[A-ZÅÄÖ])")


@rule("R33", "Text under en rubrik")
def text(filling: Filling, block: Block) -> None:
    """A paragraph belongs to what stands above it; "Ansvarig: …" to the action, "Mål: …" to the goals."""
    spans = tuple(_whole(block))
    if (role := inner_role(block.text)) and len(block.lines) == 1:
        filling.holds = role
        return
    if properties(filling, block) or run_on(filling, block):
        return
    if goal := GOAL.match(block.text):
        kind: StatementKind = "delmål" if goal[1] == "Delmål" else "mål"
        found = phrase(block, block.text[goal.end() :], "R34")
        filling.node.statements.append((kind, found))
    elif not declared(filling, block.text, spans) and not _unmarked_action(filling, block):
        (filling.action or filling.node).text.append(Found(block.text, spans, "R33", block=block))
        filling.action = None
        filling.node.open_ended = filling.node.open_ended or open_list(block)


def _unmarked_action(filling: Filling, block: Block) -> bool:
    """A line of a list that has lost its bullet: with a code ("A1 …"), or short and without a full stop under "Åtgärder"."""
    if block.is_sentence or filling.holds not in ("", "actions"):
        return False
    if coded := CODE.fullmatch(block.text):
        add_action(filling, phrase(block, coded["rest"], "R32"), coded["code"])
    elif filling.holds == "actions" and len(block.text) < 200 and block.text[:1].isupper():
        add_action(filling, phrase(block, block.text, "R32", "trolig"))
    else:
        return False
    return True


def run_on(filling: Filling, block: Block) -> bool:
    """Items that run on in a paragraph, each after a dash: "Följande ska göras: - Att … - Att …"; whether these did."""
    parts = RUN_ON.split(block.text)
    if len(parts) < 3 or any(len(part.split()) < 3 for part in parts[1:]):
        return False
    if parts[0].strip():
        filling.node.text.append(phrase(block, parts[0].strip(), "R33"))
    for part in parts[1:]:
        add_action(filling, phrase(block, part.strip(" .;"), "R32", "trolig"))
    return True

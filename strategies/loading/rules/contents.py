"""What stands below a direction: focus areas, actions, goals and text."""

import re
from collections.abc import Iterator

from strategies.loading.blocks import Block
from strategies.loading.nodes import Found, Node
from strategies.loading.rules import rule
from strategies.loading.rules.filling import OPEN, Filling
from strategies.loading.rules.phrases import read_phrases
from strategies.loading.rules.schemes import Scheme, title_of
from strategies.loading.rules.sentences import phrase
from strategies.loading.rules.tables import close_table, properties, row, table_head, take_cell
from strategies.loading.words import inner_role

CODE = re.compile(r"(?P<code>[A-Z]\d{1,2}|\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s+(?P<rest>\S.*)")


def fill(blocks: list[Block], scheme: Scheme) -> None:
    """Give each direction what stands below it."""
    if scheme.rule in ("R23",):
        for node, (at, _) in zip(scheme.nodes, scheme.places, strict=True):
            read_phrases(blocks, at, node, scheme)
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
        kind: StatementKind = "mål" if holds == "goals" else "delmål"
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
        kind: StatementKind = "delmål" if goal[1] == "Delmål" else "mål"
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

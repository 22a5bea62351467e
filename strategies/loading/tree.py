"""The parts of a draft that have keys, as the values that a Plan is made of: elements, statements, challenges and decisions."""

from typing import Any
from uuid import uuid4

from strategies.dates import PartialDate
from strategies.loading.bodies import full_name
from strategies.loading.citing import NAME, TITLE, Citations, cut, prose
from strategies.loading.nodes import Claim, Found, Node
from strategies.loading.organisations import doers_of
from strategies.loading.rules.decisions import Decided
from strategies.plan import Certainty, StatementKind

LABEL = 20  # characters, as in Element's table
Values = dict[str, Any]


def elements(nodes: list[Node], citations: Citations) -> list[Values]:
    """The nodes as elements, those left out that are called nothing, such as an item of a lone comma."""
    return [element(node, citations) for node in nodes if node.title.text.strip()]


def element(node: Node, citations: Citations) -> Values:
    """The node with all below it."""
    doers = doers_of(node, citations.reading.register)
    offices = [one.cell for one in doers if not all(one.names)]  # which no name of an actor tells
    text = [*node.text, *offices, *([node.period] if node.period else [])]
    involved = {(name, one.role): None for one in doers for name in one.names if name}
    made: Values = {
        "key": uuid4(),
        "kind": node.kind,
        "label": node.label[:LABEL],
        "title": cut(node.title.text, TITLE),
        "text": prose(text),
        "open_ended": node.open_ended is not None,
        "involvements": [{"actor": name, "role": role} for name, role in involved],
        "statements": statements(node.statements, citations),
        "elements": elements(node.children, citations),
    }
    citations.note(node.title, "title", made["key"])
    for found in text:
        citations.note(found, "text", made["key"])
    for one in doers:
        citations.note(one.cell, "involvements", made["key"])
    if node.open_ended:
        citations.note(node.open_ended, "open_ended", made["key"])
    return made


def statements(stated: list[tuple[StatementKind, Found]], citations: Citations) -> list[Values]:
    return [statement(kind, found, citations) for kind, found in stated if found.text.strip()]


def statement(kind: StatementKind, found: Found, citations: Citations) -> Values:
    key = uuid4()
    citations.note(found, "text", key)
    return {"key": key, "kind": kind, "text": found.text}


def challenge(claim: Claim, citations: Citations) -> Values:
    made: Values = {
        "key": uuid4(),
        "title": cut(claim.title.text, TITLE),
        "text": prose(claim.text),
        "challenges": [challenge(child, citations) for child in claim.children],
    }
    citations.note(claim.title, "title", made["key"])
    for found in claim.text:
        citations.note(found, "text", made["key"])
    return made


def decision(one: Decided, owners: list[str], citations: Citations) -> Values:
    """The decision, its body by a name that tells it from other owners' bodies."""
    register = citations.reading.register
    made: Values = {
        "key": uuid4(),
        "kind": one.kind,
        "body": cut(full_name(one.body.text, owners, register), NAME) if one.body else "",
        "date": one.date.partial(inferred=one.inferred) if one.date else PartialDate(),
        "case_number": cut(one.case_number.text, NAME) if one.case_number else "",
        "paragraph": one.paragraph.text if one.paragraph else "",
    }
    if one.date:
        sure: Certainty = "trolig" if one.inferred else "säker"
        place = Found(one.date.written, (one.date.span,), one.rule, sure)
        citations.note(place, "date", made["key"])
    cited = {"body": one.body, "case_number": one.case_number, "paragraph": one.paragraph}
    for name, found in cited.items():
        if found:
            citations.note(found, name, made["key"])
    return made

"""The parts of a draft that have keys: elements, statements, challenges and decisions."""

from strategies import plan
from strategies.dates import PartialDate
from strategies.loading.bodies import full_name
from strategies.loading.citing import NAME, TITLE, Citations, cut, prose, several
from strategies.loading.nodes import Claim, Found, Node
from strategies.loading.organisations import offices, organisation
from strategies.loading.register import Register
from strategies.loading.rules.decisions import Decided
from strategies.plan import StatementKind

LABEL = 20  # characters, as in Element's table


def elements(nodes: list[Node], citations: Citations) -> tuple[plan.Element, ...]:
    """The nodes as elements, those left out that are called nothing, such as an item of a lone comma."""
    return tuple(element(node, citations) for node in nodes if node.title.text.strip())


def element(node: Node, citations: Citations) -> plan.Element:
    """The node with all below it."""
    register = citations.reading.register
    text = [*node.text, *offices(node, register), *([node.period] if node.period else [])]
    made = plan.Element(
        kind=node.kind,
        label=node.label[:LABEL],
        title=cut(node.title.text, TITLE),
        text=prose(text),
        open_ended=node.open_ended is not None,
        involvements=_involved(node, register),
        statements=statements(node.statements, citations),
        elements=elements(node.children, citations),
    )
    citations.note(node.title, "title", made.key)
    for found in text:
        citations.note(found, "text", made.key)
    for _, found in node.actors:
        citations.note(found, "involvements", made.key)
    if node.open_ended:
        citations.note(node.open_ended, "open_ended", made.key)
    return made


def _involved(node: Node, register: Register) -> tuple[plan.Involvement, ...]:
    """Those that a table or a line makes responsible, by the register's names where it has them."""
    said = {
        (name, role): plan.Involvement.model_validate({"actor": name, "role": role})
        for role, cell in node.actors
        for words in several(cell.text)
        if (name := organisation(words, register))
    }
    return tuple(said.values())


def statements(
    stated: list[tuple[StatementKind, Found]], citations: Citations
) -> tuple[plan.Statement, ...]:
    return tuple(statement(kind, found, citations) for kind, found in stated if found.text.strip())


def statement(kind: StatementKind, found: Found, citations: Citations) -> plan.Statement:
    made = plan.Statement(kind=kind, text=found.text)
    citations.note(found, "text", made.key)
    return made


def challenge(claim: Claim, citations: Citations) -> plan.Challenge:
    made = plan.Challenge(
        title=cut(claim.title.text, TITLE),
        text=prose(claim.text),
        challenges=tuple(challenge(child, citations) for child in claim.children),
    )
    citations.note(claim.title, "title", made.key)
    for found in claim.text:
        citations.note(found, "text", made.key)
    return made


def decision(one: Decided, owners: list[str], citations: Citations) -> plan.Decision:
    """The decision, its body by a name that tells it from other owners' bodies."""
    register = citations.reading.register
    date = PartialDate()
    if one.date:
        date = one.date.partial().model_copy(update={"inferred": one.inferred})
    made = plan.Decision(
        kind=one.kind,
        body=cut(full_name(one.body.text, owners, register), NAME) if one.body else "",
        date=date,
        case_number=cut(one.case_number.text, NAME) if one.case_number else "",
        paragraph=one.paragraph.text if one.paragraph else "",
    )
    if one.date:
        sure: plan.Certainty = "trolig" if one.inferred else "säker"
        citations.note(Found(one.date.written, (one.date.span,), one.rule, sure), "date", made.key)
    cited = {"body": one.body, "case_number": one.case_number, "paragraph": one.paragraph}
    for name, found in cited.items():
        if found:
            citations.note(found, name, made.key)
    return made

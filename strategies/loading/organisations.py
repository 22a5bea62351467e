"""Which of the names in a text are organisations that the plan should tie to itself."""

import re
from typing import NamedTuple

from strategies.loading.blocks import Block
from strategies.loading.citing import NAME, several
from strategies.loading.nodes import Found, Node
from strategies.loading.reading import Reading
from strategies.loading.register import Register
from strategies.loading.rules.actors import Mention, mentions
from strategies.loading.text import lowered

# Offices and titles inside an organisation, by their last word, in lower case.
INTERNAL = re.compile(
    r"(?:fullmäktige|(?<!skogs)(?<!social)(?<!läns)(?<!forst)styrelsen?|nämnd(?:en)?|utskott(?:et)?|förvaltning(?:en)?|kontor(?:et)?|enhet(?:en)?|avdelning(?:en)?|chef(?:en)?"
    r"|direktör(?:en)?|strateg(?:en)?|ledning|vägledare|utvecklare|kommunikatör|samordnare|ledare|lots|redaktör|sekreterare|ansvarig)s?$"
)
# "Planläggningen", "Kommunerna", "Samtliga": a single word that names nobody in particular.
NOBODY = re.compile(r"(?:en|et|na|are|ing|ör)$|^(?:Alla|Samtliga|Berörda|Lokala|Löpande)\b")


def named_in(reading: Reading) -> list[Mention]:
    """The organisations that the text names, also where a name was divided at the end of a line."""
    found = mentions(reading.body, reading.lower_body, reading.register)
    divided = [block for block in reading.blocks if len(block.lines) > 1 and _halves(block)]
    # What a divided line seemed to name was half of it.
    halves = {end for block in divided for end in _halves(block)}
    found = [one for one in found if not halves & {one.span[1], one.span[1] + 1}]
    for block in divided:
        span = (block.first.start, block.lines[-1].end)
        held = reading.body[slice(*span)]
        whole = mentions(block.text, block.lower, reading.register)
        found += [one._replace(span=span) for one in whole if one.name not in held]
    return found


def _halves(block: Block) -> set[int]:
    """Where lines of the block end in the middle of a word."""
    return {line.end for line in block.lines[:-1] if line.text.endswith("-")}


def mentioned(named: list[Mention], owners: list[str]) -> list[Found]:
    """Each organisation once, where the text first names it; owners and offices left out, and the Government, whose task it is to give tasks."""
    taken = {name.lower() for name in owners} | {"regeringen"}
    first: dict[str, Mention] = {}
    for one in named:
        if one.owner in first:
            continue
        office = one.known.kind == "nämnd" if one.known else INTERNAL.search(lowered(one.name))
        if not office and one.owner.lower() not in taken:
            first[one.owner] = one
    return [
        Found(one.name, (one.span,), one.rule, "säker" if one.known else "osäker")
        for one in first.values()
    ]


def organisation(words: str, register: Register) -> str:
    """The organisation that a cell names; "" for an office, a title or "kommunerna", which the text of the action keeps."""
    known = mentions(words, lowered(words), register)
    if len(known) == 1 and known[0].span[1] - known[0].span[0] >= len(words) - 4:
        return known[0].name
    named = len(words.split()) > 1 and not words.rsplit(maxsplit=1)[-1].islower()
    sound = words[:1].isupper() and (named or not NOBODY.search(words))
    return words if sound and len(words) <= NAME and not INTERNAL.search(lowered(words)) else ""


class Doers(NamedTuple):
    """Who does an action, as one cell says it: the organisations that it names, "" for each office or title beside them."""

    role: str
    cell: Found
    names: list[str]


def doers_of(node: Node, register: Register) -> list[Doers]:
    """Those that a table or a line makes responsible, by the register's names where it has them."""
    return [
        Doers(role, cell, [organisation(words, register) for words in several(cell.text)])
        for role, cell in node.actors
    ]

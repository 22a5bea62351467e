"""What the plan answers: its challenges."""

import re

from strategies.loading.blocks import Block
from strategies.loading.nodes import Claim, Found
from strategies.loading.rules import rule
from strategies.loading.rules.schemes import list_at, title_of
from strategies.loading.words import CHALLENGE_WORD

CHALLENGE = re.compile(CHALLENGE_WORD, re.IGNORECASE)
LEAD = re.compile(
    r"\b(?:utmaningar(?:na)?|utamningar(?:na)?|utfordringer|challenges)\b[^.]{0,120}:$",
    re.IGNORECASE,
)


def challenges_of(blocks: list[Block]) -> list[Claim]:
    """The challenges, by the first reading that finds some."""
    return labelled(blocks) or in_chapter(blocks) or after_lead(blocks)


@rule("R40", "Rubrik ”Utmaning” med nummer")
def labelled(blocks: list[Block]) -> list[Claim]:
    """ "Utmaning 2 Värna det befintliga": each with the text and the list below it."""
    heads = [
        n
        for n, block in enumerate(blocks)
        if block.kind == "heading" and block.word and CHALLENGE.fullmatch(block.word)
    ]
    if len(heads) < 2:
        return []
    claims = []
    for n in heads:
        claim = Claim(title_of(blocks[n], "R40"))
        _fill(claim, blocks, n, heads)
        claims.append(claim)
    return claims


def _fill(claim: Claim, blocks: list[Block], at: int, heads: list[int]) -> None:
    for n in range(at + 1, len(blocks)):
        block = blocks[n]
        numbered = bool(block.label) and block.kind == "heading" and not block.word
        lead_before = (n > at + 1 and LEAD.search(blocks[n - 1].text)) or claim.children
        if n in heads or (block.kind == "heading" and not (numbered and lead_before)):
            return
        if block.kind == "item" or numbered:
            claim.children.append(Claim(title_of(block, "R40", "trolig")))
        else:
            claim.text.append(Found(block.text, ((block.first.start, block.lines[-1].end),), "R33"))


@rule("R41", "Kapitel om utmaningar")
def in_chapter(blocks: list[Block]) -> list[Claim]:
    """The list below a heading "Utmaningar", or the headings below it."""
    for n, block in enumerate(blocks):
        if block.kind not in ("heading", "lead") or block.role != "challenges":
            continue
        headed = _headings(blocks, n)
        if headed:
            return headed
        items = list_at(blocks, n + 1)
        if items:
            return [Claim(title_of(blocks[k], "R41")) for k in items]
    return []


def _headings(blocks: list[Block], at: int) -> list[Claim]:
    claims: list[Claim] = []
    own = blocks[at]
    first: Block | None = None
    for block in blocks[at + 1 :]:
        if block.kind == "item" and not claims:
            return []
        if block.kind == "heading":
            if (
                block.role
                or block.word
                or (
                    own.label
                    and block.label
                    and block.label.count(".") <= own.label.count(".")
                    and block.first.sign == own.first.sign
                )
            ):
                break
            if first and (
                bool(block.label) != bool(first.label)
                or block.first.text.isupper() != first.first.text.isupper()
            ):
                break
            if own.first.marked and block.first.marked and block.depth <= own.depth:
                break
            first = first or block
            claims.append(Claim(title_of(block, "R41")))
        elif claims:
            claims[-1].text.append(
                Found(block.text, ((block.first.start, block.lines[-1].end),), "R33")
            )
    return claims if len(claims) >= 2 and all(claim.text for claim in claims) else []


@rule("R42", "Mening som inleder en lista av utmaningar")
def after_lead(blocks: list[Block]) -> list[Claim]:
    """ "Strategin utgår från ett antal utmaningar …:" and the list after it."""
    for n, block in enumerate(blocks):
        able = block.kind in ("lead", "text") and block.text.endswith(":")
        if able and LEAD.search(block.text):
            items = list_at(blocks, n + 1)
            if len(items) >= 2:
                return [Claim(title_of(blocks[k], "R42")) for k in items]
    return []

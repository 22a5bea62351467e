"""Directions as one reading of the document has them."""

import re
from dataclasses import dataclass

from strategies.loading.blocks import Block
from strategies.loading.nodes import Found, Node
from strategies.loading.placing import phrase
from strategies.loading.words import (
    CHALLENGE_WORD,
    GOAL_WORD,
    column_of,
)
from strategies.plan import Certainty

CHALLENGES = re.compile(CHALLENGE_WORD + r"(?:ar|er|s|arna)?", re.IGNORECASE)


NOT_LEVELS = re.compile(
    rf"{CHALLENGE_WORD}|{GOAL_WORD}|kapitel|bild|tabell|figur|bilaga", re.IGNORECASE
)


@dataclass(frozen=True)
class Scheme:
    """The directions of a plan as one reading has them: each with the block that it begins in and the first block after it."""

    nodes: list[Node]
    places: list[tuple[int, int]]
    word: str = ""
    rule: str = ""


def title_of(block: Block, rule_number: str, certainty: Certainty = "säker") -> Found:
    """The block's title; that of a paragraph may be but its first words."""
    if block.kind in ("text", "item") and len(block.title) < len(block.text) and not block.label:
        return phrase(block, block.title, rule_number, certainty)
    return Found(block.title, tuple(block.spans), rule_number, certainty)


def scheme_of(
    blocks: list[Block], chosen: list[int], number: str, certainty: Certainty, word: str = ""
) -> Scheme:
    chosen = _last_of_each(chosen, blocks)
    nodes = [
        Node("direction", title_of(blocks[n], number, certainty), label=blocks[n].label)
        for n in chosen
    ]
    return Scheme(nodes, [(n, _end(blocks, n, chosen)) for n in chosen], word, number)


def _end(blocks: list[Block], start: int, chosen: list[int]) -> int:
    """The first block after a direction: another one, or a chapter that closes the list of them."""
    own = blocks[start]
    for n in range(start + 1, len(blocks)):
        block = blocks[n]
        if n in chosen:
            return n
        if block.kind == "heading" and closes(block, own) and not _heads_a_column(blocks, n):
            return n
    return len(blocks)


def _heads_a_column(blocks: list[Block], n: int) -> bool:
    """Whether "Ansvar" is one of several heads of columns, each on its own line, and no chapter."""
    beside = [blocks[k] for k in (n - 1, n + 1) if 0 <= k < len(blocks)]
    return bool(column_of(blocks[n].title)) and any(column_of(one.title) for one in beside)


OUTSIDE = ("followup", "contacts", "appendix", "thanks", "resources", "participants", "decision")
AROUND = ("background", "vision", "foreword")


def closes(block: Block, own: Block) -> bool:
    """Whether a heading is outside the direction that `own` opens."""
    both_marked = own.first.marked and block.first.marked
    return (
        bool(CHALLENGES.fullmatch(block.word))
        or (block.role in OUTSIDE and not _inside(block, own))
        or (both_marked and block.depth <= own.depth)
        or _number_closes(block, own)
        or (
            block.role in AROUND
            and not block.inner
            and block.first.text.isupper() == own.first.text.isupper()
        )
    )


def _inside(block: Block, own: Block) -> bool:
    """Whether a heading that could be a chapter ("Uppföljning") is but a part of the direction, by its level or by standing close."""
    deeper = block.depth > own.depth
    marked = own.first.marked and block.first.marked and deeper
    numbered = bool(own.label and block.label) and deeper and not own.word
    return marked or numbered or (bool(block.inner) and not block.first.blank)


def _number_closes(block: Block, own: Block) -> bool:
    """Whether the heading's number is of the direction's level or above it."""
    if not (own.label and block.label) or block.word or block.inner:
        return False
    if own.word:
        chapter = block.label.isdigit() and block.first.kind != "item"
        return chapter and not own.first.number and not block.label.startswith(f"{own.label}.")
    same = block.depth == own.depth and block.first.sign == own.first.sign
    return block.depth < own.depth or same


def _last_of_each(chosen: list[int], blocks: list[Block]) -> list[int]:
    """Headings that are told twice, first in a list and then each with its text, count where they have their text."""
    by_title: dict[str, int] = {}
    for n in chosen:
        key = blocks[n].title.lower()
        bare = n + 1 >= len(blocks) or (n + 1 in chosen)
        if key not in by_title or not bare:
            by_title[key] = n
    return sorted(by_title.values())


def headings_named(blocks: list[Block], items: list[int]) -> list[int]:
    """Headings further on with the titles of the items: the list was only an overview."""
    titles = {blocks[n].title.lower().rstrip(".") for n in items}
    found = [
        n
        for n in range(items[-1] + 1, len(blocks))
        if blocks[n].kind in ("heading", "item") and blocks[n].title.lower().rstrip(".") in titles
    ]
    return found if len(found) >= 2 else []


def depth_of(block: Block) -> int:
    return block.label.count(".") + 1 if block.label else 0


def stands_below(block: Block, own: Block) -> bool:
    return bool(own.label and block.label.startswith(f"{own.label}."))


def look_alike(block: Block, other: Block) -> bool:
    """Whether two headings are of one level by their looks."""
    if block.first.marked and other.first.marked:
        return block.depth == other.depth
    return (
        bool(block.label) == bool(other.label)
        and depth_of(block) == depth_of(other)
        and block.first.sign == other.first.sign
        and block.first.text.isupper() == other.first.text.isupper()
        and (block.label.isdigit() == other.label.isdigit())
        and not (other.first.blank and not block.first.blank)
    )


def list_at(blocks: list[Block], at: int) -> list[int]:
    """The items of the list that begins at `at`, an introduction of a block or two passed over."""
    start = next((n for n in range(at, min(at + 3, len(blocks))) if blocks[n].kind == "item"), None)
    if start is None or any(blocks[n].kind == "heading" for n in range(at, start)):
        return []
    found = []
    for n in range(start, len(blocks)):
        if blocks[n].kind == "item" and blocks[n].first.bullet == blocks[start].first.bullet:
            found.append(n)
        elif blocks[n].kind in ("heading", "lead") or (
            blocks[n].kind == "text" and len(found) > 1 and blocks[n].first.blank
        ):
            break
    return found

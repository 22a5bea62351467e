"""Directions that are headings: with the plan's word and a number, below a chapter of them, or with lists below."""

import re
from collections import Counter

from strategies.loading.blocks import Block
from strategies.loading.rules import rule
from strategies.loading.rules.schemes import (
    CHALLENGES,
    NOT_LEVELS,
    Scheme,
    depth_of,
    headings_named,
    list_at,
    look_alike,
    scheme_of,
    stands_below,
)
from strategies.loading.words import GOAL_WORD

GOAL = re.compile(GOAL_WORD, re.IGNORECASE)


@rule("R20", "Rubrik med planens ord och nummer")
def by_label(blocks: list[Block]) -> Scheme | None:
    """ "Insatsområde A. Fler förädlare": the same level word with a number or letter, twice or more; the first such word is the highest."""
    heads = [n for n, block in enumerate(blocks) if block.kind == "heading" and block.word]
    words = Counter(
        _stem(blocks[n].word) for n in heads if not NOT_LEVELS.fullmatch(blocks[n].word)
    )
    able = [word for word, times in words.items() if times >= 2]
    goals = Counter(_stem(blocks[n].word) for n in heads if GOAL.fullmatch(blocks[n].word))
    if not able:
        able = [word for word, times in goals.items() if times >= 2 and not by_chapter(blocks)]
    if not able:
        return None
    # A word that has its places inside another's is a lower level.
    first = min(able, key=lambda word: next(n for n in heads if _stem(blocks[n].word) == word))
    chosen = [n for n in heads if _stem(blocks[n].word) == first]
    return scheme_of(blocks, chosen, "R20", "säker", blocks[chosen[0]].word)


def _stem(word: str) -> str:
    return " ".join(word.lower().split())


@rule("R21", "Rubrik under kapitlet med planens områden")
def by_chapter(blocks: list[Block]) -> Scheme | None:
    """The headings below a chapter named after the level ("3 Fokusområden"), by their numbers, by the file's own levels or by their looks."""
    for n, block in enumerate(blocks):
        if block.kind in ("heading", "text", "lead") and block.role == "directions":
            chosen = _children(blocks, n)
            if len(chosen) >= 2:
                return scheme_of(blocks, chosen, "R21", "säker", block.title)
        if block.kind == "heading" and block.role == "directions":
            items = list_at(blocks, n + 1)
            if len(items) >= 2 and not headings_named(blocks, items):
                return scheme_of(blocks, items, "R21", "trolig", block.title)
            if len(items) >= 2:
                chosen = headings_named(blocks, items)
                return scheme_of(blocks, chosen, "R21", "säker", block.title)
    return None


def _children(blocks: list[Block], at: int) -> list[int]:
    """The headings one step below the one at `at`."""
    own = blocks[at]
    found: list[int] = []
    for n in range(at + 1, len(blocks)):
        block = blocks[n]
        if block.kind != "heading":
            continue
        if own.first.marked and block.first.marked and block.depth <= own.depth:
            break
        if (
            own.label
            and block.label
            and not block.word
            and depth_of(block) <= depth_of(own)
            and block.first.kind == "text"
            and own.label.isdigit() == block.label.isdigit()
        ):
            break
        if (
            block.role
            and block.role != "directions"
            and not (block.inner and not block.first.blank)
            and not stands_below(block, own)
        ):
            break
        if block.inner and not block.label and found:
            continue
        if CHALLENGES.fullmatch(block.word):
            break
        if found and not look_alike(block, blocks[found[0]]):
            continue
        found.append(n)
    return found


@rule("R25", "Rubriker med listor under")
def by_lists(blocks: list[Block]) -> Scheme | None:
    """Headings that open no known chapter and have a list or table below: what is left when nothing says the level."""
    heads = []
    for n, block in enumerate(blocks):
        if block.kind != "heading" or block.role or (block.inner and not block.label):
            continue
        below = _own_blocks(blocks, n)
        if sum(one.kind in ("item", "row") for one in below) >= 1:
            heads.append(n)
    if len(heads) < 2:
        return None
    looks = Counter(_look(blocks[n]) for n in heads)
    common = looks.most_common(1)[0][0]
    chosen = [n for n in heads if _look(blocks[n]) == common]
    return scheme_of(blocks, chosen, "R25", "osäker") if len(chosen) >= 2 else None


def _look(block: Block) -> tuple[object, ...]:
    return (
        block.first.marked and block.depth,
        depth_of(block),
        bool(block.word),
        block.first.text.isupper(),
    )


def _own_blocks(blocks: list[Block], at: int) -> list[Block]:
    below = []
    for block in blocks[at + 1 :]:
        if block.kind == "heading" and not block.inner:
            break
        below.append(block)
    return below


@rule("R26", "Numrerade kapitel med delar under")
def by_numbers(blocks: list[Block]) -> Scheme | None:
    """Where no chapter holds the areas, the numbered chapters are the areas: two or more that open no known chapter and have numbered parts below."""
    parts = {  # of each number, the last place with a part below it
        block.label.partition(".")[0]: n
        for n, block in enumerate(blocks)
        if "." in block.label and block.kind in ("heading", "item")
    }
    chosen = [
        n
        for n, block in enumerate(blocks)
        if block.kind == "heading" and not (block.word or block.role or block.inner)
        if parts.get(block.label, -1) > n
    ]
    return scheme_of(blocks, chosen, "R26", "trolig") if len(chosen) >= 2 else None

"""Directions after a sentence that promises them."""

import re
from typing import NamedTuple

from strategies.loading.blocks import Block
from strategies.loading.rules import rule
from strategies.loading.rules.schemes import Scheme, headings_named, list_at, look_alike, scheme_of
from strategies.loading.stems import holds_any
from strategies.loading.words import NUMBERS, PLURAL
from strategies.plan import Certainty

COUNT_WORD = "|".join([*NUMBERS, r"\d{1,2}"])


# A sentence that promises the list, in lower case: "Strategin har sex prioriteringar", "Fyra strategiska områden har identifierats".
PROMISE = re.compile(
    rf"\b(?P<count>{COUNT_WORD})\s+(?:(?!år\b)[a-zåäöæø]+\s+)?(?P<word>{PLURAL})(?![a-zåäö])"
)


THE_LIST = re.compile(
    rf"\b(?:följande|dessa|de)\s+(?P<word>{PLURAL})|\b(?P<word2>samarbetsområdena|arbetsområdena)\b"
)


# A quick look before the slow one: whether any of PLURAL is there at all.
PLURALS = (
    *("områden", "områder", "teman", "inriktningar", "prioriteringar", "satsningar", "fokusfrågor"),
    *("tyngdpunkter", "hörnstenar", "spår", "ledstjärnor", "principer", "riktlinjer", "huvudmål"),
    *("directions", "priorities", "areas", "pillars", "objectives"),
)


@rule("R22", "Mening som lovar ett antal områden")
def by_promise(blocks: list[Block]) -> Scheme | None:
    """What follows "Strategin har sex prioriteringar": headings, numbered items, or paragraphs with a name before a dash."""
    first: Scheme | None = None
    for n, block in enumerate(blocks):
        promise = promised(block) if block.kind != "row" else None
        if promise is None:
            continue
        for find in (_headings_after, _named_paragraphs, _items_after):
            chosen = find(blocks, n + 1)
            if len(chosen) >= 2:
                count = promise.number
                if count and len(chosen) > count and find is _headings_after:
                    chosen = chosen[:count]
                certainty: Certainty = "säker" if count == len(chosen) else "trolig"
                scheme = scheme_of(blocks, chosen, "R22", certainty, promise.word)
                if count == len(chosen):
                    return scheme
                first = first or scheme
    return first


class Promise(NamedTuple):
    """How many of what a sentence promises, in which words; 0 where it names no number."""

    number: int
    word: str
    said: str


def promised(block: Block) -> Promise | None:
    """What the block promises: 4, "strategiska områden", "fyra strategiska områden"."""
    text = block.text
    if not holds_any(block.lower, PLURALS):
        return None
    if found := PROMISE.search(block.lower):
        if "utmaning" in found["word"]:
            return None
        number = found["count"]
        count = int(number) if number.isdigit() else NUMBERS.get(number, 0)
        return Promise(count, text[slice(*found.span("word"))], text[slice(*found.span())])
    if (text.endswith(":") or len(text) < 120) and (found := THE_LIST.search(block.lower)):
        word = found.span("word" if found["word"] else "word2")
        return Promise(0, text[slice(*word)], text[slice(*found.span())])
    return None


def _headings_after(blocks: list[Block], at: int) -> list[int]:
    start = next(
        (
            n
            for n in range(at, min(at + 4, len(blocks)))
            if blocks[n].kind == "heading"
            and not (blocks[n].role and blocks[n].role != "directions")
            and not (blocks[n].inner and not blocks[n].label)
        ),
        None,
    )
    if start is None or any(blocks[n].kind == "item" for n in range(at, start)):
        return []
    first, found = blocks[start], [start]
    for n in range(start + 1, len(blocks)):
        block = blocks[n]
        if block.kind != "heading" or (block.inner and not block.label):
            continue
        if (block.role and block.role != "directions" and not block.label) or (
            first.label and block.role == "followup"
        ):
            break
        if look_alike(block, first):
            found.append(n)
        elif first.first.marked and block.first.marked and block.depth < first.depth:
            break
    return found


NAMED = re.compile(r"(?P<name>[A-ZÅÄÖ][^.:–—]{2,90}?)\s*(?:\s[–—-]\s|:\s)(?=[A-ZÅÄÖ])")


def _named_paragraphs(blocks: list[Block], at: int) -> list[int]:
    found = []
    for n in range(at, len(blocks)):
        if blocks[n].kind in ("text", "item") and NAMED.match(blocks[n].title):
            found.append(n)
        elif found or n > at + 2:
            break
    for n in found:
        block = blocks[n]
        name = NAMED.match(block.title)
        if name:
            _cut(block, name["name"])
    return found if len(found) >= 2 else []


def _cut(block: Block, name: str) -> None:
    """Let the block be called by its name alone, and keep the rest as the text below it."""
    block.title = name.strip()


def _items_after(blocks: list[Block], at: int) -> list[int]:
    items = list_at(blocks, at)
    again = headings_named(blocks, items) if items else []
    numbered = [n for n in items if blocks[n].label]
    return again or (numbered if len(numbered) >= 2 else items)

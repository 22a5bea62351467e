"""Where in the document the words of a block stand."""

import re
from bisect import bisect_right
from itertools import pairwise

from strategies.loading.blocks import Block, Span, neighbours
from strategies.loading.nodes import Found
from strategies.plan import Certainty


def phrase(
    block: Block, words: str, number: str, certainty: Certainty = "säker", begin: int = 0
) -> Found:
    """Words of a block as found, looked for from `begin` on; the whole block's place where its text does not have them."""
    at = block.text.find(words, begin)
    whole = ((block.first.start, block.lines[-1].end),)
    spans = _stretches(block, at, at + len(words)) if words and at >= 0 else whole
    return Found(words, spans, number, certainty)


def _stretches(block: Block, begin: int, end: int) -> tuple[Span, ...]:
    """The stretches of the document that the characters [begin, end) of the block's text were made of."""
    first = bisect_right(block.starts, begin) - 1
    last = bisect_right(block.starts, end - 1) - 1
    places = [_place(block, first, begin)]
    for n, (line, after) in enumerate(pairwise(block.lines[first : last + 1]), first):
        if not neighbours(line, after):
            places += [line.end, block.lines[n + 1].start]
    places.append(_place(block, last, end - 1) + 1)
    return tuple(zip(places[::2], places[1::2], strict=True))


def _place(block: Block, n: int, at: int) -> int:
    """The place in the document of the character `at` of the block's text, which line number n has."""
    begin, words = block.lines[n].said
    offset = at - block.starts[n]
    alone = len(block.lines) == 1 and len(words) == len(block.text)
    if alone or " ".join(words.split()) == words:
        return begin + offset
    # Wider spaces in the line became single ones in the text.
    spaces = (found for found in re.finditer(r"\s+", words) if len(found.group()) > 1)
    for found in spaces:
        if found.start() >= offset:
            break
        offset += len(found.group()) - 1
    return begin + offset

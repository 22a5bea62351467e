"""Where the tree of a plan begins: which headings, items or phrases are its directions."""

from strategies.loading.blocks import Block
from strategies.loading.rules.chapters import by_chapter, by_label, by_lists, by_numbers
from strategies.loading.rules.promises import by_promise
from strategies.loading.rules.schemes import Scheme
from strategies.loading.rules.sentences import by_enumeration, by_ordinal
from strategies.loading.rules.tables import by_table

READINGS = (
    *(by_label, by_ordinal, by_table, by_chapter, by_promise),
    *(by_numbers, by_enumeration, by_lists),
)


def directions_of(blocks: list[Block]) -> Scheme:
    """The first reading that finds directions, in the order of how surely the document says them."""
    for read in READINGS:
        scheme = read(blocks)
        if scheme and scheme.nodes:
            return scheme
    return Scheme([], [])

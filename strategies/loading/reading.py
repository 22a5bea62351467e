"""A text while the rules read it: its lines, blocks, and what has been found so far."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from strategies.loading.blocks import Block, Span, blocks_of
from strategies.loading.lines import Line, lines_of
from strategies.loading.register import Register
from strategies.loading.rules.furniture import without_furniture
from strategies.loading.stems import Index, holds_any, matches
from strategies.loading.text import Text, lowered
from strategies.loading.unroll import unrolled

HEAD = 25  # lines at the top that a document's facts usually stand in
TOP = 45  # lines, heads of pages included, that a block of facts may stand in


@dataclass
class Reading:
    """What rules of facts look at."""

    text: Text
    register: Register
    name: str = ""
    lower: str = field(init=False)  # all of the text
    lines: list[Line] = field(init=False)
    blocks: list[Block] = field(init=False)

    def __post_init__(self) -> None:
        self.lower = lowered(self.text.content)
        self.lines = unrolled(without_furniture(lines_of(self.text)))
        self.blocks = blocks_of(self.lines)

    @cached_property
    def content(self) -> list[Line]:
        """The lines that are not furniture."""
        return [line for line in self.lines if line.kind != "furniture"]

    @cached_property
    def told(self) -> list[Line]:
        """The lines that may tell of the document: furniture too, since heads and feet do, but not other documents' titles."""
        begin = self.content[0].start if self.content else 0
        last = self.content[-1].end if self.content else 0
        return [line for line in self.lines if begin - 400 <= line.start <= last + 600]

    @cached_property
    def telling(self) -> Index:
        """The lines that may tell of the document, by the stems that they hold."""
        return Index(self.told, self.lower)

    @cached_property
    def top(self) -> Index:
        """The first of them, which blocks of facts stand in."""
        return Index(self.told[:TOP], self.lower)

    @cached_property
    def body(self) -> str:
        """The content as one string of the document's own length, so that places in it are places in the text.

        Furniture is blanked out; a newline parts blocks, and the lines of one block are parted by spaces.
        """
        pieces, end = [], 0
        for block in self.blocks:
            for n, line in enumerate(block.lines):
                pieces += [(" " if n else "\n") * (line.start - end), line.text]
                end = line.end
        return "".join(pieces) + "\n" * (len(self.text.content) - end)

    @cached_property
    def lower_body(self) -> str:
        return lowered(self.body)

    def has_any(self, *stems: str) -> bool:
        """Whether the content has one of the stems, in lower case: a quick look that spares a slow pattern."""
        return holds_any(self.lower_body, stems)

    def matches(self, pattern: re.Pattern[str], *stems: str) -> Iterator[re.Match[str]]:
        """Where the content has the pattern, which begins with one of the stems."""
        return matches(pattern, self.body, self.lower_body, stems)

    @property
    def head(self) -> list[Line]:
        return self.content[:HEAD]

    def words(self, span: Span) -> str:
        return self.text.content[span[0] : span[1]]

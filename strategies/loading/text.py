"""What a document says, as one string that passages count characters in."""

from dataclasses import dataclass
from typing import Literal

MarkKind = Literal["heading", "item", "row", "furniture"]


@dataclass(frozen=True)
class Mark:
    """What the file itself says of the characters [start, end): a heading, an item of a list, a row of a table, page furniture.

    `level` is a heading's (1 the highest) or an item's nesting (1 the outermost). A plain text has no marks: there the layout tells.
    """

    start: int
    end: int
    kind: MarkKind
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A document as text: lines parted by newlines, blocks by blank lines, pages by form feeds; NFC, without control characters.

    `content` has one line for each line, heading, item and table row of the source; the cells of a row are parted by tabs. `marks` stand in
    order and do not overlap. `encoding` is how bytes became characters, "" where the format decides it. `title` is the file's own title,
    `notes` what was mended on the way, in Swedish, for the person who reviews.
    """

    content: str
    marks: tuple[Mark, ...] = ()
    encoding: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()


def lowered(text: str) -> str:
    """The text in lower case with each character in its place; İ alone would become two."""
    return text.replace("İ", "I").lower()

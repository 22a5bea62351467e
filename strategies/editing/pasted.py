"""A list pasted from Word, a mail or a web page, as titles with their levels."""

import re
from dataclasses import dataclass

from strategies.loading.lines import Line, lines_of
from strategies.loading.text import Text

MOST_LINES = 500
LONGEST_TITLE = 500  # characters, as in Element's table
LONGEST_LABEL = 20

Sign = tuple[int, str]


@dataclass(frozen=True)
class Pasted:
    """A line: how deep it stands in the list (0 is outermost), its own numbering and what it says."""

    depth: int
    label: str
    title: str


def pasted(text: str) -> list[Pasted]:
    """The lines of a list. A sign that has not been seen (another indent, bullet or numbering) is a level further in, a known one back on its own.

    There may be more than MOST_LINES, and titles longer than LONGEST_TITLE: whoever takes them in refuses those.
    """
    found, signs = [], list[Sign]()
    for line in lines_of(Text(text.replace("\r\n", "\n").replace("\xa0", " "))):
        title = line.words.strip().rstrip(";,").strip()
        if any(map(str.isalnum, title)):
            sign = _sign(line)
            signs = signs[: signs.index(sign) + 1] if sign in signs else [*signs, sign]
            found.append(Pasted(len(signs) - 1, line.number[:LONGEST_LABEL], title))
    return found


def _sign(line: Line) -> Sign:
    """What lines of one level have in common."""
    if line.number:
        return line.indent, re.sub(r"\d+", "1", re.sub(r"[^\W\d]", "a", line.number))
    return line.indent, line.bullet

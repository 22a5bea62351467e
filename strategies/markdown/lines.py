"""The lines of a document as a tree: which line is notation, and what belongs to what."""

import re
from dataclasses import dataclass, field

from strategies.markdown.errors import Problems

NOTATION = re.compile(r"(?P<heading>#+)|(?P<item>[-*])(?=\s|$)|(?P<sign>[=@+!~])")
DEEPEST = 100  # a file nested beyond this is broken, and Python's stack is not endless
INDENT = "  "


@dataclass
class Node:
    """A line of notation with what belongs to it.

    `sign` is "#", "-", "=", "@", "+", "!" or "~" ("" for the whole document), `level` the number of # signs, `head` the rest of the
    line, `text` the lines of prose under it ("" between paragraphs).
    """

    line: int
    sign: str
    head: str
    column: int
    level: int = 0
    text: list[str] = field(default_factory=list)
    nodes: list["Node"] = field(default_factory=list)

    def one_line(self) -> str:
        """The head and the lines that run on, as one line."""
        return " ".join([self.head, *self.text]).strip()

    def prose(self, head: str = "") -> str:
        """The text under the line; `head` is its beginning, when that stands on the line itself."""
        return "\n".join([head, *self.text])


def escaped(line: str) -> str:
    """A line of prose as it is written: with a backslash where it would read as notation."""
    return f"\\{line}" if line.startswith("\\") or NOTATION.match(line) else line


def unescaped(line: str) -> str:
    return line.removeprefix("\\")


def tree(lines: list[str], first: int, problems: Problems) -> Node:
    """Put each line under the one that it belongs to; `first` is the number of the first line."""
    root = Node(first, "", "", column=-10_000)
    open_nodes = [root]
    blank = False
    for number, raw in enumerate(lines, first):
        line = raw.strip()
        if not line:
            blank = True
            continue
        column = _column(raw)
        match = NOTATION.match(line)
        if match is None:
            _add_text(_owner(open_nodes, column), unescaped(line), number, blank, problems)
        else:
            _add_node(open_nodes, _node(match, number, column), problems)
        blank = False
    return root


def _column(raw: str) -> int:
    expanded = raw.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _node(match: re.Match[str], number: int, column: int) -> Node:
    head = match.string[match.end() :].strip()
    if marks := match["heading"]:
        # Columns below zero: a heading holds every line that is no heading of its own level or above.
        return Node(number, "#", head, column=len(marks) - 1_000, level=len(marks))
    return Node(number, "-" if match["item"] else match["sign"], head, column)


def _owner(open_nodes: list[Node], column: int) -> Node:
    while open_nodes[-1].column >= column:
        open_nodes.pop()
    return open_nodes[-1]


def _add_text(owner: Node, line: str, number: int, blank: bool, problems: Problems) -> None:
    if owner.nodes:
        problems.add(
            number,
            "Texten står efter rader med notation.",
            "Dra in den med två blanksteg om den hör till raden ovanför. Annars ska den stå direkt under sin rubrik eller punkt.",
        )
    if blank:
        owner.text.append("")
    owner.text.append(line)


def _add_node(open_nodes: list[Node], node: Node, problems: Problems) -> None:
    owner = _owner(open_nodes, node.column)
    if len(open_nodes) > DEEPEST:
        problems.add(node.line, "Raden ligger för djupt.", "Använd färre nivåer.")
        return
    if node.sign == "#" and not node.head:
        if node.level == 1:
            problems.add(node.line, "Rubriken är tom.", "Skriv avsnittets namn efter #.")
        return  # an empty heading closes its level and opens none
    open_nodes.append(node)
    if node.sign not in "#-" and owner.nodes and owner.nodes[-1].sign == "-":
        problems.add(
            node.line,
            "Raden står efter listan och hör därför inte till någon punkt.",
            "Dra in den med två blanksteg om den hör till punkten ovanför. Flytta den annars upp före listan.",
        )
        return
    owner.nodes.append(node)

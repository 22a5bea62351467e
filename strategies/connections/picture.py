"""The golden thread drawn: boxes in rows, the highest plans on top, and lines between them. Lengths are CSS pixels."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from strategies.connections.thread import Node, Thread, Tie

WIDTH = 224
GAP = 20
ROW_GAP = 56
PADDING = 12
LINE = 19
FIRST_LINE = 16
# As many letters as a line of a box holds; a longer word is broken, since a box cannot hyphenate.
LETTERS = 22
MOST_LINES = 4
IN_A_ROW = 4


@dataclass(frozen=True)
class Box:
    """A plan's box: where its upper left corner is, its lines of text with the places of their feet, and whether it is the page's own."""

    node: Node
    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]
    centre: bool

    @property
    def text_x(self) -> int:
        return self.x + PADDING

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def foot(self) -> int:
        return self.y + self.height


@dataclass(frozen=True)
class Picture:
    """Boxes, and the paths of the lines between them from the lower plan's top to the upper one's foot."""

    width: int
    height: int
    boxes: list[Box]
    paths: list[str]
    box_width: int = WIDTH


def draw(thread: Thread, centre: int | None = None) -> Picture:
    """Each plan in the lowest row that is above all plans below it; within a row in the order of the plans it is tied to, so that lines cross little."""
    rows = _rows(thread)
    width = max(min(len(row), IN_A_ROW) for row in rows) * (WIDTH + GAP) - GAP
    boxes: dict[int, Box] = {}
    y = 0
    for row in rows:
        for shelf in _shelves(row):
            made = list(_boxes(shelf, width, y, centre))
            boxes |= {box.node.id: box for box in made}
            y = max(box.foot for box in made) + GAP
        y += ROW_GAP - GAP
    height = max(box.foot for box in boxes.values())
    return Picture(width, height, list(boxes.values()), list(_paths(thread.ties, boxes)))


def _rows(thread: Thread) -> list[list[Node]]:
    """The nodes by how many steps the longest way up from them has, those without a way up first."""
    depth = dict.fromkeys(thread.nodes, 0)
    # A circle of plans would push its members down for ever; no way is longer than there are plans.
    for _ in thread.nodes:
        for tie in thread.ties:
            depth[tie.lower] = min(
                max(depth[tie.lower], depth[tie.upper] + 1), len(thread.nodes) - 1
            )
    rows: dict[int, list[Node]] = defaultdict(list)
    for pk, node in thread.nodes.items():
        rows[depth[pk]].append(node)
    order: dict[int, float] = {}
    for at in sorted(rows):
        rows[at].sort(key=lambda node: (_place(node, thread, order), node.title))
        order |= {node.id: float(place) for place, node in enumerate(rows[at])}
    return [rows[at] for at in sorted(rows)]


def _place(node: Node, thread: Thread, order: dict[int, float]) -> float:
    """The mean place of what stands above the node."""
    above = [order[tie.upper] for tie in thread.above(node.id) if tie.upper in order]
    return sum(above) / len(above) if above else 0.0


def _shelves(row: list[Node]) -> Iterator[list[Node]]:
    for start in range(0, len(row), IN_A_ROW):
        yield row[start : start + IN_A_ROW]


def _boxes(nodes: list[Node], width: int, y: int, centre: int | None) -> Iterator[Box]:
    x = (width - len(nodes) * (WIDTH + GAP) + GAP) // 2
    texts = [_lines(node.title) for node in nodes]
    height = max(map(len, texts)) * LINE + 2 * PADDING
    for node, text in zip(nodes, texts, strict=True):
        lines = ((y + FIRST_LINE + PADDING + LINE * at, line) for at, line in enumerate(text))
        yield Box(node, x, y, height, tuple(lines), node.id == centre)
        x += WIDTH + GAP


def _lines(title: str) -> list[str]:
    return wrap(title, LETTERS, max_lines=MOST_LINES, placeholder=" …")


def _paths(ties: Iterable[Tie], boxes: dict[int, Box]) -> Iterator[str]:
    for lower, upper in dict.fromkeys((tie.lower, tie.upper) for tie in ties):
        start, end = boxes[lower], boxes[upper]
        half = (start.y + end.foot) // 2
        yield f"M{start.middle} {start.y}C{start.middle} {half} {end.middle} {half} {end.middle} {end.foot}"

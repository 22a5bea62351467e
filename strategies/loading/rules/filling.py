"""A direction while it is read."""

from dataclasses import dataclass, field

from strategies.loading.nodes import Found, Node


@dataclass
class Filling:
    """A direction while its blocks are read one by one: the node that text and lists now belong to, and what lists hold.

    `levels` are the level words below the direction's own, the higher first.
    """

    direction: Node
    word: str = ""
    node: Node = field(init=False)
    holds: str = ""
    levels: list[str] = field(default_factory=list)
    action: Node | None = None
    columns: list[str] = field(default_factory=list)
    cells: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.node = self.direction

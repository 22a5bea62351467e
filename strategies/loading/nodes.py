"""What the rules find: the tree of a draft while it grows, each part with its place in the text."""

from dataclasses import dataclass, field
from typing import NamedTuple

from strategies.loading.blocks import Block, Span
from strategies.plan import Certainty, ElementKind, StatementKind


class Found(NamedTuple):
    """Words taken from the text, where they stand, by which rule and how sure it is; a tuple, which is made quickly."""

    text: str
    spans: tuple[Span, ...]
    rule: str
    certainty: Certainty = "säker"
    block: Block | None = None  # in whose text it stands, where a rule may look into it again


@dataclass
class Node:
    """An element of the draft's tree."""

    kind: ElementKind
    title: Found
    label: str = ""
    text: list[Found] = field(default_factory=list)
    statements: list[tuple[StatementKind, Found]] = field(default_factory=list)
    actors: list[tuple[str, Found]] = field(default_factory=list)  # role, name
    period: Found | None = None
    open_ended: Found | None = None  # the words that say so
    children: list["Node"] = field(default_factory=list)


@dataclass
class Claim:
    """A challenge, with what is said of it."""

    title: Found
    text: list[Found] = field(default_factory=list)
    children: list["Claim"] = field(default_factory=list)

"""Where the golden thread is broken: plans that nothing holds up, and ties that lead nowhere or to what no longer counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from strategies.connections.thread import Node, Thread, Tie
from strategies.reading.surroundings import HERE

RUS = "regional utvecklingsstrategi"


@dataclass(frozen=True)
class Broken:
    """A tie from a plan in force to one that is only mentioned (`other.known` is false), or that is over."""

    tie: Tie
    teller: Node
    other: Node

    @property
    def words(self) -> str:
        """What the teller does to the other, within a sentence: "är inspel till"."""
        return HERE[self.tie.kind].lower()


@dataclass(frozen=True)
class Gaps:
    """`orphans` tie themselves to nothing above, `unused` are development strategies that no plan starts from, `broken` ties lead astray."""

    orphans: list[Node]
    unused: list[Node]
    broken: list[Broken]

    def __bool__(self) -> bool:
        return bool(self.orphans or self.unused or self.broken)


def gaps(thread: Thread, plans: Iterable[int]) -> Gaps:
    """Those of `plans`, in the order given; plans that are over need no thread any longer."""
    nodes = [thread.nodes[pk] for pk in plans if pk in thread.nodes]
    counting = [node for node in nodes if node.now and not node.now.over]
    return Gaps(
        [node for node in counting if not _highest(node) and not thread.above(node.id)],
        [node for node in counting if node.kind == RUS and not thread.below(node.id)],
        list(_broken(thread, {node.id for node in counting})),
    )


def beside(thread: Thread, plans: Iterable[int]) -> list[Node]:
    """Those of `plans`, in the order given, that are tied to nothing and break no thread: they are over, or hold for the whole country."""
    nodes = [thread.nodes[pk] for pk in plans if pk in thread.nodes]
    tied = {end for tie in thread.ties for end in (tie.lower, tie.upper)}
    return [node for node in nodes if node.id not in tied and _needs_none(node)]


def _needs_none(node: Node) -> bool:
    over = node.now is not None and node.now.over
    return over or (_national(node) and node.kind != RUS)


def _highest(node: Node) -> bool:
    """Whether the thread begins there: a development strategy, or what holds for the whole country."""
    return node.kind == RUS or _national(node)


def _national(node: Node) -> bool:
    return node.level == "nationell"


def _broken(thread: Thread, tellers: set[int]) -> Iterator[Broken]:
    for tie in thread.ties:
        other = thread.nodes[tie.other]
        if tie.said_by in tellers and (other.now is None or other.now.over):
            yield Broken(tie, thread.nodes[tie.said_by], other)

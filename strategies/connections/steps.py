"""The golden thread in words: from a plan step by step upwards, or downwards."""

from collections.abc import Callable
from dataclasses import dataclass

from strategies.connections.thread import Node, Thread, Tie
from strategies.reading.surroundings import HERE, THERE


@dataclass(frozen=True)
class Step:
    """A tie told from one plan to the next (`words`: "Utgår från"), `part` the part that is meant, and the steps on from there."""

    words: str
    node: Node
    part: str
    steps: list["Step"]


def upwards(thread: Thread, plan: int) -> list[Step]:
    return _steps(thread, plan, thread.above, lambda tie: tie.upper, {plan})


def downwards(thread: Thread, plan: int) -> list[Step]:
    return _steps(thread, plan, thread.below, lambda tie: tie.lower, {plan})


def _steps(
    thread: Thread,
    plan: int,
    ties: Callable[[int], list[Tie]],
    end: Callable[[Tie], int],
    passed: set[int],
) -> list[Step]:
    """A plan that the way has passed is not told again, so that a circle ends."""
    return [
        Step(
            (HERE if tie.said_by == plan else THERE)[tie.kind],
            thread.nodes[end(tie)],
            tie.part,
            _steps(thread, end(tie), ties, end, passed | {end(tie)}),
        )
        for tie in ties(plan)
        if end(tie) not in passed
    ]

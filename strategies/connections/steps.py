"""The golden thread in words: from a plan step by step upwards, or downwards."""

from collections.abc import Callable
from dataclasses import dataclass

from strategies.connections.thread import Node, Thread, Tie
from strategies.reading.surroundings import HERE, THERE


@dataclass(frozen=True)
class Step:
    """A tie told from one plan to the next (`words`: "Utgår från"), `part` the part that is meant, and the steps on from there.

    `again` says that the steps on from there have been told before: many ways may lead to a plan, and each goes on in the same way.
    """

    words: str
    node: Node
    part: str
    steps: list["Step"]
    again: bool = False


def upwards(thread: Thread, plan: int) -> list[Step]:
    return _steps(thread, plan, thread.above, lambda tie: tie.upper, {plan})


def downwards(thread: Thread, plan: int) -> list[Step]:
    return _steps(thread, plan, thread.below, lambda tie: tie.lower, {plan})


def _steps(
    thread: Thread,
    plan: int,
    ties: Callable[[int], list[Tie]],
    end: Callable[[Tie], int],
    told: set[int],
) -> list[Step]:
    """The steps from the plan. `told` are the plans whose steps are told, so that a circle ends, and as many steps are told as there are ties."""
    steps = []
    for tie in ties(plan):
        other = end(tie)
        words = (HERE if tie.said_by == plan else THERE)[tie.kind]
        again = other in told
        told.add(other)
        on = [] if again else _steps(thread, other, ties, end, told)
        steps.append(Step(words, thread.nodes[other], tie.part, on, again and bool(ties(other))))
    return steps

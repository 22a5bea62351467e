"""Tables on paper: without the columns that nobody has said anything in."""

from collections.abc import Sequence

from strategies.paper.blocks import Block, Table, Texts
from strategies.texts import lines_single_spaced


def table(head: Texts, widths: tuple[int, ...], rows: Sequence[Texts]) -> tuple[Block, ...]:
    """The rows under their head, nothing when there are none; texts with their line breaks, in one paragraph each."""
    kept = [at for at in range(len(head)) if any(row[at] for row in rows)]
    if not kept:
        return ()
    lines = tuple(tuple(lines_single_spaced(row[at]) for at in kept) for row in rows)
    return (Table(tuple(head[at] for at in kept), tuple(widths[at] for at in kept), lines),)

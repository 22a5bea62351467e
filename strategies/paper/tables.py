"""Tables on paper: without the columns that nobody has said anything in."""

from collections.abc import Sequence

from strategies.paper.blocks import Block, Table, Texts


def table(head: Texts, widths: tuple[int, ...], rows: Sequence[Texts]) -> tuple[Block, ...]:
    """The rows under their head, nothing when there are none; texts on one line each."""
    kept = [at for at in range(len(head)) if any(row[at] for row in rows)]
    if not kept:
        return ()
    lines = tuple(tuple(" ".join(row[at].split()) for at in kept) for row in rows)
    return (Table(tuple(head[at] for at in kept), tuple(widths[at] for at in kept), lines),)

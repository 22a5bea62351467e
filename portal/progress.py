"""Progress of long commands."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")

FEW = 3  # a bar for less than this is more in the way than of help


def track(items: Sequence[T], label: str) -> Iterator[T]:
    """Yield the items, with a bar on standard error when they are many and somebody watches."""
    hidden = len(items) <= FEW or not sys.stderr.isatty()
    yield from tqdm(items, desc=label, disable=hidden, leave=False, file=sys.stderr)

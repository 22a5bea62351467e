"""Where a text has certain words, by pieces of them in lower case: one look at all of the text spares a slow pattern on every line."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from strategies.loading.lines import Line


def holds_any(lower: str, stems: Iterable[str]) -> bool:
    """Whether the text, in lower case, has one of the stems."""
    for stem in stems:  # noqa: SIM110 - asked very often, and a generator takes twice as long
        if stem in lower:
            return True
    return False


def places(lower: str, stems: Iterable[str]) -> list[int]:
    """Where the text, in lower case, has one of the stems."""
    found = []
    for stem in stems:
        at = lower.find(stem)
        while at >= 0:
            found.append(at)
            at = lower.find(stem, at + 1)
    return sorted(found)


def matches(
    pattern: re.Pattern[str], text: str, lower: str, stems: Iterable[str]
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` yields, for a pattern that begins with one of the stems: it is tried where they stand."""
    end = 0
    for at in places(lower, stems):
        if at >= end and (found := pattern.match(text, at)):
            yield found
            end = found.end()


class Index:
    """Some lines, and which of them hold a stem; `lower` is the document that they are lines of, in lower case."""

    def __init__(self, lines: list[Line], lower: str) -> None:
        self.lines = lines
        self._lower = lower
        # A head of a page that was caught in a line may come before what stands above it.
        starts = [line.start for line in lines]
        self._order = sorted(range(len(lines)), key=starts.__getitem__)
        self._starts = sorted(starts)

    def holding(self, stems: Iterable[str]) -> list[int]:
        """The numbers of the lines that hold one of the stems, which have no white space in them."""
        if not self.lines:
            return []
        lines, order, starts, lower = self.lines, self._order, self._starts, self._lower
        found = set()
        first, last = starts[0], lines[order[-1]].end
        for stem in stems:
            at = lower.find(stem, first, last)
            while at >= 0:
                n = order[bisect_right(starts, at) - 1]
                end = lines[n].end
                if at < end:
                    found.add(n)
                at = lower.find(stem, max(at + 1, end), last)
        return sorted(found)

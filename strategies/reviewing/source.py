"""The source text as the review page shows it: line by line, with what the plan was read from marked."""

from bisect import bisect_right
from dataclasses import dataclass
from uuid import UUID

from strategies.plan import Passage, Plan

FACTS = "fakta"  # stands for the plan itself where a part has its key


@dataclass(frozen=True)
class Piece:
    """Words of a line. `parts` are the short keys of what was read from them, the nearest first; none where nothing was."""

    text: str
    parts: tuple[str, ...] = ()
    key: UUID | None = None
    first: bool = False
    corrected: bool = False
    chosen: bool = False

    @property
    def on(self) -> str:
        """The part that the words lead to."""
        return self.parts[0] if self.parts else ""


@dataclass(frozen=True)
class Line:
    """A line of the source, and where in the text it begins; `page` is its number when it is the first of a page."""

    number: int
    start: int
    pieces: list[Piece]
    page: int = 0


def short(key: UUID | None) -> str:
    return str(key)[:8] if key else FACTS


def lines(text: str, plan: Plan, sha256: str, chosen: str = "") -> list[Line]:
    """The text's lines with the plan's passages in them; `chosen` is the short key of the part that the reader points at."""
    passages = [
        passage
        for passage in plan.passages
        if passage.document == document_of(plan, sha256)
        and passage.start is not None
        and passage.end is not None
        and passage.start < passage.end <= len(text)
    ]
    # The widest first, so that of several the nearest is met last.
    passages.sort(key=lambda p: (p.start or 0) - (p.end or 0))
    marks = _Marks(passages, chosen)
    found, start, page = [], 0, 1
    for number, line in enumerate(text.split("\n"), 1):
        turned = line.count("\f")
        page += turned
        pieces = marks.pieces(text, start, start + len(line))
        found.append(Line(number, start, pieces, page if turned else 0))
        start += len(line) + 1
    return found


def document_of(plan: Plan, sha256: str) -> int:
    """Which of the plan's documents the file is, counted from one."""
    numbers = (n for n, document in enumerate(plan.documents, 1) if document.sha256 == sha256)
    return next(numbers, 1)


class _Marks:
    """Passages cut where another begins or ends, so that every piece of a line has the same ones over all of it."""

    def __init__(self, passages: list[Passage], chosen: str) -> None:
        self.chosen = chosen
        ends = {edge for p in passages for edge in (p.start or 0, p.end or 0)}
        self.edges = sorted(ends)
        self.over: dict[int, list[Passage]] = {edge: [] for edge in self.edges}
        for passage in passages:
            begin = self.edges.index(passage.start or 0)
            for edge in self.edges[begin:]:
                if edge >= (passage.end or 0):
                    break
                self.over[edge].insert(0, passage)
        self.met: set[str] = set()

    def pieces(self, text: str, start: int, end: int) -> list[Piece]:
        """The characters [start, end) of the text, cut at the edges."""
        first = bisect_right(self.edges, start)
        cuts = [start]
        for edge in self.edges[first:]:
            if edge >= end:
                break
            cuts.append(edge)
        return [
            self._piece(text[a:b], a) for a, b in zip(cuts, [*cuts[1:], end], strict=True) if a < b
        ]

    def _piece(self, words: str, start: int) -> Piece:
        place = bisect_right(self.edges, start) - 1
        over = self.over[self.edges[place]] if place >= 0 else []
        if not over or not words.strip():
            return Piece(words.replace("\f", ""))
        parts = tuple(dict.fromkeys(short(passage.on) for passage in over))
        first = parts[0] not in self.met
        self.met.add(parts[0])
        return Piece(
            text=words.replace("\f", ""),
            parts=parts,
            key=over[0].on,
            first=first,
            corrected=any(passage.corrected for passage in over if passage.on == over[0].on),
            chosen=self.chosen in parts,
        )

"""Lines of a document as they are found, into one Text."""

from dataclasses import dataclass

from strategies.loading.mending import mend
from strategies.loading.text import Mark, MarkKind, Text

PAGE_BREAK = "\f"


@dataclass
class Line:
    """One line; lines that follow each other in the same `block` have no blank line between them."""

    text: str
    block: int
    kind: MarkKind | None = None
    level: int = 1


def text_of(
    lines: list[Line], title: str = "", encoding: str = "", notes: tuple[str, ...] = ()
) -> Text:
    """The lines with their characters mended, then marked where they stand."""
    # All at once, since it is quicker, and since a note is told once.
    joined = "\n".join(line.text.replace("\n", " ") for line in lines)
    mended, mends = mend(joined, " ")
    content: list[str] = []
    marks: list[Mark] = []
    place, block = 0, None
    for line, text in zip(lines, _trimmed(mended) if lines else [], strict=True):
        if not text:
            continue
        gap = "" if block is None else "\n" if block == line.block else "\n\n"
        content += [gap, text]
        place += len(gap)
        if line.kind:
            marks.append(Mark(place, place + len(text), line.kind, line.level))
        place += len(text)
        block = line.block
    clean_title, _ = mend(" ".join(title.split()))
    return Text("".join(content), tuple(marks), encoding, clean_title, (*notes, *mends))


def _trimmed(text: str) -> list[str]:
    return [line.rstrip(" \t") for line in text.split("\n")]

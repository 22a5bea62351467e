"""What the plan declares of itself: vision, purpose, goals and principles."""

import re
from collections.abc import Iterator

from strategies.loading.blocks import Block
from strategies.loading.nodes import Found
from strategies.loading.placing import phrase
from strategies.loading.rules import rule
from strategies.loading.rules.schemes import Scheme
from strategies.plan import StatementKind

Stated = tuple[StatementKind, Found]

LABEL = re.compile(
    r"(?:(?:Vår|Kommunens|Regionens|Our)\s+)?(?P<kind>vision|visjon|mål|delmål|syfte|purpose|goal)(?:en|et)?(?:\s(?:för|med)\s[\wåäö]+(?:\s[\wåäö]+)?)?(?:\s\d{4})?\s*:\s*(?P<text>[”\"]?\S.*)",
    re.IGNORECASE,
)
# Each with letters that it cannot do without, for a quick look.
IN_TEXT: list[tuple[StatementKind, str, re.Pattern[str]]] = [
    (
        "vision",
        "ision",
        re.compile(
            r"(?:[Vv]isionen|[Vv]år vision|[Tt]he vision)(?:\s(?:för|med)\s[^.]{3,40}?)?\s(?:är|lyder|is)(?:\s+att)?:?\s+(?P<text>[^.]{8,300}\.?)"
        ),
    ),
    (
        "syfte",
        "yftet",
        re.compile(
            r"[Ss]yftet(?:\smed\s[\wåäö]+(?:\s[\wåäö]+)?)?\s(?:är|är att)\s+(?:att\s+)?(?P<text>[^.]{8,300}\.?)"
        ),
    ),
    (
        "syfte",
        "syfte är",
        re.compile(r"(?P<text>[Nn]äringslivsprogrammets syfte är att [^.]{8,200}\.?)"),
    ),
    ("syfte", "i syfte", re.compile(r"\bi syfte att (?P<text>[^.]{8,200}\.?)")),
    (
        "mål",
        "ål",
        re.compile(
            r"(?:[Mm]ålet|[Ö]vergripande mål(?:et)?)(?:\smed\s[\wåäö]+(?:\s[\wåäö]+)?)?\s(?:är|är att)\s+(?:att\s+)?(?P<text>[^.]{8,300}\.?)"
        ),
    ),
]
WORD: dict[str, StatementKind] = {
    "vision": "vision",
    "visjon": "vision",
    "mål": "mål",
    "delmål": "delmål",
    "goal": "mål",
    "syfte": "syfte",
    "purpose": "syfte",
}
CHAPTER: dict[str, StatementKind] = {"vision": "vision", "goals": "mål", "purpose": "syfte"}


def statements_of(blocks: list[Block], scheme: Scheme) -> list[Stated]:
    """The plan's own statements, those inside its directions left out; each once."""
    outside = _outside(blocks, scheme)
    found: list[Stated] = []
    for one in (
        *by_chapter(blocks, outside),
        *by_label(blocks, outside),
        *in_text(blocks, outside),
    ):
        if not any(_overlap(one[1], other[1]) for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one[1].spans[0])


def _outside(blocks: list[Block], scheme: Scheme) -> list[int]:
    inside = {n for at, end in scheme.places for n in range(at, end)}
    return [n for n in range(len(blocks)) if n not in inside]


def _overlap(one: Found, other: Found) -> bool:
    return any(a < d and c < b for a, b in one.spans for c, d in other.spans)


@rule("R60", "Kapitel om vision, mål eller syfte")
def by_chapter(blocks: list[Block], outside: list[int]) -> Iterator[Stated]:
    """The first paragraph under "Vision", the items or paragraphs under "Mål"."""
    for n in outside:
        block = blocks[n]
        kind = CHAPTER.get(block.role) if block.kind == "heading" else None
        if kind is None or n + 1 >= len(blocks) or LABEL.fullmatch(block.text):
            continue
        for count, below in enumerate(blocks[n + 1 : n + 12]):
            motto = kind == "vision" and not count and not (below.role or below.label or below.word)
            if (below.kind == "heading" and not motto) or (
                kind != "mål" and count and below.kind != "item"
            ):
                break
            if LABEL.fullmatch(below.text) or below.kind in ("row", "lead"):
                continue
            if kind == "mål" and below.kind == "text" and len(below.text) > 400:
                continue
            if kind == "mål" and below.kind == "text" and any(_sentences(below)):
                continue
            if kind == "syfte" and IN_TEXT[1][2].search(below.text):
                continue
            if kind == "vision" and IN_TEXT[0][2].search(below.text):
                continue
            spans = tuple(below.spans)
            yield kind, Found(below.text.rstrip(" ;,"), spans, "R60", "trolig")


@rule("R61", "Uttalande efter sitt ord")
def by_label(blocks: list[Block], outside: list[int]) -> Iterator[Stated]:
    """ "Vision för näringslivsarbetet: ”Det ska vara attraktivt …" """
    for n in outside:
        block = blocks[n]
        able = ":" in block.text and block.kind in ("text", "heading", "lead")
        found = LABEL.fullmatch(block.text) if able else None
        if found:
            words = found["text"].strip('”"')
            yield (
                WORD[found["kind"].lower()],
                phrase(block, words, "R61", begin=found.start("text")),
            )


@rule("R62", "Uttalande i en mening")
def in_text(blocks: list[Block], outside: list[int]) -> Iterator[Stated]:
    """ "Syftet med strategin är att …", "Målet är …"."""
    for n in outside:
        block = blocks[n]
        for kind, found in _sentences(block) if block.kind in ("text", "item") else ():
            begin = found.start("text")
            yield kind, phrase(block, found["text"].strip(), "R62", begin=begin)


def _sentences(block: Block) -> Iterator[tuple[StatementKind, re.Match[str]]]:
    for kind, letters, pattern in IN_TEXT:
        if letters in block.text:
            for found in pattern.finditer(block.text):
                yield kind, found

"""Lines into blocks: headings, paragraphs, items of lists and rows of tables, with wrapped lines joined."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from strategies.loading.labels import Label, Labels, labels_of
from strategies.loading.lines import Line
from strategies.loading.stems import holds_any
from strategies.loading.text import lowered
from strategies.loading.words import inner_role, property_of, role_of
from strategies.texts import single_spaced

BlockKind = Literal["heading", "text", "item", "row", "lead"]

Span = tuple[int, int]
HANGING = re.compile(r"^(?:och|eller|samt|respektive|og)\b")


def joined(texts: list[str]) -> tuple[str, list[int]]:
    """Lines as one, and where each begins in it: a word that was divided at the end of a line is whole again, and a hanging hyphen stays."""
    if len(texts) == 1:
        return single_spaced(texts[0]), [0]
    whole, starts = "", []
    for text in map(single_spaced, texts):
        if whole.endswith("-") and text[:1].islower() and not whole.endswith(" -"):
            whole = f"{whole} " if HANGING.match(text) else whole[:-1]
        elif whole and not (whole[-1] == "-" and text[:1].isupper() and whole[-2:-1].isalnum()):
            whole = f"{whole} "
        starts.append(len(whole))
        whole += text
    return whole, starts


@dataclass(slots=True)
class Block:
    """One thing that the document says, in one or more lines; `text` is all its words, bullets left out.

    `lower` is `text` in lower case. `title` is a heading's words without number and label, or an item's without its bullet; `label` the number; `word` the level word before it
    ("Insatsområde"). `role` is the chapter that a heading opens, `inner` what the list below it holds; `starts` tells where in `text` each line begins.
    """

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    lower: str = ""
    title: str = ""
    label: str = ""
    word: str = ""
    role: str = ""
    inner: str = ""
    depth: int = 0
    title_at: int = 0
    starts: list[int] = field(default_factory=list)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def spans(self) -> list[Span]:
        """The characters that the title stands in, those of each unbroken run of lines."""
        runs: list[Span] = []
        lines = self.lines[1:] if self.word and not self.title_at else self.lines
        for n, line in enumerate(lines):
            begin = (
                self.title_at
                if n == 0 and self.title_at
                else line.body
                if n == 0 and lines is self.lines
                else line.start
            )
            if runs and line.start - runs[-1][1] < 60 and n and neighbours(lines[n - 1], line):
                runs[-1] = (runs[-1][0], line.end)
            else:
                runs.append((begin, line.end))
        return runs

    @property
    def is_sentence(self) -> bool:
        return self.text.endswith((".", "!", "?", "”"))


def neighbours(before: Line, after: Line) -> bool:
    """Whether nothing but white space stands between two lines of a block, as far as their places tell."""
    return after.start - before.end <= 1 + after.indent + 40 and before.page == after.page


def blocks_of(lines: list[Line]) -> list[Block]:
    """The blocks of the content, in order; furniture is left out."""
    content = [line for line in lines if line.kind != "furniture"]
    broken = {after.start for line, after in pairwise(lines) if line.kind == "furniture"}
    layout = Layout(_width(content), labels_of(content))
    blocks: list[Block] = []
    last = None
    for line, after in zip(content, [*content[1:], None], strict=False):
        able = last is not None and last.kind != "row" and line.kind == "text" and not line.bullet
        if last and able and _continues(last, line, layout, line.start in broken):
            last.lines.append(line)
        else:
            last = Block(_kind(line, after, last, layout), [line])
            blocks.append(last)
        if last.kind == "heading":
            _name(last, layout)  # which decides whether the next line belongs to it
    for block in blocks:
        if block.kind != "heading":
            _name(block, layout)
    _name_repeated(blocks)
    return blocks


@dataclass(frozen=True)
class Layout:
    """How the document is set: how long the lines of a wrapped paragraph are, and the words it numbers its parts with."""

    width: int
    labels: Labels


AREAS = re.compile(r"områd|fokusfråg|prioritering|tema|spår", re.IGNORECASE)


def _name_repeated(blocks: list[Block]) -> None:
    """A heading that returns ("Ambition", "Satsningar") is no part of the tree but says what stands below it, each time."""
    heads = [block for block in blocks if block.kind == "heading" and not block.word]
    times = Counter(block.title.lower() for block in heads if not block.label)
    for block, after in pairwise(blocks):
        able = block.kind == "heading" and not block.word
        repeated = able and times[block.title.lower()] > 1
        if repeated and not block.inner:
            areas = block.role == "directions" and AREAS.search(block.title)
            listed = "areas" if areas else "actions"
            block.role, block.inner = "", listed if after.kind in ("item", "row") else "why"


def _width(lines: list[Line]) -> int:
    """How long the lines of a wrapped paragraph are, or a very large number when nothing is wrapped."""
    lengths = sorted(
        len(line.text) for line in lines if line.kind == "text" and len(line.text) > 40
    )
    if len(lengths) < 4 or lengths[-1] > 220:
        return 10_000
    return lengths[int(len(lengths) * 0.8)]


def _continues(last: Block, line: Line, layout: Layout, broken: bool) -> bool:
    """Whether the line goes on with what the block before it says."""
    before = last.lines[-1]
    opens_low = line.text[:1].islower()
    unfinished = not before.text.endswith((".", ":", "!", "?"))
    if broken:
        return opens_low and unfinished and not line.number and last.kind in ("item", "text")
    if (
        line.number
        or (line.blank and last.kind != "heading")
        or layout.labels.match(line.text)
        or property_of(line.text)
    ):
        return False
    if last.kind == "heading":
        return _heading_goes_on(last, line, layout)
    if opens_low or before.text.endswith("-"):
        return True
    if last.kind == "item":
        return unfinished and line.indent > last.first.indent and len(before.text) > 45
    return last.kind == "text" and len(before.text) > 0.72 * layout.width


def _heading_goes_on(last: Block, line: Line, layout: Layout) -> bool:
    """A label alone has its title on the next line; a numbered heading may be wrapped."""
    before = last.lines[-1]
    label = layout.labels.match(before.text) if len(last.lines) == 1 else None
    if label and not label.title:
        return len(line.text) < 110 and not line.text.endswith(".")
    if line.blank or before.marked or last.is_sentence:
        return False
    wrapped = before.text.endswith("-") and len(before.text) > 40
    return wrapped or (line.text[:1].islower() and bool(last.word or last.label))


def _kind(line: Line, after: Line | None, last: Block | None, layout: Layout) -> BlockKind:
    """What kind of block the line begins."""
    if line.kind == "row":
        return "row"
    if line.kind == "heading":
        return "heading"
    if line.kind == "item" and line.bullet:
        return "item"
    if _is_lead(line, after) and (line.text.endswith(":") or not layout.labels.match(line.text)):
        return "lead"
    coded = line.number and (CODED.fullmatch(line.number) or _counts_on(line, after, last))
    if line.kind == "item" or coded:
        return "item"
    heading = _is_heading(line, after, last, layout) and not _is_wrapped(line, after, layout.width)
    return "heading" if heading else "text"


def _name(block: Block, layout: Layout) -> None:
    """Find title, number, label word and role in what the block says."""
    line, kind = block.first, block.kind
    block.text, block.starts = joined([one.said[1] for one in block.lines])
    block.lower = lowered(block.text)
    block.depth, block.title = line.level, block.text
    block.title_at = line.body if line.bullet else line.start
    said = line.text if len(block.lines) == 1 else block.text
    label = layout.labels.match(said) if kind == "heading" else None
    if label:
        _name_labelled(block, label)
    elif line.number and kind in ("heading", "item"):
        block.label = line.number
        block.title = joined([line.words, *(one.text for one in block.lines[1:])])[0]
        block.title_at = line.body
        block.depth = line.level or line.number.count(".") + 1
    if kind in ("heading", "lead"):
        block.title = block.title.strip().rstrip(":").strip() or block.title
        block.role, block.inner = role_of(block.title), inner_role(block.title)


def _name_labelled(block: Block, label: Label) -> None:
    line = block.first
    block.word, block.label = label.word, label.label
    block.depth = block.label.count(".") + 1
    block.title = label.title or block.text
    begin = block.title.split()[0]
    at = line.text.find(begin, len(label.word))
    # A title on the line below its label begins there.
    block.title_at = line.start + at if label.title and at >= 0 else 0


CODED = re.compile(r"[A-Z]\d{1,2}")
OPENS = re.compile(
    r"(?:\.\s.*|,.*|^\S+(?:\s\S+){3,})\b(?:ska|att|vill|är|vi|kommunen|regionen|kommer|skal|will|to)$|^(?:[Vv]i|[Kk]ommunen|[Rr]egionen|[Pp]arterna|We)\s(?:ska|vill|will|skal|åtar oss|föreslår)(?:\s\S+){0,4}$"
)


ANNOUNCES = re.compile(r"\S\s.*\b(?:är|innehåller|omfattar|följande|are)\b[^:]{0,30}:$")


def _counts_on(line: Line, after: Line | None, last: Block | None) -> bool:
    """Whether the line is one of several that are numbered 1, 2, 3 with nothing between them: a list, not headings."""
    if not line.number.isdigit() or line.sign not in (".", ")") or line.marked:
        return False
    number = int(line.number)
    before = last.lines[-1].number if last and last.kind == "item" and not line.blank else ""
    follows = after.number if after and not after.blank else ""
    return str(number - 1) == before or str(number + 1) == follows


def _is_wrapped(line: Line, after: Line | None, width: int) -> bool:
    """Whether the line is the first of a wrapped paragraph rather than a heading: it is full, or a sentence ends in it."""
    if line.number and not STOP.search(line.words):
        return False
    if SENTENCES.search(line.words):
        return True
    full = len(line.text) > 0.8 * width or line.text.endswith("-")
    return full and after is not None and not after.blank and after.kind == "text"


def _is_lead(line: Line, after: Line | None) -> bool:
    """A line that ends in a colon, or in the middle of a sentence, and opens a list."""
    if after is None:
        return False
    if after.kind == "item" and OPENS.search(line.text):
        return True
    if not line.text.endswith(":"):
        return False
    if ANNOUNCES.search(line.text):
        return True
    return after.kind == "item" or (len(line.text) < 60 and bool(inner_role(line.text)))


STOP = re.compile(r"[.!?]\s")
SENTENCES = re.compile(r"[a-zåäö][.!?]\s+[A-ZÅÄÖ]")
FIRST = frozenset('ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÆØ0123456789”"(')
NOT_A_HEADING = re.compile(
    r"(?:övergripande )?(?:inriktnings|del)?mål\s*:\s*\S|\(|(?:sidansvarig|uppdaterad|publicerad|senast|kontakt(?:person)?|foto|källa|dnr|diarienummer|datum|tel)\b\s*:|den \d|\d{4}-\d\d"
)
ADDRESS = re.compile(r"@|\btel(?:efon)?\b|https?:|www\.")
TELEPHONE = re.compile(r"\d{3}[- ]\d{2}")


def _is_heading(line: Line, after: Line | None, last: Block | None, layout: Layout) -> bool:
    """A short line without a full stop that something follows, where the layout sets it apart."""
    if not _may_be_heading(line):
        return False
    words = line.words
    labelled = layout.labels.match(line.text)
    if after is None and not labelled:
        return False
    if (labelled and not words.endswith(":")) or (words.isupper() and len(words) > 3):
        return True
    if after is None:
        return False
    apart = line.blank or _stands_out(after)
    if line.number or role_of(words) or inner_role(words):
        return apart or (bool(line.number) and after.number != "")
    beside = last is not None and last.kind in ("heading", "item")
    return (line.blank or beside) and (after.blank or _stands_out(after))


def _may_be_heading(line: Line) -> bool:
    """Whether the line alone, whatever stands around it, could be a heading."""
    words, text = line.words, line.text
    if len(words) > 110 or words.endswith((".", ",", ";", "!")) or words[:1] not in FIRST:
        return False
    if words.count(" ") > 13 and len(words.split()) > 14:
        return False
    fact = NOT_A_HEADING.match(line.lower) or property_of(text) or TELEPHONE.search(text)
    reach = holds_any(line.lower, ("@", "tel", "http", "www.")) and ADDRESS.search(line.lower)
    return not (fact or reach)


def _stands_out(after: Line) -> bool:
    """Whether the line below reads as text or a list under a heading, rather than as the next of several short lines."""
    return (
        after.kind in ("item", "row")
        or after.text.endswith((".", ":", "!", "?"))
        or len(after.text) > 75
        or bool(SENTENCES.search(after.text))
    )

"""What a sheet of paper shows, as values: the shape of the JSON that paper.typ reads. Every string in it is text and never markup."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from strategies.paper.signs import printable
from strategies.texts import lines_single_spaced

Mark = Literal["", "new", "gone"]
Texts = tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of text, with line breaks if it has any: as it was, new or gone.

    After it stands the page of the part whose key is in `page_of`, "" for none; `href` is a web address that it leads to.
    """

    text: str
    what: Mark = ""
    page_of: str = ""
    href: str = ""


@dataclass(frozen=True)
class Row:
    """A paragraph after its name in bold, "" for none."""

    label: str
    pieces: tuple[Piece, ...]


def said(text: str, label: str = "") -> tuple[Row, ...]:
    """A text as paragraphs with their line breaks, the first of them after `label`; nothing of an empty text."""
    parts = [lines_single_spaced(part) for part in text.split("\n\n")]
    names = [label, *[""] * len(parts)]
    return tuple(
        Row(name, (Piece(part),)) for name, part in zip(names, parts, strict=False) if part
    )


@dataclass(frozen=True)
class Text:
    """Paragraphs."""

    body: tuple[Row, ...]
    type: Literal["text"] = "text"


@dataclass(frozen=True)
class Items:
    """A list with a mark before each, whose paragraphs go together."""

    items: tuple[tuple[Row, ...], ...]
    type: Literal["items"] = "items"


@dataclass(frozen=True)
class Lead:
    """Paragraphs that set the tone: a vision."""

    body: tuple[Row, ...]
    type: Literal["lead"] = "lead"


@dataclass(frozen=True)
class Facts:
    """Rows with their names in the margin."""

    rows: tuple[Row, ...]
    type: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Part:
    """A part of the plan under a heading of level 2 to 4, with `word` beside it in the margin; `small` for one of many in a list.

    `body` is its text and `notes` what is told in smaller letters: who, when. No level may be skipped: PDF/UA refuses it. `key` is what other blocks find its page by.
    """

    level: int
    title: str
    body: tuple[Row, ...] = ()
    notes: tuple[Row, ...] = ()
    word: str = ""
    key: str = ""
    small: bool = False
    outlined: bool = False
    type: Literal["part"] = "part"


@dataclass(frozen=True)
class Table:
    """Rows under a head; `widths` are shares of the line."""

    head: Texts
    widths: tuple[int, ...]
    rows: tuple[Texts, ...]
    type: Literal["table"] = "table"


@dataclass(frozen=True)
class IndexRow:
    """What somebody is, and where: pieces without a text are told by their page alone."""

    role: str
    places: tuple[Piece, ...]


@dataclass(frozen=True)
class IndexEntry:
    name: str
    rows: tuple[IndexRow, ...]


@dataclass(frozen=True)
class Index:
    """Names with pages, in two columns."""

    entries: tuple[IndexEntry, ...]
    type: Literal["index"] = "index"


@dataclass(frozen=True)
class Code:
    """Letters to compare one by one, in groups."""

    groups: Texts
    type: Literal["code"] = "code"


@dataclass(frozen=True)
class Changed:
    """What happened to one part, with its text: a word for it in the margin, and where the part stands."""

    word: str
    title: str
    where: str = ""
    body: tuple[Row, ...] = ()
    type: Literal["change"] = "change"


Block = Text | Items | Lead | Facts | Part | Table | Index | Code | Changed


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False


@dataclass(frozen=True)
class Cover:
    """The first page; a compact one is only its head. `notice` is what no reader may miss, "" for nothing."""

    kind: str
    title: str
    lead: str
    facts: tuple[Row, ...]
    compact: bool = False
    notice: str = ""


@dataclass(frozen=True)
class Sheets:
    """A whole document. `running` stands at the foot of each page; `contents_depth` is how many levels are listed, 0 for no list."""

    title: str
    authors: Texts
    description: str
    keywords: Texts
    running: str
    words: dict[str, str]
    cover: Cover
    sections: tuple[Section, ...]
    contents_depth: int = 0

    def value(self) -> dict[str, Any]:
        """What the template reads: plain JSON, in characters that its fonts have."""
        plain: dict[str, Any] = printable(asdict(self))
        return plain

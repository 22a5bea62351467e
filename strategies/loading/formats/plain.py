"""Plain text, and what is left of web pages and Markdown in text that somebody has pasted."""

import html
import re

from strategies.loading.decode import decode
from strategies.loading.mending import mend
from strategies.loading.text import Mark, Text

REMNANTS = "Rester av HTML togs bort eller blev tecken och radbrytningar"
SPACED_OUT = "Spärrade rubriker skrevs ihop (M å l blev Mål)"
SCRIPT = "Skript i filen lästes inte"

SEVERAL = 3
_NAMES = "p|br|li|ul|ol|dl|dt|dd|div|span|section|article|h[1-6]|strong|b|em|i|u|sup|sub|small|a|table|thead|tbody|tr|td|th|font|img|hr|blockquote"
_TAG = re.compile(rf"<(/?)({_NAMES})\b(?:\s[^<>]{{0,2000}})?/?>([ \t]*\n)?", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
_UNREAD = re.compile(r"<(script|style)\b", re.IGNORECASE)
_INLINE = frozenset({
    "span", "strong", "b", "em", "i", "u", "sup", "sub", "small", "a", "font", "img",
})  # fmt: skip
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_SPACED = re.compile(r"^[ \t]*(?:\d[\d.]*[ \t]+)?\S(?:[ \t]+\S)+[ \t]*$", re.MULTILINE)
_WORD_GAP = re.compile(r"[ \t]{2,}|\t")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*?)[ \t]*#*$", re.MULTILINE)


def read_plain(data: bytes, name: str = "") -> Text:
    """A text file as it stands, with its characters mended. Only Markdown has marks: there the layout says what a heading is."""
    decoded = decode(data)
    content, notes = mend(decoded.text)
    content, mends = _tidy(content)
    content = content.strip("\n")
    told = (*decoded.notes, *notes, *mends)
    headings = _HEADING.findall(content)
    if headings and (name.lower().endswith(".md") or len(headings) >= SEVERAL):
        return _markdown(content, decoded.encoding, told)
    return Text(content, encoding=decoded.encoding, notes=told)


def _tidy(content: str) -> tuple[str, tuple[str, ...]]:
    notes: list[str] = []
    if "<" in content or "&" in content:
        content = _without_remnants(content, notes)
    joined = _SPACED.sub(_close_up, content)
    if joined != content:
        notes.append(SPACED_OUT)
    return joined, tuple(notes)


def _without_remnants(content: str, notes: list[str]) -> str:
    if _UNREAD.search(content):
        content = _without_scripts(content)
        notes.append(SCRIPT)
    tags, entities = len(_TAG.findall(content)), len(_ENTITY.findall(content))
    if tags >= SEVERAL:
        content = _BLANK_LINES.sub("\n\n", _TAG.sub(_layout, content))
    if tags >= SEVERAL or entities >= SEVERAL:
        # A character can be hidden behind &amp; twice, and what appears may need mending as well.
        content, _ = mend(html.unescape(html.unescape(content)))
        notes.append(REMNANTS)
    return content


def _without_scripts(content: str) -> str:
    """The text between scripts and style sheets; one that never ends takes the rest along, as in a browser."""
    kept, place, folded = [], 0, content.lower()
    while found := _UNREAD.search(content, place):
        kept.append(content[place : found.start()])
        end = folded.find(f"</{found[1].lower()}", found.end())
        close = content.find(">", end) if end >= 0 else -1
        if close < 0:
            return "".join(kept)
        place = close + 1
    return "".join(kept) + content[place:]


def _layout(match: re.Match[str]) -> str:
    """What a browser would have shown in a tag's place; the line end after it is markup too, unless the tag stands within a line."""
    closing, name = match[1], match[2].lower()
    if name in _INLINE:
        return match[3] or ""
    if name in ("td", "th"):
        return "\t" if closing else ""
    if name == "li":
        return "" if closing else "\n• "
    if name in ("br", "tr", "dt", "dd"):
        return "" if closing else "\n"
    return "\n\n" if name != "div" else "\n"


def _close_up(match: re.Match[str]) -> str:
    """A line of letters set apart, with its words kept apart where the gaps are wider; other lines as they are."""
    words = [group.split() for group in _WORD_GAP.split(match[0].strip())]
    letters = [letter for word in words for letter in word if letter.isalpha()]
    looks_written = any(letter.islower() for letter in letters[1:]) or len(letters) >= 6
    in_order = [ord(letter) - ord(letters[0]) for letter in letters] == list(range(len(letters)))
    if len(letters) < 3 or not looks_written or in_order:
        return match[0]
    # Where the gaps of words are no wider than those of letters nothing tells words apart, but the letters belong together.
    return " ".join("".join(word) for word in words)


def _markdown(content: str, encoding: str, notes: tuple[str, ...]) -> Text:
    """Headings by their number signs, which are then taken away."""
    pieces: list[str] = []
    marks: list[Mark] = []
    place = length = 0
    for found in _HEADING.finditer(content):
        pieces += [content[place : found.start()], found[2]]
        length += found.start() - place
        marks.append(Mark(length, length + len(found[2]), "heading", len(found[1])))
        length += len(found[2])
        place = found.end()
    return Text("".join(pieces) + content[place:], tuple(marks), encoding, "", notes)

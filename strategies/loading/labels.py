"""The words that a document numbers its parts with: those that many use, and those that this one repeats."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from strategies.loading.lines import Line
from strategies.loading.stems import holds_any
from strategies.loading.words import (
    BARE_LABEL,
    COLON_LABEL,
    LABEL_STEMS,
    LABELLED,
    column_of,
    inner_role,
    property_of,
    role_of,
)

NUMBERED = re.compile(
    r"(?P<word>[A-ZÅÄÖÆØ][\wåäöæø]*+(?:\s[a-zåäö]++)?)\s+(?P<label>\d{1,2}(?:\.\d{1,2})?|[A-H]\d{0,2}|[IVX]{1,4})(?:\s*[.:)–—-]+\s*|\s+|$)(?P<title>\S.*)?"
)
NAMED = re.compile(
    r"(?P<word>[A-ZÅÄÖÆØ][\wåäöæø]{3,}+)(?P<sign>\s*:|\s[–—-])?\s+(?P<title>[A-ZÅÄÖÆØ”\"]\S.*)"
)
LEVEL = re.compile(
    r".*(?:område|spår|inriktning|prioritering|satsning|pelare|löfte|ambition)", re.IGNORECASE
)
FAR = 120  # characters from the beginning of a line that its level word may stand in
# What is numbered, but is no part of a plan.
OTHERS = re.compile(
    r"(?:bild|slide|sida?|tabell|figur|diagram|bilaga|kapitel|avsnitt|kv|kvartal|vecka|version|artikel|punkt|fråga|nr|fas|etapp|steg|agenda|vision|kontakt|telefon|dnr|paragraf|lag|protokoll"
    r"|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|våren|hösten|år|page|table|figure|annex|chapter|appendix)(?:\s.*)?",
    re.IGNORECASE,
)


class Label(NamedTuple):
    """A heading parted into the level word, its number ("" where it has none) and the title ("" where it stands on the next line)."""

    word: str
    label: str
    title: str


@dataclass(frozen=True)
class Labels:
    """The level words of one document, in lower case: with numbers, and without."""

    numbered: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    _told: dict[str, Label | None] = field(default_factory=dict, compare=False, repr=False)

    def match(self, text: str) -> Label | None:
        """What the line says as a label, or None; asked of a line several times while blocks are made."""
        if text not in self._told:
            self._told[text] = self._match(text) if text[:1].isalpha() else None
        return self._told[text]

    def _match(self, text: str) -> Label | None:
        known = holds_any(text[:FAR].lower(), LABEL_STEMS)
        if known and (found := LABELLED.fullmatch(text) or BARE_LABEL.fullmatch(text)):
            groups = found.groupdict()
            return Label(groups["word"], groups["label"], groups.get("title") or "")
        found = NUMBERED.fullmatch(text) if self.numbered else None
        if found and found["word"].lower() in self.numbered:
            return Label(found["word"], found["label"], found["title"] or "")
        found = NAMED.fullmatch(text) if self.named and len(text) < 110 else None
        if found and found["word"].lower() in self.named:
            return Label(found["word"], "", found["title"])
        if known and ":" in text and (found := COLON_LABEL.fullmatch(text)):
            return Label(found["word"], "", found["title"])
        return None


def labels_of(lines: Iterable[Line]) -> Labels:
    """The words that the document repeats with one number after another, or with one title after another."""
    numbers: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        text = line.text
        if len(text) > 110 or line.bullet or line.kind == "row" or not text[0].isupper():
            continue
        if text.endswith((".", ",")):
            continue
        if (found := NUMBERED.fullmatch(text)) and not OTHERS.fullmatch(found["word"]):
            numbers[found["word"].lower()].add(found["label"])
        if (found := NAMED.fullmatch(text)) and _may_name(found, line):
            titles[found["word"].lower()].add(found["title"])
    return Labels(
        frozenset(
            word
            for word, told in numbers.items()
            if len(told) > 1 and told & {"1", "A", "I", "1.1", "A1"}
        ),
        frozenset(
            word for word, told in titles.items() if len(told) > (1 if LEVEL.fullmatch(word) else 2)
        ),
    )


def _may_name(found: re.Match[str], line: Line) -> bool:
    """Whether a word before a title may be the document's own for a level: one that sounds like it, or any before a colon."""
    word, colon = found["word"], (found["sign"] or "").strip() == ":"
    taken = OTHERS.fullmatch(word) or property_of(found.group())
    if taken or inner_role(word) or role_of(word) or column_of(word):
        return bool(LEVEL.fullmatch(word)) and bool(found["sign"])
    return colon or (bool(LEVEL.fullmatch(word)) and line.blank)

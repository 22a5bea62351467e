"""Where the tree of a plan begins: which headings, items or phrases are its directions."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from strategies.loading.blocks import Block
from strategies.loading.nodes import Found, Node
from strategies.loading.rules import rule
from strategies.loading.words import (
    holds_any,
    CHALLENGE_WORD,
    GOAL_WORD,
    NUMBERS,
    ONE_OF_THEM,
    ORDINALS,
    PLURAL,
    PRINCIPLE,
    inner_role,
)
from strategies.plan import Certainty

_COUNT = "|".join([*NUMBERS, r"\d{1,2}"])
# A sentence that promises the list: "Strategin har sex prioriteringar", "Fyra strategiska områden har identifierats".
PROMISE = re.compile(
    rf"\b(?P<count>{_COUNT})\s+(?:(?!år\b)[a-zåäöæø]+\s+)?(?P<word>{PLURAL})(?![a-zåäö])",
    re.IGNORECASE,
)
THE_LIST = re.compile(
    rf"\b(?:följande|dessa|de)\s+(?P<word>{PLURAL})|\b(?P<word2>samarbetsområdena|arbetsområdena)\b",
    re.IGNORECASE,
)
CHALLENGES = re.compile(CHALLENGE_WORD + r"(?:ar|er|s|arna)?", re.IGNORECASE)
INLINE = re.compile(
    rf"(?:{PLURAL}|prioriterar(?:\s+(?:särskilt\s+)?(?:{_COUNT})\s+\w+)?|satsar på (?:{_COUNT}) \w+)[^.:;]{{0,60}}?(?:\s(?:är|är:|blir|omfattar|utgörs av|nämligen|are)\s*:?|:)\s+(?P<list>[^.:;]{{8,260}}?)(?=\.|$)",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    rf"\b(?:den|det|the)\s+(?P<nth>{'|'.join(ORDINALS)})\s+(?:(?:strategiska|prioriterade)\s+)?(?P<word>[a-zåäöæø]+)\s+(?:är|handlar om|innebär|gäller|rör|syftar till|is|er)\s+(?:om\s+)?(?:att\s+|to\s+|å\s+)?(?P<title>[^.!?:]{{3,220}})(?=[.!?:]|$)",
    re.IGNORECASE,
)
# A quick look before the slow one: whether any level word is there at all.
LEVELS = (
    *("områd", "tema", "inriktning", "prioritering", "satsning", "fokus", "tyngdpunkt", "hörnsten"),
    *("spår", "ledstjärn", "princip", "riktlinj", "huvudmål"),
    *("direction", "priorit", "pillar", "areas", "objective"),
)
NOT_LEVELS = re.compile(
    rf"{CHALLENGE_WORD}|{GOAL_WORD}|kapitel|bild|tabell|figur|bilaga", re.IGNORECASE
)


@dataclass(frozen=True)
class Scheme:
    """The directions of a plan as one reading has them: each with the block that it begins in and the first block after it."""

    nodes: list[Node]
    places: list[tuple[int, int]]
    word: str = ""
    rule: str = ""


def title_of(block: Block, rule_number: str, certainty: Certainty = "säker") -> Found:
    return Found(block.title, tuple(block.spans), rule_number, certainty)


def directions_of(blocks: list[Block]) -> Scheme:
    """The first reading that finds directions, in the order of how surely the document says them."""
    for read in (by_label, by_ordinal, by_chapter, by_promise, by_enumeration, by_lists):
        scheme = read(blocks)
        if scheme and scheme.nodes:
            return scheme
    return Scheme([], [])


def _scheme(
    blocks: list[Block], chosen: list[int], number: str, certainty: Certainty, word: str = ""
) -> Scheme:
    chosen = _last_of_each(chosen, blocks)
    nodes = [
        Node("direction", title_of(blocks[n], number, certainty), label=blocks[n].label)
        for n in chosen
    ]
    return Scheme(nodes, [(n, _end(blocks, n, chosen)) for n in chosen], word, number)


def _end(blocks: list[Block], start: int, chosen: list[int]) -> int:
    """The first block after a direction: another one, or a chapter that closes the list of them."""
    own = blocks[start]
    for n in range(start + 1, len(blocks)):
        block = blocks[n]
        if n in chosen:
            return n
        if block.kind == "heading" and closes(block, own):
            return n
    return len(blocks)


def closes(block: Block, own: Block) -> bool:
    """Whether a heading is outside the direction that `own` opens."""
    if NOT_LEVELS.fullmatch(block.word) and CHALLENGES.fullmatch(block.word):
        return True
    inside = bool(block.inner) and block.role not in ("directions",)
    if block.role in (
        "followup",
        "contacts",
        "appendix",
        "thanks",
        "resources",
        "participants",
        "decision",
    ):
        same = own.first.marked and block.first.marked and block.depth > own.depth
        deeper = bool(own.label and block.label) and block.depth > own.depth and not own.word
        return not (same or deeper or (inside and not block.first.blank))
    if own.first.marked and block.first.marked and block.depth <= own.depth:
        return True
    if own.label and block.label and not own.word and not block.word and not block.inner:
        return block.depth < own.depth or (
            block.depth == own.depth and block.first.sign == own.first.sign
        )
    if (
        own.word
        and block.label
        and not block.word
        and "." not in block.label
        and own.label
        and block.first.kind != "item"
    ):
        return own.first.number == "" and block.label.isdigit() and not _nested(block, own)
    return (
        block.role in ("background", "vision", "foreword")
        and not inside
        and block.first.text.isupper() == own.first.text.isupper()
    )


def _nested(block: Block, own: Block) -> bool:
    return block.label.startswith(f"{own.label}.")


@rule("R20", "Rubrik med planens ord och nummer")
def by_label(blocks: list[Block]) -> Scheme | None:
    """ "Insatsområde A. Fler förädlare": the same level word with a number or letter, twice or more; the first such word is the highest."""
    heads = [n for n, block in enumerate(blocks) if block.kind == "heading" and block.word]
    words = Counter(
        _stem(blocks[n].word) for n in heads if not NOT_LEVELS.fullmatch(blocks[n].word)
    )
    able = [word for word, times in words.items() if times >= 2]
    goals = Counter(
        _stem(blocks[n].word)
        for n in heads
        if re.fullmatch(GOAL_WORD, blocks[n].word, re.IGNORECASE)
    )
    if not able:
        able = [word for word, times in goals.items() if times >= 2 and not by_chapter(blocks)]
    if not able:
        return None
    # A word that has its places inside another's is a lower level.
    first = min(able, key=lambda word: next(n for n in heads if _stem(blocks[n].word) == word))
    chosen = [n for n in heads if _stem(blocks[n].word) == first]
    return _scheme(blocks, chosen, "R20", "säker", blocks[chosen[0]].word)


def _stem(word: str) -> str:
    return re.sub(r"\s+", " ", word.lower())


def _last_of_each(chosen: list[int], blocks: list[Block]) -> list[int]:
    """Headings that are told twice, first in a list and then each with its text, count where they have their text."""
    by_title: dict[str, int] = {}
    for n in chosen:
        key = blocks[n].title.lower()
        bare = n + 1 >= len(blocks) or (n + 1 in chosen)
        if key not in by_title or not bare:
            by_title[key] = n
    return sorted(by_title.values())


@rule("R21", "Rubrik under kapitlet med planens områden")
def by_chapter(blocks: list[Block]) -> Scheme | None:
    """The headings below a chapter named after the level ("3 Fokusområden"), by their numbers, by the file's own levels or by their looks."""
    for n, block in enumerate(blocks):
        if block.kind in ("heading", "text", "lead") and block.role == "directions":
            chosen = _children(blocks, n)
            if len(chosen) >= 2:
                return _scheme(blocks, chosen, "R21", "säker", block.title)
        if block.kind == "heading" and block.role == "directions":
            items = _items(blocks, n + 1)
            if len(items) >= 2 and not _headings_named(blocks, items):
                return _scheme(blocks, items, "R21", "trolig", block.title)
            if len(items) >= 2:
                chosen = _headings_named(blocks, items)
                return _scheme(blocks, chosen, "R21", "säker", block.title)
    return None


def _headings_named(blocks: list[Block], items: list[int]) -> list[int]:
    """Headings further on with the titles of the items: the list was only an overview."""
    titles = {blocks[n].title.lower().rstrip(".") for n in items}
    found = [
        n
        for n in range(items[-1] + 1, len(blocks))
        if blocks[n].kind in ("heading", "item") and blocks[n].title.lower().rstrip(".") in titles
    ]
    return found if len(found) >= 2 else []


def _children(blocks: list[Block], at: int) -> list[int]:
    """The headings one step below the one at `at`."""
    own, found = blocks[at], []
    for n in range(at + 1, len(blocks)):
        block = blocks[n]
        if block.kind != "heading":
            continue
        if own.first.marked and block.first.marked and block.depth <= own.depth:
            break
        if (
            own.label
            and block.label
            and not block.word
            and _depth(block) <= _depth(own)
            and block.first.kind == "text"
            and own.label.isdigit() == block.label.isdigit()
        ):
            break
        if (
            block.role
            and block.role != "directions"
            and not (block.inner and not block.first.blank)
            and not _below(block, own)
        ):
            break
        if block.inner and not block.label and found:
            continue
        if CHALLENGES.fullmatch(block.word):
            break
        if found and not _alike(block, blocks[found[0]]):
            continue
        found.append(n)
    return found


def _depth(block: Block) -> int:
    return block.label.count(".") + 1 if block.label else 0


def _below(block: Block, own: Block) -> bool:
    return bool(own.label and block.label.startswith(f"{own.label}."))


def _alike(block: Block, other: Block) -> bool:
    """Whether two headings are of one level by their looks."""
    if block.first.marked and other.first.marked:
        return block.depth == other.depth
    return (
        bool(block.label) == bool(other.label)
        and _depth(block) == _depth(other)
        and block.first.sign == other.first.sign
        and block.first.text.isupper() == other.first.text.isupper()
        and (block.label.isdigit() == other.label.isdigit())
        and not (other.first.blank and not block.first.blank)
    )


def _items(blocks: list[Block], at: int) -> list[int]:
    """The items of the list that begins at `at`, an introduction of a block or two passed over."""
    start = next((n for n in range(at, min(at + 3, len(blocks))) if blocks[n].kind == "item"), None)
    if start is None or any(blocks[n].kind == "heading" for n in range(at, start)):
        return []
    found = []
    for n in range(start, len(blocks)):
        if blocks[n].kind == "item" and blocks[n].first.bullet == blocks[start].first.bullet:
            found.append(n)
        elif blocks[n].kind == "heading" or (
            blocks[n].kind == "text" and len(found) > 1 and blocks[n].first.blank
        ):
            break
    return found


@rule("R22", "Mening som lovar ett antal områden")
def by_promise(blocks: list[Block]) -> Scheme | None:
    """What follows "Strategin har sex prioriteringar": headings, numbered items, or paragraphs with a name before a dash."""
    first: Scheme | None = None
    for n, block in enumerate(blocks):
        promise = promised(block) if block.kind != "row" else None
        if promise is None:
            continue
        for find in (_headings_after, _named_paragraphs, _items_after):
            chosen = find(blocks, n + 1)
            if len(chosen) >= 2:
                count = promise[0]
                if count and len(chosen) > count and find is _headings_after:
                    chosen = chosen[:count]
                certainty: Certainty = "säker" if count == len(chosen) else "trolig"
                scheme = _scheme(blocks, chosen, "R22", certainty, promise[1])
                if count == len(chosen):
                    return scheme
                first = first or scheme
    return first


def promised(block: Block) -> tuple[int, str] | None:
    """How many of what the block promises: (4, "strategiska områden"); 0 where it names no number."""
    text = block.text
    if not holds_any(text, LEVELS):
        return None
    if found := PROMISE.search(text):
        word = found["word"]
        if re.search(r"utmaning|princip", word, re.IGNORECASE) and "utmaning" in word.lower():
            return None
        number = found["count"].lower()
        return (NUMBERS.get(number) or int(number) if number.isdigit() else NUMBERS[number]), word
    if (text.endswith(":") or len(text) < 120) and (found := THE_LIST.search(text)):
        return 0, found["word"] or found["word2"]
    return None


def _headings_after(blocks: list[Block], at: int) -> list[int]:
    start = next(
        (
            n
            for n in range(at, min(at + 4, len(blocks)))
            if blocks[n].kind == "heading"
            and not (blocks[n].role and blocks[n].role != "directions")
            and not (blocks[n].inner and not blocks[n].label)
        ),
        None,
    )
    if start is None or any(blocks[n].kind == "item" for n in range(at, start)):
        return []
    first, found = blocks[start], [start]
    for n in range(start + 1, len(blocks)):
        block = blocks[n]
        if block.kind != "heading" or (block.inner and not block.label):
            continue
        if (block.role and block.role != "directions" and not block.label) or (
            first.label and block.role == "followup"
        ):
            break
        if _alike(block, first):
            found.append(n)
        elif first.first.marked and block.first.marked and block.depth < first.depth:
            break
    return found


NAMED = re.compile(r"(?P<name>[A-ZÅÄÖ][^.:–—]{2,90}?)\s*(?:\s[–—-]\s|:\s)(?=[A-ZÅÄÖ])")


def _named_paragraphs(blocks: list[Block], at: int) -> list[int]:
    found = []
    for n in range(at, len(blocks)):
        if blocks[n].kind in ("text", "item") and NAMED.match(blocks[n].title):
            found.append(n)
        elif found or n > at + 2:
            break
    for n in found:
        block = blocks[n]
        name = NAMED.match(block.title)
        if name:
            _cut(block, name["name"])
    return found if len(found) >= 2 else []


def _cut(block: Block, name: str) -> None:
    """Let the block be called by its name alone, and keep the rest as the text below it."""
    block.title = name.strip()


def _items_after(blocks: list[Block], at: int) -> list[int]:
    items = _items(blocks, at)
    again = _headings_named(blocks, items) if items else []
    numbered = [n for n in items if blocks[n].label]
    return again or (numbered if len(numbered) >= 2 else items)


@rule("R23", "Löpande text: den första, den andra …")
def by_ordinal(blocks: list[Block]) -> Scheme | None:
    """ "Den första inriktningen är att …", each in its own paragraph or all in one."""
    nodes, places, word = [], [], ""
    for n, block in enumerate(blocks):
        for found in ORDINAL.finditer(block.text):
            if CHALLENGES.fullmatch(found["word"]):
                continue
            word = word or found["word"]
            title = (
                re.sub(r"\s*,?\s*(?:här|där) .*$", "", found["title"])
                if "," in found["title"] and " där " in found["title"][60:]
                else found["title"]
            )
            nodes.append(Node("direction", phrase(block, title.strip(), "R23")))
            places.append((n, n))
    return Scheme(nodes, places, word, "R23") if len(nodes) >= 2 else None


def phrase(block: Block, words: str, number: str, certainty: Certainty = "säker") -> Found:
    """Words of a block as found, with the characters that they stand in; the whole block where they cannot be told apart."""
    first = block.first
    at = first.text.find(words)
    if at >= 0:
        return Found(words, ((first.start + at, first.start + at + len(words)),), number, certainty)
    for line in block.lines[1:]:
        if (at := line.text.find(words)) >= 0:
            return Found(
                words, ((line.start + at, line.start + at + len(words)),), number, certainty
            )
    return Found(words, ((block.first.start, block.lines[-1].end),), number, certainty)


@rule("R24", "Uppräkning i en mening")
def by_enumeration(blocks: list[Block]) -> Scheme | None:
    """ "Fokusområden för perioden är företagsklimat, kommunikation och kompetensförsörjning." """
    for block in blocks:
        if block.kind not in ("text", "item", "lead"):
            continue
        for found in INLINE.finditer(block.text):
            parts = enumerated(found["list"])
            if len(parts) >= 2 and all(len(part.split()) <= 9 for part in parts):
                nodes = [Node("direction", phrase(block, part, "R24", "trolig")) for part in parts]
                word = re.search(PLURAL, found.group(), re.IGNORECASE)
                return Scheme(nodes, [(0, 0)] * len(nodes), word.group() if word else "", "R24")
    return None


LAST = re.compile(r",?(?<!-)\s+(?:och|samt|and|og|liksom)\s+(?:att\s+|to\s+)?")


def enumerated(text: str) -> list[str]:
    """The members of "a, b och c", the last "och" taken for the end of the list."""
    text = re.sub(r"\s+", " ", text.strip(" .:"))
    parts = [part for part in re.split(r"[,;]\s+(?:att\s+)?", text) if part]
    if parts and (ends := list(LAST.finditer(parts[-1]))):
        # Of several, "samt" parts the members of the list, and "och" words within one.
        end = next((one for one in ends if "samt" in one.group()), ends[-1])
        if end.start():
            parts[-1:] = [parts[-1][: end.start()], parts[-1][end.end() :]]
        else:
            parts[-1] = parts[-1][end.end() :]
    return [part.strip(' ”"') for part in parts if part.strip()]


@rule("R25", "Rubriker med listor under")
def by_lists(blocks: list[Block]) -> Scheme | None:
    """Headings that open no known chapter and have a list or table below: what is left when nothing says the level."""
    heads = []
    for n, block in enumerate(blocks):
        if block.kind != "heading" or block.role or (block.inner and not block.label):
            continue
        below = _own_blocks(blocks, n)
        if sum(one.kind in ("item", "row") for one in below) >= 1:
            heads.append(n)
    if len(heads) < 2:
        return None
    looks = Counter(_look(blocks[n]) for n in heads)
    common = looks.most_common(1)[0][0]
    chosen = [n for n in heads if _look(blocks[n]) == common]
    return _scheme(blocks, chosen, "R25", "osäker") if len(chosen) >= 2 else None


def _look(block: Block) -> tuple[object, ...]:
    return (
        block.first.marked and block.depth,
        _depth(block),
        bool(block.word),
        block.first.text.isupper(),
    )


def _own_blocks(blocks: list[Block], at: int) -> list[Block]:
    below = []
    for block in blocks[at + 1 :]:
        if block.kind == "heading" and not block.inner:
            break
        below.append(block)
    return below

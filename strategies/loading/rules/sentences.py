"""Directions inside sentences."""

import re

from strategies.loading.blocks import Block
from strategies.loading.nodes import Found, Node
from strategies.loading.placing import phrase
from strategies.loading.rules import rule
from strategies.loading.rules.promises import COUNT_WORD, PLURALS
from strategies.loading.rules.schemes import CHALLENGES, Scheme
from strategies.loading.stems import holds_any
from strategies.loading.text import lowered
from strategies.loading.words import ORDINALS, PLURAL

LISTED = (*PLURALS, "prioriterar", "satsar på")
INLINE = re.compile(
    rf"\b(?:{PLURAL}|prioriterar(?:\s+(?:särskilt\s+)?(?:{COUNT_WORD})\s+\w+)?|satsar på (?:{COUNT_WORD}) \w+)[^.:;]{{0,60}}?(?:\s(?:är|är:|blir|omfattar|utgörs av|nämligen|are)\s*:?|:)\s+(?P<list>[^.:;]{{8,260}}?)(?=\.|$)",
    re.IGNORECASE,
)


ORDINAL = re.compile(
    rf"\b(?:den|det|the)\s+(?P<nth>{'|'.join(ORDINALS)})\s+(?:(?:strategiska|prioriterade)\s+)?(?P<word>[a-zåäöæø]+)\s+(?:är|handlar om|innebär|gäller|rör|syftar till|is|er)\s+(?:om\s+)?(?:att\s+|to\s+|å\s+)?(?P<title>[^.!?:]{{3,220}})(?=[.!?:]|$)",
    re.IGNORECASE,
)


@rule("R23", "Löpande text: den första, den andra …")
def by_ordinal(blocks: list[Block]) -> Scheme | None:
    """ "Den första inriktningen är att …", each in its own paragraph or all in one."""
    nodes, places, word = [], [], ""
    for n, block in enumerate(blocks):
        able = holds_any(block.lower, ORDINALS)
        for found in ORDINAL.finditer(block.text) if able else ():
            if CHALLENGES.fullmatch(found["word"]):
                continue
            word = word or found["word"]
            title = (
                re.sub(r"\s*,?\s*(?:här|där) .*$", "", found["title"])
                if "," in found["title"] and " där " in found["title"][60:]
                else found["title"]
            )
            nodes.append(
                Node("direction", phrase(block, title.strip(), "R23", begin=found.start("title")))
            )
            places.append((n, n))
    return Scheme(nodes, places, word, "R23") if len(nodes) >= 2 else None


OPEN = re.compile(
    r"\bbland annat\b|\bbl\.?\s?a\b|\betc\b\.?|\bm\.?m\b\.?|\bexempelvis\b|\btill exempel\b"
)


@rule("R83", "Lista som inte är hel")
def open_list(block: Block, sentence: str = "") -> Found | None:
    """ "Bland annat" in a block, or in one of its sentences, says that the list is not complete; the element carries it."""
    said = sentence or block.text
    found = OPEN.search(lowered(sentence) if sentence else block.lower)
    return phrase(block, said[slice(*found.span())], "R83") if found else None


@rule("R24", "Uppräkning i en mening")
def by_enumeration(blocks: list[Block]) -> Scheme | None:
    """ "Fokusområden för perioden är företagsklimat, kommunikation och kompetensförsörjning." """
    for block in blocks:
        able = block.kind in ("text", "item", "lead") and holds_any(block.lower, LISTED)
        for found in INLINE.finditer(block.text) if able else ():
            parts = enumerated(found["list"])
            if len(parts) >= 2 and all(len(part.split()) <= 9 for part in parts):
                begin = found.start("list")
                places = [phrase(block, part, "R24", "trolig", begin) for part in parts]
                nodes = [Node("direction", place) for place in places]
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

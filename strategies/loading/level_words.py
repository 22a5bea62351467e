"""The plan's own word for its directions, and how many it promises."""

import re
from typing import Any

from strategies.loading.citing import Citations
from strategies.loading.nodes import Found
from strategies.loading.placing import phrase
from strategies.loading.rules.promises import promised
from strategies.loading.rules.schemes import Scheme

_FIRST = re.compile(
    r"^(?:\w+\s)?(?:våra|de|programmets|strategins|planens)\s|^(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|\d+)\s+",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\s+\d{4}.*$")
PLURALS = (
    *(("områdena", "område"), ("områden", "område"), ("principer", "princip")),
    *(("inriktningarna", "inriktning"), ("inriktningar", "inriktning")),
    *(("inriktningen", "inriktning"), ("prioriteringarna", "prioritering")),
    *(("prioriteringar", "prioritering"), ("satsningar", "satsning")),
    *(("fokusfrågor", "fokusfråga"), ("ledstjärnor", "ledstjärna")),
)


def levels(scheme: Scheme, citations: Citations) -> dict[str, Any]:
    """`level_words` and `stated_counts`, as far as the document has them."""
    found: dict[str, Any] = {}
    if scheme.word:
        found["level_words"] = {"direction": singular(scheme.word)[:80]}
        citations.note(_placed(scheme, citations.reading.body), "level_words")
    blocks = citations.reading.blocks if scheme.nodes else []
    for block in blocks:
        promise = promised(block) if block.kind != "row" else None
        if promise and promise.number:
            found["stated_counts"] = {"direction": promise.number}
            citations.note(phrase(block, promise.said, "R22"), "stated_counts")
            break
    return found


def _placed(scheme: Scheme, body: str) -> Found:
    """The level word where the text first has it."""
    at = body.find(scheme.word)
    return Found(scheme.word, ((at, at + len(scheme.word)),) if at >= 0 else (), scheme.rule)


def singular(word: str) -> str:
    """ "strategiska områden" as "Strategiskt område": the level word as a heading over one of them."""
    text = _FIRST.sub("", _YEAR.sub("", word.strip()))
    for plural, one in PLURALS:
        if text.lower().endswith(plural):
            neuter = "t" if one == "område" else ""
            text = text[: -len(plural)] + one
            text = re.sub(r"(?<=sk)a(?=\s)", neuter, text)
            text = re.sub(r"(?<=\w)e?rade?a(?=\s)", "erat" if neuter else "erad", text)
            break
    return text[:1].upper() + text[1:]

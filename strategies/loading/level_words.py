"""The plan's own word for its directions, and how many it promises."""

import re
from typing import Any

from strategies.loading.reading import Reading
from strategies.loading.rules.promises import promised
from strategies.loading.rules.schemes import Scheme

_FIRST = re.compile(
    r"^(?:\w+\s)?(?:våra|de|programmets|strategins|planens)\s|^(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|\d+)\s+",
    re.IGNORECASE,
)
PLURALS = (
    *(("områdena", "område"), ("områden", "område"), ("principer", "princip")),
    *(("inriktningarna", "inriktning"), ("inriktningar", "inriktning")),
    *(("inriktningen", "inriktning"), ("prioriteringarna", "prioritering")),
    *(("prioriteringar", "prioritering"), ("satsningar", "satsning")),
    *(("fokusfrågor", "fokusfråga"), ("ledstjärnor", "ledstjärna")),
)


def levels(scheme: Scheme, reading: Reading) -> dict[str, Any]:
    """`level_words` and `stated_counts`, as far as the document has them."""
    found: dict[str, Any] = {}
    if scheme.word:
        found["level_words"] = {"direction": singular(scheme.word)[:80]}
    blocks = [block for block in reading.blocks if block.kind != "row"] if scheme.nodes else []
    promises = (promise[0] for block in blocks if (promise := promised(block)))
    if count := next((number for number in promises if number), 0):
        found["stated_counts"] = {"direction": count}
    return found


def singular(word: str) -> str:
    """ "strategiska områden" as "Strategiskt område": the level word as a heading over one of them."""
    text = _FIRST.sub("", re.sub(r"\s+\d{4}.*$", "", word.strip()))
    for plural, one in PLURALS:
        if text.lower().endswith(plural):
            neuter = "t" if one == "område" else ""
            text = text[: -len(plural)] + one
            text = re.sub(r"(?<=sk)a(?=\s)", neuter, text)
            text = re.sub(r"(?<=\w)e?rade?a(?=\s)", "erat" if neuter else "erad", text)
            break
    return text[:1].upper() + text[1:]

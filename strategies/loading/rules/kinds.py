"""What kind of document it is, and how much it binds."""

import re
from collections import Counter

from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.rules import rule
from strategies.loading.words import holds_any
from strategies.plan import StrategyKind

KINDS: list[tuple[StrategyKind, str]] = [
    ("inspel", r"inspel"),
    ("överenskommelse", r"(?:\w*överenskommelse|partnerskapsavtal|samverkansavtal)"),
    ("verksamhetsplan", r"(?:\w*verksamhetsplan)"),
    ("regional utvecklingsstrategi", r"(?:regional[at]?\s+utvecklingsstrategi(?:n)?|RUS)"),
    (
        "handlingsplan",
        r"(?:\w*handlingsplan|\w*handlingsprogram|action plan|genomförandeplan|aktivitetsplan|åtgärdsplan)",
    ),
    (
        "näringslivsprogram",
        r"(?:näringslivs\w*program|näringslivsplan|näringspolitiskt program|näringslivspolitiskt program)",
    ),
    ("tillväxtprogram", r"(?:tillväxtprogram|utvecklings- och tillväxtprogram)"),
    (
        "strategi",
        r"(?:\w*strategi|strategy|strategisk\s+\w*plan|\w*strategisk plan|næringslivsplan|næringsplan|strategiplan|\w*färdplan)",
    ),
    ("policy", r"(?:\w*policy|\w*riktlinjer)"),
    ("program", r"(?:\w*program|programme)"),
]


ANY_KIND = "|".join(pattern for _, pattern in KINDS)


KIND_WORD = re.compile(
    rf"(?<![\w-])(?:{ANY_KIND})(?:en|n|et|s|ens|ets)?(?![\wåäö-])", re.IGNORECASE
)


KIND_STEMS = (
    "inspel",
    "kommelse",
    "avtal",
    "plan",
    "strategi",
    "strategy",
    "program",
    "policy",
    "riktlinjer",
    "rus",
)


def kind_word(text: str) -> re.Match[str] | None:
    """The first word for a kind of document in a line; lines without any such stem are told quickly."""
    return KIND_WORD.search(text) if holds_any(text, KIND_STEMS) else None


@rule("R51", "Planens slag")
def kind_of(reading: Reading, title: Found) -> Found:
    """The word for the kind in the title, else the first at the top, else the one that the text uses most."""
    if found := _kind(title.text):
        return Found(found[0], title.spans, "R51")
    for line in reading.head:
        if found := _kind(line.text):
            at = line.start + found[1]
            return Found(found[0], ((at, line.start + found[2]),), "R51", "trolig")
    counted: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    for match in KIND_WORD.finditer(reading.body):
        if found := _kind(match.group()):
            counted[found[0]] += 1
            places.setdefault(found[0], match.span())
    if counted:
        kind = counted.most_common(1)[0][0]
        return Found(kind, (places[kind],), "R51", "trolig")
    return Found("annat", (), "R51", "osäker")


def _kind(text: str) -> tuple[StrategyKind, int, int] | None:
    """The kind that a piece of text names and where: the first in it, and of two the one that KINDS has first."""
    match = kind_word(text)
    if match is None:
        return None
    for kind, pattern in KINDS:
        whole = re.search(
            rf"(?<![\w-])(?:{pattern})(?:en|n|et|s|ens|ets)?(?![\wåäö-])", text, re.IGNORECASE
        )
        if whole and (
            whole.start() <= match.start() + 1 or kind in ("inspel", "regional utvecklingsstrategi")
        ):
            return kind, whole.start(), whole.end()
    return None


WEIGHTS = {
    "vägledande": re.compile(r"\bvägledande dokument\b|\bär vägledande\b", re.IGNORECASE),
    "styrdokument": re.compile(
        r"\b(?:kommunalt |regionalt )?styrdokument\b|\bstyrande dokument\b", re.IGNORECASE
    ),
}


@rule("R54", "Tyngd")
def weight_of(reading: Reading, kind: Found) -> Found | None:
    """What the document says of its own weight: "ett vägledande dokument", "ett kommunalt styrdokument"; an inspel is one."""
    if kind.text == "inspel":
        return Found("inspel", kind.spans, "R54")
    if not reading.has_any("vägledande", "styrdokument", "styrande"):
        return None
    for weight, pattern in WEIGHTS.items():
        for match in pattern.finditer(reading.body):
            before = reading.body[max(0, match.start() - 90) : match.start()]
            if re.search(r"\bär\b|dokumenttyp", before, re.IGNORECASE) and not re.search(
                r"\bandra\b|\böverordnade\b", before
            ):
                return Found(weight, (match.span(),), "R54")
    return None

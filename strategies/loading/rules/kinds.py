"""What kind of document it is, and how much it binds."""

import re
from collections import Counter

from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.rules import rule
from strategies.loading.stems import holds_any
from strategies.loading.text import lowered
from strategies.plan import StrategyKind

KINDS: list[tuple[StrategyKind, str]] = [
    ("inspel", r"inspel"),
    ("överenskommelse", r"(?:\w*överenskommelse|partnerskapsavtal|samverkansavtal)"),
    ("verksamhetsplan", r"(?:\w*verksamhetsplan)"),
    ("regional utvecklingsstrategi", r"(?:regional[at]?\s+utvecklingsstrategi(?:n)?|rus)"),
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


def _word(pattern: str) -> re.Pattern[str]:
    """A word for a kind in any of its forms, in lower case."""
    return re.compile(rf"(?<![\w-])(?:{pattern})(?:en|n|et|s|ens|ets)?(?![\wåäö-])")


KIND_WORD = _word(ANY_KIND)
KIND_WORDS = [(kind, _word(pattern)) for kind, pattern in KINDS]
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


def kind_word(lower: str) -> re.Match[str] | None:
    """The first word for a kind of document in a line in lower case; lines without any such stem are told quickly."""
    return KIND_WORD.search(lower) if holds_any(lower, KIND_STEMS) else None


@rule("R51", "Planens slag")
def kind_of(reading: Reading, title: Found) -> Found:
    """The word for the kind in the title, else the first at the top, else the one that the text uses most."""
    if found := _kind(lowered(title.text)):
        return Found(found[0], title.spans, "R51")
    for line in reading.head:
        if found := _kind(line.lower):
            at = line.start + found[1]
            return Found(found[0], ((at, line.start + found[2]),), "R51", "trolig")
    counted: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    for match in KIND_WORD.finditer(reading.lower_body):
        if found := _kind(match.group()):
            counted[found[0]] += 1
            places.setdefault(found[0], match.span())
    if counted:
        kind = counted.most_common(1)[0][0]
        return Found(kind, (places[kind],), "R51", "trolig")
    return Found("annat", (), "R51", "osäker")


def _kind(lower: str) -> tuple[StrategyKind, int, int] | None:
    """The kind that a piece of text in lower case names and where: the first in it, and of two the one that KINDS has first."""
    match = kind_word(lower)
    if match is None:
        return None
    for kind, pattern in KIND_WORDS:
        whole = pattern.search(lower)
        if whole and (
            whole.start() <= match.start() + 1 or kind in ("inspel", "regional utvecklingsstrategi")
        ):
            return kind, whole.start(), whole.end()
    return None


GUIDING = re.compile(r"\bvägledande dokument\b|\bär vägledande\b", re.IGNORECASE)
STEERING = re.compile(
    r"\b(?:kommunalt |regionalt )?styrdokument\b|\bstyrande dokument\b", re.IGNORECASE
)
# Each with what it begins with.
WEIGHTS = {
    "vägledande": (GUIDING, ("vägledande", "är vägledande")),
    "styrdokument": (STEERING, ("kommunalt styr", "regionalt styr", "styrdokument", "styrande")),
}


OF_ITSELF = re.compile(r"\bär\b|dokumenttyp", re.IGNORECASE)
OF_OTHERS = re.compile(r"\bandra\b|\böverordnade\b")


@rule("R54", "Tyngd")
def weight_of(reading: Reading, kind: Found) -> Found | None:
    """What the document says of its own weight: "ett vägledande dokument", "ett kommunalt styrdokument"; an inspel is one."""
    if kind.text == "inspel":
        return Found("inspel", kind.spans, "R54")
    for weight, (pattern, stems) in WEIGHTS.items():
        for match in reading.matches(pattern, *stems):
            before = reading.body[max(0, match.start() - 90) : match.start()]
            if OF_ITSELF.search(before) and not OF_OTHERS.search(before):
                return Found(weight, (match.span(),), "R54")
    return None

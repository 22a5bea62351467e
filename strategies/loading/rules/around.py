"""What stands around the tree: relations to other plans, money, things to come, whom it is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from strategies.dates import PartialDate
from strategies.loading.dating import dates_in
from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.rules import rule
from strategies.plan import RelationKind

_PLAN = r"(?:[A-ZÅÄÖ]?[\wåäö-]*(?:utvecklingsstrategi(?:n|er)?|strategi(?:n)?|program(?:met)?|handlingsplan(?:en)?|plan(?:en)?|policy(?:n)?)\b)"
_NAME = rf"(?P<to>(?:[A-ZÅÄÖ][\wåäö-]*(?:\s[\wåäö-]+){{0,4}}?\s)?{_PLAN}(?:\s(?:för|i)\s[\wåäö]+(?:\s(?:och\s)?[\wåäö]+){{0,3}}?)?(?:\s[A-ZÅÄÖ][\wåäö-]+)?(?:\s(?:\(RUS\)|\d{{4}}(?:[-–]\d{{4}})?))?)"
RELATIONS: list[tuple[RelationKind, re.Pattern[str]]] = [
    ("ersätter", re.compile(rf"\b[Ee]rsätter\s*:?\s+(?!inte\b){_NAME}")),
    (
        "utgår från",
        re.compile(
            rf"\b(?:utgår från|utgångspunkt(?:en)?\s(?:är|i|från)|bygger på|tar sin utgångspunkt i|grundar sig på|hör ihop med)\s+(?:den\s|det\s)?(?:regionala\s)?{_NAME}"
        ),
    ),
    (
        "innefattar",
        re.compile(rf"\binnefattar\s+(?:även\s|också\s)?(?:regionens\s|kommunens\s)?{_NAME}"),
    ),
    (
        "bidrar till",
        re.compile(
            rf"\b(?:bidrar till|en del av genomförandet av|konkretiserar|genomför)\s+(?:den\s)?(?:regionala\s)?{_NAME}"
        ),
    ),
]
# A quick look for the verbs of each.
VERBS: dict[RelationKind, tuple[str, ...]] = {
    "ersätter": ("ersätter",),
    "utgår från": ("utgår från", "utgångspunkt", "bygger på", "grundar sig på", "hör ihop med"),
    "innefattar": ("innefattar",),
    "bidrar till": ("bidrar till", "genomför", "konkretiserar"),
}
RUS_START = re.compile(
    r"\b(?P<to>[A-ZÅÄÖ][\wåäö]+\s(?:läns?\s)?(?:nyligen\s\w+\s)?regionala utvecklingsstrategi)\s*(?:\(RUS\)\s*)?är utgångspunkt"
)
MONEY = re.compile(
    r"(?P<about>[Cc]a\s|[Uu]ngefär\s|[Cc]irka\s|[Oo]mkring\s)?(?<!\d)(?P<low>\d{1,3}(?:[ .]\d{3}){1,4}|\d{1,14}(?:,\d{1,4})?)(?:\s?(?:-|–)\s?(?P<high>\d{1,14}(?:,\d{1,4})?))?\s*(?P<unit>miljoner kronor|mnkr|Mkr|M kr|tkr|kronor|kr\b|miljarder kronor|% av (?:en )?heltid(?:stjänst)?)(?:\s?(?:per|/)\s?(?P<per>år|kommun))?"
)
UNIT = re.compile(r"kr\b|kronor|heltid")
TARGET = re.compile(
    r"\b(?:riktar sig till|vänder sig till|målgrupp(?:en|er|erna)?\s(?:är|:|,\s?d\.v\.s\.))\s*:?\s*(?P<groups>[^.:;]{4,160})"
)
COMING = re.compile(
    r"(?:Planerade kommande aktiviteter|Kommande aktiviteter|Viktiga datum|Tidplan|Årshjul)\s*:?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Tie:
    kind: RelationKind
    to: Found


@dataclass(frozen=True)
class Cost:
    """What the plan says it takes; `unit` in full words."""

    title: Found
    low: str
    high: str
    unit: str
    per: str
    about: bool


@rule("R67", "Samband med en annan plan")
def relations_of(reading: Reading, title: Found) -> Iterator[Tie]:
    """ "ersätter …", "utgår från …", "innefattar …" with the name of a plan."""
    seen: set[tuple[str, str]] = set()
    if reading.has_any("regionala utvecklingsstrategi"):
        for match in RUS_START.finditer(reading.body):
            yield from _tie("utgår från", match, seen)
    for kind, pattern in RELATIONS:
        if not reading.has_any(*VERBS[kind]):
            continue
        for match in pattern.finditer(reading.body):
            if (
                len(match["to"]) < 9
                or "\n" in match["to"]
                or "  " in match["to"]
                or match["to"].lower() in title.text.lower()
            ):
                continue
            if re.fullmatch(
                r"(?:den|det|en|ett)?\s*(?:tidigare|nuvarande)?\s*(?:programmet|planen|strategin|policyn)",
                match["to"],
                re.IGNORECASE,
            ):
                continue
            if len(match["to"].split()) == 1 and not match["to"][:1].isupper():
                continue
            yield from _tie(kind, match, seen)


def _tie(kind: RelationKind, match: re.Match[str], seen: set[tuple[str, str]]) -> Iterator[Tie]:
    words = match["to"].strip()
    if (kind, words.lower()) not in seen:
        seen.add((kind, words.lower()))
        yield Tie(
            kind,
            Found(words, ((match.start("to"), match.start("to") + len(words)),), "R67", "trolig"),
        )


UNITS = {
    "mnkr": "miljoner kronor",
    "Mkr": "miljoner kronor",
    "M kr": "miljoner kronor",
    "tkr": "tusen kronor",
    "kr": "kronor",
}


@rule("R68", "Belopp eller arbetstid")
def resources_of(reading: Reading) -> Iterator[Cost]:
    """Sums of money and shares of full time, with the clause that they stand in as their name."""
    if not UNIT.search(reading.body):
        return
    for match in MONEY.finditer(reading.body):
        begin, end = _clause(reading.body, match.start(), match.end())
        words = re.sub(r"\s+", " ", reading.body[begin:end]).strip(" .,;:•-–")
        if not 4 <= len(words) <= 300:
            continue
        unit = match["unit"]
        yield Cost(
            Found(words, ((begin, end),), "R68", "osäker"),
            _number(match["low"]),
            _number(match["high"] or ""),
            UNITS.get(unit, "procent av heltid" if unit.startswith("%") else unit),
            match["per"] or "",
            bool(match["about"]),
        )


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place, within its line."""
    before = re.search(r"(?:^|[\n•]|[.!?:]\s)(?=[^\n•.!?]*$)", text[max(0, start - 160) : start])
    begin = max(0, start - 160) + before.end() if before else start
    after = re.search(r"[\n•]|[.!?](?:\s|$)", text[end : end + 160])
    stop = end + after.start() if after else end
    while begin < start and text[begin].isspace():
        begin += 1
    return begin, stop


def _number(text: str) -> str:
    return text.replace(" ", "").replace(".", "").replace(",", ".")


@rule("R69", "Målgrupp")
def target_groups_of(reading: Reading) -> list[Found]:
    """ "Programmet riktar sig till …"."""
    able = reading.has_any("riktar sig", "vänder sig", "målgrupp")
    found = TARGET.search(reading.body) if able else None
    if not found:
        return []
    words = re.sub(r"\s+", " ", found["groups"]).strip()
    return [Found(words, ((found.start("groups"), found.end("groups")),), "R69", "trolig")]


@rule("R72", "Något som ska hända")
def milestones_of(reading: Reading) -> Iterator[tuple[Found, PartialDate]]:
    """Lines with a date under a heading of things to come."""
    begin = next((n for n, line in enumerate(reading.content) if COMING.fullmatch(line.text)), None)
    if begin is None:
        return
    for line in reading.content[begin + 1 : begin + 14]:
        dated = next(iter(dates_in(line.text, line.start)), None)
        if dated and len(line.text) < 160:
            yield Found(line.words, ((line.body, line.end),), "R72", "trolig"), dated.partial()

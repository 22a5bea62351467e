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
from strategies.texts import single_spaced

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
# What each of them begins with.
VERBS: dict[RelationKind, tuple[str, ...]] = {
    "ersätter": ("ersätter",),
    "utgår från": (
        *("utgår från", "utgångspunkt", "bygger på", "tar sin utgångspunkt i"),
        *("grundar sig på", "hör ihop med"),
    ),
    "innefattar": ("innefattar",),
    "bidrar till": ("bidrar till", "en del av genomför", "konkretiserar", "genomför"),
}
NO_NAME = re.compile(
    r"(?:den|det|en|ett)?\s*(?:tidigare|nuvarande)?\s*(?:programmet|planen|strategin|policyn)",
    re.IGNORECASE,
)
RUS_START = re.compile(
    r"\b(?P<to>[A-ZÅÄÖ][\wåäö]+\s(?:läns?\s)?(?:nyligen\s\w+\s)?regionala utvecklingsstrategi)\s*(?:\(RUS\)\s*)?är utgångspunkt"
)
# It begins with a digit, so that the search goes from digit to digit; ABOUT is what may stand before.
MONEY = re.compile(
    r"(?P<low>\d(?<!\d\d)(?:\d{0,2}(?:[ .]\d{3}){1,4}|\d{0,13}(?:,\d{1,4})?))(?:\s?(?:-|–)\s?(?P<high>\d{1,14}(?:,\d{1,4})?))?\s*(?P<unit>miljoner kronor|mnkr|Mkr|M kr|tkr|kronor|kr\b|miljarder kronor|% av (?:en )?heltid(?:stjänst)?)(?:\s?(?:per|/)\s?(?P<per>år|kommun))?"
)
ABOUT = re.compile(r"(?:[Cc]a|[Uu]ngefär|[Cc]irka|[Oo]mkring)\s\Z")
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
        for match in reading.matches(pattern, *VERBS[kind]):
            if _is_name(match["to"]) and match["to"].lower() not in title.text.lower():
                yield from _tie(kind, match, seen)


def _is_name(words: str) -> bool:
    """Whether the words are the name of a plan, rather than "den tidigare strategin"."""
    whole = len(words) >= 9 and "\n" not in words and "  " not in words
    told = len(words.split()) > 1 or words[:1].isupper()
    return whole and told and not NO_NAME.fullmatch(words)


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
    body = reading.body
    able = any(reading.matches(UNIT, "kr", "heltid"))
    for match in MONEY.finditer(body) if able else ():
        about = ABOUT.search(body[max(0, match.start() - 9) : match.start()])
        begin, end = _clause(body, match.start() - len(about[0] if about else ""), match.end())
        words = single_spaced(body[begin:end]).strip(" .,;:•-–")
        if not 4 <= len(words) <= 300:
            continue
        unit = match["unit"]
        yield Cost(
            Found(words, ((begin, end),), "R68", "osäker"),
            _number(match["low"]),
            _number(match["high"] or ""),
            UNITS.get(unit, "procent av heltid" if unit.startswith("%") else unit),
            match["per"] or "",
            bool(about),
        )


CLAUSE_BEGINS = re.compile(r"(?:^|[\n•]|[.!?:]\s)(?=[^\n•.!?]*$)")
CLAUSE_ENDS = re.compile(r"[\n•]|[.!?](?:\s|$)")


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place, within its line."""
    before = CLAUSE_BEGINS.search(text[max(0, start - 160) : start])
    begin = max(0, start - 160) + before.end() if before else start
    after = CLAUSE_ENDS.search(text[end : end + 160])
    stop = end + after.start() if after else end
    while begin < start and text[begin].isspace():
        begin += 1
    return begin, stop


def _number(text: str) -> str:
    return text.replace(" ", "").replace(".", "").replace(",", ".")


@rule("R69", "Målgrupp")
def target_groups_of(reading: Reading) -> list[Found]:
    """ "Programmet riktar sig till …"."""
    told = reading.matches(TARGET, "riktar sig till", "vänder sig till", "målgrupp")
    found = next(told, None)
    if not found:
        return []
    words = single_spaced(found["groups"])
    return [Found(words, ((found.start("groups"), found.end("groups")),), "R69", "trolig")]


@rule("R72", "Något som ska hända")
def milestones_of(reading: Reading) -> Iterator[tuple[Found, PartialDate]]:
    """Lines with a date under a heading of things to come."""
    able = reading.has_any("aktiviteter", "datum", "tidplan", "årshjul")
    lines = enumerate(reading.content if able else ())
    begin = next((n for n, line in lines if COMING.fullmatch(line.text)), None)
    if begin is None:
        return
    for line in reading.content[begin + 1 : begin + 14]:
        dated = next(iter(dates_in(line.text, line.start)), None)
        if dated and len(line.text) < 160:
            yield Found(line.words, ((line.body, line.end),), "R72", "trolig"), dated.partial()

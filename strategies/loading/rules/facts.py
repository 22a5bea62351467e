"""What a document is: its kind, title, owners, regions, period and weight."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from strategies.dates import Period
from strategies.loading.lines import Line
from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.register import Named
from strategies.loading.rules import rule
from strategies.loading.rules.actors import Mention, mentions
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
        r"(?:näringslivs\w*program|näringspolitiskt program|näringslivspolitiskt program)",
    ),
    ("tillväxtprogram", r"(?:tillväxtprogram|utvecklings- och tillväxtprogram)"),
    (
        "strategi",
        r"(?:\w*strategi|strategy|strategisk\s+\w*plan|\w*strategisk plan|(?:närings|nærings)livsplan|næringsplan|strategiplan|\w*färdplan)",
    ),
    ("policy", r"(?:\w*policy|\w*riktlinjer)"),
    ("program", r"(?:\w*program|programme)"),
]
_KIND = "|".join(pattern for _, pattern in KINDS)
KIND_WORD = re.compile(rf"(?<![\w-])(?:{_KIND})(?:en|n|et|s|ens|ets)?(?![\wåäö-])", re.IGNORECASE)
# "Den kommunala handlingsplanen" in running text says less than a line that begins with the word.
TITLE = re.compile(
    rf"(?P<title>(?:[A-ZÅÄÖ][\wåäö]*(?:\s|-)(?:och\s)?(?:[\wåäö-]+\s){{0,4}}?)?(?:{_KIND})\b[^.!?:•|]{{0,110}})",
    re.IGNORECASE,
)
NEWS = re.compile(
    r"^(?:förslag till|ny[a-z]*|remiss(?:version)?:?|samrådsversion|utkast(?: till)?|tyck till om [\wåäö]+s? nya|revidering av|beslut om|antagande av|fastställande av)\s+",
    re.IGNORECASE,
)
NEWS_END = re.compile(
    r"\s+(?:är |har )?(?:beslutad|antagen|klar|på remiss|ska .*|ute på .*|antogs.*|beslutades.*)$",
    re.IGNORECASE,
)
LABELLED_TITLE = re.compile(
    r"(?:dokumentnamn|namn på dokument|titel|styrdokument|dokumentets namn)\s*:\s*(?P<title>.+)",
    re.IGNORECASE,
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


@rule("R50", "Planens namn")
def title_of(reading: Reading) -> Found:
    """The first line at the top that names a kind of steering document, with the line that goes on with it; else the first line."""
    best: tuple[float, Found] | None = None
    head = reading.content[:30]
    for n, line in enumerate(head):
        labelled = LABELLED_TITLE.fullmatch(line.text)
        if labelled:
            at = line.start + labelled.start("title")
            return Found(labelled["title"].strip(), ((at, line.end),), "R50")
        weight = _title_weight(line, n)
        if weight > 0 and (best is None or weight > best[0]):
            best = weight, _with_next(reading, n)
    if best:
        return _plain_title(reading, best[1])
    first = reading.content[0] if reading.content else None
    if first is None:
        return Found(reading.name or "Namnlöst dokument", (), "R50", "osäker")
    words = first.text if len(first.text) <= 120 else re.split(r"(?<=[.!?])\s", first.text)[0][:120]
    return Found(words, ((first.start, first.start + len(words)),), "R50", "osäker")


def _title_weight(line: Line, n: int) -> float:
    """How much a line at place n from the top looks like the title: above 0 when it may be."""
    text = line.text
    found = kind_word(text) if len(text) <= 160 else None
    if not found or len(text) > 160 or text.endswith((".", ",")) or ":" in text[: found.start()]:
        return 0
    if line.kind == "item" and line.bullet:
        return 0
    weight = 3.0 - n * 0.12 + (1.5 if line.marked and line.level == 1 else 0)
    weight += 1.0 if re.search(r"(?:19|20)\d\d\s*[-–—]\s*(?:20)?\d\d", text) else 0
    weight += 0.8 if re.search(r"\b(?:för|for|i)\b|kommun|region|län", text, re.IGNORECASE) else 0
    weight -= (
        1.5
        if re.match(
            r"(?:dokumenttyp|antagen|antaget|beslutad|fastställd|ersätter|dnr|giltig|gäller|bilaga)",
            text,
            re.IGNORECASE,
        )
        else 0
    )
    weight -= 1.0 if found.group().lower() == text.lower() and len(text) < 12 else 0
    return weight


def _with_next(reading: Reading, n: int) -> Found:
    """The line with those that belong to the same title: "Vätternstranden växer –" and the line after it."""
    line = reading.content[n]
    spans = [(line.start, line.end)]
    words = [line.text]
    before = reading.content[n - 1] if n else None
    if before and before.text.endswith(("–", "-")) and len(before.text) < 90:
        spans.insert(0, (before.start, before.end))
        words.insert(0, before.text)
    after = reading.content[n + 1] if n + 1 < len(reading.content) else None
    caps = line.text.isupper()
    goes_on = (
        after is not None
        and not after.blank
        and len(after.text) < 90
        and (
            after.text[:1].islower()
            or re.match(r"(?:IN|I|FÖR|OCH|AND|FOR)\b", after.text)
            or (re.fullmatch(r"(?:19|20)\d\d\s*[-–—]\s*(?:20)?\d\d", after.text) is not None)
            or (
                caps
                and after.text.isupper()
                and re.match(r"(?:IN|I|FÖR|OCH)\b", after.text) is not None
            )
        )
    )
    if after is not None and goes_on:
        spans.append((after.start, after.end))
        words.append(after.text)
    return Found(" ".join(words), tuple(spans), "R50")


def _plain_title(reading: Reading, found: Found) -> Found:
    """The name without what a news item or a cover letter puts around it, and not in capitals alone."""
    words = found.text
    inner = re.search(
        rf"(?:Förslag till|Remiss av|Revidering av|Samrådsversion av)\s+(?P<title>.+)", words
    )
    words = NEWS_END.sub("", NEWS.sub("", inner["title"] if inner else words))
    words = re.sub(r"^\d+\s+|\s+\d{1,2}\s*\(\d+\)$", "", words).strip(" -–•|.,")
    if words.isupper() and len(words) > 12:
        words = words.capitalize()
    if words and words[:1].islower():
        words = words[:1].upper() + words[1:]
    return Found(
        words or found.text, found.spans, "R50", "säker" if words == found.text else "trolig"
    )


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


OWNER_KINDS = ("region", "kommun", "regionförbund")
FOREIGN_OWNER = re.compile(
    r"(?P<name>[A-ZÅÄÖÆØ][\wåäöæø-]+(?:\s[A-ZÅÄÖÆØ][\wåäöæø-]+){0,2}\s(?:kommune|förbund|landskapsförbund|stad|fylkeskommune|kommunalförbund|Kommunalförbund|kommun))\b"
)
BESIDE = re.compile(
    r"(?:tillsammans med|i samverkan med|i samarbete med|i samråd med|framtagen (?:av|med)|medverka|liksom|ersätter|bilaga|skickas till|källa|ansvarig[at]? för|stöd (?:av|från)|synpunkter från|remiss|avsändare|till )[^.]*$",
    re.IGNORECASE,
)


@rule("R52", "Ägare")
def owners_of(reading: Reading, named: list[Mention]) -> list[Found]:
    """The region, kommun or association that the document speaks for: named at the top, in its title, or most often; several when joint."""
    joint = _joint(reading, named)
    if joint:
        return joint
    weights: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    head_end = reading.head[min(14, len(reading.head) - 1)].end if reading.head else 0
    tail = reading.content[-3].start if len(reading.content) > 6 else len(reading.body)
    for mention in named:
        if mention.known is None or mention.known.kind not in OWNER_KINDS:
            continue
        line_start = reading.body.rfind("\n", 0, mention.span[0]) + 1
        before = reading.body[max(line_start, mention.span[0] - 120) : mention.span[0]]
        weight = 0.4 if BESIDE.search(before) else 1.0
        weight *= 4 if mention.span[0] <= head_end and weight == 1.0 else 1
        weight *= 1.5 if mention.span[0] >= tail and weight == 1.0 else 1
        weights[mention.owner] += weight  # type: ignore[assignment]
        first.setdefault(mention.owner, mention)
    for owner, place, weight in _at_the_top(reading):
        weights[owner] += weight  # type: ignore[assignment]
        first.setdefault(owner, place)
    for name, place in _by_territory(reading):
        weights[name] += 2.2  # type: ignore[assignment]
        first.setdefault(name, place)
    foreign = _foreign(reading)
    if foreign and (not weights or foreign[1] > weights.most_common(1)[0][1]):
        return [foreign[0]]
    if not weights:
        return _sender(reading, named)
    name, weight = weights.most_common(1)[0]
    certainty = "säker" if weight >= 4 else "trolig"
    return [Found(name, (first[name].span,), "R52", certainty)]  # type: ignore[arg-type]


def _at_the_top(reading: Reading) -> Iterator[tuple[str, Mention, float]]:
    """Whoever has the first line alone, whatever kind of organisation it is, and those in the page heads."""
    for line in reading.told[:8]:
        head = line.kind == "furniture"
        if not head and line not in reading.head[:2]:
            continue
        for mention in mentions(line.text, reading.register):
            start, end = mention.span
            place = replace(mention, span=(line.start + start, line.start + end))
            alone = not head and end - start == len(line.text)
            if mention.known and (alone or (head and mention.known.kind in OWNER_KINDS)):
                yield mention.owner, place, 9 if alone else 3


def _by_territory(reading: Reading) -> list[tuple[str, Mention]]:
    """Owners that a territory in the title or in "kommunfullmäktige i X" points at: "i Sunne", "för Halland", "Stockholmsregionens"."""
    territories = reading.register.territories
    owner_of = reading.register.governs
    found = []
    pieces = [(line.text, line.start) for line in reading.content[:8] if len(line.text) < 140]
    for text, start in pieces:
        for match in re.finditer(
            r"[A-ZÅÄÖ][\wåäö-]+(?:\s(?:län|kommun|[A-ZÅÄÖ][\wåäö-]+(?:\slän)?))?", text
        ):
            for words in (match.group(), match.group().split()[0]):
                region = territories.get(words) or territories.get(words.removesuffix("s"))
                owner = owner_of.get(region.name) if region else None
                if owner:
                    span = (start + match.start(), start + match.start() + len(words))
                    found.append((owner, Mention(owner, span)))
                    break
    return found


def _foreign(reading: Reading) -> tuple[Found, float] | None:
    counted: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    known = reading.register.by_name
    for line in reading.told[:12] + reading.told[-4:]:
        for match in FOREIGN_OWNER.finditer(line.text):
            name = re.sub(r"^(?:För|Om|I|Av|Från)\s", "", match["name"])
            if name in known or "fullmäktige" in name:
                continue
            counted[name] += 3 if line.text == name else 1
            at = line.start + match.start() + len(match["name"]) - len(name)
            places.setdefault(name, (at, at + len(name)))
    if not counted:
        return None
    name, times = counted.most_common(1)[0]
    return Found(name, (places[name],), "R52", "trolig"), times * 2.0


def _sender(reading: Reading, named: list[Mention]) -> list[Found]:
    """Whoever stands at the very top when no region, kommun or association does: a business region writes its own plan."""
    for mention in named:
        if mention.span[0] <= (reading.head[2].end if len(reading.head) > 2 else 0):
            return [Found(mention.name, (mention.span,), "R52", "osäker")]
    return []


TOGETHER = re.compile(
    r"tillsammans med de andra regionerna i [^,]+,\s*(?:det vill säga|d\.v\.s\.|nämligen)\s+(?P<others>[^.,]+(?:,\s[^.,]+)*?)(?:,| har|\.)"
)


def _joint(reading: Reading, named: list[Mention]) -> list[Found]:
    """Several owners: a line of nothing but kommuner, a title that lists them, or "Region A tillsammans med … B och C"."""
    territories = reading.register.territories
    for line in reading.content[:14]:
        own = [
            one
            for one in named
            if line.start <= one.span[0] < line.end and one.known and one.known.kind in OWNER_KINDS
        ]
        rest = re.sub(r"[\s•·|,/&–-]|och", "", line.text)
        if len(own) >= 2 and len(rest) <= sum(len(re.sub(r"\s", "", one.name)) for one in own) + 2:
            return [Found(one.owner, (one.span,), "R52") for one in own]
    if found := TOGETHER.search(reading.body):
        before = [
            one
            for one in named
            if one.known and one.known.kind == "region" and one.span[1] <= found.start() + 5
        ]
        owners = [Found(before[-1].owner, (before[-1].span,), "R52")] if before else []
        owner_of = reading.register.governs
        for match in re.finditer(r"[A-ZÅÄÖ][\wåäö]+", found["others"]):
            region = territories.get(match.group())
            if region and region.name in owner_of:
                at = found.start("others") + match.start()
                owners.append(
                    Found(owner_of[region.name], ((at, at + len(match.group())),), "R52", "trolig")
                )
        return owners
    return _listed_in_title(reading, territories)


def _listed_in_title(reading: Reading, regions: dict[str, Named]) -> list[Found]:
    owner_of = reading.register.governs
    for line in reading.content[:8]:
        listed = re.search(
            r"\b(?:för|i|mellan)\s+(?:kommunerna\s+)?(?P<list>[A-ZÅÄÖ][\wåäö-]+(?:,\s[A-ZÅÄÖ][\wåäö-]+)*\s(?:och|&)\s[A-ZÅÄÖ][\wåäö-]+)",
            line.text,
        )
        if not listed or not (kind_word(line.text) or "kommun" in line.text):
            continue
        owners = []
        for match in re.finditer(r"[A-ZÅÄÖ][\wåäö-]+", listed["list"]):
            region = regions.get(match.group()) or regions.get(match.group().removesuffix("s"))
            if region and region.kind == "kommun" and region.name in owner_of:
                at = line.start + listed.start("list") + match.start()
                owners.append(Found(owner_of[region.name], ((at, at + len(match.group())),), "R52"))
        if len(owners) >= 2:
            return owners
    return []


YEARS = r"(?P<a>(?:19|20)\d\d)(?:-[01]\d-[0-3]\d)?\s*(?:[-–—/]|till(?: och med)?|t\.?o\.?m\.?|to|och|fram till)\s*(?:utgången av |den \d+ \w+ )?(?P<b>(?:20\d\d)|\d\d(?!\d|-\d))(?:-[01]\d-[0-3]\d)?"
SPAN_OF_YEARS = re.compile(YEARS)
PERIOD_WORDS = re.compile(
    r"(?:gäller|giltig|giltighet|period|åren|mandatperiod|programperiod|strategi|program|plan|policy|förbi|avser|överenskommelse|from|strategy)",
    re.IGNORECASE,
)
FROM_TO = re.compile(
    r"(?:gäller|giltig\w*|from|från)\s*:?\s*(?:för\s+|från\s+|fr\.?o\.?m\.?\s+|och med\s+|den\s+)*(?:\d{1,2}\s\w+\s)?(?P<a>20\d\d)(?:-\d\d-\d\d)?\s*(?:till och med|t\.?o\.?m\.?|till|-|–|to)\s*(?:den\s+)?(?:\d{1,2}\s\w+\s)?(?P<b>20\d\d)",
    re.IGNORECASE,
)
ONE_YEAR = re.compile(
    r"(?:verksamhetsplan|handlingsplan|aktivitetsplan|action plan)\w*\s+(?:för\s+)?(?P<a>20\d\d)(?!\s*[-–/]|\d)",
    re.IGNORECASE,
)


@rule("R53", "Period")
def period_of(reading: Reading, title: Found) -> Found | None:
    """The span of years in the title, at the top, or beside a word such as "gäller"; one year for a plan of one year."""
    begin = title.spans[0][0] if title.spans else 0
    # The title as the text has it, and the lines around it.
    lines = reading.told
    near = sorted(lines[:40], key=lambda line: (not kind_word(line.text), abs(line.start - begin)))
    for line in near:
        for match in SPAN_OF_YEARS.finditer(line.text):
            if _is_period(line.text, match, line.start <= begin + 1200):
                return Found(
                    _years(match), ((line.start + match.start(), line.start + match.end()),), "R53"
                )
    body = reading.body
    for pattern in (FROM_TO,):
        if match := pattern.search(body):
            return Found(_years(match), (match.span(),), "R53")
    for match in SPAN_OF_YEARS.finditer(body):
        before = body[max(0, match.start() - 60) : match.start()]
        if PERIOD_WORDS.search(before) and not re.search(
            r"ersätter|föregående|tidigare|remiss|upphör", before, re.IGNORECASE
        ):
            return Found(_years(match), (match.span(),), "R53", "trolig")
    for line in reading.head:
        if match := ONE_YEAR.search(line.text):
            year = match["a"]
            return Found(
                f"{year}–{year}",
                ((line.start + match.start("a"), line.start + match.end("a")),),
                "R53",
            )
    return None


def _is_period(text: str, match: re.Match[str], near: bool) -> bool:
    before = text[max(0, match.start() - 70) : match.start()]
    if re.search(
        r"ersätter|föregående|tidigare|från perioden|remiss(?:tid)?|upphör|statistik|mellan åren|under perioden|ökat|minskat",
        before,
        re.IGNORECASE,
    ):
        return False
    if re.match(r"\d{4}-\d\d-\d\d", match.group()) and not PERIOD_WORDS.search(before):
        return False
    short = len(text) < 130
    return near and (
        (short and bool(kind_word(text) or PERIOD_WORDS.search(text)))
        or len(text) - len(match.group()) < 25
        or bool(PERIOD_WORDS.search(before))
    )


def _years(match: re.Match[str]) -> str:
    first, last = match["a"], match["b"]
    last = last if len(last) == 4 else first[:2] + last
    return f"{first}–{last}"


def period(found: Found | None) -> Period | None:
    """The found span of years as a Period; None where it runs backwards."""
    if found is None:
        return None
    first, last = found.text.split("–")
    return Period(start=first, end=last) if first <= last else None


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
    for weight, pattern in WEIGHTS.items():
        for match in pattern.finditer(reading.body):
            before = reading.body[max(0, match.start() - 90) : match.start()]
            if re.search(r"\bär\b|dokumenttyp", before, re.IGNORECASE) and not re.search(
                r"\bandra\b|\böverordnade\b", before
            ):
                return Found(weight, (match.span(),), "R54")
    return None


@rule("R55", "Område")
def regions_of(reading: Reading, owners: list[Found], named: list[Mention]) -> list[Found]:
    """The owner's territory; a storregion that the title names when it is made of the owners'."""
    by_name = reading.register.by_name
    found = [
        Found(by_name[owner.text].region, owner.spans, "R55", "trolig")
        for owner in owners
        if owner.text in by_name and by_name[owner.text].region
    ]
    return list({one.text: one for one in found}.values())


def level_of(owners: list[Found], reading: Reading) -> Any:
    """Kommunal, regional or, for several regions, storregional; None for others."""
    known = reading.register.by_name
    found = [known[owner.text].kind if owner.text in known else "" for owner in owners]
    if found and all(kind == "region" for kind in found):
        return "storregional" if len(found) > 1 else "regional"
    if found and all(kind == "kommun" for kind in found):
        return "kommunal" if len(found) == 1 else "delregional"
    return "regional" if "regionförbund" in found else None

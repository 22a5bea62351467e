"""What the document is called."""

import re

from strategies.loading.lines import Line
from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.register import Register
from strategies.loading.rules import rule
from strategies.loading.rules.kinds import ANY_KIND, KIND_STEMS, kind_word
from strategies.loading.stems import Index

# "Den kommunala handlingsplanen" in running text says less than a line that begins with the word.
TITLE = re.compile(
    rf"(?P<title>(?:[A-ZÅÄÖ][\wåäö]*(?:\s|-)(?:och\s)?(?:[\wåäö-]+\s){{0,4}}?)?(?:{ANY_KIND})\b[^.!?:•|]{{0,110}})",
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


@rule("R50", "Planens namn")
def title_of(reading: Reading) -> Found:
    """The first line at the top that names a kind of steering document, with the line that goes on with it; else the first line."""
    head = reading.content[:30]
    for line in head:
        labelled = LABELLED_TITLE.fullmatch(line.text) if ":" in line.text else None
        if labelled:
            at = line.start + labelled.start("title")
            return Found(labelled["title"].strip(), ((at, line.end),), "R50")
    able = Index(head, reading.lower).holding(KIND_STEMS)
    weights = {n: _title_weight(head[n], n) for n in able}
    best = max(weights, key=weights.__getitem__, default=0)
    if weights.get(best, 0) > 0:
        return _plain_title(reading, _with_next(reading, best))
    first = reading.content[0] if reading.content else None
    if first is None:
        return Found(reading.name or "Namnlöst dokument", (), "R50", "osäker")
    words = first.text if len(first.text) <= 120 else re.split(r"(?<=[.!?])\s", first.text)[0][:120]
    return Found(words, ((first.start, first.start + len(words)),), "R50", "osäker")


YEARS = re.compile(r"(?:19|20)\d\d\s*[-–—]\s*(?:20)?\d\d")
TERRITORY = re.compile(r"\b(?:för|for|i)\b|kommun|region|län", re.IGNORECASE)
FACT = re.compile(
    r"(?:dokumenttyp|antagen|antaget|beslutad|fastställd|ersätter|dnr|giltig|gäller|bilaga)",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"(?:IN|I|FÖR|OCH|AND|FOR)\b")


def _title_weight(line: Line, n: int) -> float:
    """How much a line at place n from the top looks like the title: above 0 when it may be."""
    text = line.text
    found = kind_word(line.lower) if len(text) <= 160 else None
    if not found or text.endswith((".", ",")) or ":" in text[: found.start()]:
        return 0
    if line.kind == "item" and line.bullet:
        return 0
    weight = 3.0 - n * 0.12 + (1.5 if line.marked and line.level == 1 else 0)
    weight += 1.0 if YEARS.search(text) else 0
    weight += 0.8 if TERRITORY.search(text) else 0
    weight -= 1.5 if FACT.match(text) else 0
    weight -= 1.0 if found.group() == line.lower and len(text) < 12 else 0
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
    goes_on = (
        after is not None
        and not after.blank
        and len(after.text) < 90
        and (after.text[:1].islower() or GOES_ON.match(after.text) or YEARS.fullmatch(after.text))
    )
    if after is not None and goes_on:
        spans.append((after.start, after.end))
        words.append(after.text)
    return Found(" ".join(words), tuple(spans), "R50")


ACRONYMS = {"EU", "FN", "IT", "RUS", "RUP", "SKR", "UF", "VGR"}


def _lowered(words: str, register: Register) -> str:
    """A title in capitals as people write it: names of places and acronyms keep theirs."""
    found = []
    for word in words.split():
        bare = word.strip('.,:;()”"')
        place = bare.capitalize()
        known = place in register.territories or place.removesuffix("s") in register.territories
        found.append(word if bare in ACRONYMS else word.capitalize() if known else word.lower())
    return " ".join(found)


PROPOSAL = re.compile(r"(?:Förslag till|Remiss av|Revidering av|Samrådsversion av)\s+(?P<title>.+)")
PAGE = re.compile(r"^\d+\s+|\s+\d{1,2}\s*\(\d+\)$")


def _plain_title(reading: Reading, found: Found) -> Found:
    """The name without what a news item or a cover letter puts around it, and not in capitals alone."""
    words = found.text
    inner = PROPOSAL.search(words)
    words = NEWS_END.sub("", NEWS.sub("", inner["title"] if inner else words))
    words = PAGE.sub("", words).strip(" -–•|.,")
    if words.isupper() and len(words) > 12:
        words = _lowered(words, reading.register)
    if words and words[:1].islower():
        words = words[:1].upper() + words[1:]
    return Found(
        words or found.text, found.spans, "R50", "säker" if words == found.text else "trolig"
    )

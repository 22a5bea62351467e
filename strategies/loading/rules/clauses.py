"""Where a document speaks of a decision."""

import re
from collections.abc import Iterator

from strategies.loading.dating import Dated, dates_in
from strategies.loading.lines import Line
from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.text import lowered
from strategies.plan import DecisionKind

# In lower case, as VERB and PROPOSAL are.
BODY = re.compile(
    r"\b(?:region\s[a-zåäö][\wåäö]+(?:\släns?)?\s)?"
    r"(?P<body>(?:kommun|region|landskaps|stads|förbunds|landstings)fullmäktige|(?:kommun|region|stads|förbunds|landskaps|landstings)styrelsen?(?:s arbetsutskott)?"
    r"|(?:regionala\s)?(?:[a-zåäö]+(?:-|s)?\s(?:och\s))?[a-zåäö]*nämnd(?:en)?(?:\sför\s(?:regional[at]?\s)?[a-zåäö]+(?:\soch\s[a-zåäö]+)?)?|[a-zåäö]*utskottet|kommunestyret|fylkestinget|formannskapet|direktionen|förbundsdirektionen"
    r"|styrgruppen(?:\sför\s[a-zåäö]\w+(?:\s[a-zåäö]\w+){0,2})?|styrelsen(?:\sför\s[a-zåäö]\w+(?:\s[a-zåäö]\w+){0,2})?|årsmötet|bolagsstämman|kommundirektören|ägarsamrådet"
    r"|(?:regional|municipal|city|county)\s(?:[a-z]\w+\s)?(?:council|assembly|committee|board)|kf|rf|ks|rs)\b"
)


VERB = re.compile(
    r"\b(?:(?P<adopt>antag(?:en|et|it|na|s|ande)?|antog(?:s)?|anta|fastställ(?:d|t|da|des|de|ande)?|beslut(?:ar|ad|at|ats|ade|ades|as)?|ställ(?:de|t|er) sig bakom|(?:tagit|tog|fattade|fattat)\s+beslut|beslut(?:s?datum|sinstans|sfattare|ande organ)?|godkän(?:d|t|de|des|da)|vedtatt|adopted|approved|datum för beslut)"
    r"|(?P<revise>revider(?:ad|at|ades|ats|ing)|senast ändrad|uppdaterad av|aktualiserad)"
    r"|(?P<prolong>förläng(?:d|t|des)))\b"
)


VERB_STEMS = (
    "anta",
    "anto",
    "beslut",
    "ställ",
    "godkän",
    "vedtatt",
    "adopted",
    "approved",
    "revider",
    "ändrad",
    "uppdaterad",
    "aktuali",
    "förläng",
)


PROPOSAL = re.compile(
    r"föreslå[rs]?\b|förslag till beslut|föreslagen|väntas|planeras|kommer att|ska (?:fatta|besluta|behandla|ta ställning|anta)|tas upp|inför beslut|gav .*uppdrag|uppdrag att|behandla(?:s|des|t)|remiss|samråd|"
    r"ersätter|upphör|upphävs?|tidigare|föregående|som (?:fullmäktige|\w+styrelsen|\w+fullmäktige) antog|vision \d{4}|nollvision|beslutsunderlag|protokollsutdrag|redovisas|beslutar om en|verkställighetsplan|översiktsplan|bygger på|utgår från|handlingsplaner som|uppföljning|skickades"
)


CASE_STEMS = ("dnr", "diarien", "ärendenummer", "reg", "sak")
CASE = re.compile(
    r"(?:\b(?:dnr|diarienummer|diarienr|ärendenummer|reg\.?\s?no\.?|sak(?:snr)?\.?)\s*:?\s*)(?P<case>[A-ZÅÄÖ0-9][\w/.-]*(?:[ ][A-Z]{0,4}\d[\w/:.-]*)?(?:\s\d{3})?)",
    re.IGNORECASE,
)


PARAGRAPH = re.compile(r"§§?\s*(?P<paragraph>\d{1,4}(?:/\d{2,4})?)|\bsak\s(?P<sak>\d+/\d+)")


# What lines of a control block hold: a label of BODY_LABEL, or a paragraph of the minutes.
FACT_STEMS = ("antag", "fastställ", "beslut", "godkänd", "§", "sak")
BODY_LABEL = re.compile(
    r"(?:antag(?:en|et)|fastställd|fastställt|beslutad|beslutat|beslut(?:ande)?(?:s?instans|\sorgan)?|beslutande organ|godkänd|beslutsinstans|fastställd av|beslutsfattare|beslut)\s*(?:av|i)?\s*:?$",
    re.IGNORECASE,
)


DATE_LABEL = re.compile(
    r"(?:besluts?datum|datum(?: för (?:beslut|antagande|fastställande))?|antagen(?: den)?|fastställd(?: den)?|giltig från|gäller från)\s*:?$",
    re.IGNORECASE,
)


MEETING_STEMS = ("sammanträd", "mötesdatum")
MEETING = re.compile(r"sammanträdes?(?:datum|dag|tid)\b|sammanträde den|mötesdatum", re.IGNORECASE)


RESOLVE_STEMS = ("beslut", "antar", "fastställer")
RESOLVES = re.compile(
    r"(?:beslutar|beslutade|antar|fastställer)\b|(?:fullmäktige|styrelsen)s beslut$", re.IGNORECASE
)


ADOPTS = re.compile(r"\b(?:anta[rs]?|fastställ(?:a|er|s)|godkänn(?:a|er|s))\b", re.IGNORECASE)


PROPOSED = re.compile(r"föreslår|förslag", re.IGNORECASE)


def meeting_day(reading: Reading) -> Dated | None:
    """The day of the meeting whose minutes this is."""
    lines = reading.told[:40]
    for n in reading.top.holding(MEETING_STEMS):
        if n + 1 < len(lines) and MEETING.search(lines[n].text):
            start = lines[n].start
            stretch = reading.text.content[start : lines[n + 1].end]
            return next(dates_in(stretch, start), None)
    return None


OTHER_DATE = re.compile(r"giltig|gäller|revider|upprätta|version|nästa", re.IGNORECASE)
A_DATE = re.compile(r"[^:\t]*(?:datum|\bden\b|\bantag\w+|\bbeslut\w*)", re.IGNORECASE)
SEPARATOR = re.compile(r"\s*(?::|\t|\s{2,})\s*")
# One kommun after another, each with its own day; the first says quickly whether to look.
DAY_AND_NAME = re.compile(r"-\d\d-\d\d\n\s*[A-ZÅÄÖ]\w+\s+\d")
SEVERAL_DAYS = re.compile(r"(?:\n\s*[A-ZÅÄÖ]\w+\s+\d{4}-\d\d-\d\d){2,}")


def control_block(reading: Reading) -> Iterator[tuple[DecisionKind, str, int]]:
    """A block of facts at the top: a label and a value on each line, or label and value line by line."""
    lines, content = reading.top.lines, reading.text.content
    days = DAY_AND_NAME.search(content) and SEVERAL_DAYS.search(content)
    for n in range(len(lines)) if days else reading.top.holding(FACT_STEMS):
        line = lines[n]
        if end := _valued(lines, n) or _paragraphed(lines, n) or _below(lines, n):
            yield "antagen", content[line.start : end], line.start
        elif (
            days and (several := SEVERAL_DAYS.match(content, line.end)) and BODY.search(line.lower)
        ):
            yield "antagen", content[line.start : several.end()], line.start


def _valued(lines: list[Line], n: int) -> int:
    """Where "Antaget av: Kommunfullmäktige" ends, with the line of the date that belongs to it; 0 for another line."""
    line = lines[n]
    label, *values = SEPARATOR.split(line.text, maxsplit=1)
    if not values or not BODY_LABEL.fullmatch(label) or not BODY.search(lowered(values[0])):
        return 0
    near = [one for one in lines[n + 1 : n + 8] if one.start - line.end < 500]
    dated = (one for one in near if A_DATE.match(one.text) and not OTHER_DATE.search(one.text))
    return next((one.end for one in dated if list(dates_in(one.text))), line.end)


def _paragraphed(lines: list[Line], n: int) -> int:
    """Where "Regionfullmäktige RF § 41/2021" and the line "Beslutsdatum: …" below it end."""
    line = lines[n]
    text = line.text
    if len(text) > 80 or not (PARAGRAPH.search(text) and BODY.match(line.lower)):
        return 0
    if VERB.search(line.lower):
        return 0
    below = (one for one in lines[n + 1 : n + 3] if DATE_LABEL.match(one.text.partition(":")[0]))
    return next((one.end for one in below if list(dates_in(one.text))), 0)


def _below(lines: list[Line], n: int) -> int:
    """Where a label ends that has its value on the line below."""
    if not BODY_LABEL.fullmatch(lines[n].text) or n + 1 >= len(lines):
        return 0
    return _value_end(lines, n) if BODY.search(lines[n + 1].lower) else 0


def _value_end(lines: list[Line], n: int) -> int:
    """Where the values of a control block end that has labels and values on lines by turns."""
    for k in range(n + 2, min(n + 9, len(lines))):
        if (
            DATE_LABEL.fullmatch(lines[k].text)
            and k + 1 < len(lines)
            and list(dates_in(lines[k + 1].text))
        ):
            return int(lines[k + 1].end)
    return int(lines[n + 1].end)


SENTENCE = re.compile(r"(?:[^.!?]|\.(?=\d|\s?[a-zåäö]|[A-Z]?\d))+[.!?]?")


def told_clauses(reading: Reading) -> Iterator[tuple[DecisionKind, str, int]]:
    """Sentences and short lines with a verb of deciding and a body or a date."""
    for n in reading.telling.holding(VERB_STEMS):
        line = reading.told[n]
        if not VERB.search(line.lower):
            continue
        for sentence in SENTENCE.finditer(line.text):
            text = sentence.group()
            start = line.start + sentence.start()
            for kind, begin, end in _pieces(line.lower[slice(*sentence.span())]):
                yield kind, text[begin:end], start + begin


def _pieces(text: str) -> Iterator[tuple[DecisionKind, int, int]]:
    """A clause for each verb of a sentence in lower case: "Antagen av KF 2017-03-27 § 45, reviderad 2021-11-29 § 120" has two."""
    verbs = list(VERB.finditer(text))
    if not verbs:
        return
    places = [verb for verb in verbs if verb["revise"] or verb["prolong"]]
    if not places or len(verbs) == 1:
        kind: DecisionKind = (
            "reviderad" if places and places[0]["revise"] else "förlängd" if places else "antagen"
        )
        yield kind, 0, len(text)
        return
    begin = 0
    ends = [*(verb.start() for verb in places[1:]), len(text)]
    for verb, after in zip(places, ends, strict=True):
        if begin < verb.start():
            yield "antagen", begin, verb.start()
        yield ("reviderad" if verb["revise"] else "förlängd"), verb.start(), after
        begin = after


OF_A_REGION = re.compile(r"(?:Region|Västra Götalandsregionens)\b")
TO_A_BODY = re.compile(r"(?:uppdrag|till|för)\s*$")


def body_in(text: str, start: int) -> Found | None:
    best, lower = None, lowered(text)
    verb = VERB.search(lower)
    for match in BODY.finditer(lower):
        words = text[slice(*match.span("body"))]
        whole = text[slice(*match.span())]
        # "Region Örebro läns nämnd för regional tillväxt" is the body's name; "Programmet är antaget av kommunfullmäktige" is not.
        named = OF_A_REGION.match(whole)
        name = whole if named else words
        at = match.start() if named else match.start("body")
        before = text[max(0, match.start("body") - 20) : match.start("body")]
        if best is None and TO_A_BODY.search(before):
            continue
        found = Found(name, ((start + at, start + at + len(name)),), "R56")
        distance = abs(match.start() - verb.start()) if verb else 0
        if best is None or distance < best[0]:
            best = distance, found
    return best[1] if best else None

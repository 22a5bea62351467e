"""Where a document speaks of a decision."""

import re
from collections.abc import Iterator
from itertools import pairwise

from strategies.loading.dating import Dated, dates_in
from strategies.loading.lines import Line
from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.words import holds_any
from strategies.plan import DecisionKind

_OF = r"(?:(?:s|en|ens)?\s(?:för|i)\s[A-ZÅÄÖa-zåäö][\wåäö]*(?:\s(?:och\s)?[a-zåäöA-ZÅÄÖ][\wåäö]*){0,3}?)"


BODY = re.compile(
    r"\b(?:Region\s[A-ZÅÄÖ][\wåäö]+(?:\släns?)?\s)?"
    r"(?P<body>(?:kommun|region|landskaps|stads|förbunds|landstings)fullmäktige|(?:kommun|region|stads|förbunds|landskaps|landstings)styrelsen?(?:s arbetsutskott)?"
    r"|(?:regionala\s)?(?:[a-zåäö]+(?:-|s)?\s(?:och\s))?[a-zåäö]*nämnd(?:en)?(?:\sför\s(?:regional[at]?\s)?[a-zåäö]+(?:\soch\s[a-zåäö]+)?)?|[a-zåäö]*utskottet|kommunestyret|fylkestinget|formannskapet|direktionen|förbundsdirektionen"
    r"|styrgruppen(?:\sför\s[A-ZÅÄÖ]\w+(?:\s[A-ZÅÄÖ]\w+){0,2})?|styrelsen(?:\sför\s[A-ZÅÄÖ]\w+(?:\s[A-ZÅÄÖ]\w+){0,2})?|årsmötet|bolagsstämman|kommundirektören|ägarsamrådet"
    r"|(?:Regional|Municipal|City|County)\s(?:[A-Z]\w+\s)?(?:Council|Assembly|Committee|Board)|KF|RF|KS|RS)\b",
    re.IGNORECASE,
)


VERB = re.compile(
    r"\b(?P<adopt>antag(?:en|et|it|na|s|ande)?|antog(?:s)?|anta|fastställ(?:d|t|da|des|de|ande)?|beslut(?:ar|ad|at|ats|ade|ades|as)?|ställ(?:de|t|er) sig bakom|(?:tagit|tog|fattade|fattat)\s+beslut|beslut(?:s?datum)?|godkän(?:d|t|de|des|da)|vedtatt|adopted|approved|datum för beslut)\b"
    r"|\b(?P<revise>revider(?:ad|at|ades|ats|ing)|senast ändrad|uppdaterad av|aktualiserad)\b"
    r"|\b(?P<prolong>förläng(?:d|t|des))\b",
    re.IGNORECASE,
)


VERB_STEMS = (
    "anta",
    "anto",
    "fastställ",
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
    r"ersätter|upphör|upphävs?|tidigare|föregående|som (?:fullmäktige|\w+styrelsen|\w+fullmäktige) antog|vision \d{4}|nollvision|beslutsunderlag|protokollsutdrag|redovisas|beslutar om en|verkställighetsplan|översiktsplan|bygger på|utgår från|handlingsplaner som|uppföljning|skickades",
    re.IGNORECASE,
)


CASE = re.compile(
    r"(?:\b(?:dnr|diarienummer|diarienr|ärendenummer|reg\.?\s?no\.?|sak(?:snr)?\.?)\s*:?\s*)(?P<case>[A-ZÅÄÖ0-9][\w/.-]*(?:[ ][A-Z]{0,4}\d[\w/:.-]*)?(?:\s\d{3})?)",
    re.IGNORECASE,
)


PARAGRAPH = re.compile(r"§§?\s*(?P<paragraph>\d{1,4}(?:/\d{2,4})?)|\bsak\s(?P<sak>\d+/\d+)")


BODY_LABEL = re.compile(
    r"(?:antag(?:en|et)|fastställd|fastställt|beslutad|beslutat|beslut(?:ande)?(?:s?instans|\sorgan)?|beslutande organ|godkänd|beslutsinstans|fastställd av|beslutsfattare|beslut)\s*(?:av|i)?\s*:?$",
    re.IGNORECASE,
)


DATE_LABEL = re.compile(
    r"(?:besluts?datum|datum(?: för (?:beslut|antagande|fastställande))?|antagen(?: den)?|fastställd(?: den)?|giltig från|gäller från)\s*:?$",
    re.IGNORECASE,
)


MEETING = re.compile(r"sammanträdes?(?:datum|dag|tid)\b|sammanträde den|mötesdatum", re.IGNORECASE)


RESOLVES = re.compile(
    r"(?:beslutar|beslutade|antar|fastställer)\b|(?:fullmäktige|styrelsen)s beslut$", re.IGNORECASE
)


ADOPTS = re.compile(r"\b(?:anta[rs]?|fastställ(?:a|er|s)|godkänn(?:a|er|s))\b", re.IGNORECASE)


PROPOSED = re.compile(r"föreslår|förslag", re.IGNORECASE)


def meeting_day(reading: Reading) -> Dated | None:
    """The day of the meeting whose minutes this is."""
    for line, after in pairwise(reading.told[:40]):
        if MEETING.search(line.text):
            stretch = reading.text.content[line.start : after.end]
            return next(iter(dates_in(stretch, line.start)), None)
    return None


def control_block(reading: Reading) -> Iterator[tuple[DecisionKind, str, int]]:
    """A control block: "Antaget av: Kommunfullmäktige" and "Beslutsdatum: 2021-12-13" on lines of their own, or label and value line by line."""
    lines = reading.told[:45]
    for n, line in enumerate(lines):
        label, colon, value = line.text.partition(":")
        window = [one for one in lines[n : n + 8] if one.start - line.end < 500]
        if colon and BODY_LABEL.match(f"{label}:") and BODY.search(value) and len(line.text) < 140:
            if re.search(r"ersätt|föreslag|förslag", label, re.IGNORECASE):
                continue
            end = window[-1].end if not list(dates_in(value)) else line.end
            dated = next(
                (
                    one
                    for one in window
                    if one is not line
                    and re.match(r"[^:]*(?:datum|\bden)\b", one.text, re.IGNORECASE)
                    and list(dates_in(one.text))
                    and not re.search(
                        r"giltig|gäller|revider|upprätta|version|nästa", one.text, re.IGNORECASE
                    )
                ),
                None,
            )
            end = max(line.end, dated.end) if dated else line.end
            yield "antagen", reading.text.content[line.start : end], line.start
        elif (
            len(line.text) < 80
            and BODY.match(line.text)
            and PARAGRAPH.search(line.text)
            and not VERB.search(line.text)
        ):
            after = next(
                (
                    one
                    for one in lines[n + 1 : n + 3]
                    if DATE_LABEL.match(one.text.partition(":")[0]) and list(dates_in(one.text))
                ),
                None,
            )
            if after:
                yield "antagen", reading.text.content[line.start : after.end], line.start
        elif (
            not colon
            and BODY_LABEL.fullmatch(line.text)
            and n + 1 < len(lines)
            and BODY.search(lines[n + 1].text)
        ):
            yield "antagen", reading.text.content[line.start : _value_end(lines, n)], line.start


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


def told_clauses(reading: Reading) -> Iterator[tuple[DecisionKind, str, int]]:
    """Sentences and short lines with a verb of deciding and a body or a date."""
    for line in reading.told:
        if not holds_any(line.text, VERB_STEMS) or not VERB.search(line.text):
            continue
        for sentence in re.finditer(r"(?:[^.!?]|\.(?=\d|\s?[a-zåäö]|[A-Z]?\d))+[.!?]?", line.text):
            text = sentence.group()
            if not VERB.search(text):
                continue
            start = line.start + sentence.start()
            for kind, begin, end in _pieces(text):
                yield kind, text[begin:end], start + begin


def _pieces(text: str) -> Iterator[tuple[DecisionKind, int, int]]:
    """A clause for each verb: "Antagen av KF 2017-03-27 § 45, reviderad 2021-11-29 § 120" has two."""
    verbs = list(VERB.finditer(text))
    places = [verb for verb in verbs if verb["revise"] or verb["prolong"]]
    if not places or len(verbs) == 1:
        kind: DecisionKind = (
            "reviderad" if places and places[0]["revise"] else "förlängd" if places else "antagen"
        )
        yield kind, 0, len(text)
        return
    begin = 0
    for verb in places:
        if begin < verb.start():
            yield "antagen", begin, verb.start()
        begin = verb.start()
        after = next((one.start() for one in places if one.start() > verb.start()), len(text))
        yield ("reviderad" if verb["revise"] else "förlängd"), verb.start(), after
        begin = after


def body_in(text: str, start: int) -> Found | None:
    best = None
    for match in BODY.finditer(text):
        words = match["body"]
        whole = match.group()
        # "Region Örebro läns nämnd för regional tillväxt" is the body's name; "Programmet är antaget av kommunfullmäktige" is not.
        named = re.match(r"(?:Region|Västra Götalandsregionens)\b", whole)
        name = whole if named else words
        at = match.start() if named else match.start("body")
        if re.search(r"(?:uppdrag|till|för)\s*$", text[: match.start("body")]) and best is None:
            continue
        found = Found(name, ((start + at, start + at + len(name)),), "R56")
        verb = VERB.search(text)
        distance = abs(match.start() - verb.start()) if verb else 0
        if best is None or distance < best[0]:
            best = distance, found
    return best[1] if best else None

"""Who decided on the document, and when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from strategies.loading.blocks import Span
from strategies.loading.dating import Dated, dates_in
from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.rules import rule
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
IN_FORCE = re.compile(
    r"(?:gälla|gäller|giltig\w*|kraft|från och med|fr\.o\.m\.|till och med|senast|undertecknad\w*)[^,;]{0,40}$",
    re.IGNORECASE,
)
TODAY = re.compile(
    r"\b(?:i\s?dag|idag|dagens (?:sammanträde|möte)|today|i går|igår)\b", re.IGNORECASE
)
RELEASED = re.compile(r"pressmeddelande|publicera[dt]|nyhet|press release|datum", re.IGNORECASE)
BODY_LABEL = re.compile(
    r"(?:antag(?:en|et)|fastställd|fastställt|beslutad|beslutat|beslut(?:ande)?(?:s?instans|\sorgan)?|beslutande organ|godkänd|beslutsinstans|fastställd av|beslutsfattare|beslut)\s*(?:av|i)?\s*:?$",
    re.IGNORECASE,
)
DATE_LABEL = re.compile(
    r"(?:besluts?datum|datum(?: för (?:beslut|antagande|fastställande))?|antagen(?: den)?|fastställd(?: den)?|giltig från|gäller från)\s*:?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Decided:
    """A decision as the text tells it; `date` is None when only the body is known."""

    kind: DecisionKind
    body: Found | None
    date: Dated | None
    inferred: bool = False
    case_number: Found | None = None
    paragraph: Found | None = None


@rule("R56", "Beslut")
def decisions_of(reading: Reading, released: Dated | None) -> list[Decided]:
    """Every clause that says who adopted or revised the document and when; proposals, plans and other documents' decisions left out."""
    clauses = [*_labelled(reading), *_clauses(reading)]
    case = _case(reading)
    found: list[Decided] = list(_minutes(reading))
    for kind, text, start in clauses:
        one = _decision(kind, text, start, released)
        if one and not any(_same(one, other) for other in found):
            found.append(one)
    dated = [one for one in found if one.date]
    found = dated or found[:1]
    found = [_with_body(one, found) for one in found]
    # A line that only repeats a date or a body that another tells better says nothing new.
    found = [
        one
        for one in found
        if one.body or not any(other.body and other is not one for other in found)
    ]
    return [
        Decided(one.kind, one.body, one.date, one.inferred, one.case_number or case, one.paragraph)
        for one in found[:6]
    ]


def _with_body(one: Decided, found: list[Decided]) -> Decided:
    """A revision without a body was made by the body that adopted."""
    if one.body or one.kind == "antagen":
        return one
    body = next((other.body for other in found if other.body), None)
    return replace(one, body=body)


MEETING = re.compile(r"sammanträdes?(?:datum|dag|tid)\b|sammanträde den|mötesdatum", re.IGNORECASE)
RESOLVES = re.compile(r"(?:beslutar|beslutade)\b", re.IGNORECASE)
ADOPTS = re.compile(r"\b(?:anta[rs]?|fastställ(?:a|er|s)|godkänn(?:a|er|s))\b", re.IGNORECASE)
PROPOSED = re.compile(r"föreslår|förslag", re.IGNORECASE)


@rule("R59", "Beslut i ett protokoll")
def _minutes(reading: Reading) -> Iterator[Decided]:
    """Minutes bear the date of the meeting; "Kommunfullmäktige beslutar att anta …" is decided on that day."""
    lines = reading.told
    dated = _meeting(reading)
    if dated is None:
        return
    for n, line in enumerate(lines):
        before = lines[n - 1].text if n else ""
        if not RESOLVES.search(line.text) or PROPOSED.search(line.text) or PROPOSED.search(before):
            continue
        body = _body(line.text, line.start)
        if body and ADOPTS.search(" ".join(one.text for one in lines[n : n + 4])):
            yield Decided("antagen", body, dated)
            return


def _meeting(reading: Reading) -> Dated | None:
    """The day of the meeting whose minutes this is."""
    for line, after in pairwise(reading.told[:40]):
        if MEETING.search(line.text):
            stretch = reading.text.content[line.start : after.end]
            return next(iter(dates_in(stretch, line.start)), None)
    return None


def _same(one: Decided, other: Decided) -> bool:
    same_date = (one.date.value if one.date else "") == (other.date.value if other.date else "")
    if not (one.body and other.body):
        return same_date
    a, b = one.body.text.lower(), other.body.text.lower()
    return same_date and (a in b or b in a or not one.date)


def _labelled(reading: Reading) -> Iterator[tuple[DecisionKind, str, int]]:
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


def _value_end(lines: list, n: int) -> int:  # type: ignore[type-arg]
    """Where the values of a control block end that has labels and values on lines by turns."""
    for k in range(n + 2, min(n + 9, len(lines))):
        if (
            DATE_LABEL.fullmatch(lines[k].text)
            and k + 1 < len(lines)
            and list(dates_in(lines[k + 1].text))
        ):
            return int(lines[k + 1].end)
    return int(lines[n + 1].end)


def _clauses(reading: Reading) -> Iterator[tuple[DecisionKind, str, int]]:
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


def _decision(kind: DecisionKind, text: str, start: int, released: Dated | None) -> Decided | None:
    if PROPOSAL.search(text) and not re.search(
        r"beslutar att anta\b|^\s*antag", text, re.IGNORECASE
    ):
        return None
    verb = VERB.search(text)
    body = _body(text, start)
    dates = [
        one for one in dates_in(text, start) if not IN_FORCE.search(text[: one.span[0] - start])
    ]
    if not verb or not (body or dates):
        return None
    if not body and not _about_itself(text, verb):
        return None
    date = _nearest(dates, start + verb.start(), body)
    if dates and body and len(re.findall(r"\bi\s[A-ZÅÄÖ]\w+\s+(?:den\s)?\d", text)) > 1:
        date = max(
            dates, key=lambda one: one.value
        )  # several kommuner, the last of which made it whole
    inferred = False
    if date is None and released and (today := TODAY.search(text)):
        date = Dated(released.value, today.group(), (start + today.start(), start + today.end()))
        inferred = True
    if date is None and not body:
        return None
    if date is None and not re.search(
        r"\b(?:har|är|blev|antagen|antaget|beslutats?|fastställd)\b", text, re.IGNORECASE
    ):
        return None
    paragraph = PARAGRAPH.search(text)
    case = CASE.search(text)
    return Decided(
        kind,
        body,
        date,
        inferred,
        _cited(case, "case", start) if case else None,
        _cited(paragraph, "paragraph" if paragraph["paragraph"] else "sak", start)
        if paragraph
        else None,
    )


def _about_itself(text: str, verb: re.Match[str]) -> bool:
    return len(text) < 110 and verb.start() < 40


def _cited(match: re.Match[str], group: str, start: int) -> Found:
    return Found(match[group], ((start + match.start(group), start + match.end(group)),), "R57")


def _nearest(dates: list[Dated], verb: int, body: Found | None) -> Dated | None:
    """The date that stands nearest after the verb, or else nearest before it."""
    if not dates:
        return None
    whole = [one for one in dates if one.whole] or dates
    return min(whole, key=lambda one: (one.span[0] < verb - 60, abs(one.span[0] - verb)))


def _body(text: str, start: int) -> Found | None:
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


@rule("R57", "Diarienummer och paragraf")
def _case(reading: Reading) -> Found | None:
    """The document's own case number at the top; one in a clause about the decision comes before it."""
    for line in reading.told[:40]:
        if match := CASE.search(line.text):
            return Found(
                match["case"].strip(" .,;"),
                ((line.start + match.start("case"), line.start + match.end("case")),),
                "R57",
            )
    return None


@rule("R58", "Publiceringsdatum")
def released_on(reading: Reading) -> Dated | None:
    """The date that a press release or news item bears, which "i dag" is told from."""
    for line in reading.told[:30]:
        if len(line.text) < 140 and (RELEASED.search(line.text) or len(line.text) < 40):
            for date in dates_in(line.text, line.start):
                if date.whole:
                    return date
    return None


def stands_at(span: Span, lines: list) -> bool:  # type: ignore[type-arg]
    return any(line.start <= span[0] < line.end for line in lines)

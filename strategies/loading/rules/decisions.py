"""Who decided on the document, and when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from strategies.loading.blocks import Span
from strategies.loading.dating import Dated, dates_in
from strategies.loading.lines import Line
from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.rules import rule
from strategies.loading.rules.clauses import (
    ADOPTS,
    CASE,
    PARAGRAPH,
    PROPOSAL,
    PROPOSED,
    RESOLVES,
    VERB,
    body_in,
    control_block,
    meeting_day,
    told_clauses,
)
from strategies.plan import DecisionKind

IN_FORCE = re.compile(
    r"(?:gälla|gäller|giltig\w*|kraft|från och med|fr\.o\.m\.|till och med|senast|undertecknad\w*)[^,;]{0,40}$",
    re.IGNORECASE,
)


TODAY = re.compile(
    r"\b(?:i\s?dag|idag|dagens (?:sammanträde|möte)|today|i går|igår)\b", re.IGNORECASE
)


RELEASED = re.compile(r"pressmeddelande|publicera[dt]|nyhet|press release|datum", re.IGNORECASE)


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
    clauses = [*control_block(reading), *told_clauses(reading)]
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


@rule("R59", "Beslut i ett protokoll")
def _minutes(reading: Reading) -> Iterator[Decided]:
    """Minutes bear the date of the meeting; "Kommunfullmäktige beslutar att anta …" is decided on that day."""
    lines = reading.told
    dated = meeting_day(reading)
    if dated is None:
        return
    for n, line in enumerate(lines):
        before = lines[n - 1].text if n else ""
        if not RESOLVES.search(line.text) or PROPOSED.search(line.text) or PROPOSED.search(before):
            continue
        body = body_in(line.text, line.start)
        if body and ADOPTS.search(" ".join(one.text for one in lines[n : n + 4])):
            yield Decided("antagen", body, dated)
            return


def _same(one: Decided, other: Decided) -> bool:
    same_date = (one.date.value if one.date else "") == (other.date.value if other.date else "")
    if not (one.body and other.body):
        return same_date
    a, b = one.body.text.lower(), other.body.text.lower()
    return same_date and (a in b or b in a or not one.date)


def _decision(kind: DecisionKind, text: str, start: int, released: Dated | None) -> Decided | None:
    if PROPOSAL.search(text) and not re.search(
        r"beslutar att anta\b|^\s*antag", text, re.IGNORECASE
    ):
        return None
    verb = VERB.search(text)
    body = body_in(text, start)
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


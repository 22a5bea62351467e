"""Who decided on the document, and when."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from strategies.loading.dating import CENTURIES, Dated, dates_in
from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.rules import rule
from strategies.loading.rules.clauses import (
    ADOPTS,
    CASE,
    CASE_STEMS,
    PARAGRAPH,
    PROPOSAL,
    PROPOSED,
    RESOLVE_STEMS,
    RESOLVES,
    SEVERAL_DAYS,
    VERB,
    body_in,
    control_block,
    meeting_day,
    told_clauses,
)
from strategies.loading.text import lowered
from strategies.plan import DecisionKind

IN_FORCE = re.compile(
    r"(?:gälla|gäller|giltig\w*|kraft|från och med|fr\.o\.m\.|till och med|senast|undertecknad\w*)[^,;]{0,40}$"
)


TODAY = re.compile(r"\b(?:i\s?dag|idag|dagens (?:sammanträde|möte)|today|i går|igår)\b")


RELEASED = re.compile(r"pressmeddelande|publicera[dt]|nyhet|press release|datum", re.IGNORECASE)


class Decided(NamedTuple):
    """A decision as the text tells it; `date` is None when only the body is known."""

    kind: DecisionKind
    body: Found | None
    date: Dated | None
    inferred: bool = False
    case_number: Found | None = None
    paragraph: Found | None = None
    rule: str = "R56"


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
    found = [_with_body(one, found) for one in found]
    dated = [one for one in found if one.date]
    found = dated or found[:1]
    # A line that only repeats a date or a body that another tells better says nothing new.
    found = [
        one
        for one in found
        if one.body or not any(other.body and other is not one for other in found)
    ]
    return [one._replace(case_number=one.case_number or case) for one in found[:6]]


def _with_body(one: Decided, found: list[Decided]) -> Decided:
    """A line with a date alone tells of the body that another line names: that of a revision, or of a control block."""
    if one.body:
        return one
    body = next((other.body for other in found if other.body), None)
    return one._replace(body=body)


@rule("R59", "Beslut i ett protokoll")
def _minutes(reading: Reading) -> Iterator[Decided]:
    """Minutes bear the date of the meeting; "Kommunfullmäktige beslutar att anta …" is decided on that day."""
    lines = reading.told
    dated = meeting_day(reading)
    for n in reading.telling.holding(RESOLVE_STEMS) if dated else ():
        line = lines[n]
        before = lines[n - 1].text if n else ""
        if not RESOLVES.search(line.text) or PROPOSED.search(line.text) or PROPOSED.search(before):
            continue
        body = body_in(line.text, line.start)
        if body and ADOPTS.search(" ".join(one.text for one in lines[n : n + 4])):
            yield Decided("antagen", body._replace(rule="R59"), dated, rule="R59")
            return


def _same(one: Decided, other: Decided) -> bool:
    same_date = (one.date.value if one.date else "") == (other.date.value if other.date else "")
    if not (one.body and other.body):
        return same_date
    a, b = one.body.text.lower(), other.body.text.lower()
    return same_date and (a in b or b in a or not one.date)


DONE = re.compile(r"\b(?:har|är|blev|antagen|antaget|beslutats?|fastställd|antog)\b", re.IGNORECASE)
ADOPTED = re.compile(r"beslutar att anta\b|^\s*antag")
IN_SEVERAL = re.compile(r"\bi\s[A-ZÅÄÖ]\w+\s+(?:den\s)?\d")


def _decision(kind: DecisionKind, text: str, start: int, released: Dated | None) -> Decided | None:
    """What one clause says, or None when it tells of a proposal, of another document or of nothing that is done."""
    lower = lowered(text)
    verb = VERB.search(lower)
    if not verb or (PROPOSAL.search(lower) and not _is_done(lower)):
        return None
    body = body_in(text, start)
    about_itself = len(text) < 110 and verb.start() < 40
    if not body and not about_itself:
        return None
    day, inferred = _day(text, start, verb.start(), released)
    if day is None and not (body and DONE.search(text)):
        return None
    paragraph, case = PARAGRAPH.search(text), CASE.search(text)
    return Decided(
        kind,
        body,
        day,
        inferred,
        _cited(case, start) if case else None,
        _cited(paragraph, start) if paragraph else None,
    )


def _is_done(lower: str) -> bool:
    """Whether a clause that has words of proposals tells of a decision nonetheless."""
    return bool(ADOPTED.search(lower) or TODAY.search(lower) or ON_A_DAY.search(lower))


def _day(text: str, start: int, verb: int, released: Dated | None) -> tuple[Dated | None, bool]:
    """The day of the decision, and whether it is inferred from the day of the release."""
    lower = lowered(text)
    dates = [
        one
        for one in dates_in(text, start)
        if not IN_FORCE.search(lower[max(0, one.span[0] - start - 80) : one.span[0] - start])
    ]
    several = "\n" in text and SEVERAL_DAYS.search(text)
    if dates and (several or len(IN_SEVERAL.findall(text)) > 1):
        # Several kommuner decide, and the last of them makes it whole.
        return max(dates, key=lambda one: one.value), False
    if dates:
        whole = [one for one in dates if one.whole] or dates
        at = start + verb
        return min(whole, key=lambda one: (one.span[0] < at - 60, abs(one.span[0] - at))), False
    if released is None:
        return None, False
    if today := TODAY.search(lower):
        span = (start + today.start(), start + today.end())
        back = timedelta(days=1 if "går" in today.group() else 0)
        value = (date.fromisoformat(released.value) - back).isoformat()
        return Dated(value, text[slice(*today.span())], span), True
    return _weekday(text, released, start), True


WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
ON_A_DAY = re.compile(rf"\b(?:på|i)\s(?P<day>{'|'.join(WEEKDAYS)})(?:en|s|ens)\b")


def _weekday(text: str, released: Dated, start: int) -> Dated | None:
    """ "i onsdags": the last such day up to the day of the release."""
    found = ON_A_DAY.search(lowered(text))
    if found is None:
        return None
    day = date.fromisoformat(released.value)
    back = (day.weekday() - WEEKDAYS.index(found["day"])) % 7
    value = (day - timedelta(days=back)).isoformat()
    return Dated(value, text[slice(*found.span())], (start + found.start(), start + found.end()))


def _cited(match: re.Match[str], start: int) -> Found:
    """The last group of the match that took part: the number itself, without the words before it."""
    name = match.lastgroup or ""
    return Found(match[name], ((start + match.start(name), start + match.end(name)),), "R57")


@rule("R57", "Diarienummer och paragraf")
def _case(reading: Reading) -> Found | None:
    """The document's own case number at the top; one in a clause about the decision comes before it."""
    for line in (reading.told[n] for n in reading.top.holding(CASE_STEMS) if n < 40):
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
    for line in (reading.told[n] for n in reading.top.holding(CENTURIES) if n < 30):
        if len(line.text) < 140 and (len(line.text) < 40 or RELEASED.search(line.text)):
            for date in dates_in(line.text, line.start):
                if date.whole:
                    return date
    return None

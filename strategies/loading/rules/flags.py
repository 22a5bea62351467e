"""What a person should look at in a draft."""

import re
from collections import Counter
from collections.abc import Iterator

from strategies.loading.blocks import Block
from strategies.loading.reading import Reading
from strategies.loading.rules import rule
from strategies.plan import Element, Flag, Plan

Doubts = Iterator[Flag]


def flags_of(plan: Plan, reading: Reading) -> list[Flag]:
    """Every doubt that the rules have of the draft, in their order."""
    rules = (
        repeated,
        stated_count,
        empty_section,
        unpaired,
        missing,
        inferred,
        lost_name,
        personal,
        no_structure,
    )
    return [flag for check in rules for flag in check(plan, reading)]


WORD = re.compile(r"\w+")
SHORTEST = 12  # characters of words that are a repetition rather than a common heading


@rule("R80", "Upprepad text")
def repeated(plan: Plan, reading: Reading) -> Doubts:
    """Two elements have the same title, or the same text."""
    first: dict[str, Element] = {}
    for _, element in plan.walk():
        for field, least in (("title", SHORTEST), ("text", 40)):
            said = getattr(element, field)
            if len(said) <= SHORTEST:
                continue  # as most texts are
            words = " ".join(WORD.findall(said)).lower()
            other = first.setdefault(words, element)
            if other is not element and len(words) > least:
                yield Flag(
                    kind="dubblett",
                    on=element.key,
                    field="" if field == "title" else field,
                    refers_to=other.key,
                    text="Samma ord som i en annan del av planen.",
                )


@rule("R81", "Angivet antal")
def stated_count(plan: Plan, reading: Reading) -> Doubts:
    """The text promises a number of directions ("fyra områden"), and the draft has another."""
    stated, found = plan.stated_counts.direction, sum(e.kind == "direction" for e in plan.elements)
    if stated is not None and stated != found:
        yield Flag(
            kind="antal stämmer inte",
            field="stated_counts",
            text=f"Texten anger {stated}, men {found} hittades.",
        )


OPENED = re.compile(
    r"(?:^|[.!?]\s)(?P<head>(?:Mål|Vision|Syfte|Åtgärder|Insatser|Aktiviteter)(?:\sför\s[^.:]{3,60})?):$"
)
DECLARED = ("vision", "goals", "challenges")


def _nothing_below(block: Block, after: Block | None) -> bool:
    """Whether another chapter follows the heading at once, or the end."""
    if after is None:
        return True
    chapter = after.kind == "heading" and bool(after.role) and not after.label
    return chapter and not block.first.marked


@rule("R82", "Tomt avsnitt")
def empty_section(plan: Plan, reading: Reading) -> Doubts:
    """A heading, or "Mål för …:", with nothing before the next heading or the end of the page."""
    for n, block in enumerate(reading.blocks):
        declared = block.kind == "heading" and block.role in DECLARED
        after = reading.blocks[n + 1] if n + 1 < len(reading.blocks) else None
        if not (declared or block.text.endswith(":")) or not _nothing_below(block, after):
            continue
        if declared:
            yield Flag(kind="tomt avsnitt", text=f"Under rubriken ”{block.title}” står ingenting.")
        elif found := OPENED.search(block.text):
            yield Flag(kind="tomt avsnitt", text=f"Efter ”{found['head']}:” står ingenting.")


QUOTATION_MARKS = ("”", "“", '"')
QUOTATION = re.compile(r"[”“\"]")
INCHES = re.compile(r"\d[”\"]")


@rule("R84", "Oparat citattecken")
def unpaired(plan: Plan, reading: Reading) -> Doubts:
    """A paragraph that opens a quotation and never closes it, or the other way round."""
    for line in (reading.told[n] for n in reading.telling.holding(QUOTATION_MARKS)):
        if line.kind == "furniture":
            continue
        marks = sum(line.text.count(sign) for sign in QUOTATION_MARKS)
        if marks % 2 and not INCHES.search(line.text):
            start = QUOTATION.search(line.text)
            words = line.text[start.start() : start.start() + 60] if start else line.text[:60]
            on = next((s.key for s in plan.statements if s.text[:40] in line.text), None)
            yield Flag(kind="oparat citattecken", on=on, text=f"{words} …")


@rule("R85", "Uppgift saknas")
def missing(plan: Plan, reading: Reading) -> Doubts:
    """What a plan should say of itself, and this one does not: owner, period, decision, actions."""
    if not plan.owners:
        yield Flag(kind="uppgift saknas", field="owners", text="Ingen ägare hittades.")
    if plan.period is None:
        yield Flag(kind="uppgift saknas", field="period", text="Ingen period hittades.")
    if not plan.decisions:
        yield Flag(kind="uppgift saknas", field="decisions", text="Inget beslut hittades.")
    if plan.elements and not any(element.kind == "action" for _, element in plan.walk()):
        yield Flag(kind="uppgift saknas", field="elements", text="Inga insatser hittades.")


@rule("R86", "Härlett datum")
def inferred(plan: Plan, reading: Reading) -> Doubts:
    """A date that the text does not write out."""
    for decision in plan.decisions:
        if decision.date.inferred:
            yield Flag(
                kind="härlett datum",
                on=decision.key,
                field="date",
                text=f"Datumet skrivs ”{decision.date.written}” och är räknat från publiceringen.",
            )


NAMELESS = re.compile(r"\bDeltagare,\s+[a-zåäöA-ZÅÄÖ]")


@rule("R87", "Namn saknas")
def lost_name(plan: Plan, reading: Reading) -> Doubts:
    """An organisation among the participants with no name before it."""
    if any(reading.matches(NAMELESS, "deltagare")):
        yield Flag(
            kind="namn saknas",
            field="participants",
            text="Den första deltagarens namn saknas i källan.",
        )


@rule("R88", "Personuppgift")
def personal(plan: Plan, reading: Reading) -> Doubts:
    """Names, numbers and addresses of people: held back from readers until somebody approves them."""
    people = Counter(person.name for person in plan.persons)
    if people or any(part.kind == "person" for part in plan.participants):
        number = len(people) + sum(part.kind == "person" for part in plan.participants)
        told = "En person nämns" if number == 1 else f"{number} personer nämns"
        yield Flag(
            kind="personuppgift",
            field="persons",
            text=f"{told}. Godkänn de namn som får visas.",
        )


@rule("R89", "Ingen struktur")
def no_structure(plan: Plan, reading: Reading) -> Doubts:
    """No directions were found: the text is loaded, and a person builds the plan by hand."""
    if not plan.elements:
        yield Flag(
            kind="att kontrollera",
            field="elements",
            text="Inga inriktningar hittades. Bygg planen för hand ur texten.",
        )

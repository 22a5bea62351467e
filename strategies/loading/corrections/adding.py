"""Parts that a person adds, from a passage of the source."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from strategies.loading.corrections.sorts import SORTS, Sort, placed
from strategies.loading.corrections.texts import headed
from strategies.loading.corrections.tree import Refused, changed, checked
from strategies.plan import RANK, Challenge, Decision, Element, Passage, Plan, Statement
from strategies.texts import one_line, prose


@dataclass(frozen=True)
class Choice:
    """Characters [start, end) of the source that a person has chosen, their words, and the key of what they become."""

    start: int
    end: int
    words: str
    key: UUID = field(default_factory=uuid4)


def add(plan: Plan, sort: Sort, choice: Choice) -> Plan:
    """A part of what a person has chosen in the source: an element where the source has it, anything else last of its kind."""
    title, text = headed(choice.words)
    if not title:
        raise Refused("Markera några ord i källtexten först.")
    if sort not in SORTS:
        raise Refused("Välj vad texten är.")
    about = "title" if sort in RANK or sort == "challenge" else "text"
    passage = Passage(
        start=choice.start,
        end=choice.end,
        text=one_line(choice.words),
        on=choice.key,
        field="" if text and about == "title" else about,
    )
    plan = changed(plan, passages=(*plan.passages, passage))
    if sort in RANK:
        element = Element(key=choice.key, kind=sort, title=title, text=text)
        return checked(placed(plan, element))
    if sort == "challenge":
        challenge = Challenge(key=choice.key, title=title, text=text)
        return checked(changed(plan, challenges=(*plan.challenges, challenge)))
    statement = Statement(key=choice.key, kind=sort, text=prose(choice.words))
    return checked(changed(plan, statements=(*plan.statements, statement)))


def add_decision(plan: Plan, decision: Decision) -> Plan:
    """A decision that the reader has not found."""
    return checked(changed(plan, decisions=(*plan.decisions, decision)))

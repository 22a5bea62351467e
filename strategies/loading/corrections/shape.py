"""Parts joined, split and taken away."""

from typing import Any, Literal
from uuid import UUID, uuid4

from strategies.loading.corrections.passages import remarked, repointed
from strategies.loading.corrections.texts import LONGEST_TITLE, headed, paragraphs
from strategies.loading.corrections.tree import (
    Refused,
    changed,
    checked,
    find,
    neighbours,
    regroup,
    replace,
    spot,
)
from strategies.plan import RANK, Challenge, Decision, Element, Passage, Plan, Statement
from strategies.texts import one_line, prose

Join = Literal["title", "text"]
TEXTS: dict[type, tuple[str, ...]] = {
    Element: ("title", "text"),
    Challenge: ("title", "text"),
    Statement: ("text",),
}


def join(plan: Plan, key: UUID, into: Join) -> Plan:
    """Make a part the end of the one before it: of its title ("title"), or a paragraph of its text ("text").

    The part before keeps its key, and gets all that the other had and all that pointed at it.
    """
    first, second = neighbours(plan, key)[0], find(plan, key)
    if first is None:
        raise Refused("Det finns ingen del före den att slå ihop den med.")
    if isinstance(first, Decision):
        raise Refused("Två beslut kan inte slås ihop.")
    if into == "title" and len(_title(first, second)) > LONGEST_TITLE:
        into = "text"
    # What the second has below it must rank below the first, or else it follows after it.
    below, after = _kept(first, second)
    joined = changed(_joined(first, second, into), **below)
    plan = regroup(
        plan, key, lambda group, place: (*group[: place - 1], joined, *after, *group[place + 1 :])
    )
    plan = repointed(plan, key, first.key, lambda field: _field(joined, field, into))
    return checked(remarked(plan, first.key, joined, {"title", "text"}))


def split(plan: Plan, key: UUID, field: str, at: int, *, new: UUID | None = None) -> Plan:
    """Divide a part at a character of its title or text; what is read after that place becomes a part after it.

    The first keeps its key; `new` is the second's, made where it is not given.
    """
    part = find(plan, key)
    if field not in TEXTS.get(type(part), ()):
        raise Refused("Den uppgiften kan inte delas.")
    value: str = getattr(part, field)
    head, tail = value[:at].strip(), value[at:].strip()
    if not head or not tail or at < 0:
        raise Refused("Välj ett ställe inne i texten, så att det blir något kvar på båda sidor.")
    new = new or uuid4()
    first, second = _halves(part, field, head, tail, new)
    plan = replace(plan, key, first, second)
    return checked(_divided(plan, first, second, field))


def reject(plan: Plan, key: UUID, *, below: bool = True) -> Plan:
    """Take a part away, with all below it or, when not `below`, leaving those in its place."""
    part = find(plan, key)
    owner, field, _group, _place = spot(plan, key)
    kept = () if below else getattr(part, field, ())
    if not below and isinstance(part, Element):
        # What an element declares is the whole plan's, or its parent's, when it is gone.
        home = owner if isinstance(owner, Element) else plan
        moved = (*home.statements, *part.statements)
        if home is plan:
            plan = changed(plan, statements=moved)
        else:
            plan = replace(plan, home.key, changed(home, statements=moved))
    return checked(replace(plan, key, *kept))


def _title(first: Any, second: Any) -> str:
    return " ".join(
        text for text in (getattr(first, "title", ""), getattr(second, "title", "")) if text
    )


def _joined(first: Any, second: Any, into: Join) -> Any:
    """The first with the second's words and lists added; what is below it is seen to by `_kept`."""
    fields: dict[str, Any] = {}
    if isinstance(first, Statement):
        # A statement has a text first of all, so that is where words go on.
        title = paragraphs(second.title, second.text)
        text = f"{first.text} {second.text}" if into == "title" else f"{first.text}\n\n{title}"
        fields = {"text": text}
        if into == "title":
            fields["title"] = _title(first, second)
    elif into == "title":
        fields = {"title": _title(first, second), "text": paragraphs(first.text, second.text)}
    else:
        fields = {"text": paragraphs(first.text, second.title, second.text)}
    if isinstance(first, Challenge):
        fields["shared_by"] = tuple(dict.fromkeys(first.shared_by + second.shared_by))
    if isinstance(first, Element):
        fields |= _gathered(first, second, fields["text"])
    return changed(first, **fields)


def _gathered(first: Element, second: Element, text: str) -> dict[str, Any]:
    """What two elements say beside their titles, as one."""
    time, late = first.period, second.period
    if late and (time or first.kind != "action"):
        text = paragraphs(text, "" if late == time else f"Tid: {late}")
    elif late:
        time = late
    short = (first.short_title, second.short_title)
    return {
        "text": paragraphs(text, short[1] if all(short) else ""),
        "period": time,
        "short_title": short[0] or short[1],
        "label": first.label or second.label,
        "purpose": paragraphs(first.purpose, second.purpose),
        "open_ended": first.open_ended or second.open_ended,
        "crosscutting": first.crosscutting or second.crosscutting,
        "target_groups": tuple(dict.fromkeys(first.target_groups + second.target_groups)),
        "involvements": tuple(dict.fromkeys(first.involvements + second.involvements)),
        "links": first.links + second.links,
        "statements": first.statements + second.statements,
    }


def _kept(first: Any, second: Any) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """What stands below the joined part, and what cannot and follows after it."""
    if not isinstance(first, Element):
        field = "statements" if isinstance(first, Statement) else "challenges"
        return {field: getattr(first, field) + getattr(second, field)}, ()
    ranks = [RANK[child.kind] > RANK[first.kind] for child in second.elements]
    fit = ranks.index(False) if False in ranks else len(ranks)
    return {"elements": first.elements + second.elements[:fit]}, second.elements[fit:]


def _field(joined: Any, field: str, into: Join) -> str:
    """Where the second's title and text went, for what points at them."""
    if field == "title" and into == "text":
        return "text"
    return field if hasattr(joined, field) else ""


def _halves(part: Any, field: str, head: str, tail: str, new: UUID) -> tuple[Any, Any]:
    """The part up to the place, and a new one with all that is read after it."""
    if isinstance(part, Statement):
        first = changed(part, text=prose(head), statements=())
        return first, Statement(key=new, kind=part.kind, text=tail, statements=part.statements)
    below = "elements" if isinstance(part, Element) else "challenges"
    title, text = (one_line(tail), part.text) if field == "title" else headed(tail)
    moved = {below: getattr(part, below)}
    first = changed(part, **{field: head, below: ()} | ({"text": ""} if field == "title" else {}))
    kind = {"kind": part.kind} if isinstance(part, Element) else {}
    return first, type(part)(key=new, title=title, text=text, **kind, **moved)


def _divided(plan: Plan, first: Any, second: Any, field: str) -> Plan:
    """The passages of the divided part, on the half that has their words; those of the divided field on both."""
    passages: list[Passage] = []
    for passage in plan.passages:
        if passage.on != first.key:
            passages.append(passage)
        elif passage.field == "text" and field == "title":
            passages.append(changed(passage, on=second.key))
        elif passage.field in (field, ""):
            passages += _cut(passage, first, second, field)
        else:
            passages.append(passage)
    return changed(plan, passages=tuple(passages))


def _cut(passage: Passage, first: Any, second: Any, field: str) -> list[Passage]:
    """One passage as two: cut where the second's words begin, where that can be told, or else the same for both."""
    begins = "title" if hasattr(second, "title") and second.title else "text"
    other = changed(passage, on=second.key, field=begins if passage.field else "")
    at = passage.text.find(one_line(getattr(second, begins)))
    exact = passage.start is not None and passage.end == passage.start + len(passage.text)
    if at <= 0 or not exact or passage.start is None:
        return [passage, other]
    head = passage.text[:at].rstrip()
    return [
        changed(passage, end=passage.start + len(head), text=head),
        changed(other, start=passage.start + at, text=passage.text[at:]),
    ]

"""What a part is: an element of some level, a challenge, or a statement of some kind; and turning one into another."""

from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID

from strategies.loading.corrections.order import KINDS, recast
from strategies.loading.corrections.passages import remarked
from strategies.loading.corrections.texts import headed, paragraphs
from strategies.loading.corrections.tree import (
    Group,
    Refused,
    changed,
    checked,
    find,
    replace,
    spot,
)
from strategies.plan import (
    RANK,
    Challenge,
    Element,
    ElementKind,
    Involvement,
    Plan,
    Statement,
    StatementKind,
)

Sort = ElementKind | Literal["challenge"] | StatementKind
SORTS: tuple[Sort, ...] = (*get_args(ElementKind), "challenge", *get_args(StatementKind))


def sort_of(part: Any) -> Sort | None:
    """What a part is; None for a decision, which cannot become anything else."""
    if isinstance(part, Challenge):
        return "challenge"
    return part.kind if isinstance(part, Element | Statement) else None


def turn(plan: Plan, key: UUID, sort: Sort) -> Plan:
    """Make a part something else; it keeps its key and, with all below it, its words.

    What only an element has (a time, target groups, roles) is told in its text. The number that a list gave it falls away.
    """
    part = find(plan, key)
    old = sort_of(part)
    if old is None:
        raise Refused("Ett beslut kan inte bli något annat. Ta bort det i stället.")
    if isinstance(part, Element) and sort in RANK:
        return recast(plan, key, sort)
    if isinstance(part, Statement) and sort in get_args(StatementKind):
        return checked(replace(plan, key, changed(part, kind=sort)))
    if old == sort:
        return plan
    owner = spot(plan, key)[0]
    said = _said(part)
    plan = _turned(replace(plan, key), said, sort, owner if isinstance(owner, Element) else None)
    plan = _refielded(plan, said)
    for one in said.walk():
        plan = remarked(plan, one.key, find(plan, one.key), {"title", "text"})
    return checked(plan)


def _turned(plan: Plan, said: "Said", sort: Sort, above: Element | None) -> Plan:
    """The plan with what was said as a part of another sort; `above` is the element that it was taken from under."""
    if sort in RANK:
        after = above.key if above else None
        for element in _elements(said, sort):
            plan = placed(plan, element, after)
            after = element.key
        return plan
    if sort == "challenge":
        loose = tuple(statement for one in said.walk() for statement in one.statements)
        challenges = (*plan.challenges, _challenge(said))
        return changed(plan, challenges=challenges, statements=plan.statements + loose)
    statement = _statement(said, sort)  # type: ignore[arg-type]
    if above is None:
        return changed(plan, statements=(*plan.statements, statement))
    above = find(plan, above.key)  # as it is without the part
    return replace(plan, above.key, changed(above, statements=(*above.statements, statement)))


def placed(plan: Plan, element: Element, after: UUID | None = None) -> Plan:
    """The plan with an element where its source has it, under what ranks above it; where no passage tells, it comes right after `after`."""
    starts = starts_of(plan)
    mine = starts.get(element.key)
    if mine is not None:
        before = [one.key for _, one in plan.walk() if starts.get(one.key, mine) < mine]
        after = before[-1] if before else None
    elif after is None:
        return changed(plan, elements=(*plan.elements, element))
    return changed(plan, elements=_after(plan.elements, after, element))


def starts_of(plan: Plan) -> dict[UUID, int]:
    """Where in the source each part begins, as far as passages tell."""
    starts: dict[UUID, int] = {}
    for passage in plan.passages:
        if passage.on is not None and passage.start is not None:
            starts[passage.on] = min(passage.start, starts.get(passage.on, passage.start))
    return starts


def _after(group: Group, key: UUID | None, element: Element) -> Group:
    """The group with the element right after the one with that key, under it or what is above it; first for None."""
    for place, one in enumerate(group):
        if not any(below.key == key for _, below in one.walk()):
            continue
        if RANK[one.kind] >= RANK[element.kind]:
            return (*group[: place + 1], element, *group[place + 1 :])
        inner = None if one.key == key else key
        return (
            *group[:place],
            changed(one, elements=_after(one.elements, inner, element)),
            *group[place + 1 :],
        )
    return (element, *group)


@dataclass(frozen=True)
class Said:
    """What a part says, whatever it is."""

    key: UUID
    title: str
    text: str
    below: tuple["Said", ...] = ()
    statements: tuple[Statement, ...] = ()

    def walk(self) -> list["Said"]:
        return [self, *(found for one in self.below for found in one.walk())]


def _said(part: Any) -> Said:
    if isinstance(part, Statement):
        return Said(part.key, part.title, part.text, tuple(map(_said, part.statements)))
    if isinstance(part, Challenge):
        shared = f"Delas av: {', '.join(part.shared_by)}" if part.shared_by else ""
        text = paragraphs(part.text, shared)
        return Said(part.key, part.title, text, tuple(map(_said, part.challenges)))
    facts = (
        f"Tid: {part.period}" if part.period else "",
        f"Målgrupper: {', '.join(part.target_groups)}" if part.target_groups else "",
        *map(_role, part.involvements),
    )
    text = paragraphs(part.text, part.purpose, part.short_title, *facts)
    return Said(part.key, part.title, text, tuple(map(_said, part.elements)), part.statements)


def _role(involvement: Involvement) -> str:
    note = f" ({involvement.note})" if involvement.note else ""
    return f"{involvement.role.capitalize()}: {involvement.actor}{note}"


def _statement(said: Said, kind: StatementKind) -> Statement:
    """A statement has a text first of all, so a title that stands alone becomes it."""
    title, text = (said.title, said.text) if said.text else ("", said.title)
    below = tuple(_statement(one, kind) for one in said.below)
    return Statement(
        key=said.key, kind=kind, title=title, text=text, statements=said.statements + below
    )


def _challenge(said: Said) -> Challenge:
    title, text = (said.title, said.text) if said.title else headed(said.text)
    below = tuple(map(_challenge, said.below))
    return Challenge(key=said.key, title=title, text=text, challenges=below)


def _elements(said: Said, kind: ElementKind) -> Group:
    """An element with all below it a level down; what was below one that becomes an action follows after it."""
    title, text = (said.title, said.text) if said.title else headed(said.text)
    lower = KINDS[min(RANK[kind] + 1, len(KINDS) - 1)]
    below = tuple(found for one in said.below for found in _elements(one, lower))
    element = Element(key=said.key, kind=kind, title=title, text=text, statements=said.statements)
    return (element, *below) if kind == "action" else (changed(element, elements=below),)


def _refielded(plan: Plan, said: Said) -> Plan:
    """What pointed at a field of the turned parts points at the field that has those words now."""
    turned = {one.key: (one, find(plan, one.key)) for one in said.walk()}

    def there(remark: Any) -> Any:
        if remark.on not in turned or not remark.field:
            return remark
        return changed(remark, field=_field(*turned[remark.on], remark.field))

    return changed(
        plan, passages=tuple(map(there, plan.passages)), flags=tuple(map(there, plan.flags))
    )


def _field(said: Said, part: Any, field: str) -> str:
    if not said.title and part.title and part.text:
        return ""  # its text is now a title and a text
    if getattr(part, field, ""):
        return field
    return "text" if part.text else "title"

"""Moving parts: up and down, in and out, and from one level to another. What is read after what stays as it was, but for up and down."""

from uuid import UUID

from strategies.loading.corrections.texts import paragraphs
from strategies.loading.corrections.tree import (
    Group,
    Refused,
    changed,
    checked,
    find,
    regroup,
    spot,
)
from strategies.plan import RANK, Element, ElementKind, Plan

KINDS: tuple[ElementKind, ...] = tuple(sorted(RANK, key=lambda kind: RANK[kind]))


def move(plan: Plan, key: UUID, step: int) -> Plan:
    """Move a part, with all below it, one step among those beside it: -1 is up, 1 is down."""
    _owner, _field, group, place = spot(plan, key)
    other = place + step
    if not 0 <= other < len(group):
        raise Refused("Delen står redan först." if step < 0 else "Delen står redan sist.")
    order = list(group)
    order[place], order[other] = order[other], order[place]
    return checked(regroup(plan, key, lambda _group, _place: tuple(order)))


def recast(plan: Plan, key: UUID, kind: ElementKind) -> Plan:
    """Make an element a direction, a focus area or an action, as a heading in a text changes its level.

    Raised, it leaves what it stood under, and takes along those after it that now rank below. Lowered, it hangs under the element before
    it when that ranks above, and those of its own that no longer rank below it follow after it.
    """
    element = _element(plan, key)
    if RANK[kind] < RANK[element.kind]:
        return checked(_raised(plan, key, kind))
    return checked(_lowered(plan, key, kind)) if kind != element.kind else plan


def move_in(plan: Plan, key: UUID) -> Plan:
    """Hang an element, with all below it, last under the one before it; levels go down as far as that takes."""
    element = _element(plan, key)
    _owner, _field, group, place = spot(plan, key)
    if not place:
        raise Refused("Det finns ingen del före den att lägga den under.")
    host: Element = group[place - 1]
    if host.kind == "action":
        raise Refused(f"”{host.title}” är en insats, och under en insats kan inget ligga.")
    kind = KINDS[max(RANK[element.kind], RANK[host.kind] + 1)]
    grown = changed(host, elements=(*host.elements, *_deepened(element, kind)))
    return checked(
        regroup(plan, key, lambda group, place: (*group[: place - 1], grown, *group[place + 1 :]))
    )


def move_out(plan: Plan, key: UUID) -> Plan:
    """Raise an element to the level of the one it stands under."""
    _element(plan, key)
    parent = spot(plan, key)[0]
    if not isinstance(parent, Element):
        raise Refused("Delen står redan ytterst.")
    return recast(plan, key, parent.kind)


def hang(group: Group, element: Element) -> Group:
    """The group with the element last in reading order: under the last that ranks above it, however deep, or beside."""
    if group and RANK[group[-1].kind] < RANK[element.kind]:
        host: Element = group[-1]
        return (*group[:-1], changed(host, elements=hang(host.elements, element)))
    return (*group, element)


def as_kind(element: Element, kind: ElementKind) -> Element:
    """The element as another kind; a time of its own, which only actions have, goes into its text."""
    if kind == "action" or element.period is None:
        return changed(element, kind=kind)
    text = paragraphs(element.text, f"Tid: {element.period}")
    return changed(element, kind=kind, period=None, text=text)


def _element(plan: Plan, key: UUID) -> Element:
    part = find(plan, key)
    if not isinstance(part, Element):
        raise Refused("Bara delar av planens innehåll har en nivå.")
    return part


def _raised(plan: Plan, key: UUID, kind: ElementKind) -> Plan:
    parent = spot(plan, key)[0]
    if not isinstance(parent, Element) or RANK[parent.kind] < RANK[kind]:
        # It stays where it is, and becomes the heading of those right after it that rank below.
        return regroup(plan, key, lambda group, place: _heading(group, place, kind))
    while isinstance(parent, Element) and RANK[parent.kind] >= RANK[kind]:
        plan = _lifted(plan, key)
        parent = spot(plan, key)[0]
    return regroup(
        plan,
        key,
        lambda group, place: (*group[:place], as_kind(group[place], kind), *group[place + 1 :]),
    )


def _lifted(plan: Plan, key: UUID) -> Plan:
    """One level out, to right after its parent, with the siblings after it as its own."""
    parent, _field, group, place = spot(plan, key)
    rest = changed(parent, elements=group[:place])
    lifted = changed(group[place], elements=(*group[place].elements, *group[place + 1 :]))
    return regroup(
        plan,
        parent.key,
        lambda outer, where: (*outer[:where], rest, lifted, *outer[where + 1 :]),
    )


def _heading(group: Group, place: int, kind: ElementKind) -> Group:
    end = place + 1
    while end < len(group) and RANK[group[end].kind] > RANK[kind]:
        end += 1
    element = as_kind(group[place], kind)
    taken = (*element.elements, *group[place + 1 : end])
    return (*group[:place], changed(element, elements=taken), *group[end:])


def _lowered(plan: Plan, key: UUID, kind: ElementKind) -> Plan:
    def change(group: Group, place: int) -> Group:
        element: Element = group[place]
        fitting = [RANK[child.kind] > RANK[kind] for child in element.elements]
        cut = fitting.index(False) if False in fitting else len(fitting)
        lowered = changed(as_kind(element, kind), elements=element.elements[:cut])
        before = group[:place]
        for item in (lowered, *element.elements[cut:]):
            before = hang(before, item)
        return (*before, *group[place + 1 :])

    return regroup(plan, key, change)


def _deepened(element: Element, kind: ElementKind) -> Group:
    """The element as `kind`, its own made to rank below it; those that nothing can rank below follow after it."""
    if kind == "action":
        after = tuple(x for child in element.elements for x in _deepened(child, kind))
        return (changed(element, kind=kind, elements=()), *after)
    below: Group = ()
    for child in element.elements:
        lower = KINDS[max(RANK[child.kind], RANK[kind] + 1)]
        below = (*below, *_deepened(child, lower))
    return (changed(element, kind=kind, elements=below),)

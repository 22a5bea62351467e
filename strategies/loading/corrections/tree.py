"""A plan as a tree of parts: finding one, putting others in its place, and pointers that still lead somewhere."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError

from strategies.plan import Challenge, Element, Keyed, Part, Plan

Owner = TypeVar("Owner", bound=Part)
Group = tuple[Any, ...]  # parts that stand beside each other under one owner

# The fields of a plan, and of its parts, that hold parts with keys.
GROUPS = ("decisions", "statements", "challenges", "elements")


class Refused(ValueError):  # noqa: N818  # a word of the page, not a fault
    """A correction that cannot be made, and why, in Swedish."""


def find(plan: Plan, key: UUID) -> Any:
    """The part with that key. Raises Refused when it is gone."""
    for part in plan.keyed():
        if part.key == key:
            return part
    raise Refused("Delen finns inte längre i utkastet.")


def neighbours(plan: Plan, key: UUID) -> tuple[Any | None, Any | None]:
    """The parts right before and after it, among those that stand beside it."""
    _owner, _field, group, place = spot(plan, key)
    after = group[place + 1] if place + 1 < len(group) else None
    return (group[place - 1] if place else None), after


def parent_of(plan: Plan, key: UUID) -> Any | None:
    """The part that it stands under; None when that is the plan itself."""
    owner = spot(plan, key)[0]
    return None if owner is plan else owner


def spot(owner: Any, key: UUID) -> tuple[Any, str, Group, int]:
    """Where a part stands: its owner, the owner's field, those beside it, and its place among them."""
    found = _spot(owner, key)
    if found is None:
        raise Refused("Delen finns inte längre i utkastet.")
    return found


def _spot(owner: Any, key: UUID) -> tuple[Any, str, Group, int] | None:
    for field in GROUPS:
        group: Group = getattr(owner, field, ())
        for place, part in enumerate(group):
            found = (owner, field, group, place) if part.key == key else _spot(part, key)
            if found:
                return found
    return None


def regroup(owner: Owner, key: UUID, change: Callable[[Group, int], Group]) -> Owner:
    """The owner with the group that holds `key` as `change` makes it of (group, place); not validated yet."""
    for field in GROUPS:
        group: Group = getattr(owner, field, ())
        for place, part in enumerate(group):
            if part.key == key:
                return owner.model_copy(update={field: change(group, place)})
            inner = regroup(part, key, change)
            if inner is not part:
                changed = (*group[:place], inner, *group[place + 1 :])
                return owner.model_copy(update={field: changed})
    return owner


def replace(plan: Plan, key: UUID, *parts: Keyed) -> Plan:
    """The plan with `parts` in the place of the part with that key; not validated yet."""
    return regroup(plan, key, lambda group, place: (*group[:place], *parts, *group[place + 1 :]))


def checked(plan: Plan) -> Plan:
    """The plan as a valid value, without pointers to what is no longer there.

    Raises Refused where a rule of the plan would be broken, such as a title that is too long.
    """
    known = {part.key for part in plan.keyed()}
    linkable = {part.key for part in plan.keyed() if isinstance(part, Element | Challenge)}
    elements = {element.key for _, element in plan.walk()}
    tidy = {
        "elements": tuple(_linked(element, linkable) for element in plan.elements),
        "passages": tuple(p for p in plan.passages if p.on is None or p.on in known),
        "flags": tuple(
            f if f.refers_to is None or f.refers_to in known else changed(f, refers_to=None)
            for f in plan.flags
            if f.on is None or f.on in known
        ),
        **plan.rehung(lambda at: at if at in elements else None),
    }
    try:
        return Plan.model_validate(changed(plan, **tidy).model_dump(warnings=False))
    except ValidationError as error:
        raise Refused(complaint(error)) from error


def complaint(error: ValidationError) -> str:
    """What a rule of the plan says, without the words of the library that checked it."""
    first = error.errors()[0]
    reason = first.get("ctx", {}).get("error")
    if reason is not None:
        return str(reason)
    if first["type"] == "too_long":
        return f"Texten är för lång: högst {first['ctx']['max_length']} tecken."
    if first["type"] == "too_short":
        return "Texten får inte vara tom."
    return "Så kan planen inte se ut."


def _linked(element: Element, linkable: set[UUID]) -> Element:
    """The element and those below it with links that lead to something, each once and none to itself."""
    links = dict.fromkeys(
        link for link in element.links if link.to in linkable and link.to != element.key
    )
    below = tuple(_linked(child, linkable) for child in element.elements)
    return changed(element, links=tuple(links), elements=below)


def changed(part: Owner, **fields: Any) -> Owner:
    """A copy with other fields; not validated until `checked`."""
    return part.model_copy(update=fields)

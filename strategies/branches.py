"""A part of an earlier Plan put back into a later one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from strategies.differences import BELOW, Family, placed
from strategies.plan import BELONGING, RANK, Belonging, Element, Keyed, Link, Passage, Plan

FAMILIES = ("decisions", *BELOW)


@dataclass(frozen=True)
class PutBack:
    """The later plan with the part as it was, and what could not be as it was, in Swedish."""

    plan: Plan
    notes: tuple[str, ...] = ()


def put_back(now: Plan, then: Plan, key: UUID) -> PutBack:
    """`now` with the part of that key as `then` has it; raises KeyError when `then` has no such part.

    A part that is still there gets its own fields back and stays where it is. One that has been removed comes back with all that
    was below it and pointed at it, to where it hung; what has moved elsewhere meanwhile stays there.
    """
    part, family = placed(then)[key]
    if key in placed(now):
        return _rewritten(now, part)
    return _grafted(now, then, part, family)


def _rewritten(now: Plan, part: Keyed) -> PutBack:
    known = placed(now)
    today = known[part.key][0]
    own = {name: getattr(part, name) for name in type(part).model_fields if name not in BELOW}
    notes: list[str] = []
    if isinstance(part, Element) and isinstance(today, Element):
        parent = known[part.key][1][0]
        above = known[parent][0] if parent else None
        if not _fits(part, above, today):
            own |= {"kind": today.kind, "period": part.period if today.kind == "action" else None}
            notes.append(_("Nivån är den som delen har nu, för att den ska passa där den ligger."))
        own["links"] = _links_that_hold(part, set(known), notes)

    def change(other: Keyed) -> Keyed:
        return other.model_copy(update=own) if other.key == part.key else other

    return PutBack(_checked(_each(now, change)), tuple(notes))


def _fits(part: Element, above: Keyed | None, today: Element) -> bool:
    under = not isinstance(above, Element) or RANK[above.kind] < RANK[part.kind]
    return under and all(RANK[part.kind] < RANK[child.kind] for child in today.elements)


def _links_that_hold(part: Element, known: set[UUID], notes: list[str]) -> tuple[Link, ...]:
    links = tuple(link for link in part.links if link.to in known)
    if len(links) < len(part.links):
        notes.append(_("En koppling till något som inte längre finns kommer inte tillbaka."))
    return links


def _grafted(now: Plan, then: Plan, part: Keyed, family: Family) -> PutBack:
    notes: list[str] = []
    here = placed(now)
    branch = _without(part, set(here))
    back = {key for key in _keys(branch) if key not in here}
    known = set(here) | back
    branch = _each(branch, lambda one: _with_sound_links(one, known, notes))
    holder, field = _holder(now, part, family, notes)
    before = [one.key for one in getattr(_found(then, family[0]), field)]
    earlier = set(before[: before.index(part.key)])

    def change(other: Keyed) -> Keyed:
        if other.key != holder.key:
            return _relinked(other, then, back)
        stays = getattr(other, field)
        place = max((at for at, one in enumerate(stays, 1) if one.key in earlier), default=0)
        if holder.key == now.key and family[0] is not None:
            place = len(stays)
        update = {field: (*stays[:place], branch, *stays[place:])}
        return _relinked(other.model_copy(update=update), then, back)

    grown = _each(now, change)
    lost = len([one for one in then.passages if one.on in back]) - len(_passages(now, then, back))
    if lost:
        notes.append(_("Källställen i källdokument som inte längre finns kommer inte tillbaka."))
    flags = [flag for flag in then.flags if flag.on in back and flag.refers_to in {None, *known}]
    update = {
        "passages": (*now.passages, *_passages(now, then, back)),
        "flags": (*now.flags, *flags),
        **{
            name: tuple(_tied(part, name, then, back) for part in getattr(now, name))
            for name in BELONGING
        },
    }
    return PutBack(_checked(grown.model_copy(update=update)), tuple(dict.fromkeys(notes)))


def _holder(now: Plan, part: Keyed, family: Family, notes: list[str]) -> tuple[Keyed, str]:
    """What the part is to hang in, and in which list: where it hung, or else the plan itself."""
    parent, field = family
    if parent is None:
        return now, field
    above = placed(now).get(parent, (None, None))[0]
    if above is None:
        notes.append(_("Det som den låg under finns inte längre, så den hamnar överst i planen."))
        return now, field
    if (
        isinstance(above, Element)
        and isinstance(part, Element)
        and RANK[above.kind] >= RANK[part.kind]
    ):
        notes.append(
            _("Det som den låg under har en annan nivå nu, så den hamnar överst i planen.")
        )
        return now, field
    return above, field


def _found(plan: Plan, key: UUID | None) -> Any:
    return placed(plan)[key][0] if key else plan


def _each(part: Any, change: Callable[[Any], Any]) -> Any:
    """The part with `change` made to it and to every keyed part below it, from the leaves."""
    update = {
        name: tuple(_each(child, change) for child in getattr(part, name))
        for name in FAMILIES
        if hasattr(part, name)
    }
    return change(part.model_copy(update=update))


def _without(part: Any, keys: set[UUID]) -> Any:
    """The part without those below it that have the keys, and what is under them."""

    def change(one: Any) -> Any:
        update = {
            name: tuple(child for child in getattr(one, name) if child.key not in keys)
            for name in FAMILIES
            if hasattr(one, name)
        }
        return one.model_copy(update=update)

    return _each(part, change)


def _keys(part: Any) -> set[UUID]:
    found = {part.key}
    for name in FAMILIES:
        for child in getattr(part, name, ()):
            found |= _keys(child)
    return found


def _with_sound_links(part: Any, known: set[UUID], notes: list[str]) -> Any:
    if not isinstance(part, Element):
        return part
    return part.model_copy(update={"links": _links_that_hold(part, known, notes)})


def _relinked(part: Any, then: Plan, back: set[UUID]) -> Any:
    """A part that stayed, with the links that it had to what comes back."""
    former = placed(then).get(part.key, (None, None))[0]
    if not (isinstance(part, Element) and isinstance(former, Element)):
        return part
    links = [link for link in former.links if link.to in back and link not in part.links]
    return part.model_copy(update={"links": (*part.links, *links)})


def _passages(now: Plan, then: Plan, back: set[UUID]) -> list[Passage]:
    """Those of what comes back, where their documents are in the later plan."""
    numbers = {document: number for number, document in reversed([*enumerate(now.documents, 1)])}
    return [
        passage.model_copy(update={"document": numbers[document]})
        for passage in then.passages
        if passage.on in back
        for document in [then.documents[passage.document - 1]]
        if document in numbers
    ]


def _tied(part: Belonging, name: str, then: Plan, back: set[UUID]) -> Belonging:
    """A resource, milestone or forum that stayed when its element went belongs to it again."""
    held: tuple[Belonging, ...] = getattr(then, name)
    for former in held:
        if former.element in back and former.model_copy(update={"element": None}) == part:
            return former
    return part


def _checked(plan: Any) -> Plan:
    return Plan.model_validate(plan.model_dump())

"""Where elements stand: every group of siblings is numbered 0, 1, 2 … without gaps."""

from dataclasses import dataclass, field

from strategies.editing.levels import Lineage, kinds_between
from strategies.models import Element, Strategy

UP, DOWN, OUT, IN = "upp", "ned", "ut", "in"


@dataclass(frozen=True)
class Moved:
    """Where an element came to stand: its parent and the sibling before it, and which elements got another kind."""

    element: Element
    parent: Element | None
    after: Element | None
    changed: list[Element] = field(default_factory=list)


def siblings(strategy: Strategy, parent: Element | None) -> list[Element]:
    """The elements right under `parent`, in order."""
    return list(Element.objects.filter(strategy=strategy, parent=parent).order_by("position", "pk"))


def arrange(parent: Element | None, elements: list[Element]) -> None:
    """Make `elements` all there is under `parent`, in this order. The caller holds the strategy's lock."""
    parent_id = parent.pk if parent else None
    misplaced = []
    for position, element in enumerate(elements):
        if (element.position, element.parent_id) != (position, parent_id):
            element.position, element.parent_id = position, parent_id
            misplaced.append(element)
    Element.objects.bulk_update(misplaced, ["position", "parent"])


def standing(element: Element) -> Moved:
    """Where the element stands, as if it had just come there."""
    group = siblings(element.strategy, element.parent)
    at = group.index(element)
    return Moved(element, element.parent, group[at - 1] if at else None, [element])


def insert(element: Element, after: Element | None = None, *, first: bool = False) -> None:
    """Save a new element under its parent: right after one of its siblings, first, or last."""
    group = siblings(element.strategy, element.parent)
    place = 0 if first else group.index(after) + 1 if after else len(group)
    element.position = len(group)
    element.save()
    arrange(element.parent, [*group[:place], element, *group[place:]])


def remove(element: Element) -> None:
    """Delete the element with all below it, and close the gap."""
    parent, strategy = element.parent, element.strategy
    element.delete()
    arrange(parent, siblings(strategy, parent))


def move(element: Element, way: str) -> Moved | None:
    """Move the element with all below it one step; None when it cannot go that way.

    Up and down are among its siblings. Out is to after its parent, on whose level it then is; in is to last under the
    sibling before it, or to the next lower level where it stands.
    """
    parent = element.parent
    group = siblings(element.strategy, parent)
    at = group.index(element)
    if way == UP and at:
        return place(element, parent, group[at - 2] if at > 1 else None)
    if way == DOWN and at + 1 < len(group):
        return place(element, parent, group[at + 1])
    if way == OUT and parent:
        return place(element, parent.parent, parent, like=parent.kind)
    if way == IN:
        return _move_in(element, group[at - 1] if at else None)
    return None


def _move_in(element: Element, before: Element | None) -> Moved | None:
    """Last under the sibling before it; where there is none that can hold it, it stays and becomes the next lower level."""
    if before:
        last = next(reversed(siblings(element.strategy, before)), None)
        if moved := place(element, before, last):
            return moved
    lower = kinds_between(element, list(element.children.all()))
    if not lower:
        return None
    element.kind = lower[0]
    element.save(update_fields=["kind"])
    return Moved(element, element.parent, before, [element])


def place(
    element: Element, parent: Element | None, after: Element | None, *, like: str = ""
) -> Moved | None:
    """Put the element with all below it under `parent`, right after its child `after` or first; None where there is no level for it.

    A kind that cannot stand there gives way to the next that can (a focus area becomes an action), and so on downwards; `like` is a
    kind to take instead where it fits.
    """
    branch = Lineage(element)
    if parent in branch or after == element:
        return None
    changed: list[Element] = []
    if parent != element.parent:
        ranks = branch.fitted(parent, like)
        if ranks is None:
            return None
        changed = branch.take(ranks)
    former = element.parent
    others = [one for one in siblings(element.strategy, parent) if one != element]
    at = others.index(after) + 1 if after else 0
    arrange(parent, [*others[:at], element, *others[at:]])
    if former != parent:
        arrange(former, siblings(element.strategy, former))
    return Moved(element, parent, after, changed)

"""Where elements stand: every group of siblings is numbered 0, 1, 2 … without gaps."""

from strategies.models import Element, Strategy
from strategies.plan import RANK

UP, DOWN, OUT, IN = "upp", "ned", "ut", "in"


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


def insert(element: Element, after: Element | None = None) -> None:
    """Save a new element under its parent: right after one of its siblings, or last."""
    group = siblings(element.strategy, element.parent)
    place = group.index(after) + 1 if after else len(group)
    element.position = len(group)
    element.save()
    arrange(element.parent, [*group[:place], element, *group[place:]])


def remove(element: Element) -> None:
    """Delete the element with all below it, and close the gap."""
    parent, strategy = element.parent, element.strategy
    element.delete()
    arrange(parent, siblings(strategy, parent))


def move(element: Element, way: str) -> bool:
    """Move the element with all below it one step; False when it cannot go that way.

    Up and down are among its siblings, out is to after its parent, in is to last under the sibling before it.
    """
    parent = element.parent
    group = siblings(element.strategy, parent)
    place = group.index(element)
    if way in (UP, DOWN):
        other = place + (1 if way == DOWN else -1)
        if not 0 <= other < len(group):
            return False
        group[place], group[other] = group[other], group[place]
        arrange(parent, group)
        return True
    if way == OUT and parent:
        outer = siblings(element.strategy, parent.parent)
        outer.insert(outer.index(parent) + 1, group.pop(place))
        arrange(parent, group)
        arrange(parent.parent, outer)
        return True
    if way == IN and place and may_hold(group[place - 1], element):
        host = group[place - 1]
        arrange(host, [*siblings(element.strategy, host), group.pop(place)])
        arrange(parent, group)
        return True
    return False


def may_hold(parent: Element, child: Element) -> bool:
    """Whether the kinds let `child` hang under `parent`."""
    return RANK[parent.kind] < RANK[child.kind]  # type: ignore[index]

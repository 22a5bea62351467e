"""Which levels an element may stand on, and what becomes of all below it when it moves to another."""

from collections import defaultdict
from typing import get_args

from strategies.models import Element, Strategy
from strategies.plan import RANK, ElementKind

KINDS: tuple[ElementKind, ...] = get_args(ElementKind)

Ranks = dict[int, int]  # by the element's id


def rank(element: Element) -> int:
    return RANK[element.kind]  # type: ignore[index]


def kinds_between(parent: Element | None, children: list[Element]) -> list[ElementKind]:
    """The kinds that an element may have under `parent` and above `children`."""
    lowest = rank(parent) if parent else -1
    highest = min(map(rank, children), default=len(KINDS))
    return [kind for kind in KINDS if lowest < RANK[kind] < highest]


def usual_kind(strategy: Strategy, parent: Element | None) -> ElementKind | None:
    """The kind that this plan has under elements like `parent`, or the next below it; None when nothing can be there."""
    kinds = kinds_between(parent, [])
    like = (
        strategy.elements.filter(parent__kind=parent.kind)
        if parent
        else strategy.elements.filter(parent=None)
    )
    used = like.values_list("kind", flat=True).first()
    return used if used in kinds else next(iter(kinds), None)


class Lineage:
    """An element with all below it, on its way to another level."""

    def __init__(self, element: Element) -> None:
        self.root = element
        below: dict[int | None, list[Element]] = defaultdict(list)
        for one in Element.objects.filter(strategy=element.strategy):
            below[one.parent_id].append(one)
        self.elements = [element]  # each after its parent
        for one in self.elements:
            self.elements.extend(below[one.pk])

    def __contains__(self, other: Element | None) -> bool:
        return other in self.elements

    def fitted(self, parent: Element | None, like: str = "") -> Ranks | None:
        """The rank of each element under `parent`; None when there are not levels enough.

        The root gets the first that fits of `like`, the kind it has, the plan's usual one there, and the next below the parent's.
        """
        possible = kinds_between(parent, [])
        usual = usual_kind(self.root.strategy, parent)
        for kind in (like, self.root.kind, usual, *possible):
            if kind in possible and (ranks := self._ranks(RANK[kind])):
                return ranks
        return None

    def _ranks(self, root: int) -> Ranks | None:
        """The ranks with the root's given and every other kept or lowered; None when one falls below actions, or has a time and is none."""
        ranks = {self.root.pk: root}
        for one in self.elements[1:]:
            ranks[one.pk] = max(rank(one), ranks[one.parent_id or 0] + 1)
        timed = [ranks[one.pk] for one in self.elements if one.starts or one.ends]
        fits = max(ranks.values()) < len(KINDS) and all(KINDS[one] == "action" for one in timed)
        return ranks if fits else None

    def take(self, ranks: Ranks) -> list[Element]:
        """Give each element the kind of its rank, and return those whose kind changed."""
        changed = [one for one in self.elements if rank(one) != ranks[one.pk]]
        for one in changed:
            one.kind = KINDS[ranks[one.pk]]
            one.save(update_fields=["kind"])
        return changed

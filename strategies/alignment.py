"""Aligning two plans: which part of a newer text is which part of the stored one.

A document written by hand carries no keys, so a reworded title would look like a removal and an addition, and lose its
history. Alignment gives the newer plan the stored plan's keys wherever the parts are recognisably the same.
"""

import difflib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from strategies.plan import Challenge, Element, Keyed, Plan, Statement

LIKENESS = 0.6  # of two titles under the same parent, as difflib measures it
KEY_FIELDS = {"key", "on", "refers_to", "element", "to"}


@dataclass(frozen=True)
class Place:
    """A keyed part as alignment sees it: its kind, what it is called, and the key it hangs under."""

    key: UUID
    kind: str
    name: str
    parent: UUID | None


def align(plan: Plan, stored: Plan) -> Plan:
    """`plan` with the keys of `stored` for every part that is recognisably the same.

    The same key is the same part. After that, from the top: the same name under the same parent, the same name anywhere when only
    one bears it, and of those left under the same parent the most alike pair first.
    """
    new, old = list(places(plan)), {place.key: place for place in places(stored)}
    pairs: dict[UUID, UUID] = {place.key: place.key for place in new if place.key in old}
    free = {key: place for key, place in old.items() if key not in pairs}
    for rule in (_same_place, _same_name, _alike):
        rule([place for place in new if place.key not in pairs], free, pairs)
    return _rekeyed(plan, pairs | {plan.key: stored.key})


def places(plan: Plan) -> Iterator[Place]:
    """The keyed parts in reading order, parents before their children."""
    for decision in plan.decisions:
        yield Place(
            decision.key, "decision", f"{decision.kind} {decision.body} {decision.date}", None
        )
    for statement in plan.statements:
        yield from _below(statement, None)
    for challenge in plan.challenges:
        yield from _below(challenge, None)
    for element in plan.elements:
        yield from _below(element, None)


def _below(part: Keyed, parent: UUID | None) -> Iterator[Place]:
    if isinstance(part, Statement):
        yield Place(part.key, f"statement {part.kind}", part.title or part.text, parent)
        children: tuple[Keyed, ...] = part.statements
    elif isinstance(part, Challenge):
        yield Place(part.key, "challenge", part.title, parent)
        children = part.challenges
    else:
        assert isinstance(part, Element)
        yield Place(part.key, part.kind, part.title, parent)
        children = (*part.statements, *part.elements)
    for child in children:
        yield from _below(child, part.key)


Free = dict[UUID, Place]
Pairs = dict[UUID, UUID]


def _same_place(new: list[Place], free: Free, pairs: Pairs) -> None:
    waiting: dict[tuple[str, str, UUID | None], list[UUID]] = defaultdict(list)
    for place in free.values():
        waiting[place.kind, place.name.casefold(), place.parent].append(place.key)
    for place in new:  # parents come first, so that their pairs are known
        parent = pairs.get(place.parent, place.parent) if place.parent else None
        if found := waiting.get((place.kind, place.name.casefold(), parent)):
            pairs[place.key] = found.pop(0)
            del free[pairs[place.key]]


def _same_name(new: list[Place], free: Free, pairs: Pairs) -> None:
    bearers: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    wanted: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for place in free.values():
        bearers[place.kind, place.name.casefold()].append(place.key)
    for place in new:
        wanted[place.kind, place.name.casefold()].append(place.key)
    for name, keys in wanted.items():
        if len(keys) == 1 and len(bearers[name]) == 1:
            pairs[keys[0]] = bearers[name][0]
            del free[bearers[name][0]]


def _alike(new: list[Place], free: Free, pairs: Pairs) -> None:
    families: dict[tuple[str, UUID | None], list[Place]] = defaultdict(list)
    for place in new:
        families[place.kind, place.parent].append(place)
    left: dict[tuple[str, UUID | None], list[Place]] = defaultdict(list)
    for place in free.values():
        left[place.kind, place.parent].append(place)
    for (
        kind,
        parent,
    ), siblings in families.items():  # in reading order, so that the parent's pair is known
        stored = pairs.get(parent, parent) if parent else None
        for _, old, place in _likenesses(left[kind, stored], siblings):
            if old.key in free and place.key not in pairs:
                pairs[place.key] = old.key
                del free[old.key]


def _likenesses(old: list[Place], new: list[Place]) -> list[tuple[float, Place, Place]]:
    """The pairs that are alike enough, the most alike first, then in reading order."""
    found = []
    matcher = difflib.SequenceMatcher(autojunk=False)
    for place in new:
        matcher.set_seq2(place.name)
        for former in old:
            matcher.set_seq1(former.name)
            # The first two are cheap upper bounds of the third.
            if (
                matcher.real_quick_ratio() >= LIKENESS
                and matcher.quick_ratio() >= LIKENESS
                and (ratio := matcher.ratio()) >= LIKENESS
            ):
                found.append((ratio, former, place))
    return sorted(found, key=lambda pair: -pair[0])


def _rekeyed(plan: Plan, pairs: Pairs) -> Plan:
    names = {str(new): str(old) for new, old in pairs.items()}

    def renamed(value: Any, field: str = "") -> Any:
        if isinstance(value, dict):
            return {name: renamed(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [renamed(item, field) for item in value]
        return names.get(value, value) if field in KEY_FIELDS and isinstance(value, str) else value

    return Plan.model_validate(renamed(plan.model_dump(mode="json")))

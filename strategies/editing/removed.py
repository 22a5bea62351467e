"""What has been removed from a plan, to be brought back."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from strategies.acts import Act, Mark, find_acts, marked
from strategies.editing.nouns import NOUNS, Noun
from strategies.editing.parts import name_of
from strategies.models import Strategy
from strategies.past import columns_of, events, row_of

Fellows = dict[tuple[Noun, int], Any]  # events of removal in one act, by noun and row

MOST_REMOVED = 10
# Of a branch all parts are told; so many removals are looked through to find the branches' roots.
MOST_LOOKED_AT = 500


@dataclass(frozen=True)
class Removed:
    """A part that is gone, with how many below it, and the moment before it went."""

    noun: Noun
    key: UUID
    name: str
    below: int
    act: Act

    @property
    def moment(self) -> int:
        return self.act.id - 1


def recently_removed(strategy: Strategy) -> list[Removed]:
    """The roots of the branches that were removed last and have not come back, the latest first."""
    gone: dict[Mark, Fellows] = defaultdict(dict)
    for noun in NOUNS.values():
        for event in _gone(strategy, noun):
            mark = Mark(strategy.pk, event.pgh_context_id, event.pgh_created_at)
            gone[mark][noun, event.pgh_obj_id] = event
    acts = find_acts([strategy.pk], marked(gone)) if gone else []
    found = [removed for act in acts for removed in _roots(gone.get(act.mark, {}), act)]
    return found[:MOST_REMOVED]


def _roots(fellows: Fellows, act: Act) -> list[Removed]:
    """Of what was removed in one act, that which did not go with something else."""
    below = Counter(_root(place, fellows) for place in fellows)
    found = []
    for (noun, pk), event in fellows.items():
        if number := below[noun, pk]:
            row = row_of(noun.model, [getattr(event, name) for name in columns_of(noun.model)])
            found.append(Removed(noun, event.key, name_of(row), number - 1, act))
    return found


def _root(place: tuple[Noun, int], fellows: Fellows) -> tuple[Noun, int]:
    noun, _pk = place
    event = fellows[place]
    holders = [(noun, getattr(event, "parent_id", None))]
    holders.append((NOUNS["delar"], getattr(event, "element_id", None)))
    for holder in holders:
        if holder in fellows:
            return _root(holder, fellows)
    return place


def last_known(strategy: Strategy, table: type[Any], key: UUID) -> Any:
    """The row of that key as its last change left it, whether it is still there or not."""
    told = events(strategy, table).filter(key=key).order_by("-pgh_id")
    values = told.values_list(*columns_of(table)).first()
    return row_of(table, values or ())


def _gone(strategy: Strategy, noun: Noun) -> list[Any]:
    there = noun.of(strategy).values("key")
    told = events(strategy, noun.model).filter(pgh_label="delete").exclude(key__in=there)
    last = {event.key: event for event in told.order_by("-pgh_id")[:MOST_LOOKED_AT][::-1]}
    return list(last.values())

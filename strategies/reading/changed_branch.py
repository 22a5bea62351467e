"""Whether an element, with what hangs below it and what belongs to either, says another thing in another plan, and where a comparison tells so."""

from uuid import UUID

from strategies.differences import Placed, differences, placed
from strategies.plan import BELONGING, Belonging, Plan
from strategies.publishing.public import public_plan
from strategies.reading.tree import anchor


def changed_at(old: Plan, new: Plan, key: UUID) -> str:
    """The id, on the page that compares the two plans, of the first that readers see differ in the element's branch; "" where nothing does.

    `new` has an element of that key. In a comparison (comparison.py) a part with a key has its own anchor, lists of other parts their name.
    """
    old, new = public_plan(old), public_plan(new)
    before, after = placed(old), placed(new)
    if key not in before:
        return anchor(key)
    # The new plan's order, and then what has gone.
    branch = dict.fromkeys([*_branch(after, key), *_branch(before, key)])
    if before[key][0] != after[key][0]:
        changed = {change.key for change in differences(old, new)}
        return anchor(next((one for one in branch if one in changed), key))
    differing = (name for name in BELONGING if _of(old, name, branch) != _of(new, name, branch))
    return next(differing, "")


def _branch(parts: Placed, key: UUID) -> list[UUID]:
    """The key, and those of what hangs below, in reading order: what hangs in another comes after it."""
    found = {key: None}
    for one, (_part, (parent, _name)) in parts.items():
        if parent in found:
            found[one] = None
    return list(found)


def _of(plan: Plan, name: str, branch: dict[UUID, None]) -> list[Belonging]:
    return [part for part in getattr(plan, name) if part.element in branch]

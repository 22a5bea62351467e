from uuid import UUID

from strategies.plan import Plan


def sourced_keys(plan: Plan) -> frozenset[UUID]:
    """The parts whose origin can be told: those that a passage supports, and all of a plan that was read by rules.

    Rules give each part that they propose a passage, so a part without one was added by the editors; in a plan that people have written down
    from its source, a missing passage says nothing.
    """
    if any(passage.on and passage.rule for passage in plan.passages):
        return frozenset(part.key for part in plan.keyed())
    return frozenset(passage.on for passage in plan.passages if passage.on)

"""A plan as it may be printed: as its readers see it, and without people, also those who have agreed to be named on a screen."""

from collections.abc import Iterable

from strategies.plan import Forum, Plan
from strategies.publishing.public import HeldBack, people_in, public_plan


def nameless(plan: Plan, people: Iterable[str] = ()) -> Plan:
    """The public plan without those among the members of its forums whom the plan names as people, and without `people`.

    Lists of people have no place on paper anyway; the plan's own texts are as they were decided.
    """
    held = HeldBack({*people_in(plan), *people})
    public = public_plan(plan)
    forums = tuple(_without(held, forum) for forum in public.forums)
    return public.model_copy(update={"forums": forums})


def _without(held: HeldBack, forum: Forum) -> Forum:
    members = tuple(name for name in forum.members if not held.in_text(name))
    return forum.model_copy(update={"members": members})

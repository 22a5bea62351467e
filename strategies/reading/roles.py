"""Who does what in the whole plan: actor, role and where."""

from collections import Counter
from html import escape
from itertools import chain
from operator import attrgetter
from typing import TypedDict

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from strategies.plan import Involvement, Plan, Role
from strategies.reading.links import Links, Name
from strategies.reading.tree import ROLE_ORDER, Pointer, Tree


class Place(Pointer):
    """A part of the plan; `count` of its elements are meant, 0 for one that is pointed at itself."""

    count: int


class ActorRole(TypedDict):
    """`whole`: in the plan as such, with `notes` of what."""

    role: str
    whole: bool
    notes: str
    places: list[Place]


class ActorRow(TypedDict):
    actor: Name
    roles: list[ActorRole]


# Beyond this many a table of every place is longer than anybody reads; the actor's page has them all.
MOST_TIES = 100


def ties(plan: Plan) -> int:
    """How many times the plan gives somebody a role."""
    return len(plan.involvements) + sum(len(part.involvements) for __, part in plan.walk())


def actor_summaries(plan: Plan, links: Links) -> SafeString:
    """Items of a list: every actor with a role, in the plan's order, with "Ansvarig (3), medverkar (hela planen, 2)"."""
    found: dict[str, dict[Role, list[str]]] = {}
    for tie in plan.involvements:
        whole = _("hela planen: %(note)s") % {"note": tie.note} if tie.note else _("hela planen")
        found.setdefault(tie.actor, {}).setdefault(tie.role, []).append(whole)
    below = chain.from_iterable(part.involvements for __, part in plan.walk())
    counts = Counter(map(attrgetter("actor", "role"), below))
    for (actor, role), count in counts.items():
        found.setdefault(actor, {}).setdefault(role, []).append(str(count))
    items = (
        f"<li>{_named(name, links)}<br>{escape(_in_words(roles))}</li>"
        for name, roles in found.items()
    )
    return SafeString("".join(items))


def _named(name: str, links: Links) -> str:
    """The name, set off from what follows also where it leads nowhere."""
    said = links.linked_actor(name)
    return said if name in links.actors else f"<b>{said}</b>"


def _in_words(roles: dict[Role, list[str]]) -> str:
    parts = (
        f"{role} ({', '.join(roles[role])})" for role in sorted(roles, key=ROLE_ORDER.__getitem__)
    )
    text = ", ".join(parts)
    return text[0].upper() + text[1:]


def actor_rows(plan: Plan, links: Links, tree: Tree) -> list[ActorRow]:
    """Every actor with a role, in the plan's order. Several places in one branch of the tree become one, with their number."""
    found: dict[str, dict[Role, ActorRole]] = {}
    for tie in plan.involvements:
        role = _role(found, tie)
        role["whole"] = True
        role["notes"] = "; ".join(note for note in (role["notes"], tie.note) if note)
    for top in plan.elements:
        here: dict[tuple[str, Role], list[Pointer]] = {}
        for __, element in top.walk():
            for tie in element.involvements:
                _role(found, tie)
                here.setdefault((tie.actor, tie.role), []).append(tree.pointer(element.key))
        for (actor, word), places in here.items():
            branch = places[0] if len(places) == 1 else tree.pointer(top.key)
            count = 0 if len(places) == 1 else len(places)
            found[actor][word]["places"].append({**branch, "count": count})
    return [
        {
            "actor": links.actor(name),
            "roles": [roles[role] for role in sorted(roles, key=ROLE_ORDER.__getitem__)],
        }
        for name, roles in found.items()
    ]


def _role(found: dict[str, dict[Role, ActorRole]], tie: Involvement) -> ActorRole:
    new: ActorRole = {"role": tie.role.capitalize(), "whole": False, "notes": "", "places": []}
    return found.setdefault(tie.actor, {}).setdefault(tie.role, new)

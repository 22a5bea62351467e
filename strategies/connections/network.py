"""An actor's network: with whom it has a part in what current editions say, on what and in which roles."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from strategies.models import Edition

MOST = 50
MOST_ROWS = 1000

# To be named, to have been asked or to have given a mandate ties an actor to the whole plan and so to everybody in it. Members of one
# forum meet, and who has a mandate meets who gave it.
SHARED = """
    FROM strategies_entryactor AS mine
    JOIN strategies_entryactor AS their ON their.entry_id = mine.entry_id AND their.actor_id <> mine.actor_id
    WHERE mine.actor_id = %(actor)s
      AND ((mine.role <> ALL(%(loose)s) AND their.role <> ALL(%(loose)s))
        OR ((mine.role, their.role) IN (('medlem', 'medlem'), ('uppdrag', 'gav uppdrag'), ('gav uppdrag', 'uppdrag'))
            AND mine.note = their.note))
"""
# Roles as what is done; the others are verbs already.
DOES = {
    "ägare": _("äger"),
    "ansvarig": _("ansvarar"),
    "utförare": _("utför"),
    "uppdrag": _("har uppdrag"),
    "medlem": _("är med"),
}
LOOSE = ["nämns", "deltog", "medlem", "gav uppdrag"]
PARTNERS = f"""
    SELECT their.actor_id, count(DISTINCT their.entry_id), count(DISTINCT their.strategy_id)
    {SHARED} GROUP BY their.actor_id ORDER BY 2 DESC, 3 DESC, 1 LIMIT %(most)s
"""
ROLES = f"""
    SELECT their.actor_id, their.strategy_id, mine.role, their.role, count(DISTINCT their.entry_id)
    {SHARED} AND their.actor_id = ANY(%(partners)s)
    GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 2, 3, 4 LIMIT %(rows)s
"""


class Roles(NamedTuple):
    """What the actor does ("äger"), what the other does, and in how many parts of a plan they do."""

    mine: str
    their: str
    parts: int


@dataclass(frozen=True)
class Together:
    """What the two do in a plan, the commonest roles first."""

    edition: Edition
    roles: list[Roles]


@dataclass(frozen=True)
class Partner:
    """Another actor, with how many parts of how many plans they share."""

    actor: Actor
    parts: int
    plans: int
    together: list[Together]


@dataclass(frozen=True)
class Network:
    """Those who share most first; `more` when there are others."""

    partners: list[Partner]
    more: bool

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((partner.parts for partner in self.partners), default=0)


def network(actor: Actor) -> Network:
    """Four queries at the most, whatever the actor does."""
    found = _rows(PARTNERS, actor, most=MOST + 1)
    shown = found[:MOST]
    actors = Actor.objects.listed().in_bulk([pk for pk, *__ in shown])
    together = _together(actor, list(actors))
    partners = [
        Partner(actors[pk], parts, plans, together.get(pk, []))
        for pk, parts, plans in shown
        if pk in actors
    ]
    return Network(partners, len(found) > MOST)


def _together(actor: Actor, partners: list[int]) -> dict[int, list[Together]]:
    """By partner and plan, the plans where they share most first."""
    rows = _rows(ROLES, actor, partners=partners, rows=MOST_ROWS) if partners else []
    current = Edition.objects.current().filter(strategy__in={row[1] for row in rows})
    editions = {edition.strategy_id: edition for edition in current}
    found: dict[int, dict[int, Together]] = defaultdict(dict)
    for partner, strategy, *roles in rows:
        plans = found[partner]
        plan = plans.setdefault(strategy, Together(editions[strategy], []))
        mine, their, parts = roles
        plan.roles.append(Roles(str(DOES.get(mine, mine)), str(DOES.get(their, their)), parts))
    return {partner: list(plans.values()) for partner, plans in found.items()}


def _rows(sql: str, actor: Actor, **values: Any) -> list[tuple[Any, ...]]:
    values |= {"actor": actor.pk, "loose": LOOSE}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()

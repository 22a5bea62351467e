"""How far memberships reach: the actor itself, and where the membership says so every actor below it.

One recursive query, however deep the tree is. UNION drops what has been met before, so a circle of actors ends too.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

# The rows (actor_id, role, inherits) that a user's memberships make.
_REACH = """
WITH RECURSIVE reach (actor_id, role, inherits) AS (
    SELECT actor_id, role, inherits FROM actors_membership WHERE user_id = %s AND role = ANY(%s)
    UNION
    SELECT child.id, reach.role, true
    FROM actors_actor child JOIN reach ON child.parent_id = reach.actor_id AND reach.inherits
)
"""
_ABOVE = """
WITH RECURSIVE above (actor_id) AS (
    SELECT parent_id FROM actors_actor WHERE id = ANY(%s) AND parent_id IS NOT NULL
    UNION
    SELECT actor.parent_id
    FROM actors_actor actor JOIN above ON actor.id = above.actor_id
    WHERE actor.parent_id IS NOT NULL
)
"""


def reached(user_id: int, roles: Sequence[str], *, inheriting: bool = False) -> RawSQL:
    """The ids of the actors in which the user has one of the roles; `inheriting`, those below which it counts too."""
    condition = " WHERE inherits" if inheriting else ""
    sql = f"{_REACH} SELECT actor_id FROM reach{condition}"  # noqa: S608 - the text is ours
    return RawSQL(sql, [user_id, list(roles)])  # noqa: S611


def above(actor_ids: Sequence[int]) -> RawSQL:
    """The ids of the actors that those of `actor_ids` are a part of, at any depth."""
    return RawSQL(f"{_ABOVE} SELECT actor_id FROM above", [list(actor_ids)])  # noqa: S608, S611


def roles_in_actors(user_id: int, roles: Sequence[str]) -> list[tuple[int, str]]:
    """(actor, role) for every actor that the user's memberships reach; an actor may come with several roles."""
    sql = f"{_REACH} SELECT DISTINCT actor_id, role FROM reach"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [user_id, list(roles)])
        return list(cursor.fetchall())

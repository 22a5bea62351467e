"""The golden thread: which plans a plan starts from or serves, and which start from it, all the way up and down."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse

from strategies.models import Edition
from strategies.plan import RelationKind
from strategies.reading.standing import Standing, standing_of

# In these the plan that says it is the lower one; "innefattar" says it from above, and "ersätter" is no tie between levels.
UPWARDS: tuple[RelationKind, ...] = ("utgår från", "bidrar till", "inspel till")
DOWNWARDS: tuple[RelationKind, ...] = ("innefattar",)
DEPTH = 6
MOST_TIES = 300

# What all ties are, seen from below. Two selects, so that each finds its rows by an index.
TIES = """
    tie AS NOT MATERIALIZED (
        SELECT strategy_id AS lower, to_id AS upper, kind, name, part, strategy_id AS said_by
        FROM strategies_entryrelation WHERE kind = ANY(%(upwards)s)
        UNION ALL
        SELECT to_id, strategy_id, kind, name, part, strategy_id
        FROM strategies_entryrelation WHERE kind = ANY(%(downwards)s)
    )
"""
AROUND = f"""
    WITH RECURSIVE {TIES},
    above (id, depth) AS (
        SELECT %(centre)s::bigint, 0
        UNION SELECT tie.upper, above.depth + 1 FROM tie JOIN above ON tie.lower = above.id WHERE above.depth < %(depth)s
    ),
    below (id, depth) AS (
        SELECT %(centre)s::bigint, 0
        UNION SELECT tie.lower, below.depth + 1 FROM tie JOIN below ON tie.upper = below.id WHERE below.depth < %(depth)s
    )
    SELECT lower, upper, kind, name, part, said_by FROM tie
    WHERE (lower IN (SELECT id FROM above) AND upper IN (SELECT id FROM above))
       OR (lower IN (SELECT id FROM below) AND upper IN (SELECT id FROM below))
    ORDER BY said_by, kind, name LIMIT %(most)s
"""  # noqa: S608 - TIES is the constant above
AMONG = f"""
    WITH {TIES}
    SELECT lower, upper, kind, name, part, said_by FROM tie
    WHERE said_by = ANY(%(plans)s) OR lower = ANY(%(plans)s) OR upper = ANY(%(plans)s)
    ORDER BY said_by, kind, name LIMIT %(most)s
"""  # noqa: S608 - as above


class Tie(NamedTuple):
    """That the lower plan serves the upper one, as the plan `said_by` says; `name` is what it calls the other, `part` the part it means."""

    lower: int
    upper: int
    kind: str
    name: str
    part: str
    said_by: int

    @property
    def other(self) -> int:
        """The plan that is told of."""
        return self.upper if self.said_by == self.lower else self.lower


@dataclass(frozen=True)
class Node:
    """A plan in the thread; `href` is "" and `now` None for one that readers cannot meet, since it is only mentioned or taken out of sight."""

    id: int
    title: str
    href: str = ""
    kind: str = ""
    owners: str = ""
    level: str = ""
    now: Standing | None = None

    @property
    def known(self) -> bool:
        return bool(self.href)


@dataclass(frozen=True)
class Thread:
    """Plans by id, and the ties between them; `cut` when there are more ties than these, so that nobody can tell what hangs loose."""

    nodes: dict[int, Node]
    ties: tuple[Tie, ...]
    cut: bool = False

    def above(self, plan: int) -> list[Tie]:
        return [tie for tie in self.ties if tie.lower == plan]

    def below(self, plan: int) -> list[Tie]:
        return [tie for tie in self.ties if tie.upper == plan]


def thread_of(plan: int) -> Thread:
    """All that stands above a published plan and all that stands below it, at most six steps away; three queries."""
    ties = _fetch(AROUND, centre=plan, depth=DEPTH)
    return _with_nodes(ties, [plan])


def threads_among(plans: Iterable[int]) -> Thread:
    """These plans with every tie from or to one of them; three queries."""
    ids = list(plans)
    return _with_nodes(_fetch(AMONG, plans=ids), ids)


def _fetch(sql: str, **values: Any) -> tuple[Tie, ...]:
    values |= {"upwards": list(UPWARDS), "downwards": list(DOWNWARDS), "most": MOST_TIES + 1}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return tuple(Tie(*row) for row in cursor.fetchall())


def _with_nodes(found: tuple[Tie, ...], plans: Iterable[int]) -> Thread:
    ties = found[:MOST_TIES]
    # What is not published is called what published plans call it, and nothing else is told of it.
    names = {tie.other: tie.name for tie in ties}
    nodes = {edition.strategy_id: _node(edition) for edition in _current({*plans, *_ends(ties)})}
    unknown = {pk: Node(pk, name) for pk, name in names.items() if pk not in nodes}
    return Thread(nodes | unknown, ties, cut=len(found) > MOST_TIES)


def _ends(ties: Iterable[Tie]) -> set[int]:
    return {end for tie in ties for end in (tie.lower, tie.upper)}


def _current(strategies: set[int]) -> Iterable[Edition]:
    found = Edition.objects.current().filter(strategy__in=strategies)
    return found.prefetch_related("owners").annotate(level=KeyTextTransform("level", "plan"))


def _node(edition: Edition) -> Node:
    return Node(
        edition.strategy_id,
        edition.title,
        reverse("strategy", args=[edition.strategy.slug]),
        edition.kind,
        ", ".join(owner.name for owner in edition.owners.all()),
        getattr(edition, "level", "") or "",
        standing_of(edition),
    )

"""What others have changed in plans since a moment: read from the tables that the database writes history in."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, IntegerField, Max, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from actors.models import User
from strategies import models
from strategies.models import Strategy

# What readers would see changed; where a value was read in a document is not among it.
TABLES: list[type[Any]] = [
    *(models.Element, models.Statement, models.Challenge, models.Decision, models.Involvement),
    *(models.Link, models.Relation, models.Mention, models.Participant, models.Person),
    *(models.Quote, models.Resource, models.Milestone, models.Forum, models.Basis, models.Mandate),
    *(models.StrategyOwner, models.StrategyRegion, models.LevelWord, models.Flag),
]
MOST_CHANGES = 5_000
MOST_PLANS = 10


@dataclass(frozen=True)
class Changes:
    """How often one person has saved something in a plan, and when last; `user` is None for what a command did."""

    user: User | None
    count: int
    latest: datetime


@dataclass(frozen=True)
class News:
    """What others have changed in one plan, the latest first."""

    strategy: Strategy
    changes: list[Changes]

    @property
    def latest(self) -> datetime:
        return self.changes[0].latest


def news(user: User, plans: QuerySet[Strategy], since: datetime) -> list[News]:
    """The plans that others have changed after `since`, the latest first, in three queries however many there are."""
    saves: dict[tuple[int, int | None], dict[Any, datetime]] = defaultdict(dict)
    for plan, who, save, when in _events(plans, since):
        if who != user.pk:
            # One save may touch many rows of many tables, and is one change to whoever reads of it.
            known = saves[plan, who]
            known[save] = max(when, known.get(save, when))
    people = User.objects.in_bulk([who for _plan, who in saves if who])
    of_plan: dict[int, list[Changes]] = defaultdict(list)
    for (plan, who), known in saves.items():
        changes = Changes(people.get(who or 0), len(known), max(known.values()))
        of_plan[plan].append(changes)
    found = [
        News(strategy, sorted(of_plan[strategy.pk], key=lambda one: one.latest, reverse=True))
        for strategy in Strategy.objects.filter(pk__in=of_plan)
    ]
    return sorted(found, key=lambda one: one.latest, reverse=True)


def latest_changes(plans: QuerySet[Strategy], since: datetime) -> dict[int, datetime]:
    """When each of the plans that were changed after `since` was changed last, by whomever, in one query."""
    asked = [
        events.values_list(F(column)).annotate(latest=Max("pgh_created_at"))
        for events, column in _since(plans, since)
    ]
    found: dict[int, datetime] = {}
    for plan, when in asked[0].union(*asked[1:], all=True):
        found[plan] = max(when, found.get(plan, when))
    return found


def _events(plans: QuerySet[Strategy], since: datetime) -> QuerySet[Any, Any]:
    """(plan, user, save, latest moment) of every save in each table, the latest first."""
    asked = [
        events.values_list(
            F(column),
            Cast(KeyTextTransform("user", "pgh_context__metadata"), IntegerField()),
            F("pgh_context_id"),
        ).annotate(latest=Max("pgh_created_at"))
        for events, column in _since(plans, since)
    ]
    return asked[0].union(*asked[1:], all=True).order_by("-latest")[:MOST_CHANGES]


def _since(plans: QuerySet[Strategy], since: datetime) -> list[tuple[QuerySet[Any], str]]:
    """The events after the moment of each table, and the column that names their plan."""
    plans = plans.order_by().only("pk")
    told = [(table.pgh_event_model.objects, "strategy") for table in TABLES]
    whole: type[Any] = Strategy
    return [
        (events.filter(pgh_created_at__gt=since, **{f"{column}__in": plans}).order_by(), column)
        for events, column in [(whole.pgh_event_model.objects, "pgh_obj"), *told]
    ]

"""What a user's organisations answer for: actions, in their own plans and in those of others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from actors.models import User
from actors.swedish import swedish_key
from strategies.editing.outline import short
from strategies.models import EntryActor, EntryKind, Involvement, Strategy

ROLES = ("ansvarig", "utförare")
MOST_TIES = 200


@dataclass
class Duty:
    """An action, and in which roles which of the user's organisations stand in it."""

    title: str
    address: str
    roles: list[str] = field(default_factory=list)


@dataclass
class Duties:
    """The actions in one plan. `mine` tells plans that the user may edit from those that the user reads."""

    plan: str
    address: str
    mine: bool
    actions: dict[str, Duty] = field(default_factory=dict)


class Tie(NamedTuple):
    """That an actor has a role in an action, as working copies and editions both tell it."""

    strategy: Strategy
    plan: str
    action: str
    page: str
    anchor: str
    told: str


def duties(user: User, mine: QuerySet[Strategy]) -> list[Duties]:
    """By plan: of `mine`, as the working copies have it; then of the plans of others, as their current editions say."""
    actors = user.memberships.values("actor")
    found: dict[int, Duties] = {}
    for ours, ties in ((True, _in_working_copies(actors, mine)), (False, _said(actors, mine))):
        for tie in ties:
            new = Duties(tie.plan, tie.page, ours)
            actions = found.setdefault(tie.strategy.pk, new).actions
            duty = actions.setdefault(tie.anchor, Duty(tie.action, tie.page + tie.anchor))
            duty.roles.append(tie.told)
    return sorted(found.values(), key=lambda one: (not one.mine, swedish_key(one.plan)))


def _in_working_copies(actors: Any, mine: QuerySet[Strategy]) -> Iterator[Tie]:
    found = (
        Involvement.objects.filter(
            actor__in=actors, role__in=ROLES, element__kind="action", strategy__in=mine
        )
        .select_related("actor", "element", "strategy")
        .order_by(
            *("strategy", "element__parent__parent__position", "element__parent__position"),
            *("element__position", "position", "pk"),
        )
    )
    for tie in found[:MOST_TIES]:
        assert tie.element is not None  # they were asked for by its kind
        page, anchor = (
            reverse("edit-strategy", args=[tie.strategy.slug]),
            f"#d-{short(tie.element)}",
        )
        yield Tie(
            tie.strategy,
            tie.strategy.title,
            tie.element.title,
            page,
            anchor,
            f"{tie.actor}: {tie.role}",
        )


def _said(actors: Any, mine: QuerySet[Strategy]) -> Iterator[Tie]:
    found = (
        EntryActor.objects.filter(actor__in=actors, role__in=ROLES, entry__kind=EntryKind.ACTION)
        .exclude(strategy__in=mine)
        .select_related("actor", "entry__strategy__current_edition")
        .defer("entry__strategy__current_edition__plan")
        .order_by("strategy", "entry__position", "pk")
    )
    for tie in found[:MOST_TIES]:
        strategy = tie.entry.strategy
        assert strategy.current_edition is not None  # only current editions have entries
        page, _mark, anchor = tie.entry.get_absolute_url().partition("#")
        yield Tie(
            strategy,
            strategy.current_edition.title,
            tie.entry.title,
            page,
            f"#{anchor}",
            f"{tie.actor}: {tie.role}",
        )

"""Actors: the list, and everything that current editions say of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from actors.models import Actor
from actors.swedish import SwedishOrder, swedish_key
from portal.http import asked_page, render_page
from strategies.models import EntryActor, EntryKind
from strategies.models.edition import replaced_on
from strategies.reading.filters import ActorFilter
from strategies.reading.standing import Standing, standing_of

PAGE_LENGTH = 50
MOST_TIES = 500

# In the order of the page. What an edition says of an actor, as the heading above the list of what it says it about.
ROLES = {
    "ägare": _("Äger"),
    "beslutade": _("Har beslutat om"),
    "ansvarig": _("Ansvarar för"),
    "utförare": _("Utför"),
    "medverkar": _("Medverkar i"),
    "finansierar": _("Finansierar"),
    "uppdrag": _("Har uppdrag i"),
    "gav uppdrag": _("Gav uppdrag i"),
    "medlem": _("Är med i forum"),
    "informeras": _("Informeras om"),
    "deltog": _("Deltog i arbetet med"),
    "nämns": _("Nämns i"),
}


@dataclass(frozen=True)
class InStrategy:
    """What one edition says of an actor in one role, and where its plan stands."""

    title: str
    href: str
    ties: list[EntryActor]
    now: Standing

    @property
    def whole(self) -> bool:
        """Whether the role is in the plan as such and in no part of it."""
        return all(tie.entry.kind == EntryKind.STRATEGY for tie in self.ties)

    @property
    def notes(self) -> str:
        return "; ".join(tie.note for tie in self.ties if tie.note)


@dataclass(frozen=True)
class InRole:
    """Everything that an actor has one role in, plan by plan."""

    role: str
    heading: str
    strategies: list[InStrategy]

    @property
    def count(self) -> int:
        return sum(len(strategy.ties) for strategy in self.strategies)


@login_not_required
@require_safe
def actors(request: HttpRequest) -> HttpResponse:
    """Actors, those that published plans name first."""
    form = ActorFilter(request.GET)
    asked = form.asked()
    page = asked_page(narrowed_actors(asked), PAGE_LENGTH, request.GET)
    context = {"form": form, "page": page, "filtered": bool(asked)}
    return render_page(request, "reading/actor_list.html", "reading/_actor_results.html", context)


def narrowed_actors(asked: dict[str, Any]) -> QuerySet[Any]:
    """Actors that everything asked for (ActorFilter) fits, those that published plans name first; with `plan_count`."""
    found = _with_plan_counts(Actor.objects.listed().matching(asked.get("q", "")))
    if "slag" in asked:
        found = found.filter(kind=asked["slag"])
    if "med" in asked:
        found = found.filter(plan_count__gt=0)
    named_first = Case(When(plan_count__gt=0, then=0), default=1)
    return found.order_by(named_first, SwedishOrder("name"), "pk")


def _with_plan_counts(found: QuerySet[Actor]) -> QuerySet[Any]:
    """With `plan_count`: in how many current editions the actor is named."""
    ties = EntryActor.objects.filter(actor=OuterRef("pk")).order_by().values("actor")
    plans = ties.annotate(number=Count("strategy", distinct=True)).values("number")
    return found.annotate(plan_count=Coalesce(Subquery(plans), 0))


@login_not_required
@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    """An actor, and by role everything that current editions say of it; the address of one that was merged leads to the other."""
    listed = Actor.objects.listed().select_related("parent", "region")
    found = listed.filter(slug=slug).first()
    if found is None:
        merged = get_object_or_404(listed, former_actors__slug=slug)
        return redirect(merged, permanent=True)
    ties = list(ties_of(found)[: MOST_TIES + 1])
    shown = ties[:MOST_TIES]
    context = {
        "actor": found,
        "children": found.children.filter(listed=True).in_swedish_order(),
        "roles": by_role(shown),
        "tie_count": len(shown),
        "plan_count": len({tie.strategy_id for tie in shown}),
        "more": len(ties) > MOST_TIES,
        "may_merge": Actor.objects.administered_by(request.user).filter(pk=found.pk).exists(),
    }
    return render(request, "reading/actor.html", context)


def ties_of(actor: Actor) -> QuerySet[Any]:
    """Everything that current editions say of an actor, with their plans' titles at hand."""
    return (
        EntryActor.objects.filter(actor=actor)
        .select_related("entry__strategy__current_edition")
        .defer("entry__strategy__current_edition__plan")
        .annotate(replaced=replaced_on(timezone.localdate()))
        .order_by("strategy", "entry__position", "pk")
    )


def by_role(ties: Iterable[EntryActor]) -> list[InRole]:
    """Group by role in the page's order, then by plan in Swedish order of titles, then as the plan has them."""
    order = {role: place for place, role in enumerate(ROLES)}
    known = sorted(ties, key=lambda tie: (order.get(tie.role, len(order)), tie.role))
    return [
        InRole(role, str(ROLES.get(role, role.capitalize())), _by_strategy(list(group)))
        for role, group in groupby(known, key=lambda tie: tie.role)
    ]


def _by_strategy(ties: list[EntryActor]) -> list[InStrategy]:
    found: dict[int, list[EntryActor]] = {}
    for tie in ties:
        found.setdefault(tie.strategy_id, []).append(tie)
    rows = []
    for group in found.values():
        strategy = group[0].entry.strategy
        edition = strategy.current_edition
        assert edition is not None  # only current editions have entries
        now = standing_of(edition, replaced=getattr(group[0], "replaced", False))
        rows.append(InStrategy(edition.title, strategy.get_absolute_url(), group, now))
    return sorted(rows, key=lambda row: swedish_key(row.title))

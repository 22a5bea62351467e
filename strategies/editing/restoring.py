"""Bringing back what a plan, or a part of it, said earlier: shown first, then made, as a new change."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from strategies.acts import Act, act_before
from strategies.branches import put_back
from strategies.differences import differences, placed, subject_of
from strategies.editing.access import working_copy
from strategies.editing.answers import see_other, tell
from strategies.editing.history import groups_of
from strategies.editing.nouns import Noun
from strategies.editing.pages import LARGEST
from strategies.models import Strategy
from strategies.names import PlanError
from strategies.past import plan_at, restore, unknown_actors
from strategies.plan import Plan
from strategies.publishing.canonical import digest
from strategies.snapshot import snapshot

LONGEST_REASON = 500


@dataclass(frozen=True)
class Restoring:
    """What is to come back: its name, what the plan says now and would say, what cannot be as it was, and where one lands."""

    strategy: Strategy
    act: Act
    name: str
    now: Plan
    plan: Plan
    notes: tuple[str, ...] = ()
    anchor: str = ""

    @property
    def when(self) -> str:
        return date_format(timezone.localtime(self.act.when), r"j F Y \k\l. H.i")


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def restore_plan(request: HttpRequest, slug: str, moment: int) -> HttpResponse:
    """The whole plan as it was at a moment; its address stays."""
    strategy = working_copy(request, slug)
    act = _standing(strategy, moment)
    now = snapshot(strategy)
    then = plan_at(strategy, moment).model_copy(update={"slug": now.slug})
    return _answer(request, Restoring(strategy, act, _("Hela planen"), now, then))


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def restore_part(
    request: HttpRequest, slug: str, noun: Noun, key: UUID, moment: int
) -> HttpResponse:
    """A part as it was at a moment: its own fields, or the whole branch when it has been removed."""
    strategy = working_copy(request, slug)
    act = _standing(strategy, moment)
    then = plan_at(strategy, moment)
    if key not in placed(then):
        raise Http404
    now = snapshot(strategy)
    back = put_back(now, then, key)
    name, anchor = subject_of(placed(then)[key][0], then), f"d-{str(key)[:8]}"
    return _answer(
        request, Restoring(strategy, act, name, now, back.plan, back.notes, anchor=anchor)
    )


def _standing(strategy: Strategy, moment: int) -> Act:
    """The act that the moment ends; 404 when there is none."""
    act = act_before(strategy, moment) if moment < LARGEST else None
    if act is None:
        raise Http404
    return act


def _answer(request: HttpRequest, restoring: Restoring) -> HttpResponse:
    """Show what would change, and change it when the person has seen just that."""
    if request.method != "POST":
        return _show(request, restoring)
    if request.POST.get("sha256") != digest(restoring.now):
        problem = _("Planen har ändrats sedan du öppnade sidan. Läs vad som skulle ändras nu.")
        return _show(request, restoring, problem, status=409)
    reason = _("Återställd till %(when)s") % {"when": restoring.when}
    if own := request.POST.get("reason", "").strip():
        reason = f"{reason}: {own}"[:LONGEST_REASON]
    try:
        restore(restoring.strategy, restoring.plan, reason)
    except PlanError as error:
        return _show(request, restoring, f"{error.message} {error.remedy}", status=422)
    tell(
        request,
        _("”%(name)s” är som den var %(when)s.") % {"name": restoring.name, "when": restoring.when},
    )
    return see_other("edit-strategy", restoring.strategy.slug, anchor=restoring.anchor)


def _show(
    request: HttpRequest, restoring: Restoring, problem: str = "", status: int = 200
) -> HttpResponse:
    unknown: list[str] = []
    try:
        unknown = unknown_actors(restoring.plan)
    except PlanError as error:
        problem = problem or f"{error.message} {error.remedy}"
    context = {
        "strategy": restoring.strategy,
        "restoring": restoring,
        "groups": groups_of(differences(restoring.now, restoring.plan)),
        "unknown": unknown,
        "problem": problem,
        "sha256": digest(restoring.now),
    }
    return render(request, "editing/restore.html", context, status=status)

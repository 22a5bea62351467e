"""What the review page shows, and what it answers to an act: the piece that changed for htmx, the way back for everything else."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from actors.models import Actor
from portal.http import sent_number, wants_fragment
from strategies.editing.answers import see_other
from strategies.models import Draft
from strategies.names import actor_names, meant_actors
from strategies.plan import Plan
from strategies.reviewing.keeping import may_undo
from strategies.reviewing.listed import listed
from strategies.reviewing.proposal import Proposal
from strategies.reviewing.source import lines, short


def seen_version(request: HttpRequest) -> int:
    """The version of the draft that the sender has seen; 0, which no draft has, for anything that is no number."""
    return sent_number(request.POST.get("version", ""), 9) or 0


def proposal_of(draft: Draft, chosen: str = "") -> Proposal:
    return Proposal(draft, draft.current_plan(), chosen)


def page_context(draft: Draft, chosen: str = "", focus: str = "") -> dict[str, Any]:
    """All that the review page shows; `focus` is the id of the control that the reader goes on with."""
    proposal = proposal_of(draft, chosen)
    plan = proposal.plan
    return {
        "draft": draft,
        "source": draft.source,
        "plan": plan,
        "proposal": proposal,
        "actors": actors_of(plan),
        "listed": listed(plan),
        "lines": lines(draft.source.text, plan, draft.source.sha256, chosen),
        "editable": draft.state == "att granska",
        "may_undo": may_undo(draft),
        "focus": focus,
    }


def actors_of(plan: Plan) -> list[tuple[str, list[Actor]]]:
    """Each actor that the plan names, once, with those of the register that it can be: none for a new one."""
    names = list(dict.fromkeys(name for name in actor_names(plan) if name))
    meant = meant_actors(names)
    return [(name, meant.get(name, [])) for name in names]


def show_all(
    request: HttpRequest, draft: Draft, near: UUID | None = None, focus: str = "", status: int = 200
) -> HttpResponse:
    """The whole review, after something that shows in several places of it."""
    if not wants_fragment(request):
        return see_other("review", draft.key, anchor=f"d-{short(near)}")
    context = page_context(draft, focus=focus) | {"piece": "reviewing/_review.html"}
    return _answer(request, "editing/_changed.html", context, status)


def show_row(request: HttpRequest, draft: Draft, key: UUID, focus: str = "") -> HttpResponse:
    """The row of one part, and how far the review has come."""
    if not wants_fragment(request):
        return see_other("review", draft.key, anchor=f"d-{short(key)}")
    proposal = proposal_of(draft)
    context = {
        "draft": draft,
        "proposal": proposal,
        "row": proposal.row(key),
        "editable": True,
        "may_undo": may_undo(draft),
        "focus": focus,
    }
    return _answer(request, "reviewing/_row_changed.html", context)


def refused(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Somebody was first: nothing of the act is kept, and the page shows what is."""
    fresh = Draft.objects.select_related("source", "strategy", "created_by").get(pk=draft.pk)
    messages.warning(
        request,
        _(
            "Utkastet har ändrats sedan sidan visades, kanske i en annan flik, så det du nyss gjorde är inte sparat. "
            "Här är det som gäller nu. Gör om det, om det fortfarande behövs."
        ),
    )
    if not wants_fragment(request):
        return see_other("review", fresh.key)
    return show_all(request, fresh, status=409)


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response

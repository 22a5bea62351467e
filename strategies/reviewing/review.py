"""The review page: the source on one side, the proposed plan on the other."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from portal.http import sent_number, wants_fragment
from strategies.editing.answers import tell
from strategies.loading.corrections import Refused, approve, remove_listed
from strategies.loading.errors import MESSAGES
from strategies.models import Draft, DraftChangedError
from strategies.models.intake import mark_of
from strategies.plan import Plan
from strategies.reviewing.access import loader, the_draft
from strategies.reviewing.answers import (
    page_context,
    proposal_of,
    refused,
    seen_version,
    show_all,
)
from strategies.reviewing.keeping import keep, undo
from strategies.reviewing.proposal import FACTS_ACCEPTED

WAITING = ("väntar", "läses")


@require_safe
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """The draft's plan beside its source; while it has none, how the reading goes. `?del=` is the part that is pointed at."""
    loader(request)
    draft = the_draft(request, key)
    if "vantar" in request.GET and wants_fragment(request):
        # The page of a document that is being read asks whether it has been: nothing to swap, or all of it.
        return HttpResponse(status=204) if draft.state in WAITING else HttpResponseClientRefresh()
    if draft.plan is None:
        return _unread(request, draft)
    return render(request, "reviewing/review.html", page_context(draft, request.GET.get("del", "")))


@require_POST
@transaction.atomic
def accept_facts(request: HttpRequest, key: UUID) -> HttpResponse:
    """Accept what is said of the plan as a whole, or take that back."""
    draft = reviewed(request, key)
    accepted = set(draft.accepted) ^ {FACTS_ACCEPTED}
    try:
        keep(draft, draft.current_plan(), seen_version(request), accepted=accepted)
    except DraftChangedError:
        return refused(request, draft)
    if FACTS_ACCEPTED in accepted:
        tell(request, _("Uppgifterna om planen är godtagna."))
    return show_all(request, draft)


@require_POST
@transaction.atomic
def accept_sure(request: HttpRequest, key: UUID) -> HttpResponse:
    """Accept all that the reading was sure of and that no flag is on."""
    draft = reviewed(request, key)
    sure = proposal_of(draft).sure()
    try:
        accepted = {*draft.accepted, *sure}
        keep(draft, draft.current_plan(), seen_version(request), accepted=accepted)
    except DraftChangedError:
        return refused(request, draft)
    told = ngettext("%(n)d säker del är godtagen.", "%(n)d säkra delar är godtagna.", len(sure))
    tell(request, told % {"n": len(sure)})
    return show_all(request, draft)


@require_POST
@transaction.atomic
def settle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Settle a flag (`marke`), or open it again."""
    draft = reviewed(request, key)
    mark = request.POST.get("marke", "")
    plan = draft.current_plan()
    if mark not in {mark_of(flag) for flag in plan.flags}:
        return refused(request, draft)
    settled = set(draft.settled) ^ {mark}
    try:
        keep(draft, plan, seen_version(request), settled=settled)
    except DraftChangedError:
        return refused(request, draft)
    tell(
        request,
        _("Anmärkningen är avgjord.") if mark in settled else _("Anmärkningen är öppen igen."),
    )
    return show_all(request, draft, focus="anmarkningar-rubrik")


@require_POST
@transaction.atomic
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take away one of what has no key: a person, a quotation, a milestone (`lista` and `plats`)."""
    return _listed(request, key, remove_listed, _("Uppgiften är borttagen ur utkastet."))


@require_POST
@transaction.atomic
def show_name(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let readers see the name of a person (`lista` and `plats`), or take that back."""
    return _listed(request, key, approve, _("Valet är sparat."))


@require_POST
@transaction.atomic
def undo_last(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make the draft what it was before the last step."""
    draft = reviewed(request, key)
    try:
        undone = undo(draft, seen_version(request))
    except DraftChangedError:
        return refused(request, draft)
    tell(request, _("Det senaste är ångrat.") if undone else _("Det finns inget att ångra."))
    return show_all(request, draft, focus="angra")


def _listed(
    request: HttpRequest, key: UUID, correct: Callable[[Plan, str, int], Plan], said: str
) -> HttpResponse:
    draft = reviewed(request, key)
    place = sent_number(request.POST.get("plats", ""), 5)
    index = -1 if place is None else place
    try:
        plan = correct(draft.current_plan(), request.POST.get("lista", ""), index)
        keep(draft, plan, seen_version(request))
    except (Refused, DraftChangedError):
        return refused(request, draft)
    tell(request, said)
    return show_all(request, draft, focus="ovrigt-rubrik")


def reviewed(request: HttpRequest, key: UUID) -> Draft:
    """The draft, which must have been read; 404 otherwise."""
    draft = the_draft(request, key)
    if draft.plan is None:
        raise Http404
    return draft


def _unread(request: HttpRequest, draft: Draft) -> HttpResponse:
    context = {
        "draft": draft,
        "waiting": draft.state in WAITING,
        "problem": MESSAGES.get(draft.error),  # type: ignore[call-overload]
    }
    return render(request, "reviewing/unread.html", context)

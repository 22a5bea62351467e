"""What can be done to a part of a proposed plan with one press: each act is a word (`gor`) that a button sends."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from portal.http import render_page
from strategies.editing.answers import tell
from strategies.loading import corrections as c
from strategies.models import Draft, DraftChangedError
from strategies.plan import Plan
from strategies.reviewing.access import the_draft
from strategies.reviewing.answers import proposal_of, refused, seen_version, show_all, show_row
from strategies.reviewing.keeping import keep
from strategies.reviewing.proposal import name_of
from strategies.reviewing.review import reviewed
from strategies.reviewing.source import short

Correction = Callable[[Plan, UUID], Plan]

# What a button sends, the correction that it asks for, and what is said when it is done.
ACTS: dict[str, tuple[Correction, Any]] = {
    "upp": (partial(c.move, step=-1), _lazy("”%(name)s” är flyttad uppåt.")),
    "ned": (partial(c.move, step=1), _lazy("”%(name)s” är flyttad nedåt.")),
    "in": (c.move_in, _lazy("”%(name)s” ligger nu en nivå längre in.")),
    "ut": (c.move_out, _lazy("”%(name)s” ligger nu en nivå längre ut.")),
    "ihop-titel": (
        partial(c.join, into="title"),
        _lazy("”%(name)s” är ihopslagen med delen före."),
    ),
    "ihop-text": (partial(c.join, into="text"), _lazy("”%(name)s” är nu text i delen före.")),
    "bort": (c.reject, _lazy("”%(name)s” är borttagen ur utkastet.")),
    "bort-ensam": (
        partial(c.reject, below=False),
        _lazy("”%(name)s” är borttagen. Det som låg under ligger kvar."),
    ),
}
AT_HAND = {
    "upp",
    "ned",
    "in",
    "ut",
}  # whose buttons are in the part's row; the others' close with its tools
GOING = {"ihop-titel", "ihop-text", "bort", "bort-ensam"}  # after which the part is no more


@require_POST
@transaction.atomic
def act(request: HttpRequest, key: UUID, part: UUID) -> HttpResponse:
    """Do to a part what the button says, or accept it."""
    draft = reviewed(request, key)
    word = request.POST.get("gor", "")
    if word in ("godta", "godta-gren"):
        return _accept(request, draft, part, branch=word == "godta-gren")
    correct, said = _act(word, request.POST)
    if seen_version(request) != draft.version:
        return refused(request, draft)
    before = draft.current_plan()
    try:
        found = c.find(before, part)
        neighbour = _neighbour(before, part)
        plan = correct(before, part)
        keep(draft, plan, draft.version)
    except c.Refused as refusal:
        tell(request, str(refusal))
        return show_all(request, draft, part, focus=_button(word, part))
    except DraftChangedError:
        return refused(request, draft)
    name = Truncator(name_of(found)).chars(60)
    tell(request, said % {"name": name, "word": _word(draft, part)})
    near = neighbour if word in GOING else part
    focus = f"andra-{short(near)}" if word in GOING else _button(word, part)
    return show_all(request, draft, near, focus=focus)


@require_safe
def tools(request: HttpRequest, key: UUID, part: UUID) -> HttpResponse:
    """All that can be done to a part: what else it could be, joining, splitting, rejecting."""
    draft = the_draft(request, key)
    if draft.state != "att granska":
        raise Http404
    proposal = proposal_of(draft)
    try:
        c.find(proposal.plan, part)
    except c.Refused:
        return render(request, "reviewing/gone.html", {"draft": draft}, status=404)
    context = {"draft": draft, "proposal": proposal, "row": proposal.row(part)}
    return render_page(request, "reviewing/tools.html", "reviewing/_tools.html", context)


def _accept(request: HttpRequest, draft: Draft, part: UUID, *, branch: bool) -> HttpResponse:
    """Accept a part, or take that back; with `branch`, accept it and all below it."""
    plan = draft.current_plan()
    try:
        found = c.find(plan, part)
        one = {str(part)}
        accepted = {*draft.accepted, *_branch(found)} if branch else set(draft.accepted) ^ one
        keep(draft, plan, seen_version(request), accepted=accepted)
    except (c.Refused, DraftChangedError):
        return refused(request, draft)
    if branch:
        tell(request, _("Delen och allt under den är godtaget."))
        return show_all(request, draft, part, focus=f"godta-{short(part)}")
    return show_row(request, draft, part, focus=f"godta-{short(part)}")


def _branch(part: Any) -> set[str]:
    below = [
        one
        for field in ("elements", "statements", "challenges")
        for one in getattr(part, field, ())
    ]
    return {str(part.key)}.union(*map(_branch, below))


def _button(word: str, part: UUID) -> str:
    """The control that the reader is at after an act: the act's own, or what opens the tools that it was among."""
    return f"{word if word in AT_HAND else 'fler'}-{short(part)}"


def _neighbour(plan: Plan, part: UUID) -> UUID | None:
    """Where one stands when the part is gone: at the one before it, or after it, or above it."""
    before, after = c.neighbours(plan, part)
    near = before or after or c.parent_of(plan, part)
    return near.key if near else None


def _act(word: str, sent: QueryDict) -> tuple[Correction, Any]:
    """The correction that a button asks for; 404 for a word that no button has."""
    sort = sent.get("slag", "")
    if word == "slag" and sort in c.SORTS:
        return partial(c.turn, sort=sort), _lazy("”%(name)s” är nu %(word)s.")
    if word not in ACTS:
        raise Http404
    return ACTS[word]


def _word(draft: Draft, part: UUID) -> str:
    proposal = proposal_of(draft)
    found = [one for one in proposal.plan.keyed() if one.key == part]
    return proposal.word_of(found[0]).lower() if found else ""

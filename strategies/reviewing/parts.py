"""A part of a draft: its form, its dividing, and a new one out of the source."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.http import render_page, sent_number
from strategies.editing.answers import tell
from strategies.editing.parts import posted
from strategies.loading import corrections as c
from strategies.models import Draft, DraftChangedError
from strategies.plan import Plan
from strategies.reviewing.answers import proposal_of, refused, seen_version, show_all, show_row
from strategies.reviewing.forms import AddForm, SplitForm, form_of
from strategies.reviewing.keeping import keep
from strategies.reviewing.proposal import name_of
from strategies.reviewing.review import reviewed
from strategies.reviewing.source import short
from strategies.reviewing.stale import digest_of


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: HttpRequest, key: UUID, part: UUID) -> HttpResponse:
    """Swap a part's row for its form, and the form for the saved row. What a person has saved is accepted."""
    draft, plan = opened(request, key)
    try:
        found = c.find(plan, part)
    except c.Refused:
        return _gone(request, draft)
    form = form_of(found)(posted(request), found, f"{short(part)}-")
    context = {"draft": draft, "form": form, "part": found, "id": short(part)}
    context |= {"name": name_of(found), "seen": digest_of(found)}
    if not form.is_bound:
        return _form(request, context)
    if not form.is_valid():
        return _form(request, context | {"seen": request.POST.get("seen", "")}, status=422)
    if request.POST.get("seen") != context["seen"] and (conflict := form.conflict()):
        return _form(request, context | {"conflict": conflict}, status=409)
    try:
        # The part is as it was seen, and the lock is ours: what else has changed in the draft stays.
        corrected = c.edit(plan, part, **form.values())
    except c.Refused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, context, status=422)
    keep(draft, corrected, draft.version, accepted={*draft.accepted, str(part)})
    tell(request, _("”%(name)s” är sparad och godtagen.") % {"name": context["name"]})
    return show_row(request, draft, part, focus=f"andra-{short(part)}")


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def split(request: HttpRequest, key: UUID, part: UUID) -> HttpResponse:
    """The places where a part can be divided, and the dividing."""
    draft, plan = opened(request, key)
    try:
        found = c.find(plan, part)
    except c.Refused:
        return _gone(request, draft)
    form = SplitForm(posted(request), found)
    if form.is_bound and form.is_valid():
        field, at = form.cleaned_data["place"]
        try:
            keep(draft, c.split(plan, part, field, at), seen_version(request))
        except c.Refused as refusal:
            form.add_error(None, str(refusal))
        except DraftChangedError:
            return refused(request, draft)
        else:
            tell(request, _("Delen är nu två."))
            return show_all(request, draft, part, focus=f"andra-{short(part)}")
    context = {"draft": draft, "form": form, "part": found, "name": name_of(found)}
    return render(request, "reviewing/split.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """A part out of words in the source: of the characters [fran, till) where the page knows them."""
    draft, plan = opened(request, key)
    sent = request.POST if request.method == "POST" else request.GET
    around = (sent_number(sent.get("fran", ""), 9) or 0, sent_number(sent.get("till", ""), 9) or 0)
    sorts = proposal_of(draft).sorts()
    form = AddForm(posted(request), draft.source.text, sorts, around=around)
    if form.is_bound and form.is_valid():
        choice = form.cleaned_data["words"]
        try:
            added = c.add(plan, form.cleaned_data["sort"], choice)
            keep(
                draft,
                added,
                seen_version(request),
                accepted={*draft.accepted, str(choice.key)},
            )
        except c.Refused as refusal:
            form.add_error(None, str(refusal))
        except DraftChangedError:
            return refused(request, draft)
        else:
            tell(request, _("Delen är tillagd."))
            return show_all(request, draft, choice.key, focus=f"andra-{short(choice.key)}")
    context = {"draft": draft, "form": form, "around": around}
    return render(request, "reviewing/add.html", context, status=422 if form.is_bound else 200)


def opened(request: HttpRequest, key: UUID) -> tuple[Draft, Plan]:
    """The draft and its plan, if it is to be reviewed; 404 otherwise."""
    draft = reviewed(request, key)
    if draft.state != "att granska":
        raise Http404
    return draft, draft.current_plan()


def _form(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    page, fragment = "reviewing/part_form.html", "reviewing/_part_form.html"
    return render_page(request, page, fragment, context, status=status)


def _gone(request: HttpRequest, draft: Draft) -> HttpResponse:
    """For something that is no longer in the draft: what was typed is shown, to be copied."""
    typed = [
        value
        for name, value in request.POST.items()
        if name not in {"csrfmiddlewaretoken", "version", "seen"} and value
    ]
    context = {"draft": draft, "typed": typed}
    return render(request, "reviewing/gone.html", context, status=409 if typed else 404)

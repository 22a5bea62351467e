"""What is said of a proposed plan as a whole: its facts, and decisions that the reading has not found."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from strategies.editing.answers import tell
from strategies.editing.parts import posted
from strategies.loading import corrections as c
from strategies.plan import Decision
from strategies.reviewing.answers import show_all
from strategies.reviewing.forms import FACTS, DecisionForm, FactsForm
from strategies.reviewing.keeping import keep
from strategies.reviewing.parts import opened
from strategies.reviewing.proposal import FACTS_ACCEPTED
from strategies.reviewing.stale import digest_of


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def facts(request: HttpRequest, key: UUID) -> HttpResponse:
    """Title, kind, owners, areas, period and the plan's own words. What a person has saved is accepted."""
    draft, plan = opened(request, key)
    form = FactsForm(posted(request), plan)
    now = digest_of(plan, FACTS)
    context: dict[str, Any] = {"draft": draft, "form": form, "seen": now}
    page = "reviewing/facts_form.html"
    if not form.is_bound:
        return render(request, page, context)
    if not form.is_valid():
        return render(request, page, context | {"seen": request.POST.get("seen", "")}, status=422)
    if request.POST.get("seen") != now and (conflict := form.conflict()):
        return render(request, page, context | {"conflict": conflict}, status=409)
    # The facts are as they were seen, and the lock is ours: what else has changed in the draft stays.
    corrected = c.edit_facts(plan, **form.values())
    keep(draft, corrected, draft.version, accepted={*draft.accepted, FACTS_ACCEPTED})
    tell(request, _("Uppgifterna om planen är sparade och godtagna."))
    return show_all(request, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def new_decision(request: HttpRequest, key: UUID) -> HttpResponse:
    """The form of a decision that the reading has not found."""
    draft, plan = opened(request, key)
    decision = Decision()
    form = DecisionForm(posted(request), decision, "beslut-")
    if form.is_bound and form.is_valid():
        decision = Decision(key=decision.key, **form.values())
        keep(
            draft,
            c.add_decision(plan, decision),
            draft.version,
            accepted={*draft.accepted, str(decision.key)},
        )
        tell(request, _("Beslutet är tillagt."))
        return show_all(request, draft, decision.key)
    status = 422 if form.is_bound else 200
    return render(
        request, "reviewing/decision_form.html", {"draft": draft, "form": form}, status=status
    )

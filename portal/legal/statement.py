"""The statement of accessibility: the public page, and what portal administrators write in it."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.legal.forms import ShortcomingForm, StatementForm
from portal.legal.models import (
    AccessibilityStatement,
    Conformance,
    FaultReport,
    FaultReportState,
    Shortcoming,
    ShortcomingKind,
    Situation,
    last_changed,
)
from strategies.editing.answers import see_other, tell

# Where everybody may complain to the supervisory authority; the regulation wants the link in every statement.
SUPERVISOR = "https://www.digg.se/tdosanmalan"
# How long an assessment is thought to tell how things are.
FRESH = timedelta(days=365)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement as lag (2018:1937) and MDFFS 2019:2 ask for it; what nobody has assessed is not claimed."""
    statement = AccessibilityStatement.the_one()
    shortcomings = list(Shortcoming.objects.all())
    administers = request.user.is_authenticated and request.user.is_superuser
    waiting = FaultReport.objects.editable_by(request.user).filter(state=FaultReportState.NEW)
    context = {
        "body": settings.RESPONSIBLE_BODY,
        "contact": settings.CONTACT_EMAIL,
        "address": request.build_absolute_uri(reverse("start")),
        "supervisor": SUPERVISOR,
        "statement": statement,
        "degree": degree(statement, shortcomings),
        "faults": _by_situation(shortcomings),
        "exempt": _of_kind(shortcomings, ShortcomingKind.BURDEN),
        "outside": _of_kind(shortcomings, ShortcomingKind.OUTSIDE),
        "changed": last_changed(),
        "administers": administers,
        "waiting": waiting.count() if administers else 0,
        "stale": statement.assessed_on and timezone.localdate() - statement.assessed_on > FRESH,
    }
    return render(request, "legal/accessibility.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_accessibility(request: HttpRequest) -> HttpResponse:
    """The assessment and the list of shortcomings, as portal administrators write them."""
    only_administrators(request)
    form = StatementForm(request.POST or None, instance=AccessibilityStatement.the_one())
    if request.method == "POST" and form.is_valid():
        form.save()
        tell(request, _("Redogörelsen är sparad, och läsarna ser den nu."))
        return see_other("accessibility")
    shortcomings = list(Shortcoming.objects.all())
    context = {"form": form, "shortcomings": shortcomings}
    status = 422 if form.is_bound else 200
    return render(request, "legal/edit_accessibility.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def add_shortcoming(request: HttpRequest) -> HttpResponse:
    only_administrators(request)
    return _shortcoming(request, ShortcomingForm(request.POST or None), None)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_shortcoming(request: HttpRequest, number: int) -> HttpResponse:
    found = _mine(request, number)
    return _shortcoming(request, ShortcomingForm(request.POST or None, instance=found), found)


@require_POST
@transaction.atomic
def remove_shortcoming(request: HttpRequest, number: int) -> HttpResponse:
    """Take a shortcoming out of the statement: it is mended. The history keeps it."""
    _mine(request, number).delete()
    tell(request, _("Bristen är borttagen ur redogörelsen."))
    return see_other("edit-accessibility")


def degree(statement: AccessibilityStatement, shortcomings: list[Shortcoming]) -> str:
    """The degree of conformance in the law's words, "" where nobody has assessed it; never more than the list allows."""
    faults = any(one.kind == ShortcomingKind.FAULT for one in shortcomings)
    full = statement.conformance == Conformance.FULL
    said = Conformance.PARTIAL if full and faults else statement.conformance
    return str(Conformance(said).label) if said else ""


def _by_situation(shortcomings: list[Shortcoming]) -> list[tuple[str, list[Shortcoming]]]:
    """What is to be mended, under the situations of use that it concerns, in their order."""
    order = Situation.values
    faults = [one for one in shortcomings if one.kind == ShortcomingKind.FAULT]
    faults.sort(key=lambda one: order.index(one.situation))
    return [
        (str(Situation(situation).label), list(group))
        for situation, group in groupby(faults, key=lambda one: one.situation)
    ]


def _of_kind(shortcomings: list[Shortcoming], kind: str) -> list[Shortcoming]:
    return [one for one in shortcomings if one.kind == kind]


def _shortcoming(
    request: HttpRequest, form: ShortcomingForm, stored: Shortcoming | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        form.save()
        tell(request, _("Bristen är sparad i redogörelsen."))
        return see_other("edit-accessibility")
    context: dict[str, Any] = {"form": form, "shortcoming": stored}
    status = 422 if form.is_bound else 200
    return render(request, "legal/shortcoming.html", context, status=status)


def _mine(request: HttpRequest, number: int) -> Shortcoming:
    return get_object_or_404(Shortcoming.objects.editable_by(request.user), pk=number)


def only_administrators(request: HttpRequest) -> None:
    """404 for everybody but the portal's administrators."""
    if not (request.user.is_active and request.user.is_superuser):
        raise Http404

"""Faults in accessibility: reported by anybody, read and handled by the portal's administrators."""

import logging
from smtplib import SMTPException

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actors.models import User
from portal.http import asked_page
from portal.legal.forms import FaultForm, HandlingForm
from portal.legal.models import FaultReport, FaultReportState
from portal.legal.statement import SUPERVISOR, only_administrators
from strategies.editing.answers import see_other, tell

PAGE_SIZE = 50
log = logging.getLogger(__name__)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_fault(request: HttpRequest) -> HttpResponse:
    """The form for anybody who has met a fault. Too many from one place are asked to wait, with their words still in the form."""
    form = FaultForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and not form.is_valid():
        status = 422
    elif form.is_bound and not consume(request, action="report_fault"):
        form.add_error(
            None, _("Det har kommit många anmälningar härifrån. Vänta en stund, och skicka igen.")
        )
        status = 429
    elif form.is_bound:
        _send(request, form.save())
        return see_other("fault-reported")
    context = {"form": form, "contact": settings.CONTACT_EMAIL}
    return render(request, "legal/report_fault.html", context, status=status)


@login_not_required
@require_safe
def fault_reported(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens now."""
    return render(request, "legal/fault_reported.html", {"supervisor": SUPERVISOR})


@require_safe
def fault_reports(request: HttpRequest) -> HttpResponse:
    """What has been reported, the newest first; `lage` asks for those of one state. 404 for all but the portal's administrators."""
    only_administrators(request)
    reports = FaultReport.objects.editable_by(request.user)
    state = request.GET.get("lage", "")
    chosen = reports.filter(state=state) if state in FaultReportState.values else reports
    page = asked_page(chosen, PAGE_SIZE, request.GET)
    context = {"page": page, "state": state, "states": FaultReportState.choices}
    return render(request, "legal/fault_reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def fault_report(request: HttpRequest, number: int) -> HttpResponse:
    """One report, and what has become of it."""
    reports = FaultReport.objects.editable_by(request.user)
    if request.method == "POST":
        reports = reports.select_for_update()
    found: FaultReport = get_object_or_404(reports, pk=number)
    form = HandlingForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        _handle(form.save(commit=False), request.user)  # type: ignore[arg-type]
        tell(request, _("Anmälan är sparad."))
        return see_other("fault-reports")
    status = 422 if form.is_bound else 200
    context = {"report": found, "form": form}
    return render(request, "legal/fault_report.html", context, status=status)


def _handle(report: FaultReport, user: User) -> None:
    """Keep the state and the note, and who gave them; a report that is new again has nobody."""
    new = report.state == FaultReportState.NEW
    report.handled_at, report.handled_by = (None, None) if new else (timezone.now(), user)
    report.save(update_fields=["state", "note", "handled_at", "handled_by"])


def _send(request: HttpRequest, report: FaultReport) -> None:
    """Mail what was reported to those who look after the portal; it is stored already, so a mail that fails loses nothing.

    The sender's address stays in the portal, where it can be removed again.
    """
    if not settings.CONTACT_EMAIL:
        return
    link = request.build_absolute_uri(reverse("fault-report", args=[report.pk]))
    context = {"report": report, "link": link, "portal_name": settings.PORTAL_NAME}
    body = render_to_string("legal/fault_mail.txt", context)
    subject = _("Anmäld brist i tillgängligheten: %(portal)s") % {"portal": settings.PORTAL_NAME}
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [settings.CONTACT_EMAIL])
    except (SMTPException, OSError) as problem:
        # The kind of fault alone: the mail server's own words may hold addresses.
        log.warning("A fault report could not be mailed: %s", type(problem).__name__)

"""Answers when something went wrong: what happened, and what to do."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, which is also what somebody without the right to a thing meets."""
    return render(request, "errors/404.html", status=404)


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open for too long, or was sent from another site."""
    return render(request, "errors/csrf.html", status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500, made without the request, session or database: any of them may be what failed."""
    page = render_to_string("errors/500.html", {"portal_name": settings.PORTAL_NAME})
    return HttpResponse(page, status=500)

"""What the portal knows of people, told to them: made from the settings and from the table that removal goes by."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.legal.retention import RULES, SESSION, in_words

# Integritetsskyddsmyndigheten, where everybody may complain (dataskyddsförordningen, artikel 77).
SUPERVISOR = "https://www.imy.se/"


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, on what ground and how long, and whom to ask."""
    context = {
        "body": settings.RESPONSIBLE_BODY,
        "contact": settings.CONTACT_EMAIL,
        "officer": settings.DATA_PROTECTION_EMAIL,
        "rules": RULES,
        "session": in_words(SESSION),
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "csrf": in_words(timedelta(seconds=settings.CSRF_COOKIE_AGE)),
        "messages_cookie": CookieStorage.cookie_name,
        "supervisor": SUPERVISOR,
    }
    return render(request, "legal/privacy.html", context)

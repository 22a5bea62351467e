"""Administrators sign in with two steps, where the portal demands it (PORTAL_REQUIRE_MFA)."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from actors.models import may_administer

SECOND = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorMiddleware:
    """Leads an administrator without a second step to the page where one is made, from every staff page but the account's own.

    Whoever came through the organisation's own sign-in is left alone: the second step is its to ask for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *arguments: Any
    ) -> HttpResponse | None:
        staff_page = getattr(view, "login_required", True)
        if (
            not settings.REQUIRE_MFA
            or not staff_page
            or request.path.startswith(reverse("account"))
        ):
            return None
        if not may_administer(request.user) or is_mfa_enabled(request.user, SECOND):
            return None
        records = get_authentication_records(request, request.user)
        if any(record["method"] == "socialaccount" for record in records):
            return None
        words = _(
            "Som administratör behöver du ett andra steg när du loggar in. Ordna det här först."
        )
        messages.warning(request, words)
        return redirect("mfa_index")

"""The door to the API: everybody may come, not too often, and who already has the answer gets 304."""

import ipaddress
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from strategies.reading.moment import present
from strategies.taking.sending import etag, shared

MINUTE = 60
NETWORK = 64  # bits of an IPv6 address that are one client's
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """The view for everybody, by GET and HEAD; OPTIONS tells other sites' pages that they may ask."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _may_ask()
        if wait := _too_often(request):
            return shared(_later(wait))
        tag = etag(present(), request.get_full_path(), settings.PORTAL_ADDRESS)
        response: HttpResponse | None = get_conditional_response(request, etag=tag)
        if response is None:
            response = _answer(view, request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["ETag"] = tag
        response["Cache-Control"] = "public, no-cache"
        return shared(response)

    allowed: View = login_not_required(wrapped)
    return allowed


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What ninja answers; it knows no HEAD, whose answer is that of GET, and the server leaves the body out."""
    method = request.method
    request.method = "GET" if method == "HEAD" else method
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = method


def _may_ask() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = response["Allow"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Max-Age"] = str(24 * 60 * MINUTE)
    return shared(response)


def _too_often(request: HttpRequest) -> int:
    """How many seconds the client has to wait; 0 when it may go on.

    The count is the cache's, so all workers share it. Two requests at the very same time may count as one, which costs nobody anything.
    What is kept for a minute is a digest, from which no address can be read.
    """
    now = int(time.time())
    client = salted_hmac("api", f"{_client(request)} {now // MINUTE}").hexdigest()
    key = f"api:{client}"
    try:
        asked = cache.incr(key)
    except ValueError:  # the first in this minute
        cache.add(key, 1, MINUTE)
        return 0
    return MINUTE - now % MINUTE if asked > settings.API_REQUESTS_A_MINUTE else 0


def _client(request: HttpRequest) -> str:
    """The address that the request comes from, or for IPv6 its network: whoever has one has all of it.

    Those whose address a server does not tell count as one.
    """
    try:
        written = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return str(written)
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/{NETWORK}", strict=False))
    return str(address)


def _later(wait: int) -> HttpResponse:
    told = _(
        "Du har frågat mer än %(most)d gånger på en minut. Vänta %(wait)d sekunder. Behöver du allt, hämta filerna på /oppna-data/."
    )
    response = JsonResponse(
        {"detail": told % {"most": settings.API_REQUESTS_A_MINUTE, "wait": wait}}, status=429
    )
    response["Retry-After"] = str(wait)
    return response

"""The door: where visitors get a page that is at hand, before anything else of the house is asked."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from strategies.reading.at_hand import Answer, AtHand, KeptResponse
from strategies.reading.encodings import best_encoding
from strategies.reading.moment import Watch
from strategies.reading.shelf import public_host

Key = tuple[str, str, str | None, str, str]


class DoorMiddleware:
    """Keeps pages that come out (KeptResponse) with all their headers, and gives them to the next visitors who may have them.

    It stands first, so the headers are those that all other middleware has set. Whoever has a session, or asks with a query, goes in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.at_hand: AtHand[Answer] = AtHand(settings.PUBLIC_PAGE_BYTES)
        self.watch = Watch()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        answer = self.at_hand.get(key) if key else None
        if answer and answer.moment == self.watch.moment():
            return answer.to(request)
        response = self.get_response(request)
        if not isinstance(response, KeptResponse) or response.cookies:
            return response
        answer = Answer.of(response)
        if key:
            self.at_hand.put(key, answer, answer.size)
        return answer.to(request)


def _key(request: HttpRequest) -> Key | None:
    """What the answer to somebody without a session depends on, its moment aside; None where it may depend on more."""
    meta = request.META
    if request.method not in ("GET", "HEAD") or meta.get("QUERY_STRING"):
        return None
    if settings.SESSION_COOKIE_NAME in meta.get("HTTP_COOKIE", ""):
        return None
    try:
        host = public_host(request)
    except DisallowedHost:
        return None
    encoding = best_encoding(meta.get("HTTP_ACCEPT_ENCODING", ""))
    return request.scheme or "", host, get_language(), request.path_info, encoding

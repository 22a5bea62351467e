"""A page that is the same for every visitor without a session: the process keeps it at hand until what public pages show has changed."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from strategies.reading.at_hand import KeptResponse
from strategies.reading.moment import present

View = Callable[[HttpRequest], HttpResponse]


def same_for_all(view: View) -> View:
    """For a view of public rows alone, which answers htmx as it answers everybody; the door (door.py) keeps what it makes."""

    @wraps(view)
    def kept(request: HttpRequest) -> HttpResponse:
        if request.GET or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request)
        # Before the rows: a change that comes meanwhile makes the page anew.
        moment = present()
        content = view(request).content
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        headers = {"Cache-Control": "public, no-cache", "Vary": "Cookie", "ETag": etag}
        response = KeptResponse(content, headers=headers)
        response.moment = moment
        return response

    return kept

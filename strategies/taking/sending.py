"""How data leaves the house: a name to save it by, a tag to ask again with, its terms, and leave for other sites to read it."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from strategies.reading.shelf import release


def etag(*made_of: object) -> str:
    """A strong ETag of what the bytes are made of, and of the code that makes them."""
    text = "\n".join(map(str, (release(), *made_of)))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def send(
    request: HttpRequest, make: Callable[[], bytes], *, name: str, content_type: str, tag: str = ""
) -> HttpResponse:
    """The bytes as a file of that name; 304, and nothing made, for somebody whose tag is the same."""
    response: HttpResponse | None = get_conditional_response(request, etag=tag) if tag else None
    if response is None:
        response = HttpResponse(make(), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    if tag:
        response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    return shared(response)


Answer = TypeVar("Answer", bound=HttpResponseBase)


def shared(response: Answer) -> Answer:
    """The answer with its terms, and readable by the pages of others (CORS): it is the same for everybody, whoever asks."""
    response["Link"] = f'<{settings.LICENCE}>; rel="license"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Disposition"
    return response

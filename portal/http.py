"""Page or fragment: decided once, for every view that htmx calls."""

from collections.abc import Sequence
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class PortalRequest(HttpRequest):
    """A request as the portal's middleware leaves it."""

    htmx: HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx will swap the answer into the page that is open.

    htmx also sets HX-Request when it restores history or follows a boosted link, and then it needs the page.
    """
    htmx = cast(PortalRequest, request).htmx
    return bool(htmx) and not (htmx.boosted or htmx.history_restore_request)


def sent_number(text: str, digits: int) -> int | None:
    """The whole number that a request sent in at most so many digits; None for anything else, and for what no column could hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def asked_page(rows: Sequence[Any] | QuerySet, length: int, address: QueryDict) -> Page:
    """The page of the rows that an address asks for (`sida`): the first for what is no number or before it, the last for what is beyond."""
    number = sent_number(address.get("sida", ""), 9) or 1
    return Paginator(rows, length).get_page(number)


def render_page(
    request: HttpRequest,
    page: str,
    fragment: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render `fragment` for an htmx swap and `page` for everything else. Vary keeps caches from mixing the two."""
    template = fragment if wants_fragment(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response

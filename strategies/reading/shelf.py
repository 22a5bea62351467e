"""The shelf: an edition's public page as compressed bytes, made at the first visit and kept for all that follow.

A visit costs one query, which also tells whether the kept page still holds. It holds while nothing that the page depends on has
changed: the release, the host's name, the day (periods and terms of office begin and end), and the history tables' newest rows (a publication,
a renamed or merged actor and a new stub all write history). A page made again with the same bytes keeps its ETag.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.http import parse_etags

KEPT = """
    SELECT edition.id,
        (SELECT max(pgh_id) FROM strategies_strategyevent),
        (SELECT max(pgh_id) FROM actors_actorevent),
        (SELECT max(pgh_id) FROM actors_regionevent),
        page.made_for, page.etag,
        CASE WHEN page.etag = ANY(%s) THEN NULL ELSE page.gzipped END
    FROM strategies_strategy AS strategy
    JOIN strategies_edition AS edition ON edition.id = strategy.current_edition_id
    LEFT JOIN strategies_renderedpage AS page ON page.edition_id = edition.id
    WHERE strategy.slug = %s
"""
# Several may make the same page at once; the last one stays, and all are right.
KEEP = """
    INSERT INTO strategies_renderedpage (edition_id, made_for, etag, gzipped) VALUES (%s, %s, %s, %s)
    ON CONFLICT (edition_id) DO UPDATE SET
        made_for = excluded.made_for, etag = excluded.etag, gzipped = excluded.gzipped
"""
# The level that costs a third of the highest and leaves the page two per cent larger.
GZIP_LEVEL = 6
TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
# Other bytes need another strong ETag: that of the page as it is before compression ends so.
PLAIN = "-plain"


class Kept(NamedTuple):
    """A page on the shelf. `gzipped` is None when the visitor has it already."""

    etag: str
    gzipped: bytes | None


class AtHand:
    """The pages that this process sent last, so that their bytes need not come from the database again.

    An ETag is a hash of the bytes, so a page at hand is never wrong, only unwanted. At 20 kB each they take a few megabytes.
    """

    def __init__(self, most: int = 200) -> None:
        self.most = most
        self.pages: dict[str, Kept] = {}

    def get(self, slug: str) -> Kept | None:
        return self.pages.get(slug)

    def put(self, slug: str, page: Kept) -> None:
        self.pages[slug] = page
        for oldest in list(self.pages)[: -self.most]:
            self.pages.pop(oldest, None)


at_hand = AtHand()


def from_shelf(
    request: HttpRequest, slug: str, render: Callable[[HttpRequest, int], str]
) -> HttpResponse:
    """Answer with the page of a strategy's current edition; Http404 when there is none.

    `render` makes the page of an edition (its id) for a request that is nobody's.
    """
    known, hand = _known(request), at_hand.get(slug)
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [[*known, hand.etag] if hand else known, slug])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    edition, *changes, kept_for, etag, gzipped = row
    made_for = _fingerprint(request, timezone.localdate().isoformat(), *map(str, changes))
    if kept_for != made_for:
        kept = _keep(edition, made_for, render(_nobodys(request), edition))
    elif hand and hand.etag == etag:
        kept = hand
    else:
        kept = Kept(etag, gzipped)
    if kept.gzipped and kept is not hand:
        at_hand.put(slug, kept)
    return _answer(request, kept, known)


def _fingerprint(request: HttpRequest, *inputs: str) -> str:
    parts = (release(), request.scheme or "", _host(request), *inputs)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _host(request: HttpRequest) -> str:
    """The host as links name it. A visitor can send any port, and in production that is none of ours."""
    host = request.get_host()
    return host if settings.DEMO else split_domain_port(host)[0]


@cache
def release() -> str:
    """A hash of the code, templates and names of static files that this process serves."""
    found = hashlib.sha256(settings.PORTAL_NAME.encode())
    found.update(getattr(staticfiles_storage, "manifest_hash", "").encode())
    for folder in ("templates", "portal", "strategies", "actors"):
        for file in sorted((settings.BASE_DIR / folder).rglob("*")):
            if file.suffix in {".py", ".html"}:
                found.update(file.read_bytes())
    return found.hexdigest()


def _nobodys(request: HttpRequest) -> HttpRequest:
    """A request for the same address without cookies, user or query, so that nothing of a visitor's gets onto the shelf."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": request.path_info,
        "HTTP_HOST": _host(request),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": BytesIO(),
    }
    return WSGIRequest(environ)


def _keep(edition: int, made_for: str, page: str) -> Kept:
    content = page.encode()
    kept = Kept(
        hashlib.sha256(content).hexdigest()[:32], gzip.compress(content, GZIP_LEVEL, mtime=0)
    )
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [edition, made_for, *kept])
    return kept


def _known(request: HttpRequest) -> list[str]:
    """The ETags of the pages that the visitor has; "*" is any."""
    etags = parse_etags(request.headers.get("If-None-Match", ""))
    return [etag.removeprefix("W/").strip('"').removesuffix(PLAIN) for etag in etags]


def _answer(request: HttpRequest, kept: Kept, known: list[str]) -> HttpResponse:
    """The page, compressed for those who take it so; 304 for those who have it."""
    compressed = TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")) is not None
    response: HttpResponse
    if kept.etag in known or "*" in known:
        response = HttpResponseNotModified()
    elif compressed:
        response = HttpResponse(kept.gzipped, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(kept.gzipped or b""))
    response.headers["ETag"] = f'"{kept.etag}{"" if compressed else PLAIN}"'
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response

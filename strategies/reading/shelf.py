"""The shelf: an edition's public page as compressed bytes, made at the first visit and kept for all that follow.

One query tells whether the kept page still holds. It holds while nothing that the page depends on has changed: the edition, the
release, the host's name, the day (periods and terms of office begin and end), and what is counted as a public change. A page made
again with the same bytes keeps its ETag. Before the shelf is asked, the door (door.py) gives what the process has at hand.
"""

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import NamedTuple

import brotli
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.translation import get_language

from portal.prepared import prepared_cursor
from strategies.models import Edition
from strategies.reading.at_hand import KeptResponse
from strategies.reading.editions import COLUMNS, edition_of
from strategies.reading.encodings import Encoding, best_encoding
from strategies.reading.moment import COUNTED, Moment

# Bytes come only of a page that holds: an old one's would be fetched in vain.
KEPT = f"""
    SELECT now.changes, now.register, page.etag, page.brotli, CASE %s::text WHEN 'gzip' THEN page.gzipped END, {COLUMNS}
    FROM strategies_strategy AS strategy
    JOIN strategies_edition AS edition ON edition.id = strategy.current_edition_id
    CROSS JOIN {COUNTED}
    LEFT JOIN strategies_renderedpage AS page
        ON page.edition_id = edition.id AND page.language = %s AND page.made_for = %s::text || now.changes
    WHERE strategy.slug = %s
"""  # noqa: S608  all of it is ours
# One at a time makes a strategy's page, in all threads and processes; the lock ends with the transaction, however that ends.
# A page that a crash loses is made again, so its commit waits for no disk.
LOCK = """
    SELECT pg_advisory_xact_lock(hashtextextended('strategies_renderedpage ' || %s::text, 0)),
        set_config('synchronous_commit', 'off', true)
"""
KEEP = """
    INSERT INTO strategies_renderedpage (edition_id, language, made_for, etag, brotli, gzipped) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (edition_id, language) DO UPDATE SET
        made_for = excluded.made_for, etag = excluded.etag, gzipped = excluded.gzipped, brotli = excluded.brotli
"""
# The levels where another costs more time than its bytes are worth to a visitor who waits.
GZIP_LEVEL = 8
BROTLI_LEVEL = 5
# A window of 64 kB, of which a page of 100 kB hardly notices; what finds repetitions in it is a third as large, and much quicker.
BROTLI_WINDOW = 16


class Wanted(NamedTuple):
    """A visitor's wish: which strategy's page, in which language, compressed how."""

    request: HttpRequest
    slug: str
    language: str
    encoding: Encoding


class Place(NamedTuple):
    """Where the page of a strategy's current edition is kept.

    `brotli` is None when it must be made, and then `etag` says nothing; `gzipped` also when nobody has asked for it. `made_for` is what
    the page must have been made for at `moment`, and `register` how often the register of names had changed by then.
    """

    edition: Edition
    moment: Moment
    register: int
    made_for: str
    etag: str
    brotli: bytes | None
    gzipped: bytes | None

    def packed(self, encoding: Encoding) -> bytes | None:
        """The page for those who take that encoding; whoever takes none gets it unpacked."""
        return self.gzipped if encoding == "gzip" else self.brotli


Render = Callable[[HttpRequest, str, Place], str]


def from_shelf(request: HttpRequest, slug: str, render: Render) -> KeptResponse:
    """Answer with the page of a strategy's current edition; Http404 when there is none.

    `render` makes the page of a strategy (its slug) as of a place for a request that is nobody's. Of many who come at once to a page
    that has to be made, one makes it and the others wait.
    """
    encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
    wanted = Wanted(request, slug, get_language() or settings.LANGUAGE_CODE, encoding)
    place = _place(wanted)
    if place.packed(encoding) is None:
        place = _make(wanted, render)
    return _response(place, encoding)


def public_host(request: HttpRequest) -> str:
    """The host as links name it. A visitor can send any port, and in production that is none of ours."""
    host = request.get_host()
    return host if settings.DEMO else split_domain_port(host)[0]


@cache
def release() -> str:
    """A hash of the code, vocabulary, templates and names of static files that this process serves."""
    found = hashlib.sha256(settings.PORTAL_NAME.encode())
    found.update(getattr(staticfiles_storage, "manifest_hash", "").encode())
    for folder in ("templates", "portal", "strategies", "actors"):
        for file in sorted((settings.BASE_DIR / folder).rglob("*")):
            if file.suffix in {".py", ".html", ".yaml"}:
                found.update(file.read_bytes())
    return found.hexdigest()


def _place(wanted: Wanted, *, locked: bool = False) -> Place:
    """Where the page is now; `locked` keeps others from making it until the transaction ends."""
    # Before the query: a page made across midnight is of the day that has passed, and lasts no longer.
    today = timezone.localdate()
    made_for = _fingerprint(wanted.request, today.isoformat())
    asked = [wanted.encoding, wanted.language, made_for, wanted.slug]
    with prepared_cursor() as cursor:
        if locked:
            cursor.execute(LOCK, [wanted.slug])
        cursor.execute(KEPT, asked)
        row = cursor.fetchone()
    if row is None:
        raise Http404
    changes, register, etag, packed, gzipped, *columns = row
    made_for = f"{made_for}{changes}"
    moment = Moment(changes, today)
    return Place(edition_of(columns), moment, register, made_for, etag, packed, gzipped)


def _fingerprint(request: HttpRequest, *inputs: str) -> str:
    """All that a page depends on beside its edition and the number of public changes, which is to follow."""
    parts = (release(), request.scheme or "", public_host(request), *inputs)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"{digest[:40]}-"  # the column holds 64 characters


@transaction.atomic
def _make(wanted: Wanted, render: Render) -> Place:
    place = _place(wanted, locked=True)
    if place.packed(wanted.encoding) is not None:  # made by somebody else while this one waited
        return place
    if place.brotli is None:
        page = render(_nobodys(wanted.request), wanted.slug, place).encode()
        etag = f"{place.edition.sha256[:16]}-{hashlib.sha256(page).hexdigest()[:16]}"
        packed = brotli.compress(page, quality=BROTLI_LEVEL, lgwin=BROTLI_WINDOW)
        place = place._replace(etag=etag, brotli=packed)
    if wanted.encoding == "gzip":
        page = brotli.decompress(place.brotli)
        place = place._replace(gzipped=gzip.compress(page, GZIP_LEVEL, mtime=0))
    kept = (place.made_for, place.etag, place.brotli, place.gzipped)
    with prepared_cursor() as cursor:
        cursor.execute(KEEP, [place.edition.pk, wanted.language, *kept])
    return place


def _nobodys(request: HttpRequest) -> HttpRequest:
    """A request for the same address without cookies, user or query, so that nothing of a visitor's gets onto the shelf."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": request.path_info,
        "HTTP_HOST": public_host(request),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": BytesIO(),
    }
    return WSGIRequest(environ)


def _response(place: Place, encoding: Encoding) -> KeptResponse:
    """The page in the encoding that is wanted. Other bytes need another strong ETag, so it ends with the encoding."""
    content = place.packed(encoding) or b""
    headers = {"Cache-Control": "public, no-cache", "Vary": "Accept-Encoding, Cookie"}
    if encoding == "identity":
        headers["ETag"] = f'"{place.etag}"'
        content = brotli.decompress(content)
    else:
        headers["ETag"] = f'"{place.etag}-{encoding}"'
        headers["Content-Encoding"] = encoding
    response = KeptResponse(content, headers=headers)
    response.moment = place.moment
    return response

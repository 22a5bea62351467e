"""Where papers are fetched: any edition as a PDF, what changed between two, and the way to the current edition's."""

import re

from csp.constants import NONE
from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from strategies.models import Edition, Strategy
from strategies.paper.keeping import etag, paper_of, version_for
from strategies.reading.withdrawn import or_withdrawn

# The policy of pages breaks the viewers that browsers show a PDF in (crbug.com/271452), and there is nothing else for it to hold back.
ONLY_NOT_FRAMED = csp({"frame-ancestors": [NONE]})
LONGEST_NAME = 120  # letters of a title in the name of a file


@login_not_required
@require_safe
@or_withdrawn
def current_paper(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The way to the current edition's paper, whose address never changes."""
    current = get_object_or_404(Edition.objects.current(), strategy__slug=slug)
    return redirect("edition-paper", slug, current.number)


@login_not_required
@require_safe
@or_withdrawn
@ONLY_NOT_FRAMED  # type: ignore[arg-type] # it takes any view
def edition_paper(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """An edition as a PDF."""
    edition = _edition(slug, number)
    name = _("%(title)s, utgåva %(number)s") % {"title": _named(edition), "number": number}
    return _answer(request, edition, None, name)


@login_not_required
@require_safe
@or_withdrawn
@ONLY_NOT_FRAMED  # type: ignore[arg-type] # it takes any view
def changes_paper(request: HttpRequest, slug: str, older: int, newer: int) -> HttpResponseBase:
    """The meeting version: what has changed between two editions, the older first."""
    if older > newer:
        return redirect("changes-paper", slug, newer, older)
    if older == newer:
        raise Http404
    edition, former = _edition(slug, newer), _edition(slug, older)
    told = {"title": _named(edition), "older": older, "newer": newer}
    name = _("%(title)s, ändringar från utgåva %(older)s till %(newer)s") % told
    return _answer(request, edition, former, name)


def _answer(
    request: HttpRequest, edition: Edition, since: Edition | None, name: str
) -> HttpResponseBase:
    """The file, streamed; 304 for somebody who has it, without a look at it."""
    version = version_for(edition)
    tag = etag(version, edition, since)
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        paper = paper_of(edition, since, version=version)
        response = FileResponse(
            paper.data.open("rb"), filename=f"{name}.pdf", content_type="application/pdf"
        )
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _edition(slug: str, number: int) -> Edition:
    published = Strategy.objects.published().filter(slug=slug)
    editions = Edition.objects.filter(strategy__in=published).defer("plan")
    return get_object_or_404(editions, number=number)


def _named(edition: Edition) -> str:
    """The title as a file may be called everywhere."""
    plain = re.sub(r'[\\/:*?"<>|]+', " ", edition.title)
    return Truncator(" ".join(plain.split())).chars(LONGEST_NAME, truncate="…")

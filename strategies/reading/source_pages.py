"""Sources as the public reads them: a plan's document, where a part of the plan stands in it, and the original where it may be shown."""

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from strategies.models.intake import FileFormat
from strategies.plan import Keyed, Passage, Plan
from strategies.publishing.public import public_plan
from strategies.reading.editions import current_edition, plan_of
from strategies.reading.source_view import Source, places, shown, source_context, sources_of
from strategies.reading.sourced import sourced_keys
from strategies.reading.tree import anchor
from strategies.reading.withdrawn import or_withdrawn

CONTENT_TYPES: dict[FileFormat, str] = {
    "txt": "text/plain",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@login_not_required
@require_safe
@or_withdrawn
def part_source(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Where a part of the current edition stands in its sources; that it does not, when the editors have added it.

    404 where that cannot be told (sourced_keys).
    """
    plan = plan_of(current_edition(slug))
    part = next((part for part in plan.keyed() if str(part.key).startswith(address)), None)
    if part is None or part.key not in sourced_keys(plan):
        raise Http404
    passages = [passage for passage in public_plan(plan).passages if passage.on == part.key]
    home = reverse("strategy", args=[slug])
    context = {
        "title": _title_of(part),
        "plan_title": plan.title,
        "home": home,
        "part_href": f"{home}#{anchor(part.key)}",
        "found": _found(plan, slug, part, passages),
        # Its passages may name somebody who has not agreed to be named.
        "withheld": any(passage.on == part.key for passage in plan.passages) and not passages,
    }
    return render(request, "reading/part_source.html", context)


@login_not_required
@require_safe
@or_withdrawn
def source(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A document of the current edition: what it is, what the plan's own facts are read from, and its whole text where it may be shown."""
    plan = plan_of(current_edition(slug))
    chosen = _source(plan, slug, number)
    passages = public_plan(plan).passages
    own = [one for one in passages if one.document == number and one.on is None]
    context = {
        "source": source_context(chosen),
        "plan_title": plan.title,
        "home": reverse("strategy", args=[slug]),
        "places": places(own, plan, chosen),
        "text": shown(chosen.text),
    }
    return render(request, "reading/source.html", context)


@login_not_required
@require_safe
@or_withdrawn
def original(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The file as it was loaded, to save; 404 unless its publication is allowed and it names nobody who may not be named."""
    chosen = _source(plan_of(current_edition(slug)), slug, number)
    file = chosen.file
    if file is None or not chosen.original_href:
        raise Http404
    return FileResponse(
        file.data.open("rb"),
        as_attachment=True,  # the browser must not open somebody else's page as one of ours
        filename=file.name,
        content_type=CONTENT_TYPES.get(file.format, "application/octet-stream"),  # type: ignore[call-overload]
    )


def _source(plan: Plan, slug: str, number: int) -> Source:
    found = sources_of(plan, slug).get(number)
    if found is None:
        raise Http404
    return found


def _found(plan: Plan, slug: str, part: Keyed, passages: list[Passage]) -> list[dict[str, Any]]:
    """The passages, document by document."""
    sources = sources_of(plan, slug)
    by_document = groupby(
        sorted(passages, key=lambda one: (one.document, one.start or 0)),
        key=lambda one: one.document,
    )
    return [
        {
            "source": source_context(sources[number]),
            "places": places(group, part, sources[number]),
        }
        for number, group in by_document
        if number in sources
    ]


def _title_of(part: Keyed) -> str:
    said = getattr(part, "title", "") or getattr(part, "text", "") or getattr(part, "body", "")
    return Truncator(said).chars(120)

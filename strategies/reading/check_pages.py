"""Checking an edition: its hash, how anyone can recompute it, and the bytes that it is made from."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from strategies.adopted import adopted_edition
from strategies.models import Edition, Strategy
from strategies.publishing.canonical import canonical_json, public_part
from strategies.publishing.verify import faults
from strategies.reading.plan_view import warnings_now
from strategies.reading.withdrawn import or_withdrawn


@login_not_required
@require_safe
@or_withdrawn
def check(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The digest of an edition's public part, whether it agrees now, and how to recompute it."""
    edition = _edition(slug, number)
    adopted = adopted_edition(edition.strategy)
    context = {
        "edition": edition,
        "home": edition.strategy.get_absolute_url(),
        "adopted": adopted,
        "notices": warnings_now(slug),
        "agrees": not list(faults(edition)),
        "file": _file_name(edition),
        "bytes_href": reverse("edition-bytes", args=[slug, number]),
    }
    return render(request, "reading/edition_check.html", context)


@login_not_required
@require_safe
@or_withdrawn
def check_bytes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The bytes that the digest is made from, as a file to save."""
    edition = _edition(slug, number)
    return HttpResponse(
        canonical_json(public_part(edition.plan)),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{_file_name(edition)}"'},
    )


def _edition(slug: str, number: int) -> Edition:
    editions = Edition.objects.select_related("strategy")
    public = editions.filter(strategy__in=Strategy.objects.published())
    return get_object_or_404(public, strategy__slug=slug, number=number)


def _file_name(edition: Edition) -> str:
    return f"{edition.strategy.slug}-utgava-{edition.number}.json"

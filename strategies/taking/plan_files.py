"""A plan as a file: any edition in every format, and what a format could not carry."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from strategies.exports.about import About
from strategies.exports.formats import FORMATS, Format
from strategies.exports.losses import Loss, losses
from strategies.exports.stratml import NoGoalsError
from strategies.exports.table_losses import table_losses
from strategies.models import Edition
from strategies.plan import Plan
from strategies.publishing.public import public_plan
from strategies.reading.editions import current_edition, editions_of, plan_of
from strategies.reading.withdrawn import or_withdrawn
from strategies.taking.sending import etag, send


@login_not_required
@require_safe
@or_withdrawn
def plan_file(request: HttpRequest, slug: str, file: str) -> HttpResponse:
    """The current edition in a format; the address stays when a new edition comes."""
    return _answer(request, current_edition(slug), slug, FORMATS[file])


@login_not_required
@require_safe
@or_withdrawn
def edition_file(request: HttpRequest, slug: str, number: int, file: str) -> HttpResponse:
    """An edition in a format."""
    return _answer(request, one_edition(slug, number), slug, FORMATS[file])


@login_not_required
@require_safe
@or_withdrawn
def files(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every file of an edition with what it is good for, and what tables and StratML could not carry of this plan."""
    edition = one_edition(slug, number)
    plan = public_plan(plan_of(edition))
    context: dict[str, Any] = {
        "title": plan.title,
        "edition": edition,
        "slug": slug,
        "current": edition.pk == edition.strategy.current_edition_id,
        "formats": _told(edition, stratml=bool(plan.elements)),
        "table_losses": table_losses(plan),
        "losses": _losses(plan) if plan.elements else {},
    }
    return render(request, "taking/files.html", context)


def one_edition(slug: str, number: int) -> Edition:
    """An edition of a published strategy, with its plan; Http404 when there is none."""
    edition = editions_of(slug).filter(number=number).first()
    if edition is None:
        raise Http404
    return edition


def about_of(edition: Edition, slug: str) -> About:
    return About(
        slug=slug,
        number=edition.number,
        day=timezone.localdate(edition.published_at),
        address=settings.PORTAL_ADDRESS + reverse("edition", args=[slug, edition.number]),
        licence=settings.LICENCE,
        sha256=edition.public_sha256,
    )


def _losses(plan: Plan) -> dict[str, list[Loss]]:
    """What both parts of StratML lose, and what only one of them does, by heading."""
    first, second = losses(plan, 1), losses(plan, 2)
    found = {
        _("Vad StratML inte har plats för"): [loss for loss in first if loss in second],
        _("Bara i del 1"): [loss for loss in first if loss not in second],
        _("Bara i del 2"): [loss for loss in second if loss not in first],
    }
    return {heading: rows for heading, rows in found.items() if rows}


def _told(edition: Edition, *, stratml: bool) -> list[dict[str, Any]]:
    return [
        {
            "href": reverse(
                "edition-file", args=[edition.strategy.slug, edition.number, form.file]
            ),
            "word": form.word,
            "type": form.content_type.partition(";")[0],
            "good_for": form.good_for,
        }
        for form in FORMATS.values()
        if stratml or form.ending != "xml"
    ]


def _answer(request: HttpRequest, edition: Edition, slug: str, form: Format) -> HttpResponse:
    """The file; 304 for somebody who has it, before the plan is read. 404 for a plan that the format has no room for."""
    about = about_of(edition, slug)
    stem = form.file.removesuffix(f".{form.ending}").removeprefix("plan")
    kind = f"-{stem}" if stem else ""
    # Withheld names are part of what the bytes are made of: an edition's hash does not change with them.
    withheld = getattr(edition, "withheld")  # noqa: B009 - an annotation is no attribute of the type
    try:
        return send(
            request,
            lambda: form.write(public_plan(plan_of(edition)), about),
            name=f"{about.slug}-utgava-{about.number}{kind}.{form.ending}",
            content_type=form.content_type,
            tag=etag(form.file, edition.sha256, about, withheld),
        )
    except NoGoalsError:
        raise Http404 from None

"""The list of current editions, with its filters in the address."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actors.swedish import SwedishOrder
from portal.http import asked_page, render_page
from strategies.models import Edition
from strategies.models.edition import EditionQuerySet
from strategies.reading.coverage import concerning
from strategies.reading.filters import StrategyFilter
from strategies.reading.standing import Standing, standing_is
from strategies.reading.theme_tags import about

PAGE_LENGTH = 50


@login_not_required
@require_safe
def strategies(request: HttpRequest) -> HttpResponse:
    """Published strategies; every filter narrows, and one that cannot be understood is told and left out."""
    form = StrategyFilter(request.GET)
    found = narrowed(form.asked(), timezone.localdate())
    page = asked_page(found, PAGE_LENGTH, request.GET)
    context = {"form": form, "page": page, "filtered": bool(form.asked())}
    return render_page(
        request, "reading/strategy_list.html", "reading/_strategy_results.html", context
    )


def narrowed(asked: dict[str, Any], today: date) -> EditionQuerySet:
    """Current editions that everything asked for (StrategyFilter) fits, in Swedish order of titles."""
    editions = concerning(asked["region"]) if "region" in asked else Edition.objects.current()
    if "q" in asked:
        editions = editions.filter(title__icontains=asked["q"])
    if "amne" in asked:
        editions = editions.filter(about(asked["amne"]))
    if "slag" in asked:
        editions = editions.filter(kind=asked["slag"])
    if "status" in asked:
        editions = editions.filter(standing_is(Standing(asked["status"]), today))
    if "ar" in asked:
        editions = editions.filter(_in_force_during(asked["ar"]))
    if "agare" in asked:
        editions = editions.filter(owners=asked["agare"])
    return editions.with_places().order_by(SwedishOrder("title"), "pk")


def _in_force_during(year: int) -> Q:
    """Periods that touch the year; a plan without a period touches none."""
    begun = Q(first_day=None) | Q(first_day__lte=date(year, 12, 31))
    lasts = Q(last_day=None) | Q(last_day__gte=date(year, 1, 1))
    return begun & lasts & ~Q(first_day=None, last_day=None)

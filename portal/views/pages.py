"""The pages around the strategies: start and about."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from strategies.models import Edition
from strategies.reading.county_counts import county_rows

NEWEST = 5


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the portal is, a search box, the län with their plans, and the newest editions."""
    current = Edition.objects.current()
    view_box, counties = county_rows()
    context = {
        "view_box": view_box,
        "counties": counties,
        "newest": current.with_places().order_by("-published_at", "-pk")[:NEWEST],
        "plan_count": current.count(),
    }
    return render(request, "start.html", context)


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the portal is, how editions work, and where its facts come from."""
    return render(request, "about.html")

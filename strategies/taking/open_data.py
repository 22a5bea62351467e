"""Everything that the portal gives away, at one address: what there is, on which terms, in which formats."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from strategies.exports.columns import COLUMNS
from strategies.exports.formats import FORMATS
from strategies.models import Edition


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    current = Edition.objects.filter(current_of__isnull=False)
    context = {
        "licence": settings.LICENCE,
        "licence_name": settings.LICENCE_NAME,
        "formats": FORMATS.values(),
        "columns": COLUMNS,
        "plan_count": current.count(),
        "example": current.select_related("strategy")
        .defer("plan")
        .order_by("strategy__slug")
        .first(),
    }
    return render(request, "taking/open_data.html", context)

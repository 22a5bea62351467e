"""The search page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.http import render_page
from strategies.reading.search.page import search_page


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search in what readers may read; the question and every choice are in the address."""
    context = {"found": search_page(request.GET)}
    return render_page(request, "search.html", "_search_answer.html", context)

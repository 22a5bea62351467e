"""Editions: the list of a strategy's, and any one of them as it was published."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from strategies.dates import PartialDate
from strategies.models import Edition, Strategy
from strategies.publishing.adopted import adopted_number
from strategies.reading.editions import plan_of, with_plan
from strategies.reading.plan_view import Showing, render_plan
from strategies.reading.withdrawn import or_withdrawn


@login_not_required
@require_safe
@or_withdrawn
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition of a strategy, the newest first, with what was new and what had been decided."""
    strategy = get_object_or_404(
        Strategy.objects.published()
        .select_related("current_edition")
        .defer("current_edition__plan"),
        slug=slug,
    )
    rows = list(
        strategy.editions.order_by("-number").values(
            *("pk", "number", "title", "note", "published_at", "correction", "sole_approver"),
            "plan__decisions",
        )
    )
    decided = [(row["number"], row["plan__decisions"]) for row in reversed(rows)]
    context = {
        "strategy": strategy,
        "title": strategy.current_edition and strategy.current_edition.title,
        "adopted": adopted_number(decided),
        "editions": [row | {"decisions": _decisions(row["plan__decisions"])} for row in rows],
    }
    return render(request, "reading/edition_list.html", context)


@login_not_required
@require_safe
@or_withdrawn
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition as it was published, told to be an old one unless it is the current."""
    chosen = (
        with_plan(Edition.objects.select_related("strategy"))
        .filter(strategy__in=Strategy.objects.published(), strategy__slug=slug, number=number)
        .first()
    )
    if chosen is None:
        raise Http404
    current = chosen.strategy.current_edition_id == chosen.pk
    return render_plan(request, plan_of(chosen), Showing(slug, chosen, current=current))


def _decisions(values: list[dict[str, Any]]) -> list[str]:
    """Decisions in words: "antagen 14 juni 2018, Regionfullmäktige"."""
    found = []
    for value in values:
        date = PartialDate.model_validate(value["date"])
        when = f" {date}" if date.value else ""
        found.append(f"{value['kind']}{when}" + (f", {value['body']}" if value["body"] else ""))
    return found

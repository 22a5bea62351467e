"""Plans and territories beside each other, theme by theme; the address says which."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.http import render_page, wants_fragment
from strategies.comparing.choosing import choices, hits, searched
from strategies.comparing.columns import MOST, Choice, Column, about, columns, query
from strategies.comparing.levels import ambiguities, level_names, levels
from strategies.comparing.matrix import matrix

FEWEST = 2


@login_not_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to six plans (`plan`) or territories (`region`) side by side; `q` finds more to add."""
    asked = choices(request.GET)
    found = columns(asked[:MOST])
    chosen: list[Choice] = [(column.kind, column.slug) for column in found]
    text = searched(request.GET)
    context: dict[str, Any] = {
        "chosen": [_chosen(column, chosen) for column in found],
        "most": MOST,
        "full": len(chosen) >= MOST,
        "problems": _problems(asked, chosen),
        "text": text,
        "hits": hits(text, chosen),
        "more_to_choose": len(chosen) < FEWEST,
    }
    # What is found as one types is answered with the hits alone.
    if len(found) >= FEWEST and not wants_fragment(request):
        context |= _compared(found)
    return render_page(request, "comparing/compare.html", "comparing/_hits.html", context)


def _compared(found: list[Column]) -> dict[str, Any]:
    named = {edition.pk: edition for column in found for edition in column.editions}
    plans = levels(named.values())
    return {
        "matrix": matrix(found),
        "columns": [(column, about(column)) for column in found],
        "plans": plans,
        "ambiguities": ambiguities(plans),
        "level_names": level_names(),
    }


def _chosen(column: Column, chosen: list[Choice]) -> dict[str, str]:
    """A choice with its name, and the address of the page without it."""
    others = [choice for choice in chosen if choice != (column.kind, column.slug)]
    return {
        "kind": column.kind,
        "slug": column.slug,
        "name": column.name,
        "about": about(column),
        "without": query(others),
    }


def _problems(asked: list[Choice], chosen: list[Choice]) -> list[str]:
    """What of the address could not be used, and why."""
    problems = []
    if set(asked[:MOST]) - set(chosen):
        problems.append(
            _("Något av det du valde finns inte, eller är inte publicerat. Det är utelämnat.")
        )
    if len(asked) > MOST:
        problems.append(_("Högst sex kan jämföras på en gång. De första sex visas."))
    return problems

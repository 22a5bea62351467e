"""The API's own page: how to ask, with examples that are run as tests (tests/test_api.py)."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from strategies.api.v1 import MOST, api


@dataclass(frozen=True)
class Example:
    """A question to ask of the demonstration's own plans, what it asks for, and the fields that its answer has."""

    path: str
    asks: str | Promise
    gives: tuple[str, ...]


EXAMPLES = (
    Example("strategier?region=orebro-lan&status=avslutad", _("Strategier som gäller Örebro län och vars period är slut"), ("count", "items", "next")),
    Example("strategier?limit=2&offset=2", _("Två strategier i taget, från den tredje"), ("count", "items", "previous")),
    Example("strategier/naringslivsprogram-2020-2023-askersunds-kommun", _("Den senaste utgåvan med hela planen"), ("number", "sha256", "plan")),
    Example("strategier/naringslivsprogram-2020-2023-askersunds-kommun/utgavor", _("Planens utgåvor"), ("count", "items")),
    Example("strategier/naringslivsprogram-2020-2023-askersunds-kommun/utgavor/1", _("En viss utgåva, som aldrig ändras"), ("number", "current", "plan")),
    Example("strategier/naringslivsprogram-2020-2023-askersunds-kommun/delar?limit=5", _("Planens delar på rad, med nivå och aktörer"), ("count", "items", "next")),
    Example("delar?kind=action&limit=10", _("Insatser ur alla planer"), ("count", "items")),
    Example("aktorer?q=almi&med=true", _("Aktörer med ”almi” i namnet, som finns i någon plan"), ("count", "items")),
    Example("aktorer/region-orebro-lan", _("En aktör och dess roller"), ("name", "tie_count", "ties")),
    Example("regioner?limit=100", _("Län och kommuner med SCB:s koder"), ("count", "items")),
    Example("sok?q=kompetens", _("Allt som handlar om kompetens, med planen, ägaren och området"), ("query", "count", "items", "more")),
    Example("sok?q=företag&amne=kompetensforsorjning&limit=5", _("Det som säger företag och handlar om kompetensförsörjning, fem i taget"), ("count", "items", "next")),
)  # fmt: skip


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    context = {
        "base": f"{settings.PORTAL_ADDRESS}/api/v1/",
        "examples": EXAMPLES,
        "limit": settings.API_REQUESTS_A_MINUTE,
        "most": MOST,
        "operations": [(path.lstrip("/"), told["get"]) for path, told in paths.items()],
    }
    return render(request, "taking/api.html", context)


@login_not_required
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """The way to the page for whoever opens the API's own address."""
    return redirect("api-docs")

"""Who may what, as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actors.models import may_administer
from portal.people.rights import GROUPS, Standing


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """The table of rights, for everybody who is signed in."""
    standings = list(Standing)
    groups = [
        (words, [(act, [(one, act.allowed(one)) for one in standings]) for act in acts])
        for words, acts in GROUPS
    ]
    context = {
        "standings": standings,
        "columns": len(standings) + 1,
        "groups": groups,
        "may_administer": may_administer(request.user),
    }
    return render(request, "people/rights.html", context)

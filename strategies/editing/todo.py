"""A plan's own list of what it lacks."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from strategies.editing.access import working_copy
from strategies.editing.answers import see_other, tell
from strategies.editing.missing import counted, grouped, places, reading_order
from strategies.models import Flag, Involvement, Strategy


@require_safe
def todo(request: HttpRequest, slug: str) -> HttpResponse:
    """What the plan lacks, rule by rule, each with the places where it is mended."""
    strategy = working_copy(request, slug)
    plans, today = Strategy.objects.filter(pk=strategy.pk), timezone.localdate()
    order = reading_order(strategy)
    # What is no element keeps its place before them.
    found = {
        word: sorted(of_rule, key=lambda place: order.get(place.key, -1))
        for word, of_rule in places(plans, today).items()
    }
    missing = grouped(counted(plans, today)[strategy.pk], found)
    named = Involvement.objects.filter(strategy=strategy, role="ansvarig", element__kind="action")
    context = {
        "strategy": strategy,
        "missing": missing,
        "count": sum(one.count for one in missing),
        "names_nobody": "ansvarig" in found and not named.exists(),
    }
    return render(request, "editing/todo.html", context)


@require_POST
@transaction.atomic
def close_flag(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take away a flag that somebody has looked at; history keeps it."""
    strategy = working_copy(request, slug)
    flag = get_object_or_404(Flag, strategy=strategy, pk=number)
    flag.delete()
    tell(request, _("Anmärkningen är avklarad."))
    return see_other("plan-todo", slug, anchor="anmarkningar")

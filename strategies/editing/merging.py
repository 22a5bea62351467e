"""Two actors that are the same: choosing the other, seeing what will be moved, and merging them."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from actors.merge import merge, pointers
from actors.models import Actor
from portal.http import sent_number
from strategies.editing.actors import MOST_MATCHES, matching
from strategies.editing.answers import see_other, tell
from strategies.models import Subscription
from strategies.plan import one_line
from strategies.publishing.edited import watch_all

# What points at an actor, by the table's name, as people call it; a test tells when a table is missing here.
CALLED = {
    "strategyowner": gettext_lazy("planer som den äger"),
    "edition_owners": gettext_lazy("publicerade utgåvor som den äger"),
    "step_named": gettext_lazy("återkallade planer som nämner den"),
    "involvement": gettext_lazy("roller i planer"),
    "mention": gettext_lazy("omnämnanden"),
    "decision": gettext_lazy("beslut"),
    "mandate": gettext_lazy("uppdrag"),
    "participant": gettext_lazy("deltaganden i arbetet med planer"),
    "person": gettext_lazy("personer"),
    "entryactor": gettext_lazy("ställen i publicerade planer"),
    "membership": gettext_lazy("medlemmar"),
    "invitation": gettext_lazy("inbjudningar"),
    "subscription": gettext_lazy("prenumerationer"),
    "actor": gettext_lazy("underordnade aktörer"),
    "formeractor": gettext_lazy("aktörer som redan har slagits ihop med den"),
}


@dataclass(frozen=True)
class Moved:
    """How many rows of one table will point at the kept actor instead."""

    what: str
    count: int


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def merge_actors(request: HttpRequest, slug: str) -> HttpResponse:
    """Search for the other actor (`?q=`), see what it will leave (`?med=`, its number), and merge it into this one (POST).

    For those who administer both; 404 for everybody else.
    """
    mine = Actor.objects.administered_by(request.user)
    kept = get_object_or_404(mine, slug=slug)
    others = mine.exclude(pk=kept.pk)
    if request.method == "POST":
        removed = get_object_or_404(others, pk=sent_number(request.POST.get("med", ""), 18) or 0)
        Subscription.objects.keep_confirmed(kept, removed)
        merge(kept, removed)
        watch_all(request.user.pk)
        told = _("”%(removed)s” är nu samma aktör som ”%(kept)s”.")
        tell(request, told % {"removed": removed, "kept": kept})
        return see_other("merge-actors", kept.slug)
    query = one_line(request.GET.get("q", ""))[:200]
    matches = list(matching(query).filter(pk__in=others)[: MOST_MATCHES + 1])
    context: dict[str, Any] = {
        "kept": kept,
        "query": query,
        "matches": matches[:MOST_MATCHES],
        "more": len(matches) > MOST_MATCHES,
        "alone": not others.exists(),
        "removed": None,
    }
    if "med" in request.GET:
        removed = get_object_or_404(others, pk=sent_number(request.GET["med"], 18) or 0)
        context |= {"removed": removed, "moved": _moved(removed)}
    return render(request, "editing/merge_actors.html", context)


def _moved(removed: Actor) -> list[Moved]:
    """What points at the actor now, table by table; one query each, and as many for every actor."""
    found = []
    for field in pointers(Actor):
        count = field.model._base_manager.filter(**{field.name: removed}).count()
        name = field.model._meta.model_name or ""
        found.append(Moved(str(CALLED.get(name, field.model._meta.verbose_name_plural)), count))
    return [one for one in found if one.count]

"""Who a name in a proposed plan is: an actor of the register, a new one by that name or another, or nobody."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actors.models import Actor
from portal.http import render_page, sent_number
from strategies.editing.actors import MOST_MATCHES, matching
from strategies.editing.answers import see_other, tell
from strategies.loading import corrections as c
from strategies.models import Draft, DraftChangedError
from strategies.plan import Plan
from strategies.reviewing.answers import actors_of, refused, seen_version
from strategies.reviewing.keeping import keep
from strategies.reviewing.review import reviewed
from strategies.texts import one_line

LONGEST_NAME = 200


@dataclass(frozen=True)
class Place:
    """The name that somebody is to be chosen for."""

    draft: Draft
    name: str

    @property
    def address(self) -> str:
        query = urlencode({"namn": self.name})
        return f"{reverse('draft-actor', args=[self.draft.key])}?{query}"

    # The shared list of matches need not lead to a new actor: its form is on the same page.
    new_actor_address = ""


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def choose(request: HttpRequest, key: UUID) -> HttpResponse:
    """A search among all actors (`?q=`) for the one that is meant by `namn`; a name for a new one; or that it is nobody."""
    draft = reviewed(request, key)
    plan = draft.current_plan()
    sent = request.POST if request.method == "POST" else request.GET
    place = Place(draft, sent.get("namn", ""))
    if draft.state != "att granska" or place.name not in {name for name, _meant in actors_of(plan)}:
        raise Http404
    if request.method != "POST":
        return _show(request, place, plan)
    if "ingen" in request.POST:
        corrected = c.drop_actor(plan, place.name)
        said = _("”%(name)s” är borttagen som aktör. Texten är kvar.") % {"name": place.name}
    else:
        chosen = _chosen(request)
        if not chosen:
            return _show(request, place, plan, status=422)
        corrected = c.rename_actor(plan, place.name, chosen)
        said = _("”%(old)s” är nu %(new)s i hela utkastet.") % {"old": place.name, "new": chosen}
    try:
        keep(draft, corrected, seen_version(request))
    except DraftChangedError:
        return refused(request, draft)
    tell(request, said)
    return see_other("review", draft.key, anchor="aktorer")


def _chosen(request: HttpRequest) -> str:
    """The name of the actor that was chosen, or written; "" for none."""
    if "ny" in request.POST:
        return one_line(request.POST["ny"])[:LONGEST_NAME]
    number = sent_number(request.POST.get("actor", ""), 9) or 0
    found = Actor.objects.filter(pk=number).first()
    return found.name if found else ""


def _show(request: HttpRequest, place: Place, plan: Plan, status: int = 200) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    query = one_line(sent.get("q", place.name))[:LONGEST_NAME]
    matches = list(matching(query)[: MOST_MATCHES + 1])
    context = {
        "draft": place.draft,
        "place": place,
        "query": query,
        "matches": matches[:MOST_MATCHES],
        "more": len(matches) > MOST_MATCHES,
        "chosen": str(matches[0].pk) if len(matches) == 1 else "",
        "missing": status == 422,
    }
    fragment = "editing/_actor_matches.html"
    return render_page(request, "reviewing/actor.html", fragment, context, status=status)

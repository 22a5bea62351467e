"""Actors and their roles: in the whole plan, or in one of its elements."""

from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actors.models import Actor
from actors.swedish import SwedishOrder
from portal.http import PortalRequest, render_page, wants_fragment
from strategies.editing.access import working_copy
from strategies.editing.answers import see_other, tell
from strategies.editing.forms.involvement import InvolvementForm, NewActorForm
from strategies.editing.outline import line, short
from strategies.editing.parts import posted
from strategies.models import Element, Involvement, Strategy
from strategies.plan import one_line

MOST_MATCHES = 12


@dataclass(frozen=True)
class Place:
    """Where actors are linked: an element, or the whole plan when it is None."""

    strategy: Strategy
    element: Element | None

    @property
    def address(self) -> str:
        slug = self.strategy.slug
        if self.element is None:
            return reverse("plan-actors", args=[slug])
        return reverse("element-actors", args=[slug, self.element.key])

    @property
    def new_actor_address(self) -> str:
        return f"{self.address}ny/"

    @property
    def back(self) -> str:
        anchor = f"d-{short(self.element)}" if self.element else "aktorer"
        return f"{reverse('edit-strategy', args=[self.strategy.slug])}#{anchor}"

    def involvements(self) -> QuerySet[Involvement]:
        return Involvement.objects.filter(
            strategy=self.strategy, element=self.element
        ).select_related("actor")


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def actors(request: HttpRequest, slug: str, key: UUID | None = None) -> HttpResponse:
    """Who has which role here; a search among all actors (`?q=`); and the form that adds one of them."""
    place = _place(request, slug, key)
    form = _form(request, place)
    if not form.is_bound:
        return _show(request, place, form)
    if not form.is_valid():
        return _show(request, place, form, status=422)
    added = form.store()
    tell(
        request,
        _("%(actor)s är kopplad som %(role)s.") % {"actor": added.actor, "role": added.role},
    )
    return _changed(request, place)


@require_POST
@transaction.atomic
def unlink(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take an actor's role away; the actor stays in the register."""
    strategy = working_copy(request, slug)
    involvement = get_object_or_404(
        Involvement.objects.select_related("actor", "element"), strategy=strategy, pk=number
    )
    place = Place(strategy, involvement.element)
    involvement.delete()
    tell(
        request,
        _("%(actor)s är inte längre %(role)s.")
        % {"actor": involvement.actor, "role": involvement.role},
    )
    return _changed(request, place)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def new_actor(request: HttpRequest, slug: str, key: UUID | None = None) -> HttpResponse:
    """The form of an actor that the register lacks; it is linked here at once."""
    place = _place(request, slug, key)
    wanted = {"name": one_line(request.GET.get("q", ""))[:200]}
    form = NewActorForm(posted(request), initial=wanted)
    role = _form(request, place)
    # The actor is not there yet, so nothing can be said of the choice of one.
    del role.fields["actor"]
    both = [form.is_bound and form.is_valid(), role.is_bound and role.is_valid()]
    if all(both):
        role.instance.actor = form.store()
        added = role.store()
        tell(
            request,
            _("%(actor)s är upplagd, och kopplad som %(role)s.")
            % {"actor": added.actor, "role": added.role},
        )
        return see_other(place.address)
    context = {"place": place, "strategy": place.strategy, "form": form, "role": role}
    status = 422 if form.is_bound else 200
    return render(request, "editing/new_actor.html", context, status=status)


def matching(text: str) -> QuerySet[Actor]:
    """Actors that are called something with `text` in it, those whose name begins with it first."""
    begins = Case(When(Q(name__istartswith=text), then=Value(0)), default=Value(1))
    found = Actor.objects.matching(text) if text else Actor.objects.none()
    return found.select_related("region").order_by(begins, SwedishOrder("name"))


def _place(request: HttpRequest, slug: str, key: UUID | None) -> Place:
    strategy = working_copy(request, slug)
    element = get_object_or_404(Element, strategy=strategy, key=key) if key else None
    return Place(strategy, element)


def _form(request: HttpRequest, place: Place) -> InvolvementForm:
    return InvolvementForm(posted(request), strategy=place.strategy, element=place.element)


def _show(
    request: HttpRequest, place: Place, form: InvolvementForm, status: int = 200
) -> HttpResponse:
    sent = request.POST if form.is_bound else request.GET
    query = one_line(sent.get("q", ""))[:200]
    matches = list(matching(query)[: MOST_MATCHES + 1])
    context = {
        "place": place,
        "strategy": place.strategy,
        "involvements": place.involvements(),
        "form": form,
        "query": query,
        "matches": matches[:MOST_MATCHES],
        "more": len(matches) > MOST_MATCHES,
        "chosen": str(form["actor"].value() or (matches[0].pk if len(matches) == 1 else "")),
    }
    # Typing asks for the matches alone; a refused form comes back whole.
    fragment = "editing/_actors.html" if form.is_bound else "editing/_actor_matches.html"
    return render_page(request, "editing/actors.html", fragment, context, status=status)


def _changed(request: HttpRequest, place: Place) -> HttpResponse:
    if not wants_fragment(request):
        return see_other(place.address)
    context = {
        "place": place,
        "strategy": place.strategy,
        "involvements": place.involvements(),
        "form": InvolvementForm(strategy=place.strategy, element=place.element),
        "piece": "editing/_actors.html",
        "focus": "q",
        "branch": line(place.strategy, place.element)
        if place.element and _beside_outline(request, place.strategy)
        else None,
    }
    return render(request, "editing/_changed.html", context)


def _beside_outline(request: HttpRequest, strategy: Strategy) -> bool:
    """Whether the request comes from a panel beside the plan's lines, which show the actors too, and not from a page of its own."""
    page = cast(PortalRequest, request).htmx.current_url_abs_path or ""
    return urlsplit(page).path == reverse("edit-strategy", args=[strategy.slug])

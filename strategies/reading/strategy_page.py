"""A strategy as the public reads it: its current edition, whole, and one element at a time."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from strategies.models import Edition, Strategy
from strategies.reading.edition_pages import since_href
from strategies.reading.editions import current_edition, part_at, plan_of
from strategies.reading.element_view import element_context
from strategies.reading.lacking import lacking
from strategies.reading.plan_view import Showing, plan_page, render_plan
from strategies.reading.shelf import Place, from_shelf
from strategies.reading.tree import anchor
from strategies.reading.withdrawn import or_withdrawn


@login_not_required
@require_safe
@or_withdrawn
def strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """The current edition: from the shelf for the public, made afresh for somebody who is signed in.

    `?sedan=` names the edition that the reader came from, and leads to what is new since.
    """
    if "sedan" in request.GET and (since := since_href(slug, request.GET["sedan"])):
        return redirect(since)
    if not signed_in(request):
        return from_shelf(request, slug, _page)
    edition = current_edition(slug)
    response = render_plan(request, plan_of(edition), _showing(request, slug, edition))
    patch_cache_control(response, private=True, no_cache=True)
    return response


@login_not_required
@require_safe
@or_withdrawn
def element(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """One element on a page of its own; a challenge or a statement is shown in its place in the whole plan.

    An element that only an older edition has is told of with 404 and the way to that edition.
    """
    edition = current_edition(slug)
    plan = plan_of(edition)
    part = part_at(plan, address)
    if part is None:
        return lacking(request, slug, edition, address)
    context = element_context(plan, part.key, _showing(request, slug, edition))
    if context is None:
        return redirect(f"{reverse('strategy', args=[slug])}#{anchor(part.key)}")
    return render(request, "reading/element.html", context)


def signed_in(request: HttpRequest) -> bool:
    """Whether the visitor has a session with a user; nothing is looked up for those without the cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _page(request: HttpRequest, slug: str, place: Place) -> str:
    showing = Showing(slug, place.edition, register=place.register)
    return plan_page(request, plan_of(place.edition), showing)


def _showing(request: HttpRequest, slug: str, edition: Edition) -> Showing:
    may_edit = signed_in(request) and Strategy.objects.editable_by(request.user).filter(slug=slug)
    href = reverse("edit-strategy", args=[slug]) if may_edit else ""
    return Showing(slug, edition, edit_href=href)

"""Who else is editing: told while they are, and forgotten when they are not."""

from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from strategies.editing.access import beside_copy
from strategies.models import Element, Presence, Strategy


@require_POST
def here(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that the user has the working copy open, with the focus in the element `key`, and answer who else has; `borta` says goodbye.

    No lock and no transaction: it is asked every few seconds, and must never wait for somebody's save.
    """
    strategy = beside_copy(request, slug)
    if "borta" in request.POST:
        strategy.presences.filter(user=request.user).delete()  # type: ignore[misc]
        return HttpResponse(status=204)
    seen = Presence(
        strategy=strategy,
        user=request.user,  # type: ignore[misc]
        element_key=_key(request.POST.get("key", "")),
        seen_at=timezone.now(),
    )
    Presence.objects.bulk_create(
        [seen],
        update_conflicts=True,
        unique_fields=["strategy", "user"],
        update_fields=["element_key", "seen_at"],
    )
    Presence.objects.stale().delete()
    return render(request, "editing/_here.html", {"others": _others(strategy, request)})


def _others(strategy: Strategy, request: HttpRequest) -> list[Presence]:
    """The others who are here, each with the `title` of the element that they write in, if it is saved."""
    element = Element.objects.filter(strategy=strategy, key=OuterRef("element_key"))
    others = strategy.presences.fresh().exclude(user=request.user)  # type: ignore[misc]
    titled = others.annotate(title=Subquery(element.values("title")[:1]))
    return list(titled.select_related("user").order_by("user__name", "user_id"))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

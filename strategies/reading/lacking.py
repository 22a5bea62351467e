"""What readers meet where an edition has no part of the address that they came by, and some other edition has: where it is, with 404."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from strategies.differences import label_of
from strategies.models import Edition
from strategies.reading.editions import last_with, part_at, plan_of


def lacking(
    request: HttpRequest, slug: str, current: Edition, address: str, *, old: Edition | None = None
) -> HttpResponse:
    """The page that tells so of the `current` edition, or of the `old` one; Http404 where no edition ever had it."""
    found = last_with(slug, address)
    part = part_at(plan_of(found), address) if found else None
    if found is None or part is None:  # the address may be that of the plan itself
        raise Http404
    context: dict[str, Any] = {
        "plan_title": current.title,
        "home": reverse("strategy", args=[slug]),
        "title": label_of(part),
        "old": old and {"number": old.number, "href": old.get_absolute_url()},
    }
    if found.pk == current.pk:
        context["now_href"] = reverse("element", args=[slug, part.key])
    else:
        context["number"] = found.number
        context["edition_href"] = reverse("edition-element", args=[slug, found.number, part.key])
    return render(request, "reading/element_gone.html", context, status=404)

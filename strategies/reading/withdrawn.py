"""What readers meet where a plan was withdrawn: that it was, when and why, with 410 so that search engines forget the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from strategies.models import Step

View = Callable[..., HttpResponseBase]


def or_withdrawn(view: View) -> View:
    """Decorates the views of a strategy's addresses: where such a view finds nothing, and the plan was withdrawn, that is told instead.

    Nothing is asked as long as the view finds what it looks for.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, slug, *args, **kwargs)
        except Http404:
            step = withdrawal(slug)
            if step is None:
                raise
            return render(request, "reading/withdrawn.html", _context(step), status=410)

    return wrapped


def withdrawal(slug: str) -> Step | None:
    """The step that took a plan out of the public's sight; None for a plan that is published, or never was."""
    return Step.objects.withdrawals().filter(strategy__slug=slug).first()


def _context(step: Step) -> dict[str, Any]:
    assert step.edition is not None  # the constraint step_has_its_edition
    owners = step.edition.owners.order_by("pk")
    return {
        "title": step.edition.title,
        "when": step.taken_at,
        "reason": step.comment,
        "owners": list(owners),
    }

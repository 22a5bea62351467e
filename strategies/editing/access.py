"""The doors to a working copy: one for those who read it, one for those who change it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from strategies.models import Strategy
from strategies.publishing.edited import watch


def working_copy(request: HttpRequest, slug: str) -> Strategy:
    """The strategy, if the user may edit it; 404 otherwise.

    A POST holds its lock until the transaction ends, so that changes of one plan, and its publishing, happen one after the other.
    Those who wait for the text as it was are told when it has changed. What changes nothing in the plan waits for none of that: beside_copy().
    """
    strategies = Strategy.objects.editable_by(request.user).filter(stub=False)
    if request.method != "POST":
        return get_object_or_404(strategies.with_owners(), slug=slug)
    # What is answered is a piece of the page, or the way to it: the owners' names are not in it.
    strategy = get_object_or_404(strategies.select_for_update(of=("self",)), slug=slug)
    watch(strategy, request.user.pk)
    return strategy


def beside_copy(request: HttpRequest, slug: str) -> Strategy:
    """The strategy, if the user may edit it, without a lock: for what is kept beside the plan and never waits for it."""
    strategies = Strategy.objects.editable_by(request.user).filter(stub=False)
    return get_object_or_404(strategies, slug=slug)


def readable_copy(request: HttpRequest, slug: str) -> Strategy:
    """The strategy, if the user may read its working copy; 404 otherwise."""
    strategies = Strategy.objects.readable_by(request.user).filter(stub=False)
    return get_object_or_404(strategies, slug=slug)

"""The pages of how things hang together: a plan's thread and its challenges, a territory's threads, an actor's network."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from actors.models import Actor, Region
from actors.swedish import SwedishOrder
from strategies.connections.answers import coverage
from strategies.connections.gaps import beside, gaps
from strategies.connections.network import network
from strategies.connections.picture import Picture, draw
from strategies.connections.steps import downwards, upwards
from strategies.connections.thread import Thread, thread_of, threads_among
from strategies.reading.coverage import concerning
from strategies.reading.editions import current_edition, plan_of
from strategies.reading.withdrawn import or_withdrawn

# More boxes are a wall, not a picture; the lists tell all the same.
MOST_BOXES = 32
MOST_PLANS = 200


@login_not_required
@require_safe
@or_withdrawn
def strategy_thread(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands above and below a published plan, drawn and told, and where the thread is broken."""
    edition = current_edition(slug)
    plan = edition.strategy_id
    thread = thread_of(plan)
    context = {
        "edition": edition,
        "slug": slug,
        "upwards": upwards(thread, plan),
        "downwards": downwards(thread, plan),
        "picture": _picture(thread, plan),
        "cut": thread.cut,
        "gaps": None if thread.cut else gaps(thread, thread.nodes),
    }
    return render(request, "connections/strategy_thread.html", context)


@login_not_required
@require_safe
@or_withdrawn
def challenges(request: HttpRequest, slug: str) -> HttpResponse:
    """The challenges of a published plan with what answers them, and the actions that answer none."""
    edition = current_edition(slug)
    context = {"edition": edition, "slug": slug, "coverage": coverage(plan_of(edition))}
    return render(request, "connections/challenges.html", context)


@login_not_required
@require_safe
def region_thread(request: HttpRequest, slug: str) -> HttpResponse:
    """Every plan that concerns a territory, with what it starts from and serves, and what hangs loose."""
    region = get_object_or_404(Region.objects.select_related("parent"), slug=slug)
    found = concerning(region).order_by(SwedishOrder("title"), "pk")
    plans = list(found.values_list("strategy", flat=True)[: MOST_PLANS + 1])
    thread = threads_among(plans[:MOST_PLANS])
    highest = [pk for pk in thread.nodes if not thread.above(pk) and thread.below(pk)]
    context = {
        "region": region,
        "threads": [(thread.nodes[pk], downwards(thread, pk)) for pk in highest],
        "picture": _picture(thread),
        "cut": thread.cut,
        "gaps": None if thread.cut else gaps(thread, plans[:MOST_PLANS]),
        "beside": [] if thread.cut else beside(thread, plans[:MOST_PLANS]),
        "more": len(plans) > MOST_PLANS,
        "plans": bool(plans),
    }
    return render(request, "connections/region_thread.html", context)


@login_not_required
@require_safe
def actor_network(request: HttpRequest, slug: str) -> HttpResponse:
    """With whom an actor shares parts of plans; the address of one that was merged leads to the other."""
    listed = Actor.objects.listed()
    found = listed.filter(slug=slug).first()
    if found is None:
        merged = get_object_or_404(listed, former_actors__slug=slug)
        return redirect("actor-network", merged.slug, permanent=True)
    context: dict[str, Any] = {"actor": found, "network": network(found)}
    return render(request, "connections/actor_network.html", context)


def _picture(thread: Thread, centre: int | None = None) -> Picture | None:
    """None where nothing is tied to anything, or too much is."""
    tied = {end for tie in thread.ties for end in (tie.lower, tie.upper)}
    if not 0 < len(tied) <= MOST_BOXES:
        return None
    nodes = {pk: node for pk, node in thread.nodes.items() if pk in tied}
    return draw(Thread(nodes, thread.ties), centre)

"""What happens when a draft is taken in, told before it does; and the taking in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actors.models import User
from strategies.editing.answers import see_other, tell
from strategies.loading.revision import RevisionLine
from strategies.models import Draft
from strategies.names import PlanError, find_regions
from strategies.plan import Plan
from strategies.reviewing.answers import actors_of, proposal_of
from strategies.reviewing.review import reviewed
from strategies.take_in import lines, take_in, target
from strategies.words import Piece, marked


@dataclass(frozen=True)
class Obstacle:
    """Why a draft cannot be taken in, and where that is mended."""

    text: str
    address: str


@dataclass(frozen=True)
class Line:
    """A line of the difference with its two sides compared."""

    line: RevisionLine
    before: list[Piece]
    after: list[Piece]
    chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def taking_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """A new plan, or which plan changes and how, line by line; a POST takes in the lines that are ticked (`rad`)."""
    draft = reviewed(request, key)
    if draft.state != "att granska":
        return redirect("review", draft.key)
    user: User = request.user  # type: ignore[assignment]
    obstacles = list(_obstacles(draft, draft.current_plan()))
    if request.method != "POST" or obstacles:
        return _show(request, draft, obstacles, status=422 if request.method == "POST" else 200)
    if str(draft.version) != request.POST.get("version"):
        return _show(request, draft, obstacles, stale=True, status=409)
    try:
        strategy = take_in(draft, user, set(request.POST.getlist("rad")))
    except PlanError as error:
        return _show(request, draft, [Obstacle(str(error), "")], status=422)
    tell(request, _("Planen är inläst i arbetsversionen. Läsarna ser den när den publiceras."))
    return see_other("edit-strategy", strategy.slug)


def _show(
    request: HttpRequest,
    draft: Draft,
    obstacles: list[Obstacle],
    *,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    proposal = proposal_of(draft)
    context: dict[str, Any] = {
        "draft": draft,
        "proposal": proposal,
        "plan": proposal.plan,
        "obstacles": obstacles,
        "stale": stale,
        "left": proposal.total - proposal.done,
        "new_actors": [name for name, meant in actors_of(proposal.plan) if not meant],
        "strategy": None,
        "lines": [],
    }
    try:
        strategy = target(draft)
        context["strategy"] = strategy if strategy and not strategy.stub else None
        context["lines"] = [_line(line) for line in lines(draft)] if strategy else []
    except PlanError as error:
        context["obstacles"] = obstacles or [Obstacle(str(error), "")]
    return render(request, "reviewing/taking_in.html", context, status=status)


def _line(line: RevisionLine) -> Line:
    return Line(line, *marked(line.before, line.after), line.proposed)


def _obstacles(draft: Draft, plan: Plan) -> Iterator[Obstacle]:
    """What has to be mended before the plan can be taken in, each with a link to the very field."""
    facts = reverse("draft-facts", args=[draft.key])
    if not plan.owners:
        yield Obstacle(
            _("Planen har ingen ägare. Skriv vilken region eller kommun den tillhör."),
            f"{facts}#fakta-owners_1",
        )
    for name in dict.fromkeys(plan.regions):
        try:
            find_regions([name])
        except PlanError as error:
            yield Obstacle(str(error), f"{facts}#fakta-regions_1")
    for name, meant in actors_of(plan):
        if len(meant) > 1:
            text = _("”%(name)s” kan vara flera aktörer. Välj vilken.") % {"name": name}
            yield Obstacle(text, f"{reverse('draft-actor', args=[draft.key])}?namn={name}")

"""Undoing what one did oneself, one act at a time, and doing it again."""

from dataclasses import dataclass, replace
from typing import Any

import pghistory
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh
from pghistory.models import Context

from actors.models import User
from portal.http import wants_fragment
from strategies.acts import Act, acts_of
from strategies.editing.access import working_copy
from strategies.editing.answers import see_other, tell
from strategies.loading.revision import merge, revise
from strategies.models import Strategy
from strategies.past import plan_at, plan_before, restore
from strategies.plan import Plan
from strategies.snapshot import snapshot

STEPS = 50  # how far back one can go
# What is done here is nothing in the plan, and is taken back where it was done.
PLAN_STAYS = ("publish", "withdraw-plan", "withhold-name", "show-name-again")


@dataclass(frozen=True)
class Steps:
    """The act that "Ångra" takes back, and the one that "Gör om" does: each the latest that is not taken back itself."""

    undo: Act | None
    redo: Act | None


@require_POST
@transaction.atomic
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back the user's latest act on the plan, or with `gor-om` the latest taking back, as a new change."""
    strategy = working_copy(request, slug)
    again = "gor-om" in request.POST
    steps = steps_of(strategy, request.user)  # type: ignore[arg-type]
    act = steps.redo if again else steps.undo
    if act is None:
        tell(
            request, _("Det finns inget att göra om.") if again else _("Det finns inget att ångra.")
        )
    elif take_back(strategy, act):
        tell(request, _("Gjort igen.") if again else _("Ångrat."))
    else:
        tell(
            request,
            _(
                "Någon annan har ändrat samma sak efter dig, så det går inte att ångra. Se historiken."
            ),
        )
    if wants_fragment(request):
        return HttpResponseClientRefresh()
    return see_other("edit-strategy", slug)


def steps_of(strategy: Strategy, user: User) -> Steps:
    """What the user can undo and redo in the editor. What others did in the meantime is left alone."""
    elsewhere = {reverse(name, args=[strategy.slug]) for name in PLAN_STAYS}
    acts = [
        act
        for act in acts_of(strategy, user, limit=STEPS)
        if act.url.startswith(f"/redigera/{strategy.slug}/") and act.url not in elsewhere
    ]
    undoes = _undoes(acts)
    found = Steps(None, None)
    back: set[int] = set()  # acts that a later one has taken back
    for act in acts:
        if act.id in back:
            continue
        if act.id not in undoes:
            return found if found.undo else replace(found, undo=act)
        back.add(undoes[act.id])
        if _takes_back(act, undoes):
            found = found if found.redo else replace(found, redo=act)
        else:
            found = found if found.undo else replace(found, undo=act)
    return found


def _undoes(acts: list[Act]) -> dict[int, int]:
    """Which act was taken back by which, by the id of the latter; doing again is taking back a taking back."""
    contexts: dict[Any, Context] = Context.objects.in_bulk({act.mark.context for act in acts})
    told = {
        act.id: contexts[act.mark.context].metadata.get("undoes")
        for act in acts
        if act.mark.context
    }
    return {act: undone for act, undone in told.items() if undone}


def _takes_back(act: Act, undoes: dict[int, int]) -> bool:
    """Whether an act took another back, rather than did it again."""
    steps, at = 0, act.id
    while at in undoes:
        steps, at = steps + 1, undoes[at]
    return steps % 2 == 1


def take_back(strategy: Strategy, act: Act) -> bool:
    """Make the plan say what it said before the act, but for what has been changed elsewhere since; False when that is the same thing.

    Where nobody has changed anything since, the plan is afterwards exactly what it was.
    """
    wanted = _without(strategy, act)
    if wanted is None:
        return False
    with pghistory.context(undoes=act.id):
        restore(strategy, wanted, _("Ångrat"))
    return True


def _without(strategy: Strategy, act: Act) -> Plan | None:
    before = plan_before(strategy, act.id)
    now, after = snapshot(strategy), plan_at(strategy, act.last)
    if now == after:
        return before
    # What differs only by what others have done since stays.
    lines = [line for line in revise(after, now, before) if not line.said_before]
    if any(line.touched for line in lines):
        return None
    return merge(now, before, [line.id for line in lines])

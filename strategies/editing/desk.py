"""The editor's desk: the plans that the user works with, and the beginning of a new one."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actors.models import Actor, MembershipRole, User, may_load, roles_of
from strategies.editing.answers import see_other, tell
from strategies.editing.forms.header import NewPlanForm
from strategies.editing.parts import posted
from strategies.models import Strategy


@dataclass(frozen=True)
class Desk:
    """A plan on the desk, and what the user is there; a reader of drafts opens the preview."""

    strategy: Strategy
    role: str
    may_edit: bool


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The plans that the user may edit, or read before they are published, by title."""
    user: User = request.user  # type: ignore[assignment]
    strategies = (
        Strategy.objects.readable_by(user)
        .filter(stub=False)
        .with_owners()
        .select_related("current_edition")
        .defer("current_edition__plan")
    )
    context = {
        "plans": _plans(user, strategies),
        "may_begin": Actor.objects.edited_by(user).exists(),
        "may_load": may_load(user),
    }
    return render(request, "editing/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def new_strategy(request: HttpRequest) -> HttpResponse:
    """The form of a new plan; 404 for those who may not edit any actor's plans."""
    user: User = request.user  # type: ignore[assignment]
    if not Actor.objects.edited_by(user).exists():
        raise Http404
    form = NewPlanForm(posted(request), user=user)
    if form.is_bound and form.is_valid():
        made = form.store()
        tell(request, _("Planen är upplagd. Fyll på med det som är beslutat."))
        return see_other("edit-strategy", made.slug)
    status = 422 if form.is_bound else 200
    return render(request, "editing/new_strategy.html", {"form": form}, status=status)


def _plans(user: User, strategies: QuerySet[Strategy]) -> list[Desk]:
    roles = roles_of(user)

    def on_the_desk(strategy: Strategy) -> Desk:
        held = [roles[row.actor_id] for row in strategy.owner_rows.all() if row.actor_id in roles]
        if user.is_superuser or not held:
            return Desk(strategy, _("administratör för hela portalen"), may_edit=True)
        role = MembershipRole.highest(held)
        return Desk(strategy, str(role.label), may_edit=role != MembershipRole.READER)

    return [on_the_desk(strategy) for strategy in strategies]

"""The editor's desk: the plans that the user works with, what there is to do in them, and the beginning of a new one."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actors.models import Actor, MembershipRole, User, may_load, roles_of
from strategies.editing.answers import see_other, tell
from strategies.editing.duties import duties
from strategies.editing.forms.header import NewPlanForm
from strategies.editing.missing import Missing, counted, grouped, places
from strategies.editing.news import MOST_PLANS, news
from strategies.editing.parts import posted
from strategies.editing.progress import at_a_glance
from strategies.editing.waiting import waiting
from strategies.models import Strategy, Subscription, Visit
from strategies.models.strategy import StrategyQuerySet
from strategies.publishing.states import Progress

# Of each rule, so many places are on the desk; the plans' own lists have them all.
MOST_PLACES = 5
# How far back somebody looks who has not been here before.
FIRST_LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True)
class Desk:
    """A plan on the desk, where it is on its way, and what the user is there; a reader of drafts opens the preview."""

    strategy: Strategy
    role: str
    may_edit: bool
    missing: int
    progress: Progress


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The plans that the user may edit or read before they are published, what they lack, what others have changed there, and what the user answers for."""
    user: User = request.user  # type: ignore[assignment]
    strategies = Strategy.objects.editable_by(user).filter(stub=False)
    now = timezone.now()
    last_visit = Visit.begun(user, now).previous
    counts = counted(strategies, timezone.localdate(now))
    context = {
        "plans": _plans(user, Strategy.objects.readable_by(user).filter(stub=False), counts),
        "may_begin": Actor.objects.edited_by(user).exists(),
        "may_load": may_load(user),
        "waiting": waiting(user),
        "missing": _missing(strategies, counts, timezone.localdate(now)),
        "last_visit": last_visit,
        "news": news(user, strategies, last_visit or now - FIRST_LOOK_BACK)[:MOST_PLANS],
        "duties": duties(user, strategies),
        "is_member": user.memberships.exists(),
        "refused": Subscription.objects.refused().count() if user.is_superuser else 0,
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


def _plans(user: User, strategies: StrategyQuerySet, counts: dict[int, Counter[str]]) -> list[Desk]:
    """By title."""
    roles = roles_of(user)

    def on_the_desk(strategy: Strategy) -> Desk:
        missing = counts[strategy.pk].total() if strategy.pk in counts else 0
        held = [roles[row.actor_id] for row in strategy.owner_rows.all() if row.actor_id in roles]
        if user.is_superuser or not held:
            administrator = _("administratör för hela portalen")
            return Desk(strategy, administrator, True, missing, progress[strategy.pk])
        role = MembershipRole.highest(held)
        may_edit = role != MembershipRole.READER
        return Desk(strategy, str(role.label), may_edit, missing, progress[strategy.pk])

    shown = list(
        strategies.with_owners().select_related("current_edition").defer("current_edition__plan")
    )
    progress = at_a_glance(shown)
    return [on_the_desk(strategy) for strategy in shown]


def _missing(
    strategies: QuerySet[Strategy], counts: dict[int, Counter[str]], today: date
) -> list[Missing]:
    """What all the plans lack together, with the first places of each rule."""
    return grouped(sum(counts.values(), Counter()), places(strategies, today, MOST_PLACES))

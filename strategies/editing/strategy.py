"""A plan's working copy as a page, what is said of the plan as a whole, and how it would look to readers."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actors.models import Actor, User
from portal.http import render_page
from strategies.editing import missing
from strategies.editing.access import readable_copy, working_copy
from strategies.editing.answers import see_other, tell
from strategies.editing.forms.header import HeaderForm
from strategies.editing.forms.next_period import NextPeriodForm
from strategies.editing.outline import BLANK, involvements, sections
from strategies.editing.parts import posted
from strategies.editing.progress import progress_in_the_editor
from strategies.editing.sieve import SHOWN, Sieve
from strategies.models import Strategy, withheld_names
from strategies.models.strategy import owners_and_regions
from strategies.publishing.public import without_approval
from strategies.reading.plan_view import Showing, render_plan
from strategies.snapshot import snapshot


@require_safe
def edit_strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole working copy, with a button for everything that can be done to it."""
    strategy = working_copy(request, slug)
    prefetch_related_objects([strategy], *owners_and_regions())
    involved = involvements(strategy)
    found = sections(strategy, involved)
    sieve = Sieve.of(request.GET)
    context = {
        "strategy": strategy,
        "progress": _progress(strategy),
        "sections": found,
        "branches": sieve.sifted(found["delar"], strategy, request.user),  # type: ignore[arg-type]
        "sieve": sieve,
        "shown": SHOWN.items(),
        "blank": BLANK,
        "involvements": involved[None],
        # A count only where all is shown, so that no page takes more than twelve queries.
        "missing": None if sieve else missing.count(strategy, timezone.localdate()),
    }
    return render_page(request, "editing/strategy.html", "editing/_section_delar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_header(request: HttpRequest, slug: str) -> HttpResponse:
    """Title, period, owners, areas and the plan's own words."""
    strategy = working_copy(request, slug)
    owners_too = administers(request.user, strategy)  # type: ignore[arg-type]
    form = HeaderForm(posted(request), instance=strategy, owners_too=owners_too)
    context: dict[str, Any] = {
        "strategy": Strategy.objects.get(pk=strategy.pk),
        "progress": _progress(strategy),
        "form": form,
        "conflict": None,
    }
    status = 200
    if form.is_bound and not form.is_valid():
        status = 422
    elif form.is_bound and form.would_overwrite():
        status = 409
        context |= {"conflict": form.conflict(), "form": form.rebased()}
    elif form.is_bound:
        form.store()
        tell(request, _("Uppgifterna om planen är sparade."))
        return see_other("edit-strategy", slug)
    return render(request, "editing/header_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def copy_strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan as the beginning of its next period's: the form, then the new plan in the editor."""
    strategy = working_copy(request, slug)
    form = NextPeriodForm(posted(request), strategy=strategy)
    if form.is_bound and form.is_valid():
        made = form.store()
        tell(
            request,
            _("”%(title)s” är upplagd. Ändra det som ska bli nytt.") % {"title": made.title},
        )
        return see_other("edit-strategy", made.slug)
    context = {"strategy": strategy, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "editing/copy_form.html", context, status=status)


@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The working copy as readers will see it."""
    strategy = readable_copy(request, slug)
    plan = without_approval(snapshot(strategy), withheld_names(strategy))
    return render_plan(request, plan, Showing(slug))


def _progress(strategy: Strategy) -> Any:
    """Asked for only where the page tells it: a piece of the page does not."""
    return SimpleLazyObject(partial(progress_in_the_editor, strategy))


def administers(user: User, strategy: Strategy) -> bool:
    """Whether the user may say who owns the strategy: administrators of the portal or of an owner."""
    if user.is_superuser:  # also of a plan that nobody owns
        return True
    return Actor.objects.administered_by(user).filter(strategies=strategy).exists()

"""From working copy to edition."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actors.models import Membership, MembershipRole, User
from strategies.differences import Change, differences
from strategies.editing.access import working_copy
from strategies.editing.answers import see_other, tell
from strategies.models import Strategy
from strategies.plan import Plan, one_line
from strategies.publishing.canonical import digest
from strategies.publishing.publish import PublishError, publish
from strategies.snapshot import snapshot
from strategies.words import Piece, marked

LONGEST_NOTE = 500


@dataclass(frozen=True)
class Changed:
    """A change, with the words that differ marked."""

    change: Change
    before: list[Piece]
    after: list[Piece]


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """What is new since the current edition, and for those who may, the button that makes an edition of it."""
    strategy = working_copy(request, slug)
    may_publish = Strategy.objects.publishable_by(request.user).filter(pk=strategy.pk).exists()
    plan = snapshot(strategy)
    if request.method != "POST":
        return _show(request, strategy, plan, {"may_publish": may_publish})
    if not may_publish:
        raise Http404
    note = one_line(request.POST.get("note", ""))
    found = {"may_publish": True, "note": note}
    if request.POST.get("sha256") != digest(plan):
        told = _(
            "Planen har ändrats sedan du öppnade sidan. Läs vad som är nytt, och publicera sedan."
        )
        return _show(request, strategy, plan, found | {"problem": told}, status=409)
    if len(note) > LONGEST_NOTE:
        told = _("Texten om vad som är nytt är för lång: högst %(most)d tecken.") % {
            "most": LONGEST_NOTE
        }
        return _show(request, strategy, plan, found | {"problem": told}, status=422)
    try:
        edition = publish(strategy, request.user, note)  # type: ignore[arg-type]
    except PublishError as problem:
        return _show(request, strategy, plan, found | {"problem": str(problem)}, status=422)
    tell(
        request,
        _("Utgåva %(number)d är publicerad. Nu är det den som läsarna ser.")
        % {"number": edition.number},
    )
    return see_other("edit-strategy", slug)


def _show(
    request: HttpRequest, strategy: Strategy, plan: Plan, found: dict[str, Any], status: int = 200
) -> HttpResponse:
    edition = strategy.current_edition
    changes = differences(Plan.model_validate(edition.plan) if edition else None, plan)
    context = {
        "strategy": strategy,
        "edition": edition,
        "is_new": edition is None or edition.sha256 != digest(plan),
        "groups": _groups(changes),
        "sha256": digest(plan),
        "publishers": [] if found["may_publish"] else _publishers(strategy),
    }
    return render(request, "editing/publication.html", context | found, status=status)


def _groups(changes: tuple[Change, ...]) -> list[tuple[str, list[Changed]]]:
    """The changes by what they are about, in the plan's order."""
    return [
        (subject, [Changed(change, *marked(change.before, change.after)) for change in group])
        for subject, group in groupby(changes, key=lambda change: change.subject)
    ]


def _publishers(strategy: Strategy) -> list[User]:
    """Who can publish for the strategy's owners; the portal's administrators are not named."""
    owners = list(strategy.owners.values_list("pk", flat=True))
    approvers = Membership.objects.counting_for(owners).filter(
        role__in=[MembershipRole.APPROVER, MembershipRole.ADMINISTRATOR]
    )
    members = User.objects.filter(is_active=True, memberships__in=approvers)
    return list(members.distinct().order_by("name", "email"))

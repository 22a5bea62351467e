"""The people of the organisations that one administers: who they are, what they may, and the end of it."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.paginator import Page
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.models import Actor, Invitation, Membership, MembershipRole, User, may_administer
from portal.http import asked_page
from portal.people.forms import MemberForm
from strategies.editing.answers import see_other, tell

PAGE_SIZE = 20


@dataclass
class Organisation:
    """An actor with its members and those who are invited; what the user may not change has no button."""

    actor: Actor
    members: list[tuple[Membership, bool]] = field(default_factory=list)
    invitations: list[tuple[Invitation, bool]] = field(default_factory=list)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Members and invitations of the actors that the user administers; 404 for those who administer none."""
    user: User = request.user  # type: ignore[assignment]
    if not may_administer(user):
        raise Http404
    administered = Actor.objects.administered_by(user)
    query = request.GET.get("q", "").strip()
    page = asked_page(_with_people(administered, query), PAGE_SIZE, request.GET)
    context = {
        "organisations": _organisations(user, page),
        "page": page,
        "query": query,
        "searchable": bool(query) or page.paginator.num_pages > 1,
        "idle": _without_membership() if user.is_superuser else (),
        "shut_out": User.objects.filter(is_active=False) if user.is_superuser else (),
    }
    return render(request, "people/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def member(request: HttpRequest, number: int) -> HttpResponse:
    """A member's role: the form, and what changes it."""
    user: User = request.user  # type: ignore[assignment]
    membership = _manageable(request, number)
    form = MemberForm(request.POST or None, instance=membership, user=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        tell(request, _("%(person)s är nu %(role)s.") % _told(membership))
        return see_other("people")
    status = 422 if form.is_bound else 200
    # The form has written on its row; the page tells what is stored.
    stored = _manageable(request, number)
    context = {"member": stored, "form": form, "last": _is_held(user, stored)}
    return render(request, "people/member.html", context, status=status)


@require_POST
@transaction.atomic
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a membership; what the person has done stays, and so does the account."""
    user: User = request.user  # type: ignore[assignment]
    membership = _manageable(request, number)
    if _is_held(user, membership):
        context = {
            "member": membership,
            "form": MemberForm(None, instance=membership, user=user),
            "last": True,
        }
        return render(request, "people/member.html", context, status=409)
    told = _told(membership)
    membership.delete()
    tell(request, _("%(person)s är inte längre %(role)s i %(actor)s.") % told)
    if not membership.user.memberships.exists() and not membership.user.is_superuser:
        if user.is_superuser:
            return see_other("deactivate", membership.user_id)
        words = _(
            "%(person)s har ingen roll kvar i portalen. Portalens administratör kan avaktivera kontot."
        )
        messages.info(request, words % told)
    return see_other("people" if may_administer(user) else "desk")


def _manageable(request: HttpRequest, number: int) -> Membership:
    """The membership, if the user may change it; 404 otherwise.

    A POST holds the actor's lock, so that two administrators cannot remove each other at the same time.
    """
    if request.method == "POST":
        locked = Actor.objects.filter(memberships=number)
        list(locked.select_for_update(of=("self",)))
    memberships = Membership.objects.manageable_by(request.user).select_related("user", "actor")
    return get_object_or_404(memberships, pk=number)


def _is_held(user: User, membership: Membership) -> bool:
    """Whether the membership has to stay: an actor's last administrator goes only by a portal administrator's hand."""
    return not user.is_superuser and membership.is_last_administrator()


def _told(membership: Membership) -> dict[str, object]:
    role = MembershipRole(membership.role).label
    return {"person": membership.user, "role": role, "actor": membership.actor}


def _with_people(actors: QuerySet[Actor], query: str) -> QuerySet[Actor]:
    """Those of `actors` that somebody is, or is invited to be, a member of; with `query`, by name of actor or person."""
    members = Membership.objects.filter(actor=OuterRef("pk"))
    invited = Invitation.objects.open().filter(actor=OuterRef("pk"))
    if query:
        person = Q(user__name__icontains=query) | Q(user__email__icontains=query)
        found = Exists(members.filter(person)) | Exists(invited.filter(email__icontains=query))
        anybody = Exists(members) | Exists(invited)
        actors = actors.filter(found | (Q(name__icontains=query) & anybody))
    else:
        actors = actors.filter(Exists(members) | Exists(invited))
    return actors.in_swedish_order()  # type: ignore[attr-defined]


def _organisations(user: User, page: "Page[Actor]") -> list[Organisation]:
    found = {actor.pk: Organisation(actor) for actor in page}
    may_change = set(
        Membership.objects.manageable_by(user).filter(actor__in=found).values_list("pk", flat=True)
    )
    may_send = set(
        Invitation.objects.manageable_by(user).filter(actor__in=found).values_list("pk", flat=True)
    )
    members = Membership.objects.filter(actor__in=found).select_related("user")
    for row in members.order_by("user__name", "user__email"):
        found[row.actor_id].members.append((row, row.pk in may_change))
    for invitation in (
        Invitation.objects.open().filter(actor__in=found).select_related("invited_by")
    ):
        found[invitation.actor_id].invitations.append((invitation, invitation.pk in may_send))
    return list(found.values())


def _without_membership() -> QuerySet[User]:
    """People who can sign in and have nothing to do here any longer."""
    idle = User.objects.filter(is_active=True, is_superuser=False, memberships=None)
    return idle.order_by("name", "email")

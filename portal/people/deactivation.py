"""Who leaves is deactivated, never deleted: the account is shut, and history still names the person."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actors.models import User
from strategies.editing.answers import see_other, tell


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def deactivate(request: HttpRequest, number: int) -> HttpResponse:
    """Shut a person out, and end what is open on the person's devices. Only for portal administrators, and never oneself."""
    person = _person(request, number, active=True)
    if person == request.user:
        raise Http404
    if request.method == "POST":
        person.is_active = False
        person.save(update_fields=["is_active"])
        for session in UserSession.objects.filter(user=person):
            session.end()
        tell(request, _("%(person)s kan inte längre logga in.") % {"person": person})
        return see_other("people")
    roles = person.memberships.select_related("actor")
    return render(request, "people/deactivate.html", {"person": person, "roles": roles})


@require_POST
@transaction.atomic
def activate(request: HttpRequest, number: int) -> HttpResponse:
    """Let a person in again, with the roles that are still there."""
    person = _person(request, number, active=False)
    person.is_active = True
    person.save(update_fields=["is_active"])
    tell(request, _("%(person)s kan logga in igen.") % {"person": person})
    return see_other("people")


def _person(request: HttpRequest, number: int, *, active: bool) -> User:
    """Somebody whom the user may shut out or let in; 404 otherwise."""
    everybody = User.objects.all() if request.user.is_superuser else User.objects.none()
    return get_object_or_404(everybody, pk=number, is_active=active)

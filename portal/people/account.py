"""One's own account: who one is here, and how one signs in."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actors.models import User
from portal.people.forms import NameForm
from strategies.editing.answers import see_other, tell


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name, password, second factor, devices and roles."""
    user: User = request.user  # type: ignore[assignment]
    form = NameForm(request.POST if request.method == "POST" else None, instance=user)
    if form.is_valid():
        form.save()
        tell(request, _("Namnet är sparat."))
        return see_other("account")
    factors = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "form": form,
        "memberships": user.memberships.select_related("actor").order_by("actor__name"),
        "factors": factors,
        "sessions": UserSession.objects.filter(user=user).count(),
    }
    return render(request, "people/account.html", context, status=422 if form.is_bound else 200)

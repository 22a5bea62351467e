"""Inviting somebody by mail, and what the link in the mail leads to."""

import logging
from smtplib import SMTPException

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import EmailAddress, Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.mail import send_mail
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.models import Invitation, MembershipRole, User, may_administer
from portal.people.forms import InviteForm, NewAccountForm
from strategies.editing.answers import see_other, tell

# Where the session keeps the link's secret, so that it leaves the address line, the logs and the history at once.
KEPT = "invitation"
log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """The form of an invitation; a POST stores it and sends the mail. 404 for those who administer no actor."""
    user: User = request.user  # type: ignore[assignment]
    if not may_administer(user):
        raise Http404
    initial = {"actor": request.GET.get("organisation")}
    form = InviteForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        _send(request, form.save(commit=False))
        return see_other("people")
    status = 422 if form.is_bound else 200
    return render(request, "people/invite.html", {"form": form}, status=status)


@require_POST
def send_again(request: HttpRequest, number: int) -> HttpResponse:
    """Send an invitation once more: with a new link, which ends the old one, and a new last day."""
    _send(request, _manageable(request, number))
    return see_other("people")


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take an invitation back: its link is dead at once."""
    invitation = _manageable(request, number)
    invitation.withdraw()
    tell(request, _("Inbjudan till %(email)s är tillbakadragen.") % {"email": invitation.email})
    return see_other("people")


@login_not_required
@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. Only keeps its secret in the session: a mail filter that follows links uses nothing up."""
    request.session[KEPT] = token
    return redirect("invitation")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def invitation(request: HttpRequest) -> HttpResponse:
    """Accept an invitation: as who one is, or with a new account. A link that is used, old or withdrawn is gone (410)."""
    standing = Invitation.objects.for_token(request.session.get(KEPT, ""))
    if request.method == "POST":
        standing = standing.select_for_update(of=("self",))
    invited = standing.select_related("actor", "invited_by").first()
    known = User.objects.filter(email__iexact=invited.email).first() if invited else None
    if invited is None or (known and not known.is_active):
        return render(request, "people/invitation_gone.html", status=410)
    if request.user.is_authenticated:
        return _as_oneself(request, invited, request.user)
    if known:
        return render(request, "people/invitation_sign_in.html", {"invitation": invited})
    return _with_new_account(request, invited)


def _as_oneself(request: HttpRequest, invited: Invitation, user: User) -> HttpResponse:
    if user.email.casefold() != invited.email.casefold():
        context = {"invitation": invited}
        return render(request, "people/invitation_other.html", context, status=403)
    if request.method != "POST":
        return render(request, "people/invitation_accept.html", {"invitation": invited})
    _accept(request, invited, user)
    return see_other("desk")


def _with_new_account(request: HttpRequest, invited: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST if request.method == "POST" else None, email=invited.email)
    if not form.is_valid():
        context = {"invitation": invited, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "people/invitation_new.html", context, status=status)
    user = User.objects.create_user(
        invited.email, form.cleaned_data["password"], name=form.cleaned_data["name"]
    )
    # Who has opened the mail has shown that the address is theirs.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _accept(request, invited, user)
    login = Login(user=user, redirect_url=reverse("desk"))
    perform_password_login(request, {"email": user.email}, login)
    return see_other("desk")


def _accept(request: HttpRequest, invited: Invitation, user: User) -> None:
    request.session.pop(KEPT, None)
    member = invited.accept(user)
    words = _("Välkommen! Du är nu %(role)s i %(actor)s.")
    tell(request, words % {"role": MembershipRole(member.role).label, "actor": invited.actor})


def _manageable(request: HttpRequest, number: int) -> Invitation:
    return get_object_or_404(Invitation.objects.manageable_by(request.user), pk=number)


def _send(request: HttpRequest, invited: Invitation) -> None:
    """Store the invitation with a new link, and send that. A mail that cannot be sent is told, and can be sent again."""
    link = request.build_absolute_uri(reverse("open-invitation", args=[invited.renew()]))
    context = {"invitation": invited, "link": link, "portal_name": settings.PORTAL_NAME}
    subject = _("Inbjudan till %(portal)s") % {"portal": settings.PORTAL_NAME}
    body = render_to_string("people/invitation_mail.txt", context)
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [invited.email])
    except (SMTPException, OSError) as problem:
        # The kind of fault alone: the mail server's own words hold the address.
        log.warning("An invitation could not be sent: %s", type(problem).__name__)
        words = _(
            "Inbjudan till %(email)s är sparad, men brevet gick inte att skicka. Försök igen om en stund."
        )
        messages.warning(request, words % {"email": invited.email})
        return
    tell(request, _("Inbjudan till %(email)s är skickad.") % {"email": invited.email})

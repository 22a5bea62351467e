"""Sign-in through the organisation's own, by OpenID Connect: who is let in, and which roles follow.

Only somebody who is known gets in: who has signed in so before, who has an account or an invitation for an address that the provider
has verified, and who is given a role by what the provider says (PORTAL_OIDC_ROLES). Nothing is ever given for an address's domain alone.
"""

import logging
from typing import Any

import pghistory
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from requests import RequestException

from actors.models import Actor, Invitation, Membership, MembershipSource, User

log = logging.getLogger(__name__)


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider; one that does not answer is told, and there is still the password."""
    try:
        response: HttpResponse = views.login(request, provider_id)
    except RequestException as problem:
        log.warning("The OpenID Connect provider does not answer: %s", type(problem).__name__)
        return render(request, "socialaccount/authentication_error.html", status=503)
    return response


class OrganisationSignIn(DefaultSocialAccountAdapter):
    """allauth's, with our rule of who is known; it makes no accounts by itself."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        # The kind of fault alone: the provider's own words may tell of a person.
        log.warning("Sign-in by OpenID Connect failed: %s", type(exception).__name__)

    @transaction.atomic
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        # An account is tied to a person by a verified address or an administrator, never by who happens to be signed in here.
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(_unknown(request))
        claims = sociallogin.account.get_provider_account().get_user_data() or {}
        given = settings.OIDC_ROLES.of(claims)
        user = sociallogin.user if sociallogin.is_existing else None
        user = user or _known(sociallogin) or _newcomer(sociallogin, claims, given)
        if user is None:
            raise ImmediateHttpResponse(_unknown(request))
        if not user.is_active:
            raise ImmediateHttpResponse(redirect("account_inactive"))
        # What the provider tells of a person is used now and not kept.
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
        else:
            sociallogin.connect(request, user)
        with pghistory.context(user=user.pk, reason=_("Följer med inloggningen")):
            _accept_invitations(user, sociallogin)
            if settings.OIDC_ROLES.claim:
                keep_in_step(user, given)


def keep_in_step(user: User, given: dict[str, str]) -> None:
    """Make the memberships that come from sign-in those of `given`, by the actors' slugs; hand-made ones are not touched."""
    actors = Actor.objects.filter(slug__in=given).in_bulk(field_name="slug")
    if len(actors) < len(given):
        log.warning("PORTAL_OIDC_ROLES names actors that there are not.")
    user.memberships.filter(source=MembershipSource.OIDC).exclude(
        actor__in=actors.values()
    ).delete()
    for slug, actor in actors.items():
        member, _new = Membership.objects.get_or_create(
            user=user,
            actor=actor,
            defaults={"role": given[slug], "source": MembershipSource.OIDC},
        )
        if member.source == MembershipSource.OIDC and member.role != given[slug]:
            member.role = given[slug]
            member.save(update_fields=["role"])


def _verified(sociallogin: SocialLogin) -> list[str]:
    """The addresses that the provider has verified, or that the settings say it vouches for."""
    return [one.email.lower() for one in sociallogin.email_addresses if one.verified]


def _known(sociallogin: SocialLogin) -> User | None:
    return User.objects.filter(email__in=_verified(sociallogin)).first()


def _invitations(sociallogin: SocialLogin) -> Any:
    standing = Invitation.objects.open().filter(expires_at__gt=timezone.now())
    return standing.filter(email__in=_verified(sociallogin))


def _newcomer(
    sociallogin: SocialLogin, claims: dict[str, Any], given: dict[str, str]
) -> User | None:
    """An account for somebody who is invited, or is given a role; it has no password."""
    emails = _verified(sociallogin)
    may = Actor.objects.filter(slug__in=given).exists() or _invitations(sociallogin).exists()
    if not emails or not may:
        return None
    user = User.objects.create_user(emails[0], None, name=str(claims.get("name") or "")[:120])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _accept_invitations(user: User, sociallogin: SocialLogin) -> None:
    for invitation in _invitations(sociallogin).filter(email=user.email).select_for_update():
        invitation.accept(user)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/unknown.html", status=403)

"""Who gets in: accounts that administrators have made, and a demonstration's known ones only in a demonstration."""

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User

DEMO_DOMAIN = "demo.example"

# What an account's owner is told of by mail, by the name that allauth has for it.
CHANGED = {
    "mfa/email/totp_activated": gettext_lazy("En app för engångskoder är tillagd."),
    "mfa/email/totp_deactivated": gettext_lazy("Appen för engångskoder är borttagen."),
    "mfa/email/webauthn_added": gettext_lazy("En nyckel är tillagd. Med den går det att logga in."),
    "mfa/email/webauthn_removed": gettext_lazy("En nyckel är borttagen."),
    "mfa/email/recovery_codes_generated": gettext_lazy(
        "Det finns nya återställningskoder. De gamla gäller inte längre."
    ),
    "account/email/password_changed": gettext_lazy("Lösenordet är ändrat."),
    "account/email/password_set": gettext_lazy("Lösenordet är valt."),
    "account/email/password_reset": gettext_lazy("Ett nytt lösenord är valt."),
    "socialaccount/email/account_connected": gettext_lazy(
        "Organisationens inloggning är kopplad till kontot."
    ),
    "socialaccount/email/account_disconnected": gettext_lazy(
        "Organisationens inloggning är inte längre kopplad till kontot."
    ),
}

logger = logging.getLogger(__name__)


class StaffAccounts(DefaultAccountAdapter):
    """Accounts are made by administrators for staff; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Använd lösenordet"),
            "mfa_reauthenticate": _("Använd en kod"),
            "mfa_reauthenticate:webauthn": _("Använd en nyckel"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the account's owner that something was changed in it; the change stands also where the mail cannot be sent."""
        context = (context or {}) | {"changed": CHANGED[template_prefix]}
        try:
            super().send_notification_mail(
                "account/email/account_changed", user, context, email or user.email
            )
        except OSError:
            logger.exception("a mail about a changed account was not sent")


class StaffBackend(AuthenticationBackend):
    """E-mail and password; nobody with a demonstration's known password gets into a portal that is none."""

    def user_can_authenticate(self, user: User) -> bool:
        known = user.email.endswith(f"@{DEMO_DOMAIN}") and not settings.DEMO
        return bool(super().user_can_authenticate(user)) and not known

    def get_user(self, user_id: int) -> User | None:
        # Also ends sessions that were begun while the portal was a demonstration.
        user = super().get_user(user_id)
        return user if user and self.user_can_authenticate(user) else None


class SecondFactor(DefaultMFAAdapter):
    """The second factor in Swedish, with its secrets unreadable for whoever has the database alone."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy("Du kan inte ta bort den här."),
        "incorrect_code": gettext_lazy("Koden stämmer inte. Vänta på nästa och försök igen."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Återställningskoder behövs först när du har en app eller en nyckel."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _locks().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, *about: Any) -> str:
        return _("Min nyckel")


def _locks() -> MultiFernet:
    """Keys made from the portal's secret, and from the former ones, so that a change of secret locks nobody out."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factor:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

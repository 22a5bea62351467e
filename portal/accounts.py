"""Who gets in: accounts that administrators have made, and a demonstration's known ones only in a demonstration."""

import base64
import hashlib
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

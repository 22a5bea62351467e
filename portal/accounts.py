"""Who gets in: accounts that administrators have made, and a demonstration's known ones only in a demonstration."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from actors.models import User

DEMO_DOMAIN = "demo.example"


class StaffAccounts(DefaultAccountAdapter):
    """Accounts are made by administrators for staff; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class StaffBackend(AuthenticationBackend):
    """E-mail and password; nobody with a demonstration's known password gets into a portal that is none."""

    def user_can_authenticate(self, user: User) -> bool:
        known = user.email.endswith(f"@{DEMO_DOMAIN}") and not settings.DEMO
        return bool(super().user_can_authenticate(user)) and not known

    def get_user(self, user_id: int) -> User | None:
        # Also ends sessions that were begun while the portal was a demonstration.
        user = super().get_user(user_id)
        return user if user and self.user_can_authenticate(user) else None

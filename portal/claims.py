"""Which roles follow from what a provider of sign-in says of a person: PORTAL_OIDC_ROLES, read and checked at the start."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

ROLES = ("reader", "editor", "approver", "administrator")


@dataclass(frozen=True)
class Roles:
    """Which values of a claim give which role in which actor (by its slug)."""

    claim: str = ""
    given: tuple[tuple[str, str, str], ...] = ()

    def of(self, claims: dict[str, Any]) -> dict[str, str]:
        """The role in each actor that the claims give; of several in one actor, the highest."""
        said = claims.get(self.claim) or []
        values = {said} if isinstance(said, str) else {str(value) for value in said}
        found: dict[str, str] = {}
        for value, actor, role in self.given:
            if value in values:
                found[actor] = max(role, found.get(actor, role), key=ROLES.index)
        return found


def roles_by_claim(text: str) -> Roles:
    """The setting as a value: {"claim": "groups", "map": {"strategi-redaktor": ["region-orebro-lan", "editor"]}}."""
    if not text:
        return Roles()
    try:
        told = json.loads(text)
        given = tuple((value, *pair) for value, pair in told["map"].items())
        if not told["claim"] or any(len(one) != 3 or one[2] not in ROLES for one in given):
            raise ValueError(text)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ImproperlyConfigured(
            'PORTAL_OIDC_ROLES går inte att läsa. Skriv den som {"claim": "groups", "map": '
            '{"gruppens namn": ["aktorens-adress", "editor"]}}; rollerna är ' + ", ".join(ROLES)
        ) from problem
    return Roles(told["claim"], given)

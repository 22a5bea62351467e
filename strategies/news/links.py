"""The links of mail: their secret is signed and not stored, so that the database alone gives nobody one."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

from strategies.models import Subscription
from strategies.models.subscription import CONFIRM_WITHIN

# Characters that no mail program breaks a link at.
_CONFIRMS = TimestampSigner(sep=".", salt="strategies.news.confirm")
_MANAGES = Signer(sep=".", salt="strategies.news.manage")


def absolute(path: str) -> str:
    """The whole address of a page, for readers outside the portal."""
    return f"{settings.PORTAL_ADDRESS}{path}"


def confirm_link(subscription: Subscription) -> str:
    """What confirms the subscription, for as long as CONFIRM_WITHIN."""
    token = _CONFIRMS.sign(subscription.key.hex)
    return absolute(reverse("confirm-subscription", args=[token]))


def manage_link(subscription: Subscription) -> str:
    """Where its holder changes or ends the subscription, as long as it lasts."""
    return absolute(reverse("subscription", args=[manage_token(subscription)]))


def end_link(subscription: Subscription) -> str:
    """What ends the subscription when something is posted to it (RFC 8058)."""
    return absolute(reverse("end-subscription", args=[manage_token(subscription)]))


def manage_token(subscription: Subscription) -> str:
    return _MANAGES.sign(subscription.key.hex)


def key_to_confirm(token: str) -> UUID | None:
    """The key of the subscription that the link confirms; None for a link that is old or none of ours."""
    try:
        return UUID(_CONFIRMS.unsign(token, max_age=CONFIRM_WITHIN))
    except BadSignature:
        return None


def key_to_manage(token: str) -> UUID | None:
    """The key of the subscription that the link is for, which may have ended; None for a link that is none of ours."""
    try:
        return UUID(_MANAGES.unsign(token))
    except BadSignature:
        return None

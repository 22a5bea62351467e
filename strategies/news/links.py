"""The links of mail: their secret is signed and not stored, so that the database alone gives nobody one."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

from strategies.models import Subscription
from strategies.models.subscription import CONFIRM_WITHIN
from strategies.news.items import Item

# Characters that no mail program breaks a link at.
_CONFIRMS = TimestampSigner(sep=".", salt="strategies.news.confirm")
_MANAGES = Signer(sep=".", salt="strategies.news.manage")


def absolute(path: str) -> str:
    """The whole address of a page, for readers outside the portal."""
    return f"{settings.PORTAL_ADDRESS}{path}"


def links_of(item: Item) -> dict[str, str]:
    """The whole addresses that news lead to."""
    return {name: absolute(path) for name, path in item.paths.items() if path}


def confirm_link(subscription: Subscription) -> str:
    """What confirms the subscription, for as long as CONFIRM_WITHIN; it names what is followed, which an old link still tells."""
    named = [subscription.key.hex]
    if target := subscription.target:
        named += [target._meta.model_name or "", target.slug]
    token = _CONFIRMS.sign(".".join(named))
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
        signed = _CONFIRMS.unsign(token, max_age=CONFIRM_WITHIN)
    except BadSignature:
        return None
    return UUID(signed.partition(".")[0])


def once_asked(token: str) -> tuple[str, str] | None:
    """What a link of ours, however old, was to confirm: the table and slug of what is followed; None for everything, or a link that is none of ours."""
    try:
        _key, *target = _CONFIRMS.unsign(token).split(".")
    except BadSignature:
        return None
    return (target[0], target[1]) if target else None


def key_to_manage(token: str) -> UUID | None:
    """The key of the subscription that the link is for, which may have ended; None for a link that is none of ours."""
    try:
        return UUID(_MANAGES.unsign(token))
    except BadSignature:
        return None

"""What the mails say: plain text, in Swedish."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from strategies.models import Delivery, Edition, Subscription
from strategies.news.items import Item, items, with_news
from strategies.news.links import absolute, confirm_link, end_link, manage_link

# RFC 3834: nobody's automatic answer is to answer these.
AUTOMATIC = {"Auto-Submitted": "auto-generated"}


def followed(subscription: Subscription) -> str:
    """The name of what is followed, as the public knows it; "" is everything."""
    if subscription.strategy:
        edition = subscription.strategy.current_edition
        return edition.title if edition else ""
    return str(subscription.target or "")


def confirmation(subscription: Subscription) -> EmailMessage:
    """Asks the holder of the address whether it was they who wanted this; one who follows already is told how to change it."""
    known = subscription.confirmed_at is not None
    context = {
        "name": followed(subscription),
        "frequency": subscription.frequency,
        "link": manage_link(subscription) if known else confirm_link(subscription),
        "portal_name": settings.PORTAL_NAME,
    }
    template = "following/known_mail.txt" if known else "following/confirm_mail.txt"
    subject = _("Du följer redan det här") if known else _("Bekräfta att du vill följa")
    body = render_to_string(template, context)
    return EmailMessage(subject, body, to=[subscription.email], headers=AUTOMATIC)


def news(subscription: Subscription, deliveries: Sequence[Delivery]) -> EmailMessage:
    """What is new, in one mail; it has its name (Message-ID) from the first delivery, however many times it is tried."""
    host = urlsplit(settings.PORTAL_ADDRESS).hostname
    editions = Edition.objects.filter(deliveries__in=deliveries).order_by("-published_at", "-pk")
    told = items(with_news(editions))
    context = {
        "items": [
            {
                "item": item,
                "link": absolute(item.path),
                "edition": absolute(item.edition_path),
                "changes": item.changes_path and absolute(item.changes_path),
            }
            for item in told
        ],
        "name": followed(subscription),
        "manage_link": manage_link(subscription),
        "end_link": end_link(subscription),
        "portal_name": settings.PORTAL_NAME,
    }
    headers = AUTOMATIC | {
        "Message-ID": f"<{deliveries[0].key}@{host}>",
        "List-Id": f"{settings.PORTAL_NAME} <nytt.{host}>",
        # RFC 8058: mail programs show a button that ends the subscription.
        "List-Unsubscribe": f"<{end_link(subscription)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if len(told) > 1:
        subject = _("Nytt från %(portal)s: %(count)s utgåvor")
        subject %= {"portal": settings.PORTAL_NAME, "count": len(told)}
    else:
        subject = _subject(told[0])
    body = render_to_string("following/news_mail.txt", context)
    return EmailMessage(_one_line(subject), body, to=[subscription.email], headers=headers)


def _subject(item: Item) -> str:
    if item.correction:
        return _("Rättelse: %s") % item.title
    return (_("Ny plan: %s") if item.first else _("Ny utgåva: %s")) % item.title


def _one_line(text: str) -> str:
    return " ".join(text.split())

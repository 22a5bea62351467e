"""What the mails say: plain text, in Swedish."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from strategies.models import Delivery, Step, Subscription
from strategies.news.items import NewEdition, items, with_news
from strategies.news.links import confirm_link, end_link, links_of, manage_link

# RFC 3834: nobody's automatic answer is to answer these.
AUTOMATIC = {"Auto-Submitted": "auto-generated"}


def followed(subscription: Subscription) -> str:
    """The name of what is followed, as the public knows it; "" is everything."""
    if strategy := subscription.strategy:
        withdrawal = strategy.steps.withdrawals().first()
        edition = withdrawal.edition if withdrawal else strategy.current_edition
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
    steps = Step.objects.filter(deliveries__in=deliveries).order_by("-taken_at", "-pk")
    told = items(with_news(steps))
    context = {
        "items": [{"item": item, "links": links_of(item)} for item in told],
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
        editions = all(isinstance(item, NewEdition) for item in told)
        words = {"portal": settings.PORTAL_NAME, "count": len(told)}
        subject = (
            _("Nytt från %(portal)s: %(count)s utgåvor")
            if editions
            else _("Nytt från %(portal)s: %(count)s nyheter")
        ) % words
    else:
        subject = told[0].subject
    body = render_to_string("following/news_mail.txt", context)
    return EmailMessage(_one_line(subject), body, to=[subscription.email], headers=headers)


def _one_line(text: str) -> str:
    return " ".join(text.split())

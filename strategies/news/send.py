"""Sending the news: every mail at most once, whatever breaks off (docs/decisions/0017-mail-at-most-once.md)."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from strategies.models import Delivery, Subscription
from strategies.models.subscription import CONFIRM_WITHIN, DeliveryState
from strategies.news import letters
from strategies.news.announce import announce
from strategies.news.post import NotTakenError, Post, UncertainError, UnreachableError

Outcome = Literal["sent", "uncertain", "later", "failed", "ended", "taken"]

# After each answer that was no, how long to wait; then the mail has failed.
WAITS = [timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1)]
WAITS += [timedelta(days=2)]
# How long it is kept that a mailbox was dead, and that a mail was sent.
REFUSED_KEPT = timedelta(days=30)
SENT_KEPT = timedelta(days=90)

log = logging.getLogger(__name__)


@task
def send_news() -> None:
    """What publishing orders; the timer's `manage.py send_news` does the same, also when this was lost."""
    send()


def send() -> Counter[Outcome]:
    """Write up and send what is due, and forget what is no longer needed; tells how many mails met which fate.

    Safe to repeat, to break off anywhere, and for several at once, who share the work.
    """
    announce()
    forget(timezone.now())
    met: Counter[Outcome] = Counter()
    with Post() as post:
        try:
            while outcome := _send_next(post):
                met[outcome] += 1
                if outcome == "uncertain":
                    # A server that falls silent now would swallow the next mail too.
                    break
        except UnreachableError as problem:
            log.warning("Mail cannot be sent now, and waits: %s", problem)
    return met


def forget(now: datetime) -> None:
    """Remove addresses that nobody confirmed in time, and what is kept for a while of mail that is over."""
    forget_unconfirmed(now)
    forget_deliveries(now)
    Subscription.objects.refused().filter(refused_at__lte=now - REFUSED_KEPT).delete()


def forget_unconfirmed(now: datetime) -> int:
    """Remove addresses that nobody confirmed in time; tells how many."""
    late = Subscription.objects.unconfirmed().filter(requested_at__lte=now - CONFIRM_WITHIN)
    return late.delete()[0]


def forget_deliveries(now: datetime) -> int:
    """Remove what is known of mail that was sent long ago; tells of how many."""
    return Delivery.objects.filter(state="lämnad", handed_at__lte=now - SENT_KEPT).delete()[0]


def _send_next(post: Post) -> Outcome | None:
    """Send one subscription what is due; None when nothing is, or others are at it.

    The transaction ends when the server is ready to take the mail, and just before it gets it: what breaks off before that has
    sent nothing and is done again, what breaks off after it is never sent again.
    """
    now = timezone.now()
    with transaction.atomic(durable=True):
        due = Subscription.objects.standing().filter(
            pk__in=Delivery.objects.due(now).values("subscription")
        )
        # No key of it is changed, so that new deliveries need not wait for the mail server.
        locked = due.select_for_update(skip_locked=True, no_key=True).order_by("pk")
        subscription = locked.first()
        if subscription is None:
            return None
        deliveries = list(Delivery.objects.due(now).filter(subscription=subscription))
        if not deliveries:
            # Another sender had it between our look and our lock.
            return "taken"
        try:
            post.offer(letters.news(subscription, deliveries))
        except NotTakenError as refusal:
            return _not_taken(subscription, deliveries, refusal)
        _mark(deliveries, "lämnas", handed_at=now)
    return _hand_over(post, subscription, deliveries)


def _hand_over(post: Post, subscription: Subscription, deliveries: list[Delivery]) -> Outcome:
    try:
        post.hand_over()
    except NotTakenError as refusal:
        with transaction.atomic():
            return _not_taken(subscription, deliveries, refusal)
    except UncertainError:
        log.warning("The mail server was lost in the midst of a mail, which is not sent again")
        return "uncertain"
    _mark(deliveries, "lämnad")
    return "sent"


def _not_taken(
    subscription: Subscription, deliveries: Sequence[Delivery], refusal: NotTakenError
) -> Outcome:
    """Try again later; when it has been tried often enough, a dead mailbox ends its subscription."""
    attempts = max(delivery.attempts for delivery in deliveries)
    if attempts < len(WAITS):
        later = timezone.now() + WAITS[attempts]
        _mark(deliveries, "väntar", attempts=attempts + 1, not_before=later, handed_at=None)
        return "later"
    if refusal.dead_mailbox:
        log.warning("A subscription is ended: its mailbox took no mail (%s)", refusal.code)
        subscription.refuse()
        return "ended"
    log.warning("A mail could not be delivered: the mail server answers %s", refusal.code)
    _mark(deliveries, "misslyckades", handed_at=None)
    return "failed"


def _mark(deliveries: Sequence[Delivery], state: DeliveryState, **columns: object) -> None:
    rows = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries])
    rows.update(state=state, **columns)

"""Writing up who is to be told of a new edition."""

import logging

from django.db import IntegrityError, transaction

from strategies.models import Announcement, Delivery, Edition, Subscription
from strategies.news.items import published

BATCH = 1000
log = logging.getLogger(__name__)


def announce() -> None:
    """Write up a delivery to each follower of every edition that this has not been done for; safe to repeat, and for two at once."""
    for edition in published().filter(announcement=None).defer("plan").order_by("published_at"):
        try:
            _announce(edition)
        except IntegrityError:
            # Somebody stopped following while they were written up; all is as before, and the next run does it.
            log.info("Edition %s is announced at the next run", edition.pk)


@transaction.atomic
def _announce(edition: Edition) -> None:
    _row, new = Announcement.objects.get_or_create(edition=edition)
    if new:
        told = Subscription.objects.to_tell_of(edition)
        new_one = {"edition": edition, "not_before": edition.published_at}
        deliveries = [Delivery(subscription=one, **new_one) for one in told]
        Delivery.objects.bulk_create(deliveries, batch_size=BATCH)

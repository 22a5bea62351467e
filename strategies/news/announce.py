"""Writing up who is to be told of what is new."""

import logging

from django.db import IntegrityError, transaction

from strategies.models import Announcement, Delivery, Step, Subscription

BATCH = 1000
log = logging.getLogger(__name__)


def announce() -> None:
    """Write up a delivery to each follower of every step that is news and that this has not been done for; safe to repeat, and for two at once."""
    steps = Step.objects.news().filter(announcement=None).select_related("edition")
    for step in steps.defer("edition__plan").order_by("taken_at", "pk"):
        try:
            _announce(step)
        except IntegrityError:
            # Somebody stopped following while they were written up; all is as before, and the next run does it.
            log.info("Step %s is announced at the next run", step.pk)


@transaction.atomic
def _announce(step: Step) -> None:
    _row, new = Announcement.objects.get_or_create(step=step)
    if new:
        told = Subscription.objects.to_tell_of(step)
        new_one = {"step": step, "not_before": step.taken_at}
        deliveries = [Delivery(subscription=one, **new_one) for one in told]
        Delivery.objects.bulk_create(deliveries, batch_size=BATCH)

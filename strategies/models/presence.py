"""Who has a working copy open right now. Nothing to keep: rows come and go while people write."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from strategies.models.strategy import Strategy

# Three polls (static/js/presence.js): one that is lost on the way makes nobody leave.
AWAY_AFTER = timedelta(seconds=45)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def fresh(self) -> Self:
        """Those who have been heard of lately."""
        return self.filter(seen_at__gte=timezone.now() - AWAY_AFTER)

    def stale(self) -> Self:
        return self.filter(seen_at__lt=timezone.now() - AWAY_AFTER)


class Presence(models.Model):
    """That a user has a strategy's working copy open, and the key of the element that the focus is in.

    A key and not a row: a new line has one before it is saved, and one that is removed takes nothing of this with it.
    """

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences")
    element_key = models.UUIDField(null=True)
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["strategy", "user"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.seen_at:%H.%M}"

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.models import User

# Whoever comes back sooner has not been away.
ONE_VISIT = timedelta(hours=1)


class Visit(models.Model):
    """When a user came to the desk, this time and the time before. No part of history: it tells nothing of any plan."""

    user = models.OneToOneField(User, models.CASCADE, related_name="visit")
    seen_at = models.DateTimeField(_("kom"))
    previous = models.DateTimeField(_("kom gången före"), null=True)

    class Meta:
        verbose_name = _("besök")
        verbose_name_plural = _("besök")

    def __str__(self) -> str:
        return f"{self.user} {self.seen_at}"

    @classmethod
    def begun(cls, user: User, now: datetime) -> Self:
        """The user's visit at this moment; within the hour it is the same, and nothing is written."""
        visit, _new = cls.objects.get_or_create(user=user, defaults={"seen_at": now})
        if now - visit.seen_at > ONE_VISIT:
            # Only from what was read: two pages that are opened at once are one visit.
            before = cls.objects.filter(pk=visit.pk, seen_at=visit.seen_at)
            before.update(previous=visit.seen_at, seen_at=now)
            visit.previous, visit.seen_at = visit.seen_at, now
        return visit

"""Where a plan's period stands, as a filter of lists: in force, over, to come, or without a period."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from strategies.reading.status import phase


class Standing(models.TextChoices):
    CURRENT = "gallande", _("gällande")
    COMING = "kommande", _("kommande")
    PAST = "avslutad", _("avslutad")
    OPEN = "utan-period", _("utan period")


BY_PHASE = {
    "current": Standing.CURRENT,
    "coming": Standing.COMING,
    "ended": Standing.PAST,
    "": Standing.OPEN,
}


def standing(first_day: date | None, last_day: date | None, today: date) -> Standing:
    """The standing on `today` of a period with both ends included; None is an open end, twice None no period."""
    return BY_PHASE[phase(first_day, last_day, today)]


def standing_is(wanted: Standing, today: date) -> Q:
    """The condition on editions that says what `standing` says."""
    no_period = Q(first_day=None, last_day=None)
    conditions = {
        Standing.OPEN: no_period,
        Standing.COMING: Q(first_day__gt=today),
        Standing.PAST: Q(last_day__lt=today),
        Standing.CURRENT: ~no_period
        & (Q(first_day=None) | Q(first_day__lte=today))
        & (Q(last_day=None) | Q(last_day__gte=today)),
    }
    return conditions[wanted]

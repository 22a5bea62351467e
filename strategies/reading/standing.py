"""Where a published plan stands: in force, over, to come, without a period, replaced by another or repealed; for lists, and as their filter."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategies.dates import Period
from strategies.models import Edition
from strategies.models.edition import replaced_on
from strategies.reading.status import phase


class Standing(models.TextChoices):
    CURRENT = "gallande", _("gällande")
    COMING = "kommande", _("kommande")
    PAST = "avslutad", _("avslutad")
    OPEN = "utan-period", _("utan period")
    REPLACED = "ersatt", _("ersatt")
    REPEALED = "upphavd", _("upphävd")

    @property
    def over(self) -> bool:
        """Whether a reader who met the plan should be told that it is no longer what counts."""
        return self in (Standing.PAST, Standing.REPLACED, Standing.REPEALED)


BY_PHASE = {
    "current": Standing.CURRENT,
    "coming": Standing.COMING,
    "ended": Standing.PAST,
    "": Standing.OPEN,
}


def standing(
    first_day: date | None,
    last_day: date | None,
    today: date,
    *,
    repealed: bool = False,
    replaced: bool = False,
) -> Standing:
    """The standing on `today` of a period with both ends included; None is an open end, twice None no period."""
    if repealed:
        return Standing.REPEALED
    return Standing.REPLACED if replaced else BY_PHASE[phase(first_day, last_day, today)]


def standing_of(edition: Edition, *, replaced: bool | None = None) -> Standing:
    """Today's standing of a current edition; `replaced` where the edition did not come through Edition.objects.current(), which knows."""
    return standing(
        edition.first_day,
        edition.last_day,
        timezone.localdate(),
        repealed=edition.repealed,
        replaced=getattr(edition, "replaced") if replaced is None else replaced,  # noqa: B009 - an annotation is no attribute of the type
    )


def standing_is(wanted: Standing, today: date) -> Q:
    """The condition on editions that says what `standing` says."""
    repealed, replaced = Q(repealed=True), Q(replaced_on(today))
    no_period = Q(first_day=None, last_day=None)
    periods = {
        Standing.OPEN: no_period,
        Standing.COMING: Q(first_day__gt=today),
        Standing.PAST: Q(last_day__lt=today),
        Standing.CURRENT: ~no_period
        & (Q(first_day=None) | Q(first_day__lte=today))
        & (Q(last_day=None) | Q(last_day__gte=today)),
    }
    if wanted == Standing.REPEALED:
        return repealed
    return ~repealed & (replaced if wanted == Standing.REPLACED else periods[wanted] & ~replaced)


def days_in_words(first: date | None, last: date | None) -> str:
    """A period by its days: "2018–2022", "1 mars 2020–31 december 2023", "från 2024", or "" without any."""
    if first is None and last is None:
        return ""
    whole_years = (first is None or (first.month, first.day) == (1, 1)) and (
        last is None or (last.month, last.day) == (12, 31)
    )
    return str(Period(start=_edtf(first, whole_years), end=_edtf(last, whole_years)))


def _edtf(day: date | None, year_only: bool) -> str:
    if day is None:
        return ""
    return str(day.year) if year_only else day.isoformat()

"""What lists say of an edition's time."""

from datetime import date

from django import template

from strategies.dates import Period
from strategies.models import Edition
from strategies.reading.standing import Standing, standing_of

register = template.Library()


@register.filter
def period(edition: Edition) -> str:
    """ "2018–2022", "1 mars 2020–31 december 2023", "från 2024", or ""."""
    first, last = edition.first_day, edition.last_day
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


@register.filter(name="standing")
def standing_today(edition: Edition) -> Standing:
    return standing_of(edition)


@register.filter
def standing_with(edition: Edition, replaced: bool) -> Standing:
    """The same for an edition that was fetched together with something else, which knows whether its plan is replaced."""
    return standing_of(edition, replaced=replaced)

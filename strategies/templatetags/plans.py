"""What lists say of an edition's time."""

from django import template

from strategies.models import Edition
from strategies.reading.standing import Standing, days_in_words, standing_of

register = template.Library()


@register.filter
def period(edition: Edition) -> str:
    """ "2018–2022", "1 mars 2020–31 december 2023", "från 2024", or ""."""
    return days_in_words(edition.first_day, edition.last_day)


@register.filter(name="standing")
def standing_today(edition: Edition) -> Standing:
    return standing_of(edition)

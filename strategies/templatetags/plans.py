"""What lists say of an edition's time, and the words that a search found."""

import re
from datetime import date

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

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


@register.filter
def marked(text: str, words: list[str]) -> SafeString:
    """The text, escaped, with every occurrence of the words in a mark, also within compounds."""
    return mark_safe("".join(_pieces(text, words)))  # noqa: S308  each piece is escaped


def _pieces(text: str, words: list[str]) -> list[str]:
    if not words:
        return [escape(text)]
    # Longest first, so that one word does not hide another that it begins.
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    # split() with one group gives text and found words in turn.
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return [f"<mark>{escape(p)}</mark>" if n % 2 else escape(p) for n, p in enumerate(parts)]


@register.filter
def after(text: str, title: str) -> str:
    """The text without its opening when that is what the title is made of."""
    opening = title.removesuffix(" …")
    return (
        f"… {rest}"
        if (rest := text.removeprefix(opening).strip()) and text.startswith(opening)
        else rest
    )


@register.filter
def excerpt(text: str, words: list[str], length: int = 220) -> str:
    """About `length` characters around the first of the words, cut between words; the opening when none is there."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    found = (
        re.search("|".join(re.escape(word) for word in words), line, re.IGNORECASE)
        if words
        else None
    )
    start = max(0, found.start() - length // 3) if found else 0
    start = line.rfind(" ", 0, start) + 1 if start else 0
    end = start + length
    end = line.rfind(" ", start, end) if end < len(line) else len(line)
    return ("… " if start else "") + line[start:end] + (" …" if end < len(line) else "")

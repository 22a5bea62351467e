"""Rows that a page has a hundred of: made in Python, since a template takes ten times as long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext, ngettext

from strategies.models import EntryKind
from strategies.models.entry import address_of
from strategies.reading.standing import days_in_words, standing


@dataclass(frozen=True)
class Choice:
    """A value of a facet: where it leads (to the choice, or without it when it is `chosen`), and how many hits it leaves, None if uncounted."""

    value: str
    label: str
    count: int | None
    href: str
    chosen: bool


def choice_rows(name: str, choices: Iterable[Choice]) -> SafeString:
    """The choices of a facet as a list of links, each with an id that keeps the focus when the list is swapped."""
    said = f'<span class="visually-hidden"> {escape(gettext("(valt, ta bort)"))}</span>'
    return SafeString("".join(["<ul>", *(_row(name, choice, said) for choice in choices), "</ul>"]))


def _row(name: str, choice: Choice, said: str) -> str:
    """Put together as text, since a page has eighty of them; every value is escaped here."""
    href = escape(choice.href)
    current, called = (' aria-current="true"', said) if choice.chosen else ("", "")
    number = ""
    if choice.count is not None:
        unit = ngettext("träff", "träffar", choice.count)
        number = f' <span class="number">{choice.count}<span class="visually-hidden"> {escape(unit)}</span></span>'
    return (
        f'<li><a id="val-{name}-{slugify(choice.value)}" href="{href}" hx-get="{href}"{current}>'
        f"<span>{escape(choice.label)}{called}</span>{number}</a></li>"
    )


class HitRow(NamedTuple):
    """What a row tells of an entry and its plan."""

    pk: int
    key: UUID
    kind: str
    word: str
    title: str
    text: str
    path: list[str]
    number: int | None
    slug: str
    plan: str
    first_day: date | None
    last_day: date | None
    repealed: bool
    replaced: bool
    owners: list[str]


class ShownHit(NamedTuple):
    """An entry as a row: its title and passage with what was asked for marked."""

    row: HitRow
    title: SafeString
    said: SafeString


def hit_rows(hits: Iterable[ShownHit]) -> SafeString:
    """The hits as a list: the way there from the plan, the title, what is said, and what the plan is."""
    today = timezone.localdate()
    rows = ((_hit(hit, today),) for hit in hits)
    return format_html('<ol class="rows hits">{}</ol>', format_html_join("", "<li>{}</li>", rows))


def _hit(hit: ShownHit, today: date) -> SafeString:
    row = hit.row
    return format_html(
        '{}<h3><a href="{}">{}</a></h3>{}<p class="meta">{}</p>',
        _way(row) if row.kind != EntryKind.STRATEGY else "",
        address_of(row.slug, row.kind, row.key, row.number),
        hit.title,
        format_html('<p class="said">{}</p>', hit.said) if hit.said else "",
        _facts(row, today),
    )


def _way(row: HitRow) -> SafeString:
    """The plan and what stands above the entry in it; heard as words, seen with signs between."""
    within, under = gettext("I planen"), gettext(", under")
    above = format_html_join(
        "",
        ' <span aria-hidden="true">›</span><span class="visually-hidden">{}</span> {}',
        ((under, title) for title in row.path),
    )
    return format_html(
        '<p class="way"><span class="visually-hidden">{} </span>{}{}</p>', within, row.plan, above
    )


def _facts(row: HitRow, today: date) -> SafeString:
    told = [format_html("<span>{}</span>", capfirst(row.word))]
    if row.owners:
        told.append(format_html("<span>{}</span>", ", ".join(row.owners)))
    if time := days_in_words(row.first_day, row.last_day):
        told.append(format_html('<span class="number">{}</span>', time))
    now = standing(row.first_day, row.last_day, today, repealed=row.repealed, replaced=row.replaced)
    if now.over:
        told.append(format_html('<span class="tag past">{}</span>', capfirst(now.label)))
    return format_html_join(" ", "{}", ((one,) for one in told))

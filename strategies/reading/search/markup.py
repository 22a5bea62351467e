"""Rows that a page has a hundred of: made in Python, since a template takes ten times as long. Every value is escaped here, but what is marked already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
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
    said = _heard(gettext("(valt, ta bort)"))
    units = {one: _heard(ngettext("träff", "träffar", 1 if one else 2)) for one in (True, False)}
    rows = []
    for choice in choices:
        id_ = escape(f"val-{name}-{choice.value.replace(' ', '-')}")
        href = escape(choice.href)
        current, called = (' aria-current="true"', said) if choice.chosen else ("", "")
        number = ""
        if choice.count is not None:
            number = f' <span class="number">{choice.count}{units[choice.count == 1]}</span>'
        rows.append(
            f'<li><a id="{id_}" href="{href}" hx-get="{href}"{current}>'
            f"<span>{escape(choice.label)}{called}</span>{number}</a></li>"
        )
    return SafeString(f"<ul>{''.join(rows)}</ul>")


def _heard(words: str) -> str:
    """Told to those who hear the page, after a space."""
    return f'<span class="visually-hidden"> {escape(words)}</span>'


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
    rows = "".join(f"<li>{_hit(hit, today)}</li>" for hit in hits)
    return SafeString(f'<ol class="rows hits">{rows}</ol>')


def _hit(hit: ShownHit, today: date) -> str:
    row = hit.row
    way = _way(row) if row.kind != EntryKind.STRATEGY else ""
    href = escape(address_of(row.slug, row))
    said = f'<p class="said">{hit.said}</p>' if hit.said else ""
    return f'{way}<h3><a href="{href}">{hit.title}</a></h3>{said}<p class="meta">{_facts(row, today)}</p>'


def _way(row: HitRow) -> str:
    """The plan and what stands above the entry in it; heard as words, seen with signs between."""
    within, under = escape(gettext("I planen")), escape(gettext(", under"))
    above = "".join(
        f' <span aria-hidden="true">›</span><span class="visually-hidden">{under}</span> {escape(title)}'
        for title in row.path
    )
    return f'<p class="way"><span class="visually-hidden">{within} </span>{escape(row.plan)}{above}</p>'


def _facts(row: HitRow, today: date) -> str:
    told = [f"<span>{escape(capfirst(row.word))}</span>"]
    if row.owners:
        told.append(f"<span>{escape(', '.join(row.owners))}</span>")
    if time := days_in_words(row.first_day, row.last_day):
        told.append(f'<span class="number">{escape(time)}</span>')
    now = standing(row.first_day, row.last_day, today, repealed=row.repealed, replaced=row.replaced)
    if now.over:
        told.append(f'<span class="tag past">{escape(capfirst(str(now.label)))}</span>')
    return " ".join(told)

"""Rows that a page has a hundred of: made in Python, since a template takes ten times as long."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext


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
    said = gettext("(valt, ta bort)")
    rows = ((_row(name, choice, said),) for choice in choices)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows))


def _row(name: str, choice: Choice, said: str) -> SafeString:
    called = format_html("{}", choice.label)
    if choice.chosen:
        called = format_html('{}<span class="visually-hidden"> {}</span>', choice.label, said)
    number = SafeString("")
    if choice.count is not None:
        number = format_html(
            ' <span class="number">{}<span class="visually-hidden"> {}</span></span>',
            choice.count,
            ngettext("träff", "träffar", choice.count),
        )
    return format_html(
        '<a id="val-{}-{}" href="{}" hx-get="{}"{}><span>{}</span>{}</a>',
        name,
        slugify(choice.value),
        choice.href,
        choice.href,
        SafeString(' aria-current="true"' if choice.chosen else ""),
        called,
        number,
    )

"""A part of a plan as it is told beside those of other plans: with its plan's own word for its level, and the way to it."""

from dataclasses import dataclass

from django.urls import reverse

from strategies.models import Entry, EntryKind, ThemeLink
from strategies.models.entry import address_of
from strategies.reading.theme_tags import ThemeTag, tag

# Parts with a page of their own.
ELEMENTS = (EntryKind.DIRECTION, EntryKind.FOCUS_AREA, EntryKind.ACTION)


@dataclass(frozen=True)
class Saying:
    """What a plan calls the part, its title, where it is, and why it is told."""

    word: str
    title: str
    href: str
    tag: ThemeTag


def saying(link: ThemeLink) -> Saying:
    """The part that a theme's link is about; the link came with its entry and strategy."""
    entry = link.entry
    assert entry is not None  # as of all that are shown
    word = "planen" if entry.kind == EntryKind.STRATEGY else entry.word
    return Saying(word, entry.title, address(entry, link.strategy.slug), tag(link))


def address(entry: Entry, slug: str) -> str:
    """The page of an element, or the place in its plan of what has none."""
    if entry.kind in ELEMENTS:
        return reverse("element", args=[slug, entry.key])
    return address_of(slug, entry)

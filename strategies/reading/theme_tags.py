"""The themes of a plan and of its parts, as pages tell of them."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse

from portal.prepared import prepared_cursor
from strategies.models import ThemeLink, ThemeState
from strategies.reading.links import Name
from strategies.vocabulary import THEMES, Theme

# What ThemeLink.objects.shown() shows, counted by the database: every plan's page asks for it.
OF_PLAN = """
    SELECT link.theme, bool_or(link.state = %s), count(*)
    FROM strategies_themelink AS link
    JOIN strategies_entry AS entry ON entry.strategy_id = link.strategy_id AND entry.key = link.key
    WHERE link.state <> %s AND link.strategy_id = (SELECT id FROM strategies_strategy WHERE slug = %s)
    GROUP BY link.theme
"""


@cache
def _address(theme: str) -> str:
    """Twenty of them, of which a plan's page has most."""
    return reverse("theme", args=[theme])


@dataclass(frozen=True)
class ThemeTag:
    """A theme, whether a person has confirmed it, the words that the portal proposed it by, and how many parts have it."""

    theme: Theme
    confirmed: bool
    words: tuple[str, ...] = ()
    parts: int = 1

    @property
    def href(self) -> str:
        return _address(self.theme.slug)

    @property
    def named(self) -> Name:
        return {"name": self.theme.name, "href": self.href}


def about(theme: str) -> Exists:
    """The condition that an edition's plan has a part about the theme, which readers see."""
    links = ThemeLink.objects.shown().filter(theme=theme, strategy=OuterRef("strategy"))
    return Exists(links.order_by())


def tags_of_plan(slug: str) -> list[ThemeTag]:
    """The themes of all parts of a plan's current edition, those of most parts first; confirmed when one of them is."""
    with prepared_cursor() as cursor:
        cursor.execute(OF_PLAN, [ThemeState.CONFIRMED, ThemeState.REJECTED, slug])
        tags = [
            ThemeTag(theme=THEMES[theme], confirmed=confirmed, parts=parts)
            for theme, confirmed, parts in cursor.fetchall()
        ]
    order = list(THEMES)
    return sorted(tags, key=lambda tag: (-tag.parts, order.index(tag.theme.slug)))


def tags_of_part(slug: str, key: UUID) -> list[ThemeTag]:
    """The themes of one part of a plan's current edition, in the order of the vocabulary."""
    links = ThemeLink.objects.shown().filter(strategy__slug=slug, key=key).order_by()
    return in_order([tag(link) for link in links])


def tag(link: ThemeLink) -> ThemeTag:
    """One part's theme; what a person has confirmed needs no words for it."""
    confirmed = link.state == ThemeState.CONFIRMED
    return ThemeTag(link.about, confirmed, () if confirmed else tuple(link.words))


def in_order(tags: list[ThemeTag]) -> list[ThemeTag]:
    order = list(THEMES)
    return sorted(tags, key=lambda tag: order.index(tag.theme.slug))

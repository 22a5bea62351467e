"""The themes of a plan and of its parts, as pages tell of them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse

from strategies.models import ThemeLink, ThemeState
from strategies.vocabulary import THEMES, Theme


@dataclass(frozen=True)
class ThemeTag:
    """A theme, whether a person has confirmed it, the words that the portal proposed it by, and how many parts have it."""

    theme: Theme
    confirmed: bool
    words: tuple[str, ...] = ()
    parts: int = 1

    @property
    def href(self) -> str:
        return reverse("theme", args=[self.theme.slug])


def about(theme: str) -> Exists:
    """The condition that an edition's plan has a part about the theme, which readers see."""
    links = ThemeLink.objects.shown().filter(theme=theme, strategy=OuterRef("strategy"))
    return Exists(links.order_by())


def tags_of_plan(slug: str) -> list[ThemeTag]:
    """The themes of all parts of a plan's current edition, those of most parts first; confirmed when one of them is."""
    by_theme: dict[str, list[ThemeLink]] = defaultdict(list)
    for link in ThemeLink.objects.shown().filter(strategy__slug=slug).order_by():
        by_theme[link.theme].append(link)
    tags = [
        ThemeTag(
            theme=THEMES[theme],
            confirmed=any(link.state == ThemeState.CONFIRMED for link in links),
            parts=len(links),
        )
        for theme, links in by_theme.items()
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

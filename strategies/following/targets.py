"""What can be followed, as readers know it: a strategy, a region, an actor, or everything."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, QueryDict
from django.urls import reverse

from actors.models import Actor, Region
from strategies.models import EntryActor, Strategy, Subscription
from strategies.models.edition import EditionQuerySet
from strategies.news.items import published
from strategies.reading.coverage import covering
from strategies.texts import storable

# What the address of the sign-up calls the target's slug.
STRATEGY, REGION, ACTOR = "strategi", "region", "aktor"


@dataclass(frozen=True)
class Target:
    """What is followed: its name ("" for everything), its page and feed, and the columns that point at it."""

    name: str
    path: str
    feed_path: str
    word: str
    slug: str
    row: Strategy | Region | Actor | None = None

    @property
    def columns(self) -> dict[str, Strategy | Region | Actor | None]:
        """The target as a Subscription holds it."""
        return {
            "strategy": self.row if isinstance(self.row, Strategy) else None,
            "region": self.row if isinstance(self.row, Region) else None,
            "actor": self.row if isinstance(self.row, Actor) else None,
        }

    def editions(self) -> EditionQuerySet:
        """The public editions that those who follow it are told of, the newest first."""
        return _editions(self.row).order_by("-published_at", "-pk")


def strategy_target(slug: str) -> Target:
    """A published strategy, under its public title; Http404 for others."""
    found = Strategy.objects.published().select_related("current_edition")
    strategy = found.defer("current_edition__plan").filter(slug=slug).first()
    if strategy is None or strategy.current_edition is None:
        raise Http404
    title = strategy.current_edition.title
    return _target(title, "strategy", STRATEGY, strategy)


def region_target(slug: str) -> Target:
    region = Region.objects.filter(slug=slug).first()
    if region is None:
        raise Http404
    return _target(region.name, "region", REGION, region)


def actor_target(slug: str) -> Target:
    """An actor that readers see, also by the address of one that was merged into it; Http404 for others."""
    known = Q(slug=slug) | Q(former_actors__slug=slug)
    actor = Actor.objects.listed().filter(known).distinct().first()
    if actor is None:
        raise Http404
    return _target(actor.name, "actor", ACTOR, actor)


def everything() -> Target:
    return Target("", reverse("start"), reverse("feed"), "", "")


def asked_target(asked: QueryDict) -> Target:
    """What an address asks to follow (`?region=orebro-lan`); everything when it names nothing. Http404 for what is not there."""
    finders = {STRATEGY: strategy_target, REGION: region_target, ACTOR: actor_target}
    for word, find in finders.items():
        if slug := storable(asked.get(word, "")):
            return find(slug)
    return everything()


def target_of(subscription: Subscription) -> Target | None:
    """What a subscription follows; None when readers no longer see it."""
    try:
        if subscription.strategy:
            return strategy_target(subscription.strategy.slug)
        if subscription.region:
            return region_target(subscription.region.slug)
        return actor_target(subscription.actor.slug) if subscription.actor else everything()
    except Http404:
        return None


def _target(name: str, view: str, word: str, row: Strategy | Region | Actor) -> Target:
    slug = row.slug
    feed_path = reverse(f"{view}-feed", args=[slug])
    return Target(name, reverse(view, args=[slug]), feed_path, word, slug, row)


def _editions(row: Strategy | Region | Actor | None) -> EditionQuerySet:
    if isinstance(row, Strategy):
        return published().filter(strategy=row)
    if isinstance(row, Region):
        return published().filter(pk__in=covering(row).values("pk"))
    if isinstance(row, Actor):
        named = EntryActor.objects.filter(actor=row).values("strategy")
        # Only of current editions it is known whom they name.
        return published().filter(Q(pk__in=row.editions.values("pk")) | Q(current_of__in=named))
    return published()

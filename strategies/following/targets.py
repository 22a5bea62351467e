"""What can be followed, as readers know it: a strategy, a region, an actor, or everything."""

from dataclasses import dataclass, replace

from django.db.models import Q
from django.http import Http404, QueryDict
from django.urls import reverse

from actors.models import Actor, Region
from strategies.models import EntryActor, Step, Strategy, Subscription
from strategies.models.step import REPLACING_KINDS, StepQuerySet
from strategies.reading.coverage import covering
from strategies.reading.withdrawn import withdrawal
from strategies.texts import storable

# What the address of the sign-up calls the target's slug.
STRATEGY, REGION, ACTOR = "strategi", "region", "aktor"


@dataclass(frozen=True)
class Target:
    """What is followed: its name ("" for everything), its page and feed, the columns that point at it, and of a plan that was withdrawn, the step that did it."""

    name: str
    path: str
    feed_path: str
    word: str
    slug: str
    row: Strategy | Region | Actor | None = None
    withdrawn: Step | None = None

    @property
    def columns(self) -> dict[str, Strategy | Region | Actor | None]:
        """The target as a Subscription holds it."""
        return {
            "strategy": self.row if isinstance(self.row, Strategy) else None,
            "region": self.row if isinstance(self.row, Region) else None,
            "actor": self.row if isinstance(self.row, Actor) else None,
        }

    @property
    def follow_path(self) -> str:
        """The sign-up for news of it."""
        asked = f"?{self.word}={self.slug}" if self.word else ""
        return reverse("follow") + asked

    def news(self) -> StepQuerySet:
        """The public steps that those who follow it are told of, the newest first."""
        return _news(self.row).order_by("-taken_at", "-pk")


def strategy_target(slug: str) -> Target:
    """A published strategy, under its public title; Http404 for others."""
    found = Strategy.objects.published().select_related("current_edition")
    strategy = found.defer("current_edition__plan").filter(slug=slug).first()
    if strategy is None or strategy.current_edition is None:
        raise Http404
    title = strategy.current_edition.title
    return _target(title, "strategy", STRATEGY, strategy)


def withdrawn_target(slug: str) -> Target:
    """A strategy that was withdrawn, under the title that it had; Http404 for others."""
    step = withdrawal(slug)
    if step is None or step.edition is None:
        raise Http404
    target = _target(step.edition.title, "strategy", STRATEGY, step.strategy)
    return replace(target, withdrawn=step)


def known_strategy_target(slug: str) -> Target:
    """A strategy that is published, or was withdrawn; Http404 for others."""
    try:
        return strategy_target(slug)
    except Http404:
        return withdrawn_target(slug)


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
            return known_strategy_target(subscription.strategy.slug)
        if subscription.region:
            return region_target(subscription.region.slug)
        return actor_target(subscription.actor.slug) if subscription.actor else everything()
    except Http404:
        return None


def named_target(table: str, slug: str) -> Target | None:
    """What a link named (strategies.news.links.once_asked); None when it can no longer be followed."""
    finders = {"strategy": strategy_target, "region": region_target, "actor": actor_target}
    try:
        return finders[table](slug)
    except Http404:
        return None


def _target(name: str, view: str, word: str, row: Strategy | Region | Actor) -> Target:
    slug = row.slug
    feed_path = reverse(f"{view}-feed", args=[slug])
    return Target(name, reverse(view, args=[slug]), feed_path, word, slug, row)


def _news(row: Strategy | Region | Actor | None) -> StepQuerySet:
    news = Step.objects.news()
    if isinstance(row, Strategy):
        return news.filter(strategy=row)
    wide = news.exclude(kind__in=REPLACING_KINDS)
    if isinstance(row, Region):
        return wide.filter(edition__in=covering(row).values("pk"))
    if isinstance(row, Actor):
        # Only of current editions, and of those that were withdrawn, it is known whom they name.
        named = EntryActor.objects.filter(actor=row).values("strategy")
        owned = Q(edition__in=row.editions.values("pk"))
        naming = Q(edition__current_of__in=named) | Q(pk__in=row.withdrawals.values("pk"))
        return wide.filter(owned | naming)
    return wide

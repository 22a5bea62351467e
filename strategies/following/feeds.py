"""Atom feeds (RFC 4287) of new editions: of a strategy, a region, an actor, and of all."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import uuid5
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from strategies.following.targets import (
    Target,
    actor_target,
    everything,
    region_target,
    strategy_target,
)
from strategies.models import Step
from strategies.news.items import Item, items, with_news
from strategies.reading.withdrawn import withdrawal

Told = TypeVar("Told")
Of = TypeVar("Of")

MOST_ENTRIES = 50
# A feed must say when it was updated; one without entries has never been.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class NewsAtom(Atom1Feed):
    """Atom with every owner as an author, and an update time that does not move by itself."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["owners"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")


class PortalFeed(Feed[Told, Of]):
    """A feed of the portal, which is the author of what no owner is named for."""

    feed_type = NewsAtom
    language = settings.LANGUAGE_CODE

    def author_name(self) -> str:
        return settings.PORTAL_NAME

    def called(self, name: str) -> str:
        """The feed's title, by the name of what it is about."""
        return _("Nytt i %(portal)s: %(name)s") % {"portal": settings.PORTAL_NAME, "name": name}


class News(PortalFeed[Item, Target]):
    """The newest editions of a target."""

    def get_object(self, request: HttpRequest, *args: Any, target: Target, **kwargs: Any) -> Target:
        return target

    def title(self, target: Target) -> str:
        return self.called(target.name or _("alla strategier"))

    def subtitle(self, target: Target) -> str:
        return _("Nya utgåvor, de senaste först")

    def link(self, target: Target) -> str:
        return target.path

    def feed_url(self, target: Target) -> str:
        return target.feed_path

    def items(self, target: Target) -> Iterable[Item]:
        return items(with_news(target.editions())[:MOST_ENTRIES])

    def item_title(self, item: Item) -> str:
        if item.first:
            return item.title
        if item.correction:
            words = {"title": item.title, "number": item.number}
            return _("%(title)s, utgåva %(number)s (rättelse)") % words
        return _("%(title)s, utgåva %(number)s") % {"title": item.title, "number": item.number}

    def item_description(self, item: Item) -> str:
        return render_to_string("following/_entry.html", {"item": item})

    def item_link(self, item: Item) -> str:
        return item.edition_path

    def item_guid(self, item: Item) -> str:
        """The same wherever the portal is moved, and whatever the plan's address becomes."""
        return item.key.urn

    def item_pubdate(self, item: Item) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Item) -> datetime:
        return item.published_at

    def item_categories(self, item: Item) -> list[str]:
        return [item.kind]

    def item_extra_kwargs(self, item: Item) -> dict[str, Any]:
        return {"owners": item.owners}


class Withdrawal(PortalFeed[Step, Step]):
    """What is left of a plan's feed when the plan has been withdrawn: that it was, and why. Its editions are no longer shown."""

    def get_object(self, request: HttpRequest, *args: Any, step: Step, **kwargs: Any) -> Step:
        return step

    def title(self, step: Step) -> str:
        return self.called(_title(step))

    def subtitle(self, step: Step) -> str:
        return _("Planen är återkallad")

    def link(self, step: Step) -> str:
        return reverse("strategy", args=[step.strategy.slug])

    def feed_url(self, step: Step) -> str:
        return reverse("strategy-feed", args=[step.strategy.slug])

    def items(self, step: Step) -> Iterable[Step]:
        return [step]

    def item_title(self, step: Step) -> str:
        return _("%(title)s är återkallad") % {"title": _title(step)}

    def item_description(self, step: Step) -> str:
        return render_to_string("following/_withdrawn.html", {"step": step})

    def item_link(self, step: Step) -> str:
        return self.link(step)

    def item_guid(self, step: Step) -> str:
        return uuid5(step.strategy.key, f"withdrawn {step.pk}").urn

    def item_pubdate(self, step: Step) -> datetime:
        return step.taken_at

    def item_updateddate(self, step: Step) -> datetime:
        return step.taken_at

    def item_extra_kwargs(self, step: Step) -> dict[str, Any]:
        return {"owners": ()}


def _title(step: Step) -> str:
    assert step.edition is not None  # the constraint step_has_its_edition
    return step.edition.title


news, told_withdrawn = News(), Withdrawal()


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def feed(request: HttpRequest) -> HttpResponse:
    """New editions of every strategy."""
    return news(request, target=everything())


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def strategy_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """New editions of one strategy; of one that was withdrawn, only that it was."""
    try:
        target = strategy_target(slug)
    except Http404:
        step = withdrawal(slug)
        if step is None:
            raise
        return told_withdrawn(request, step=step)
    return news(request, target=target)


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def region_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """New editions of the plans that concern a region, as on its page."""
    return news(request, target=region_target(slug))


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def actor_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """New editions of the plans that an actor owns, and those that now name it; the address of one that was merged leads to the other."""
    target = actor_target(slug)
    if target.slug != slug:
        return redirect(target.feed_path, permanent=True)
    return news(request, target=target)

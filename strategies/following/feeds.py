"""Atom feeds (RFC 4287) of what is new: of a strategy, a region, an actor, and of all."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from strategies.following.targets import (
    Target,
    actor_target,
    everything,
    known_strategy_target,
    region_target,
)
from strategies.news.items import Item, items, with_news
from strategies.news.links import links_of

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


class News(Feed[Item, Target]):
    """The newest of a target. The portal is the author of what no owner is named for."""

    feed_type = NewsAtom
    language = settings.LANGUAGE_CODE

    def get_object(self, request: HttpRequest, *args: Any, target: Target, **kwargs: Any) -> Target:
        return target

    def author_name(self) -> str:
        return settings.PORTAL_NAME

    def title(self, target: Target) -> str:
        name = target.name or _("alla strategier")
        return _("Nytt i %(portal)s: %(name)s") % {"portal": settings.PORTAL_NAME, "name": name}

    def subtitle(self, target: Target) -> str:
        return _("Planen är återkallad") if target.withdrawn else _("Det senaste först")

    def link(self, target: Target) -> str:
        return target.path

    def feed_url(self, target: Target) -> str:
        return target.feed_path

    def items(self, target: Target) -> Iterable[Item]:
        return items(with_news(target.news())[:MOST_ENTRIES])

    def item_title(self, item: Item) -> str:
        return item.headline

    def item_description(self, item: Item) -> str:
        context = {"item": item, "links": links_of(item)}
        return render_to_string(item.entry, context)

    def item_link(self, item: Item) -> str:
        return next(iter(item.paths.values()))

    def item_guid(self, item: Item) -> str:
        """The same wherever the portal is moved, and whatever the plan's address becomes."""
        return item.key.urn

    def item_pubdate(self, item: Item) -> datetime:
        return item.at

    def item_updateddate(self, item: Item) -> datetime:
        return item.at

    def item_categories(self, item: Item) -> list[str]:
        return [item.kind]

    def item_extra_kwargs(self, item: Item) -> dict[str, Any]:
        return {"owners": item.owners}


news = News()


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def feed(request: HttpRequest) -> HttpResponse:
    """New editions of every strategy, and which are withdrawn."""
    return news(request, target=everything())


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def strategy_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """New editions of one strategy, and that it is replaced; of one that was withdrawn, only that it was."""
    return news(request, target=known_strategy_target(slug))


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

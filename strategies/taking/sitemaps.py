"""For search engines: every page that lasts, when it changed, and what they need not visit."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from actors.models import Actor, Region
from strategies.models import Edition
from strategies.vocabulary import THEMES

MOST_ADDRESSES = 10_000  # in one file; the protocol allows 50,000
# Staff pages, searches and comparisons: nothing that is not said elsewhere.
NOT_VISITED = (
    "/redigera/",
    "/inlasning/",
    "/konto/",
    "/personer/",
    "/sok/",
    "/forhandsvisning/",
    "/api/",
    "/jamfor/?",
)


class _Map(Sitemap[Any]):
    """Addresses are the portal's own, by whatever name a visitor has called it."""

    limit = MOST_ADDRESSES
    protocol = urlsplit(settings.PORTAL_ADDRESS).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.PORTAL_ADDRESS).netloc


class Pages(_Map):
    """The portal's own pages."""

    def items(self) -> list[str]:
        return [
            "start",
            "strategy-list",
            "region-list",
            "actor-list",
            "theme-list",
            "compare",
            "open-data",
            "api-docs",
            "about",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class Strategies(_Map):
    def items(self) -> Any:
        return Edition.objects.current().order_by("pk")

    def location(self, item: Edition) -> str:
        return item.strategy.get_absolute_url()

    def lastmod(self, item: Edition) -> datetime:
        return item.published_at


class Regions(_Map):
    def items(self) -> Any:
        return Region.objects.order_by("pk")


class Actors(_Map):
    def items(self) -> Any:
        return Actor.objects.listed().order_by("pk")


class Themes(_Map):
    def items(self) -> list[str]:
        return list(THEMES)

    def location(self, item: str) -> str:
        return reverse("theme", args=[item])


MAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "sidor": Pages,
    "strategier": Strategies,
    "regioner": Regions,
    "aktorer": Actors,
    "amnen": Themes,
}


@login_not_required
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The maps, and how many files each is."""
    response = views.index(request, MAPS, sitemap_url_name="sitemap-section")
    # Django calls the host what the visitor did, also with a port that is none of ours.
    assert response.context_data is not None
    for part in response.context_data["sitemaps"]:
        here = urlsplit(part.location)
        part.location = f"{settings.PORTAL_ADDRESS}{urlunsplit(('', '', *here[2:]))}"
    return response.render()


@login_not_required
@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, MAPS, section).render()


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in NOT_VISITED)]
    lines += ["", f"Sitemap: {settings.PORTAL_ADDRESS}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

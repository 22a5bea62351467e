"""Regions: the list of län with their kommuner, and the plans that concern one territory."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from actors.county_map import county_map
from actors.models import Region, RegionKind
from actors.swedish import SwedishOrder, swedish_key
from strategies.models import Edition
from strategies.reading.accent import accent_css
from strategies.reading.coverage import concerning, coverage

MOST_PLANS = 200

HEADINGS = {
    RegionKind.COUNTRY: (_("Planer för hela landet"), _("Planer för delar av landet"), ""),
    RegionKind.LARGE: (
        _("Planer för hela området"),
        _("Planer för delar av området"),
        _("Planer för större områden"),
    ),
    RegionKind.COUNTY: (
        _("Länets planer"),
        _("Kommunernas planer"),
        _("Planer som delas med andra län"),
    ),
    RegionKind.MUNICIPALITY: (
        _("Kommunens planer"),
        "",
        _("Planer för hela länet och större områden"),
    ),
}


@dataclass(frozen=True)
class Row:
    """A territory in the list, with how many plans concern it, and those inside it."""

    region: Region
    plans: int
    inner: "list[Row]"


@dataclass(frozen=True)
class Group:
    """Plans under one heading of a region's page."""

    key: str
    heading: str
    editions: list[Edition]


@login_not_required
@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Every län with its kommuner, and the larger areas."""
    counted = coverage()
    inner: dict[int, list[Row]] = defaultdict(list)
    kommuner = Region.objects.filter(kind=RegionKind.MUNICIPALITY).in_swedish_order()
    for kommun in kommuner:
        inner[kommun.parent_id or 0].append(Row(kommun, len(counted.own[kommun.pk]), []))
    counties = Region.objects.filter(kind=RegionKind.COUNTY).in_swedish_order()
    areas = (
        Region.objects.filter(kind=RegionKind.LARGE).prefetch_related("parts").in_swedish_order()
    )
    context = {
        "counties": [
            Row(county, len(counted.concerning[county.pk]), inner[county.pk]) for county in counties
        ],
        "areas": [
            Row(
                area,
                len(counted.own[area.pk]),
                [Row(part, 0, []) for part in _sorted(area.parts.all())],
            )
            for area in areas
        ],
    }
    return render(request, "reading/region_list.html", context)


def _sorted(regions: Any) -> list[Region]:
    return sorted(regions, key=lambda region: swedish_key(region.name))


@login_not_required
@require_safe
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A territory: its own plans, those of its parts, and those it shares."""
    found = get_object_or_404(Region.objects.select_related("parent"), slug=slug)
    editions = list(
        concerning(found).with_places().order_by(SwedishOrder("title"), "pk")[: MOST_PLANS + 1]
    )
    parts = found.parts if found.kind == RegionKind.LARGE else found.children
    county = found.parent if found.kind == RegionKind.MUNICIPALITY else found
    context = {
        "region": found,
        "groups": grouped(found, editions[:MOST_PLANS]),
        "plan_count": len(editions),
        "more": len(editions) > MOST_PLANS,
        "parts": parts.in_swedish_order(),
        "wholes": Region.objects.filter(parts=county).in_swedish_order() if county else [],
        "actors": found.actors.filter(listed=True).in_swedish_order(),
        "view_box": county_map().view_box,
        "located": found.kind != RegionKind.COUNTRY,
        "shapes": _located(found),
    }
    return render(request, "reading/region.html", context)


def grouped(region: Region, editions: list[Edition]) -> list[Group]:
    """Plans that name the region, those that name only a part of it, and those that name only something larger."""
    inner = set(Region.objects.within(region).values_list("pk", flat=True))
    groups: dict[str, list[Edition]] = {"egna": [], "delar": [], "delade": []}
    for edition in editions:
        covered = {covered.pk for covered in edition.regions.all()}
        key = "egna" if region.pk in covered else "delar" if covered & inner else "delade"
        groups[key].append(edition)
    headings = HEADINGS[RegionKind(region.kind)]
    return [
        Group(key, str(heading), found)
        for (key, found), heading in zip(groups.items(), headings, strict=True)
        if found
    ]


def _located(region: Region) -> list[tuple[str, bool]]:
    """The länmap's shapes, and which of them are (or hold) the region."""
    if region.kind == RegionKind.MUNICIPALITY:
        codes = {region.parent.code} if region.parent else set()
    elif region.kind == RegionKind.COUNTY:
        codes = {region.code}
    else:
        codes = set(region.parts.values_list("code", flat=True))
    return [(shape.path, shape.code in codes) for shape in county_map().counties]


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def accent(request: HttpRequest, slug: str) -> HttpResponse:
    """The region's accent colour as a stylesheet; 404 for a region that has none."""
    found = get_object_or_404(Region.objects.exclude(accent=""), slug=slug)
    return HttpResponse(accent_css(found.accent), content_type="text/css; charset=utf-8")

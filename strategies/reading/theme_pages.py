"""The themes that plans have in common: all of them, and what is said about one, where, and who says nothing."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actors.models import Region
from actors.swedish import SwedishOrder
from portal.http import asked_page, render_page
from strategies.models import Edition, ThemeLink, ThemeState
from strategies.models.edition import EditionQuerySet
from strategies.reading.county_counts import county_rows
from strategies.reading.coverage import concerning, coverage
from strategies.reading.filters import RegionFilter
from strategies.reading.same_for_all import same_for_all
from strategies.reading.sayings import Saying, saying
from strategies.vocabulary import THEMES, Theme

PAGE_LENGTH = 20  # plans
MOST_SILENT = 30  # plans that are named for saying nothing
OPEN = 5  # sayings of a plan that show without being asked for


@dataclass(frozen=True)
class ThemeRow:
    """A theme in the list: in how many plans and parts it is, and in how many of a hundred plans."""

    theme: Theme
    plans: int
    parts: int
    share: int


@dataclass
class PlanRow:
    """A plan with what it says about the theme, and where it applies."""

    edition: Edition
    area: str
    sayings: list[Saying] = field(default_factory=list)

    @property
    def first(self) -> list[Saying]:
        """Those that show; all when hiding the rest would save one line."""
        return self.sayings if len(self.sayings) <= OPEN + 1 else self.sayings[:OPEN]

    @property
    def rest(self) -> list[Saying]:
        return self.sayings[len(self.first) :]


@login_not_required
@require_safe
@same_for_all
def themes(request: HttpRequest) -> HttpResponse:
    """Every theme of the vocabulary, with how many plans take it up; one that none does says so."""
    shown = ThemeLink.objects.shown().order_by().values("theme")
    counts = shown.annotate(plans=Count("strategy", distinct=True), parts=Count("pk"))
    found = {row["theme"]: (row["plans"], row["parts"]) for row in counts}
    plan_count = Edition.objects.filter(current_of__isnull=False).count()
    rows = []
    for slug, theme in THEMES.items():
        plans, parts = found.get(slug, (0, 0))
        rows.append(ThemeRow(theme, plans, parts, round(100 * plans / (plan_count or 1))))
    return render(request, "reading/theme_list.html", {"rows": rows, "plan_count": plan_count})


@login_not_required
@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """What current editions say about a theme, plan by plan, in one län or in all; and which plans are silent."""
    if slug not in THEMES:
        raise Http404
    form = RegionFilter(request.GET)
    region = form.asked().get("region")
    concerned = concerning(region) if region else Edition.objects.current()
    plans = dict(concerned.order_by().values_list("strategy", "pk"))
    said = _said(slug)
    speaking = _of([plan for plan in plans if plan in said])
    page = asked_page(_by_area(speaking), PAGE_LENGTH, request.GET)
    parts = sum((said[plan] for plan in plans if plan in said), Counter())
    context = {
        "theme": THEMES[slug],
        "form": form,
        "region": region,
        "page": page,
        "groups": _groups(slug, list(page.object_list)),
        "plan_count": len(plans),
        "part_count": parts.total(),
        "confirmed": parts[ThemeState.CONFIRMED],
        **_silent([plan for plan in plans if plan not in said]),
        **_map(slug, region, {edition for plan, edition in plans.items() if plan in said}),
    }
    return render_page(request, "reading/theme.html", "reading/_theme_results.html", context)


def _said(slug: str) -> dict[int, Counter[str]]:
    """How many parts of each plan, by its strategy's id, are about the theme, by what has been decided of them."""
    links = ThemeLink.objects.shown().filter(theme=slug).order_by()
    said: dict[int, Counter[str]] = defaultdict(Counter)
    for plan, state, parts in links.values_list("strategy", "state").annotate(Count("pk")):
        said[plan][state] = parts
    return dict(said)


def _of(plans: list[int]) -> EditionQuerySet:
    return Edition.objects.current().filter(strategy__in=plans)


def _by_area(editions: EditionQuerySet) -> QuerySet[Edition]:
    """In the order of the territories that they cover, and of their titles."""
    areas = Region.objects.filter(editions=OuterRef("pk")).order_by(SwedishOrder("name"))
    ordered = editions.annotate(area=areas.values("name")[:1]).with_places()
    return ordered.order_by(SwedishOrder("area").asc(nulls_last=True), SwedishOrder("title"), "pk")


def _groups(slug: str, editions: list[Edition]) -> list[tuple[str, list[PlanRow]]]:
    """Plans with their sayings about the theme, under the name of a territory."""
    rows = {
        edition.strategy_id: PlanRow(edition, getattr(edition, "area") or "")  # noqa: B009 - an annotation is no attribute of the type
        for edition in editions
    }
    links = ThemeLink.objects.shown().filter(theme=slug, strategy__in=rows)
    for link in links.select_related("entry", "strategy").order_by("strategy", "entry__position"):
        rows[link.strategy_id].sayings.append(saying(link))
    groups: dict[str, list[PlanRow]] = defaultdict(list)
    for row in rows.values():
        groups[row.area].append(row)
    return list(groups.items())


def _silent(plans: list[int]) -> dict[str, Any]:
    """The plans that say nothing, as many as are worth naming."""
    named = _of(plans).with_places().order_by(SwedishOrder("title"), "pk")[:MOST_SILENT]
    return {"silent": list(named), "silent_count": len(plans)}


def _map(slug: str, region: Region | None, speaking: set[int]) -> dict[str, Any]:
    """The län by how many plans about the theme (editions, by id) concern them; nothing where one has been chosen."""
    if region is not None:
        return {"counties": []}
    plans = {county: found & speaking for county, found in coverage().concerning.items()}
    view_box, counties = county_rows(
        plans, lambda county: f"{reverse('theme', args=[slug])}?region={county.slug}"
    )
    return {"view_box": view_box, "counties": counties}

"""Which plans concern a territory: its own, those of its parts, and those of the larger areas it lies in."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from actors.models import Region, RegionKind
from strategies.models import Edition
from strategies.models.edition import EditionQuerySet


def around(region: Region) -> QuerySet[Region]:
    """The larger territories that hold `region`: its län, the storregions of either, and the country."""
    inside = Q(children=region) | Q(parts=region) | Q(parts__children=region)
    country = Q(kind=RegionKind.COUNTRY)
    return Region.objects.filter(inside | country).exclude(pk=region.pk).distinct()


def covering(region: Region) -> EditionQuerySet:
    """Editions, old ones too and some twice, that cover `region`, a part of it, or a larger territory that holds it."""
    inner = Region.objects.within(region).values("pk")
    outer = around(region).values("pk")
    return Edition.objects.filter(Q(regions__in=inner) | Q(regions__in=outer))


def concerning(region: Region) -> EditionQuerySet:
    """Current editions that cover `region`, a part of it, or a larger territory that holds it."""
    return Edition.objects.current().filter(pk__in=covering(region).values("pk"))


@dataclass(frozen=True)
class Coverage:
    """Ids of current editions by the id of a territory: those that name it, and all those that concern a län."""

    own: dict[int, set[int]]
    concerning: dict[int, set[int]]


def coverage() -> Coverage:
    """Count for every territory at once, in three queries that fetch ids alone."""
    own: dict[int, set[int]] = defaultdict(set)
    current = Edition.objects.filter(current_of__isnull=False, regions__isnull=False)
    for region_id, edition_id in current.values_list("regions", "pk"):
        own[region_id].add(edition_id)
    concerned: dict[int, set[int]] = defaultdict(set, {pk: set(plans) for pk, plans in own.items()})
    everywhere: set[int] = set()
    territories = Region.objects.order_by().values_list("pk", "kind", "parent")
    for region_id, kind, parent_id in territories:
        if parent_id and region_id in own:
            concerned[parent_id] |= own[region_id]
        if kind == RegionKind.COUNTRY and region_id in own:
            everywhere |= own[region_id]
    wholes = Region.objects.filter(parts__isnull=False).order_by().values_list("pk", "parts")
    for whole_id, part_id in wholes:
        if whole_id in own:
            concerned[part_id] |= own[whole_id]
    if everywhere:
        for region_id, _kind, _parent_id in territories:
            concerned[region_id] |= everywhere
    return Coverage(own, concerned)

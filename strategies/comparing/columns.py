"""What is compared: a plan, or a territory with all plans that apply in it; chosen in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Region
from actors.swedish import SwedishOrder
from strategies.models import Edition
from strategies.models.edition import EditionQuerySet
from strategies.reading.coverage import concerning
from strategies.reading.standing import Standing, standing_is

MOST = 6  # columns
MOST_NAMED = 10  # plans of a territory that are named

Kind = Literal["plan", "region"]  # also the words in the address
Choice = tuple[Kind, str]


@dataclass(frozen=True)
class Column:
    """A plan or a territory beside others: the strategies (ids) whose parts stand in it, and what they are called.

    `editions` are as many as are named, `count` is all; `past` says that no plan applies in the territory today, and that these are those
    that have. `apart` are plans of the territory that have columns of their own, and are not in this one.
    """

    kind: Kind
    slug: str
    name: str
    href: str
    strategies: list[int]
    editions: list[Edition]
    count: int = 1
    past: bool = False
    apart: list[Edition] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.slug}"

    @property
    def unnamed(self) -> int:
        """How many of its plans are not among those that are named."""
        return self.count - len(self.editions)


def query(choices: Iterable[Choice]) -> str:
    """The choices as the page's address says them."""
    return f"{reverse('compare')}?{urlencode(list(choices))}"


def columns(choices: list[Choice]) -> list[Column]:
    """Those that can be compared, in the order of the choices; what no reader can see is not among them."""
    plans = {slug for kind, slug in choices if kind == "plan"}
    places = {slug for kind, slug in choices if kind == "region"}
    editions = Edition.objects.current().filter(strategy__slug__in=plans).with_places()
    found: dict[Choice, Column] = {
        ("plan", edition.strategy.slug): _of_plan(edition) for edition in editions
    }
    own = {edition.strategy_id: edition for edition in editions}
    for region in Region.objects.filter(slug__in=places):
        found["region", region.slug] = _of_region(region, own)
    return [found[choice] for choice in choices if choice in found]


def _of_plan(edition: Edition) -> Column:
    strategy = edition.strategy
    return Column(
        kind="plan",
        slug=strategy.slug,
        name=edition.title,
        href=strategy.get_absolute_url(),
        strategies=[strategy.pk],
        editions=[edition],
    )


def _of_region(region: Region, own: Mapping[int, Edition]) -> Column:
    """All plans that apply in the territory today; where there are none, those that have, so that it does not look silent.

    Those with columns of their own, by their strategies, are left out: beside themselves they would say everything twice.
    """
    today = timezone.localdate()
    concerned = concerning(region)
    applying = standing_is(Standing.CURRENT, today) | standing_is(Standing.OPEN, today)
    plans = _strategies(concerned.filter(applying))
    past = not plans
    if past:
        plans = _strategies(concerned.filter(standing_is(Standing.PAST, today)))
    here = [plan for plan in plans if plan not in own]
    return Column(
        kind="region",
        slug=region.slug,
        name=region.name,
        href=region.get_absolute_url(),
        strategies=here,
        editions=_named(here),
        count=len(here),
        past=past,
        apart=[own[plan] for plan in plans if plan in own],
    )


def _strategies(editions: EditionQuerySet) -> list[int]:
    return list(editions.order_by("pk").values_list("strategy", flat=True))


def _named(strategies: list[int]) -> list[Edition]:
    editions = Edition.objects.current().filter(strategy__in=strategies).with_places()
    return list(editions.order_by(SwedishOrder("title"), "pk")[:MOST_NAMED])


def about(column: Column) -> str:
    """Whose plan it is, or how many plans there are, in a line."""
    if column.kind == "plan":
        return column.editions[0].owners_in_short
    if not column.count:
        return _("inga andra planer") if column.apart else _("inga publicerade planer")
    if column.past and column.apart:
        told = _("ingen plan gäller i dag, här är andra som har gällt: %(count)s")
    elif column.past:
        told = _("ingen plan gäller i dag, här är de som har gällt: %(count)s")
    elif column.apart:
        told = _("andra planer som gäller: %(count)s")
    else:
        told = _("planer som gäller: %(count)s")
    return told % {"count": column.count}

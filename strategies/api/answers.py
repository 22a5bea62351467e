"""What the API answers, as schemas; a plan's own schema is Plan itself (strategies/plan.py)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from ninja import Schema

from actors.models import Actor, Region
from strategies.models import Edition, Entry, EntryActor
from strategies.plan import Element, Plan
from strategies.reading.search.taken import Taken
from strategies.reading.standing import standing_of


class Page(Schema):
    """How many there are in all, and where the next ones are; `next` and `previous` are whole addresses."""

    count: int
    next: str | None = None
    previous: str | None = None


class Named(Schema):
    """Something with a page of its own in the portal."""

    name: str
    url: str


class StrategyOut(Schema):
    """A published strategy, by its current edition."""

    slug: str
    title: str
    kind: str
    status: str
    first_day: date | None
    last_day: date | None
    owners: list[Named]
    regions: list[Named]
    edition: int
    published_at: datetime
    url: str


class StrategyPage(Page):
    items: list[StrategyOut]


class EditionOut(Schema):
    """An edition without its plan. `sha256` is of its public part, which anyone can recompute."""

    number: int
    title: str
    published_at: datetime
    note: str
    correction: bool
    sha256: str
    current: bool
    url: str


class EditionPage(Page):
    items: list[EditionOut]


class EditionWithPlan(EditionOut):
    """An edition with the plan as the public reads it."""

    plan: Plan


class PlacedElement(Schema):
    """An element of an edition: how deep it stands (0 is the top), what it hangs under, and itself without what hangs under it."""

    depth: int
    parent: UUID | None
    url: str
    element: Element


class PlacedElementPage(Page):
    items: list[PlacedElement]


class EntryOut(Schema):
    """One thing that a current edition says; `word` is the plan's own word for its level."""

    key: UUID
    kind: str
    word: str
    title: str
    text: str
    strategy: str
    url: str


class EntryPage(Page):
    items: list[EntryOut]


class ActorOut(Schema):
    slug: str
    name: str
    kind: str
    homepage: str
    plan_count: int
    url: str


class ActorPage(Page):
    items: list[ActorOut]


class TieOut(Schema):
    """An actor's role in something that a current edition says."""

    role: str
    note: str
    strategy: str
    entry: EntryOut


class ActorWithTies(ActorOut):
    """An actor and the first of what current editions say of it; `tie_count` is all of it."""

    aliases: list[str]
    tie_count: int
    ties: list[TieOut]


class RegionOut(Schema):
    """A territory; `code` is that of Statistics Sweden, or NUTS."""

    slug: str
    name: str
    kind: str
    code: str
    within: str | None
    url: str


class RegionPage(Page):
    items: list[RegionOut]


class HitOut(Schema):
    """Something that was found: a part of a plan, an actor or a territory.

    `plan` is the plan that says it, as in the list of strategies, and `path` the titles that it stands under there; `word` is the plan's own word for
    its level, and `passage` what the text says around the words asked for. An actor or a territory has none of these.
    """

    kind: str
    title: str
    word: str
    path: list[str]
    passage: str
    plan: StrategyOut | None
    url: str


class SearchOut(Page):
    """What was found, the best first, at most 1,000 parts of plans; `more` says that there is more than is told, and counted."""

    query: str
    more: bool
    items: list[HitOut]


class Problem(Schema):
    """What went wrong and what to do, in Swedish."""

    detail: str


def whole(row: Any) -> str:
    address: str = settings.PORTAL_ADDRESS + row.get_absolute_url()
    return address


def strategy_out(edition: Edition) -> StrategyOut:
    return StrategyOut(
        slug=edition.strategy.slug,
        title=edition.title,
        kind=edition.kind,
        status=standing_of(edition).value,
        first_day=edition.first_day,
        last_day=edition.last_day,
        owners=[Named(name=one.name, url=whole(one)) for one in edition.owners.all()],
        regions=[Named(name=one.name, url=whole(one)) for one in edition.regions.all()],
        edition=edition.number,
        published_at=edition.published_at,
        url=whole(edition.strategy),
    )


def edition_out(edition: Edition, current_id: int | None) -> EditionOut:
    return EditionOut(
        number=edition.number,
        title=edition.title,
        published_at=timezone.localtime(edition.published_at),
        note=edition.note,
        correction=edition.correction,
        sha256=edition.public_sha256,
        current=edition.pk == current_id,
        url=whole(edition),
    )


def hit_out(hit: Taken) -> HitOut:
    return HitOut(
        kind=hit.kind,
        title=str(hit.row),
        word=hit.word,
        path=hit.path,
        passage=hit.passage,
        plan=strategy_out(hit.edition) if hit.edition else None,
        url=whole(hit.row),
    )


def entry_out(entry: Entry) -> EntryOut:
    return EntryOut(
        key=entry.key,
        kind=entry.kind,
        word=entry.word,
        title=entry.title,
        text=entry.text,
        strategy=entry.strategy.slug,
        url=whole(entry),
    )


def actor_out(actor: Any) -> ActorOut:
    """An actor that came with `plan_count`."""
    return ActorOut(**_of_actor(actor))


def actor_with_ties(actor: Any, ties: list[EntryActor], count: int) -> ActorWithTies:
    told = [
        TieOut(
            role=tie.role,
            note=tie.note,
            strategy=tie.entry.strategy.slug,
            entry=entry_out(tie.entry),
        )
        for tie in ties
    ]
    return ActorWithTies(**_of_actor(actor), aliases=actor.aliases, tie_count=count, ties=told)


def _of_actor(actor: Actor) -> dict[str, Any]:
    own = {
        name: getattr(actor, name) for name in ("slug", "name", "kind", "homepage", "plan_count")
    }
    return own | {"url": whole(actor)}


def region_out(region: Region) -> RegionOut:
    return RegionOut(
        slug=region.slug,
        name=region.name,
        kind=region.kind,
        code=region.code,
        within=region.parent.slug if region.parent else None,
        url=whole(region),
    )

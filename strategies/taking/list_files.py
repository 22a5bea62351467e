"""Lists as files: what a page lists, all of it, with the same filters in the address."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from actors.models import Actor
from strategies.exports.csv_file import write_csv
from strategies.exports.json_file import json_rows
from strategies.exports.table import Table
from strategies.exports.workbook import write_workbook
from strategies.models import Edition, EntryActor
from strategies.names import SWEDISH
from strategies.reading.actor_pages import narrowed_actors, ties_of
from strategies.reading.filters import ActorFilter, StrategyFilter
from strategies.reading.search.page import search_page
from strategies.reading.search.taken import EverythingFound, Taken
from strategies.reading.standing import standing_of
from strategies.reading.strategy_list import narrowed
from strategies.taking.sending import send

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
STRATEGY_HEADS = ["adress", "titel", "slag", "status", "börjar", "slutar"]
STRATEGY_HEADS += ["ägare", "områden", "utgåva", "publicerad"]
ACTOR_HEADS = ["adress", "namn", "slag", "webbplats", "planer"]
TIE_HEADS = ["roll", "plan", "planens adress", "del", "nivå", "adress", "i vad"]
HIT_HEADS = ["slag", "titel", "ord", "plan", "adress"]
HIT_HEADS += ["sökväg", "ägare", "områden", "status", "börjar", "slutar"]


@login_not_required
@require_safe
def strategies(request: HttpRequest, ending: str) -> HttpResponse:
    """The strategies that the filters leave, all pages of them."""
    return _send(request, strategy_table(StrategyFilter(request.GET).asked()), "strategier", ending)


@login_not_required
@require_safe
def actors(request: HttpRequest, ending: str) -> HttpResponse:
    """The actors that the filters leave, all pages of them."""
    return _send(request, actor_table(ActorFilter(request.GET).asked()), "aktorer", ending)


@login_not_required
@require_safe
def actor(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Everything that current editions say of an actor; the address of one that was merged leads to the other."""
    found = Actor.objects.listed().filter(slug=slug).first()
    if found is None:
        merged = get_object_or_404(Actor.objects.listed(), former_actors__slug=slug)
        return redirect("actor-file", merged.slug, ending, permanent=True)
    rows = [_tie(tie) for tie in ties_of(found)]
    return _send(request, Table("Roller", TIE_HEADS, rows), slug, ending)


@login_not_required
@require_safe
def hits(request: HttpRequest, ending: str) -> HttpResponse:
    """What a search finds, all pages of it, with the same choices in the address."""
    found = search_page(request.GET)
    name = f"sok-{slugify(found.query.written.translate(SWEDISH))[:40]}".rstrip("-")
    rows = [_hit(hit) for hit in EverythingFound(found)[:]]
    return _send(request, Table("Träffar", HIT_HEADS, rows), name, ending)


def strategy_table(asked: dict[str, Any]) -> Table:
    editions = narrowed(asked, timezone.localdate())
    return Table("Strategier", STRATEGY_HEADS, [_strategy(edition) for edition in editions])


def actor_table(asked: dict[str, Any]) -> Table:
    rows = [
        [_whole(one), one.name, one.get_kind_display(), one.homepage, str(one.plan_count)]
        for one in narrowed_actors(asked)
    ]
    return Table("Aktörer", ACTOR_HEADS, rows)


def _send(request: HttpRequest, table: Table, name: str, ending: str) -> HttpResponse:
    def make() -> bytes:
        if ending == "csv":
            return write_csv(table)
        return write_workbook(table) if ending == "xlsx" else b"".join(json_rows(table))

    day = timezone.localdate().isoformat()
    return send(request, make, name=f"{name}-{day}.{ending}", content_type=TYPES[ending])


def _strategy(edition: Edition) -> list[str]:
    owners, regions, standing, first, last = _plan(edition)
    number, day = str(edition.number), timezone.localdate(edition.published_at).isoformat()
    told = [_whole(edition.strategy), edition.title, edition.kind, standing, first, last]
    return [*told, owners, regions, number, day]


def _plan(edition: Edition) -> tuple[str, str, str, str, str]:
    """Whose a plan is, where it applies, where it stands, and its first and last day."""
    first, last = edition.first_day, edition.last_day
    return (
        "\n".join(owner.name for owner in edition.owners.all()),
        "\n".join(region.name for region in edition.regions.all()),
        str(standing_of(edition).label),
        first.isoformat() if first else "",
        last.isoformat() if last else "",
    )


def _tie(tie: EntryActor) -> list[str]:
    entry, edition = tie.entry, tie.entry.strategy.current_edition
    assert edition is not None  # only current editions have entries
    plan = settings.PORTAL_ADDRESS + entry.strategy.get_absolute_url()
    return [tie.role, edition.title, plan, entry.title, entry.word, _whole(entry), tie.note]


def _hit(hit: Taken) -> list[str]:
    plan = hit.edition
    told = [hit.kind, str(hit.row), hit.word, plan.title if plan else "", _whole(hit.row)]
    return [*told, "\n".join(hit.path), *(_plan(plan) if plan else [""] * 5)]


def _whole(row: Any) -> str:
    return settings.PORTAL_ADDRESS + row.get_absolute_url()

"""Editions as the public reads them, and their plans, which never change: those that were read last are at hand."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import Http404

from portal.prepared import prepared_cursor
from strategies.models import Edition, Strategy, withheld_in
from strategies.plan import Keyed, Plan
from strategies.publishing.public import without_approval
from strategies.reading.at_hand import AtHand
from strategies.reading.stored import stored_plan

# By the hash of their JSON, in characters of it.
PLANS: AtHand[Plan] = AtHand(settings.PLAN_CHARACTERS)
PLAN_TEXT = Cast("plan", TextField())
# What pages tell of an edition, as for_readers() fetches it. Every plan's page asks for it, and Django takes longer to write it than to run it.
SHOWN = (
    *("id", "strategy_id", "number", "sha256", "public_sha256"),
    *("title", "note", "correction", "sole_approver", "published_at"),
)
COLUMNS = f"""
    {", ".join(f"edition.{column}" for column in SHOWN)}, ARRAY(
        SELECT name FROM strategies_withheldname AS withheld
        WHERE withheld.strategy_id = edition.strategy_id ORDER BY name
    )
"""  # noqa: S608  all of it is ours
CURRENT = f"""
    SELECT {COLUMNS} FROM strategies_strategy AS strategy
    JOIN strategies_edition AS edition ON edition.id = strategy.current_edition_id
    WHERE strategy.slug = %s
"""  # noqa: S608  all of it is ours


def for_readers(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """The editions with what plan_of() needs, their plans left in the database until somebody asks."""
    return editions.defer("plan").annotate(withheld=withheld_in("strategy_id"))


def plan_of(edition: Edition) -> Plan:
    """The plan of an edition that came through for_readers(), where nobody whose name is withheld by now is approved any longer.

    It is not the public's yet: see public_plan(). Nor is it what the edition's hash is of: that is the plan as it was stored.
    """
    plan = PLANS.get(edition.sha256)
    if plan is None:
        text = _plan_text(edition)
        plan = stored_plan(text)
        PLANS.put(edition.sha256, plan, len(text))
    return without_approval(plan, getattr(edition, "withheld"))  # noqa: B009 - an annotation is no attribute of the type


def _plan_text(edition: Edition) -> str:
    """The plan's JSON as text: decoded by Django, it would have to be encoded again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT plan::text FROM strategies_edition WHERE id = %s", [edition.pk])
        return str(cursor.fetchone()[0])


def current_edition(slug: str) -> Edition:
    """The current edition of a strategy; Http404 when there is none."""
    with prepared_cursor() as cursor:
        cursor.execute(CURRENT, [slug])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return edition_of(row)


def edition_of(row: Sequence[Any]) -> Edition:
    """The edition that a query gave COLUMNS of."""
    *values, withheld = row
    edition = Edition.from_db(DEFAULT_DB_ALIAS, SHOWN, values)
    edition.withheld = withheld  # type: ignore[attr-defined]  # as for_readers() annotates it
    return edition


def editions_of(slug: str) -> QuerySet[Edition]:
    """The editions of a published strategy, and which one is current."""
    current = "strategy__current_edition"
    editions = Edition.objects.select_related("strategy", current).defer(f"{current}__plan")
    return for_readers(editions).filter(
        strategy__in=Strategy.objects.published(), strategy__slug=slug
    )


def part_at(plan: Plan, address: str) -> Keyed | None:
    """The part with the address (eight hex digits of its key)."""
    return next((part for part in plan.keyed() if str(part.key).startswith(address)), None)


def last_with(slug: str, address: str) -> Edition | None:
    """The newest edition of a strategy in which some part has the address (eight hex digits of its key)."""
    editions = for_readers(Edition.objects.filter(strategy__slug=slug))
    found = editions.alias(text=PLAN_TEXT).filter(text__contains=f'"key": "{address}-')
    return found.order_by("-number").first()

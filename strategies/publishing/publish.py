"""Publishing: the working copy becomes an edition, and the edition what the public reads."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from actors.models import User
from strategies.models import (
    Edition,
    Step,
    StepKind,
    Strategy,
    StrategyOwner,
    StrategyRegion,
)
from strategies.news.send import send_news
from strategies.plan import Plan
from strategies.publishing import order
from strategies.publishing.canonical import canonical_json, public_part, sha256
from strategies.publishing.index import index
from strategies.publishing.letters import tell_of
from strategies.publishing.order import Case, Said
from strategies.publishing.replacements import changes_told
from strategies.snapshot import snapshot

# What must be in order whoever publishes; a person's publishing asks for more (strategies/publishing/states.py).
CHECKS = (
    order.has_an_owner,
    order.has_no_decision_to_come,
    order.is_something_new,
    order.tells_what_is_new,
    order.has_room_for_the_note,
)


class PublishError(Exception):
    """Why a strategy cannot be published now, and what to do, in Swedish."""


@transaction.atomic
def publish(
    strategy: Strategy,
    user: User | None,
    note: str = "",
    *,
    correction: bool = False,
    sole_approver: bool = False,
    on_time: bool = False,
) -> Edition:
    """Make the working copy the strategy's current edition: the one act that makes an edition.

    Who may do so, and that the text was approved, is asked before (strategies/publishing/steps.py). `on_time` says that the user had
    planned it and the clock does it. Raises PublishError when something is missing or nothing is new. Two at once publish one after the
    other, and the second finds nothing new.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy.pk)
    plan = snapshot(strategy)
    value = plan.model_dump(mode="json")
    sha = sha256(canonical_json(value))
    case = Case(strategy, plan, sha, Said(note, correction))
    for problem in (problem for check in CHECKS for problem in check(case)):
        raise PublishError(problem)
    edition = Edition.objects.create(
        strategy=strategy,
        number=_next_number(strategy),
        plan=value,
        sha256=sha,
        public_sha256=sha256(canonical_json(public_part(value))),
        note=note.strip(),
        correction=correction,
        sole_approver=sole_approver,
        published_at=timezone.now(),
        published_by=user,
        **_repeated(plan),
    )
    edition.owners.set(row.actor_id for row in StrategyOwner.objects.filter(strategy=strategy))
    edition.regions.set(row.region_id for row in StrategyRegion.objects.filter(strategy=strategy))
    with changes_told(strategy):
        strategy.current_edition = edition
        strategy.stub = False
        strategy.save(update_fields=["current_edition", "stub"])
        index(strategy, plan)
        _record(edition, None if on_time else user)
    transaction.on_commit(send_news.enqueue, robust=True)
    return edition


def _next_number(strategy: Strategy) -> int:
    return (strategy.editions.aggregate(latest=Max("number"))["latest"] or 0) + 1


def _repeated(plan: Plan) -> dict[str, Any]:
    """The columns that repeat what lists filter on."""
    return {
        "title": plan.title,
        "kind": plan.kind,
        "first_day": plan.period.first_day if plan.period else None,
        "last_day": plan.period.last_day if plan.period else None,
        "repealed": any(decision.kind == "upphävd" for decision in plan.decisions),
    }


def _record(edition: Edition, user: User | None) -> None:
    step = Step.objects.create(
        strategy=edition.strategy,
        kind=StepKind.PUBLISH,
        user=user,
        taken_at=edition.published_at,
        comment=edition.note,
        correction=edition.correction,
        sha256=edition.sha256,
        edition=edition,
    )
    tell_of(step)

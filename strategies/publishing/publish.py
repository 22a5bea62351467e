"""Publishing: the working copy becomes an edition, and the edition what the public reads."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from actors.models import User
from strategies.models import Edition, Strategy, StrategyOwner, StrategyRegion
from strategies.news.send import send_news
from strategies.publishing.canonical import digest
from strategies.publishing.index import index
from strategies.snapshot import snapshot


class PublishError(Exception):
    """Why a strategy cannot be published now, and what to do, in Swedish."""


@transaction.atomic
def publish(strategy: Strategy, user: User | None, note: str = "") -> Edition:
    """Make the working copy the strategy's current edition.

    Who may do so is asked before (`publishable_by`). Raises PublishError when something is missing or nothing is new. Two at once
    publish one after the other, and the second finds nothing new.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy.pk)
    owners = [row.actor_id for row in StrategyOwner.objects.filter(strategy=strategy)]
    if not owners:
        raise PublishError("Planen saknar ägare. Ange vem som äger den, och publicera sedan.")
    plan = snapshot(strategy)
    current = strategy.current_edition
    if current and current.sha256 == digest(plan):
        raise PublishError(
            "Inget är ändrat sedan den gällande utgåvan, så det finns inget nytt att publicera."
        )
    if current and not note.strip():
        raise PublishError("Skriv vad som är nytt, så att läsarna ser vad som har ändrats.")
    longest = Edition._meta.get_field("note").max_length or 0
    if len(note.strip()) > longest:
        raise PublishError(f"Texten om vad som är nytt har fler än {longest} tecken. Korta den.")
    latest = strategy.editions.aggregate(latest=Max("number"))["latest"] or 0
    edition = Edition.objects.create(
        strategy=strategy,
        number=latest + 1,
        plan=plan.model_dump(mode="json"),
        sha256=digest(plan),
        title=plan.title,
        kind=plan.kind,
        first_day=plan.period.first_day if plan.period else None,
        last_day=plan.period.last_day if plan.period else None,
        note=note.strip(),
        published_at=timezone.now(),
        published_by=user,
    )
    edition.owners.set(owners)
    edition.regions.set(row.region_id for row in StrategyRegion.objects.filter(strategy=strategy))
    strategy.current_edition = edition
    strategy.stub = False
    strategy.save(update_fields=["current_edition", "stub"])
    index(strategy, plan)
    transaction.on_commit(send_news.enqueue, robust=True)
    return edition

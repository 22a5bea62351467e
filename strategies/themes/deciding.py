"""What people decide about themes: confirmed, rejected, or left to the portal's proposal."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from actors.models import User
from strategies.models import Strategy, ThemeLink, ThemeState


def decide(strategy: Strategy, key: UUID, theme: str, state: ThemeState, user: User) -> None:
    """Confirm or reject that a part is about a theme; one that nobody has proposed is added. Safe to repeat."""
    said = {"state": state, "decided_by": user, "decided_at": timezone.now()}
    ThemeLink.objects.update_or_create(
        defaults=said, create_defaults=said, strategy=strategy, key=key, theme=theme
    )


@transaction.atomic
def leave_open(strategy: Strategy, key: UUID, theme: str) -> None:
    """Take a decision back: the portal's proposal stands again, and what the portal had not proposed is gone."""
    link = strategy.theme_links.select_for_update().filter(key=key, theme=theme).first()
    if link is None:
        return
    if not link.words:
        link.delete()
        return
    link.state, link.decided_by, link.decided_at = ThemeState.PROPOSED, None, None
    link.save(update_fields=["state", "decided_by", "decided_at"])


def confirm_proposed(strategy: Strategy, seen: Collection[int], user: User) -> int:
    """Confirm the proposals with these ids that still are; how many they were."""
    proposed = strategy.theme_links.filter(state=ThemeState.PROPOSED, pk__in=seen)
    return proposed.update(state=ThemeState.CONFIRMED, decided_by=user, decided_at=timezone.now())


def bring_along(old: Strategy, new: Strategy, keys: Mapping[UUID, UUID]) -> None:
    """Let what people have decided about the parts of one plan stand for those of a copy; `keys` tells the parts that came along, the new by the old.

    Whoever decided still has; the texts are the same.
    """
    links = old.theme_links.exclude(state=ThemeState.PROPOSED)
    ThemeLink.objects.bulk_create(
        ThemeLink(
            strategy=new,
            key=keys[link.key],
            theme=link.theme,
            words=link.words,
            state=link.state,
            decided_by=link.decided_by,
            decided_at=link.decided_at,
        )
        for link in links
        if link.key in keys
    )

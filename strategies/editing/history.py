"""What the database remembers of a part: who changed what, when and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from actors.models import User
from strategies.editing.access import working_copy
from strategies.editing.nouns import Noun
from strategies.editing.parts import name_of

MOST_EVENTS = 50
# Columns that tell nothing to a person: keys, counters and the place, which the tree itself shows.
SILENT = {"id", "strategy", "key", "version", "position", "parent"}


@dataclass(frozen=True)
class Event:
    """A change of one row; `user` is None for what was loaded or made by a command."""

    when: datetime
    user: User | None
    made: bool
    fields: list[str]
    reason: str


@require_safe
def history(request: HttpRequest, slug: str, noun: Noun, key: UUID) -> HttpResponse:
    """A part's changes, the latest first."""
    strategy = working_copy(request, slug)
    part = get_object_or_404(noun.of(strategy), key=key)
    context = {
        "strategy": strategy,
        "noun": noun,
        "part": part,
        "name": name_of(part),
        "events": events_of(part),
    }
    return render(request, "editing/history.html", context)


def events_of(part: Any) -> list[Event]:
    """What happened to a row, the latest first; moves are left out."""
    stored = list(
        part.pgh_event_model.objects.filter(pgh_obj=part.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")[: MOST_EVENTS + 1]
    )
    people = User.objects.in_bulk(filter(None, map(_user_id, stored)))
    columns = [field for field in part._meta.concrete_fields if field.name not in SILENT]
    events = []
    for event, before in zip(stored, [*stored[1:], None], strict=True):
        made = event.pgh_label == "insert"
        fields = [
            str(field.verbose_name)
            for field in columns
            if before and getattr(event, field.attname) != getattr(before, field.attname)
        ]
        if made or fields:
            user = people.get(_user_id(event) or 0)
            changed = [] if made else fields
            events.append(Event(event.pgh_created_at, user, made, changed, _reason(event)))
    return events[:MOST_EVENTS]


def _reason(event: Any) -> str:
    context = event.pgh_context
    return str(context.metadata.get("reason") or "") if context else ""


def _user_id(event: Any) -> int | None:
    context = event.pgh_context
    found: int | None = context.metadata.get("user") if context else None
    return found

"""Two actors that are the same made one: every row that pointed at the one points at the other.

The tables are found in Django's registry, so that none can be forgotten, and a table that is added tomorrow is not either.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pghistory
from django.db import IntegrityError, models, transaction
from django.db.models import ForeignKey, ManyToOneRel
from pghistory.models import Event
from psycopg.errors import UniqueViolation

from actors.models import Actor, FormerActor, Membership, MembershipRole

# What of a row is its own, whatever it says.
OWN = {"key", "version", "position"}


@transaction.atomic
def merge(kept: Actor, removed: Actor) -> Actor:
    """Give `kept` all that `removed` has: what points at it, its names, and its address; return it as it now is.

    Two rows that a table may hold only one of are joined. History keeps what it says of the removed actor.
    """
    if kept.pk == removed.pk:
        raise ValueError("an actor cannot be merged with itself")
    locked = Actor.objects.select_for_update().order_by("pk").in_bulk([kept.pk, removed.pk])
    kept, removed = locked[kept.pk], locked[removed.pk]
    with pghistory.context(reason=f"”{removed}” slogs ihop med ”{kept}”"):
        kept.parent = _parent(kept, removed)
        kept.save(update_fields=["parent"])
        _release_name(kept, removed)
        repoint(removed, kept)
        told = {name: getattr(removed, name) for name in ("slug", "name", "key")}
        number = removed.pk
        removed.delete()
        FormerActor.objects.create(actor=kept, number=number, **told)
        _take_over(kept, removed)
    return kept


def pointers(model: type[models.Model]) -> list["ForeignKey[Any, Any]"]:
    """The foreign keys of every table to the model's; those of history, which tell what was, are left out."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and not issubclass(relation.related_model, Event)
    ]


def repoint(old: models.Model, new: models.Model) -> None:
    """Make every row that points at `old` point at `new`; one that `new` has already is joined with that."""
    for field in pointers(type(old)):
        rows = field.model._base_manager
        twins = {
            sign: row for row in rows.filter(**{field.name: new}) for sign in _signs(row, field)
        }
        moved = []
        for row in rows.filter(**{field.name: old}):
            twin = next((twins[sign] for sign in _signs(row, field) if sign in twins), None)
            if twin:
                _join(row, twin)
            else:
                moved.append(row.pk)
        _move(rows.filter(pk__in=moved), {field.name: new})


def _move(rows: "models.QuerySet[Any]", place: dict[str, models.Model]) -> None:
    """Give rows their new place; one that a rule over more than columns refuses, such as an open invitation, is there already."""
    try:
        with transaction.atomic():
            rows.update(**place)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        pks = list(rows.values_list("pk", flat=True))
        if len(pks) == 1:
            rows.delete()
            return
        for pk in pks:
            _move(rows.filter(pk=pk), place)


def _signs(row: models.Model, field: "ForeignKey[Any, Any]") -> Iterator[tuple[str, ...]]:
    """What two rows must not have in common, the pointer `field` left out: what the table's rules say, and all that a row says."""
    meta = row._meta
    names = {column.name for column in meta.concrete_fields if not column.primary_key}
    rules: list[tuple[tuple[str, ...], bool]] = [
        *((tuple(rule.fields), rule.nulls_distinct is False) for rule in _rules(meta)),
        *((tuple(rule), False) for rule in meta.unique_together),
        (tuple(sorted(names - OWN)), True),
    ]
    if field.unique:
        rules.append(((field.name,), False))
    for columns, nulls_count in rules:
        if field.name in columns:
            others = [name for name in columns if name != field.name]
            values = [getattr(row, meta.get_field(name).attname) for name in others]  # type: ignore[union-attr]
            if nulls_count or None not in values:
                yield (*columns, *map(repr, values))


def _rules(meta: Any) -> list[models.UniqueConstraint]:
    return [rule for rule in meta.constraints if isinstance(rule, models.UniqueConstraint)]


def _join(gone: models.Model, kept: models.Model) -> None:
    """Leave one of two rows that say the same, with what either said and all that pointed at either."""
    repoint(gone, kept)
    for column in kept._meta.concrete_fields:
        if isinstance(column, models.CharField | models.TextField):
            setattr(kept, column.name, getattr(kept, column.name) or getattr(gone, column.name))
        elif column.name == "position":
            kept.position = min(kept.position, gone.position)  # type: ignore[attr-defined]
    if isinstance(kept, Membership) and isinstance(gone, Membership):
        kept.role = MembershipRole.highest((kept.role, gone.role))
    gone.delete()
    kept.save()


def _ancestors(actor: Actor | None) -> Iterator[Actor]:
    while actor:
        yield actor
        actor = actor.parent


def _parent(kept: Actor, removed: Actor) -> Actor | None:
    """What the kept actor is part of afterwards, so that no actor becomes part of itself."""
    if removed in _ancestors(kept.parent):
        return removed.parent
    if kept.parent is None and kept not in _ancestors(removed.parent):
        return removed.parent
    return kept.parent


def _release_name(kept: Actor, removed: Actor) -> None:
    """Take the removed one's name from others that have it as an alias: it meant the removed one, and will mean the kept."""
    others = Actor.objects.filter(aliases__contains=[removed.name])
    for other in others.exclude(pk__in=[kept.pk, removed.pk]):
        other.aliases = [alias for alias in other.aliases if alias != removed.name]
        other.save(update_fields=["aliases"])


def _take_over(kept: Actor, removed: Actor) -> None:
    """The removed one's names as aliases, and what else it told that the kept one does not."""
    names = chain(kept.aliases, [removed.name], removed.aliases)
    kept.aliases = [name for name in dict.fromkeys(names) if name != kept.name]
    kept.listed = kept.listed or removed.listed
    kept.text = kept.text or removed.text
    kept.homepage = kept.homepage or removed.homepage
    kept.region = kept.region or removed.region
    kept.save(update_fields=["aliases", "listed", "text", "homepage", "region"])

"""Rows of one table made to say what a plan says: what agrees is kept, and nothing is written twice."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models
from django.utils.text import Truncator, capfirst

from strategies.names import PlanError

Columns = dict[str, Any]

# What only rows can show, by the name of the constraint: the message and the remedy.
REFUSALS = {
    "decision_once": ("Samma beslut står två gånger.", "Ta bort det ena."),
    "element_address_once": (
        "Två delar av planen har nycklar som börjar med samma åtta tecken.",
        "Ta bort den enas nyckel, så får den en ny.",
    ),
    "passage_range_is_in_order": (
        "Ett källställe slutar innan det börjar.",
        "Rätta tecknens nummer.",
    ),
    "strategies_strategy_key_key": (
        "Planens nyckel hör redan till en annan plan.",
        "Ta bort nyckeln, så får planen en ny.",
    ),
} | {
    f"{table}_key_once": (
        "En del av planen har en nyckel som redan finns i en annan plan.",
        "Ta bort nycklarna, om texten är kopierad därifrån, så får delarna nya.",
    )
    for table in ("element", "statement", "challenge", "decision")
}


def refusal(error: IntegrityError) -> PlanError:
    """What the database would not take, told so that a person can mend it."""
    diagnostics = getattr(error.__cause__, "diag", None)
    constraint = getattr(diagnostics, "constraint_name", None) or "okänd regel"
    unknown = (
        f"Databasen tog inte emot planen (regeln {constraint}).",
        "Läs in den igen. Händer det på nytt, så jämför den med docs/plan-markdown.md.",
    )
    return PlanError(*REFUSALS.get(constraint, unknown))


def check_room(model: type[models.Model], columns: Columns) -> None:
    """Raise PlanError for a value that its column has no room for: a plan's texts and numbers know no limit."""
    for field, length in _limited(model):
        value = columns.get(field.name)
        if value in (None, "", []) or (isinstance(value, str) and len(value) <= length):
            continue
        try:
            field.run_validators(value)
        except ValidationError as error:
            label = capfirst(field.verbose_name)
            whose = str(columns.get("title") or columns.get("name") or model._meta.verbose_name)
            raise PlanError(
                f"{label} ({Truncator(whose).chars(60)}): {' '.join(error.messages)}",
                "Korta eller rätta uppgiften.",
            ) from error


@cache
def _limited(model: type[models.Model]) -> list[tuple[Any, int]]:
    """The columns that have a limit, each with the length up to which a text needs no closer look."""
    return [
        (field, (_only_length(field) and field.max_length) or -1)
        for field in model._meta.concrete_fields
        if field.validators and not field.is_relation
    ]


def _only_length(field: models.Field[Any, Any]) -> bool:
    return all(type(validator) is MaxLengthValidator for validator in field.validators)


def write(row: models.Model, columns: Columns) -> None:
    """Save the columns that differ, and nothing when none does."""
    changed = [name for name, value in columns.items() if _of(row, name) != _comparable(value)]
    if changed:
        for name in changed:
            setattr(row, name, columns[name])
        row.save(update_fields=changed)


def put_leaves(rows: models.QuerySet[Any], scope: Columns, wanted: Iterable[Columns]) -> None:
    """Make `rows` those wanted, known by all that they say but their position; new ones get the columns of `scope` too.

    A position that is not given is the place among all that are wanted.
    """
    model, parts = rows.model, list(wanted)
    names = [name for name in parts[0] if name != "position"] if parts else []
    stored: dict[Any, list[Any]] = {}
    for row in rows:
        stored.setdefault(_said(_of(row, name) for name in names), []).append(row)
    new = []
    for order, columns in enumerate(parts):
        position = {"position": columns.get("position", order)}
        check_room(model, columns)
        if same := stored.get(_said(columns[name] for name in names)):
            write(same.pop(0), position)
        else:
            new.append(model(**scope, **columns | position))
    if gone := [row.pk for same in stored.values() for row in same]:
        model._default_manager.filter(pk__in=gone).delete()
    model._default_manager.bulk_create(new)


def _said(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(_frozen(_comparable(value)) for value in values)


def _frozen(value: Any) -> Any:
    """The value in a form that can be looked up."""
    if isinstance(value, dict):
        return tuple((name, _frozen(item)) for name, item in sorted(value.items()))
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _of(row: Any, name: str) -> Any:
    """A column as stored; for a reference, its id, so that comparing reads nothing."""
    return getattr(row, row._meta.get_field(name).attname)


def _comparable(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value

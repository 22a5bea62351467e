"""Columns and checks that several of the plan's tables share."""

from typing import Any, get_args

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from strategies.dates import PartialDate

# Both ends of a period and the day of a decision, as far as the database can check EDTF (strategies/dates.py).
EDTF_PATTERN = r"^$|^[12]\d{3}(-(0[1-9]|1[0-2]|2[1-4])|-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$"


class WordField(models.CharField):
    """One word of a vocabulary of strategies.plan, whose words are also what people see."""

    def __init__(self, *args: Any, words: Any = None, **kwargs: Any) -> None:
        if words is not None:
            kwargs["choices"] = [(word, word) for word in get_args(words)]
            kwargs["max_length"] = 30
        super().__init__(*args, **kwargs)


def one_of(field: str, words: Any, name: str, *, blank: bool = False) -> models.CheckConstraint:
    """The constraint that `field` holds one of the vocabulary's words (or nothing, when `blank`)."""
    allowed = [*get_args(words), ""] if blank else list(get_args(words))
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=name)


class NamesField(ArrayField):
    """Names as written, in order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {
            "base_field": models.CharField(max_length=500),
            "default": list,
            "blank": True,
        }
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for known in ("base_field", "default", "blank"):
            kwargs.pop(known, None)
        return name, path, args, kwargs


class PartialDateField(models.JSONField):
    """A PartialDate; null where the plan has no such date."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> PartialDate | None:
        loaded = super().from_db_value(value, expression, connection)
        return None if loaded is None else PartialDate.model_validate(loaded)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(
            value.model_dump() if isinstance(value, PartialDate) else value
        )

    def to_python(self, value: Any) -> Any:
        return PartialDate.model_validate(value) if isinstance(value, dict) else value

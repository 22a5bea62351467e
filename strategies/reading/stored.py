"""A stored plan, read without being validated again.

An edition's JSON came from a valid Plan and never changes. Validating it costs more than everything else that is done to show it.
"""

import json
import types
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from strategies.plan import Plan

Reader = Callable[[Any], Any]

LEAVES: dict[Any, Reader] = {
    UUID: UUID,
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    AwareDatetime: datetime.fromisoformat,
}
put = object.__setattr__  # a part refuses its own
AS_JSON = (str, int, bool, types.NoneType)


def stored_plan(text: str) -> Plan:
    """The Plan that `text` is the JSON of; equal to what validation makes of it."""
    plan: Plan = _model(Plan)(json.loads(text))
    return plan


@cache
def _model(model: type[BaseModel]) -> Reader:
    """How to make a model of a JSON object; only fields that JSON has no type for are touched."""
    found = ((name, _reader(field.annotation)) for name, field in model.model_fields.items())
    readers = [(name, reader) for name, reader in found if reader]
    defaults = {name: field.default for name, field in model.model_fields.items()}
    names = set(defaults)  # every part's own, since parts are frozen

    def read(values: dict[str, Any]) -> BaseModel:
        for name, reader in readers:
            if value := values.get(name):
                values[name] = reader(value)
            elif value == []:
                values[name] = ()
        if len(values) < len(defaults):
            # Fields that are newer than the edition; what is required has always been there.
            values = defaults | values
        # As unpickling does it (BaseModel.__setstate__), which is many times as fast as model_construct().
        part = model.__new__(model)
        put(part, "__dict__", values)
        put(part, "__pydantic_fields_set__", names)
        put(part, "__pydantic_extra__", None)
        put(part, "__pydantic_private__", None)
        return part

    return read


def _reader(annotation: Any) -> Reader | None:
    """How to make a value of that type from JSON; None when JSON already has it. Raises TypeError for a type nobody has thought of."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _reader(inner[0])
    if origin in (Union, types.UnionType):
        return next((reader for part in inner if (reader := _reader(part))), None)
    if origin is tuple:
        return _tuple(inner[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        # Looked up when it is needed: an element holds elements.
        return lambda values: _model(annotation)(values)  # noqa: PLW0108
    if annotation not in LEAVES and annotation not in AS_JSON and origin is not Literal:
        raise TypeError(f"stored_plan() does not know how to read {annotation} from JSON")
    return LEAVES.get(annotation)


def _tuple(of: Any) -> Reader:
    if isinstance(of, type) and issubclass(of, BaseModel):
        return lambda values: tuple(map(_model(of), values))
    reader = _reader(of)
    return tuple if reader is None else lambda values: tuple(map(reader, values))

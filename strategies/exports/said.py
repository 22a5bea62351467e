"""What a file says of a plan, and what of the file was not read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, model_validator

from strategies.plan import Plan


@dataclass(frozen=True)
class Said:
    """What a file says, as a plan with the keys of the one that it was made from, and what of it was not read.

    The plan may point at parts that are gone, when rows were taken out of a table: `returned` mends that. `beside` are texts about parts that
    are written and never read back, by the parts' keys.
    """

    plan: Plan
    skipped: tuple[str, ...] = ()
    beside: Mapping[UUID, str] = field(default_factory=dict)

    def unread(self, carried: "Said") -> tuple[str, ...]:
        """What of this file was not read though it is not in an untouched one, which says `carried`; in Swedish."""
        skipped = tuple(line for line in self.skipped if line not in carried.skipped)
        parts = {element.key: element for _depth, element in self.plan.walk()}
        changed = tuple(
            f"OtherInformation i ”{parts[key].title}” läses inte in. Ändra det i portalen."
            for key, text in self.beside.items()
            if key in parts and text != carried.beside.get(key, text)
        )
        return skipped + changed

    def as_json(self) -> bytes:
        return _SAID.dump_json(self)

    @classmethod
    def of_json(cls, stored: bytes) -> "Said":
        """Raises ValidationError."""
        sent = _Sent.model_validate_json(stored)
        return cls(Plan.model_construct(**dict(sent.plan)), sent.skipped, sent.beside)


_SAID = TypeAdapter(Said)


class _Pointing(Plan):
    """A plan whose pointers are not looked at."""

    @model_validator(mode="after")
    def _keys_point_home(self) -> Self:
        return self


class _Sent(BaseModel):
    plan: _Pointing
    skipped: tuple[str, ...]
    beside: dict[UUID, str]

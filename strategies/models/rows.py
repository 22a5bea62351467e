"""What the plan's tables have in common: they belong to a strategy, and hold what a part of a Plan holds."""

from typing import Any, ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from portal.history import Event
from portal.history import tracked as tracked_by_time


class PartRow(models.Model):
    """A row that is one part of its strategy's Plan.

    `PART` is the value's class and `LIST` the plan's field that holds it. Columns have the names of the value's fields, so that a row
    becomes a value, and a value a row, without a word about each field; where the value names an actor or a strategy, the column holds it.
    Every row carries its strategy: it is the unit of access, and of sharding one day.
    """

    PART: ClassVar[type[BaseModel]]
    LIST: ClassVar[str] = ""

    strategy = models.ForeignKey(
        "strategies.Strategy",
        models.CASCADE,
        verbose_name=_("strategi"),
        related_name="%(class)ss",
    )
    position = models.PositiveIntegerField(_("plats"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @classmethod
    def columns(cls) -> list[str]:
        """The value's fields that are columns of this table's own."""
        own = {field.name for field in cls._meta.concrete_fields}
        return [name for name in cls.PART.model_fields if name in own and name != "period"]

    @classmethod
    def named_columns(cls) -> list[str]:
        """Those of the columns that hold another row, which the value names: an actor or a strategy."""
        return [name for name in cls.columns() if cls._meta.get_field(name).is_relation]

    @classmethod
    def needed(cls) -> tuple[str, ...]:
        """The references whose rows `values` reads."""
        return tuple(cls.named_columns())

    def values(self) -> dict[str, Any]:
        """The columns as the value's fields; other rows by name."""
        found = {name: getattr(self, name) for name in self.columns()}
        for name in self.named_columns():
            found[name] = str(found[name] or "")
        return found


class VersionedRow(PartRow):
    """A row that two editors must not overwrite for each other.

    The database counts `version` up whenever the content changes, so raw and bulk writes count too; a move to another place does not.
    """

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta(PartRow.Meta):
        abstract = True


class KeyedRow(VersionedRow):
    """A row that readers can point at."""

    key = models.UUIDField(_("nyckel"), default=uuid4, editable=False)

    class Meta(VersionedRow.Meta):
        abstract = True


class BelongingRow(VersionedRow):
    """A row of the whole plan, or of the element that it is `at`."""

    at = models.ForeignKey(
        "strategies.Element",
        models.SET_NULL,
        verbose_name=_("hör till"),
        related_name="%(class)ss",
        null=True,
        blank=True,
    )

    class Meta(VersionedRow.Meta):
        abstract = True

    @classmethod
    def needed(cls) -> tuple[str, ...]:
        return (*super().needed(), "at")

    def values(self) -> dict[str, Any]:
        return super().values() | {"element": self.at.key if self.at else None}


def tracked() -> Any:
    """Decorates a table that a Plan is made from: one counter numbers the changes of all of them, so that they have one order."""
    return tracked_by_time(base_model=Event)


def count_versions(*places: str) -> pgtrigger.Trigger:
    """The trigger that counts `version` up when anything but `places` changes."""
    return pgtrigger.Trigger(
        name="count_versions",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=["version", *places]),
        func="NEW.version = OLD.version + 1; RETURN NEW;",
    )


def never_emptied(name: str) -> pgtrigger.Trigger:
    """The trigger that refuses TRUNCATE, which the triggers of single rows do not see."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=f"RAISE EXCEPTION 'pgtrigger: {name}';",
    )

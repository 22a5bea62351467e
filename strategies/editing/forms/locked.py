"""Forms that refuse to overwrite what somebody else has saved in the meantime."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.forms import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from actors.models import User
from portal.http import sent_number
from strategies.dates import bounds
from strategies.differences import in_words
from strategies.models.fields import PartialDateField
from strategies.words import Piece, marked


@dataclass(frozen=True)
class Clash:
    """A field whose saved text and the text in the form differ, each with its own words marked."""

    label: str
    saved: list[Piece]
    typed: list[Piece]


@dataclass(frozen=True)
class Conflict:
    """What stands between a form and what has been saved since it was opened; `user` is None when nobody is known."""

    user: User | None
    when: datetime | None
    clashes: list[Clash]


class LockedForm(forms.ModelForm):
    """A form for a row with `version`: it carries the version that its reader saw.

    `MORE` names the fields that are seldom needed and stand folded. A subclass takes its scope by keyword and keeps it in `scope`.
    """

    MORE: ClassVar[tuple[str, ...]] = ()
    scope: dict[str, Any]

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.label_suffix = ""
        self.scope = {}

    @property
    def version(self) -> str:
        """The version that the reader of this form has seen."""
        return str(self.data.get("version", "") if self.is_bound else self.instance.version)

    def main_fields(self) -> Iterator[BoundField]:
        return (field for field in self.visible_fields() if field.name not in self.MORE)

    def more_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name in self.MORE]

    def more_is_open(self) -> bool:
        """Whether a folded field has something to see: a value or an error."""
        return any(field.errors or field.value() for field in self.more_fields())

    def clean(self) -> None:
        """A column that was left alone says what is saved now, whoever saved it; what was changed here is validated beside that."""
        super().clean()
        for name in self.cleaned_data:
            if name in self._columns() and not self._retyped(name):
                self.cleaned_data[name] = getattr(self.instance, name)

    def store(self) -> Any:
        """Save the columns that were changed, and only those."""
        if self.instance.pk is None:
            return self.save()
        changed = [
            name for name in self.changed_data if name in self._columns() and self._retyped(name)
        ]
        if changed:
            self.instance.save(update_fields=changed)
        return self.instance

    def _get_validation_exclusions(self) -> set[str]:
        # Such a column is JSON to Django, whose own check knows no PartialDate; its form field has made ours.
        fields = self.instance._meta.concrete_fields
        dates = {field.name for field in fields if isinstance(field, PartialDateField)}
        return super()._get_validation_exclusions() | dates  # type: ignore[misc]

    # --- when somebody else was first

    def would_overwrite(self) -> bool:
        """Whether a field that was changed in this valid form has been saved by another since it was seen, to something else."""
        if self.instance.pk is None:
            return False
        return str(self.instance.version) != self.version and bool(self._clashing())

    def conflict(self) -> Conflict:
        """What has been saved in the meantime, by whom, beside what this valid form says."""
        event = self._events().select_related("pgh_context").last()
        context = event.pgh_context.metadata if event and event.pgh_context else {}
        return Conflict(
            user=User.objects.filter(pk=context.get("user") or 0).first(),
            when=event.pgh_created_at if event else None,
            clashes=[self._clash(name) for name in self._clashing()],
        )

    def joined_fields(self) -> list[BoundField]:
        """The fields that others have saved since this stored form was opened, as they are saved now."""
        names = [name for name in self.fields if self._is_newer(name)]
        if not names:
            return []
        fresh = type(self)(instance=self.instance, auto_id=self.auto_id, **self.scope)
        return [fresh[name] for name in names if name in fresh.fields]

    def rebased(self) -> Self:
        """The same form on the row as it is now: what was typed stays, fields that were left alone get what has been saved."""
        typed = {name: value for name, value in self.cleaned_data.items() if self._retyped(name)}
        return type(self)(instance=self._saved(), initial=typed, **self.scope)

    def _events(self) -> models.QuerySet[Any]:
        """What the database has kept of the row, the latest last."""
        events = type(self.instance).pgh_event_model.objects.filter(pgh_obj=self.instance.pk)
        ordered: models.QuerySet[Any] = events.order_by("pgh_id")
        return ordered

    @cached_property
    def _seen(self) -> Any:
        """The row as it was in the version that was seen; None for a version that never was, and for a new row."""
        if self.instance.pk is None:
            return None
        return self._events().filter(version=sent_number(self.version, 9)).last()

    def _saved(self) -> Any:
        return type(self.instance)._default_manager.get(pk=self.instance.pk)

    def _columns(self) -> set[str]:
        return {field.name for field in self.instance._meta.concrete_fields}

    def _retyped(self, name: str) -> bool:
        """Whether the form says something else in this field than its reader saw; so it does when nobody knows what that was."""
        if self._seen is None or name not in self._columns():
            return True
        return self.fields[name].has_changed(_column(self._seen, name), self[name].data)

    def _clashing(self) -> list[str]:
        """The fields that were changed both here and by another, to different things."""
        return [
            name
            for name in self.changed_data
            if self._retyped(name)
            and (
                self._seen is None
                or name not in self._columns()
                or _column(self._seen, name)
                != self.initial[name]  # what is saved, as it was fetched
            )
        ]

    def _is_newer(self, name: str) -> bool:
        """Whether a column that was left alone here says something else than its reader saw."""
        return (
            self._seen is not None
            and not self._retyped(name)
            and _column(self._seen, name) != _column(self.instance, name)
        )

    def _clash(self, name: str) -> Clash:
        field = self.fields[name]
        saved = _words(field, self.get_initial_for_field(field, name))
        typed = _words(field, self.cleaned_data[name])
        return Clash(str(field.label), *marked(saved, typed))


def check_order(form: forms.BaseForm, starts: str, ends: str) -> None:
    """Put an error on the form's `ends` when the period ends before it begins."""
    if starts and ends and bounds(ends)[1] < bounds(starts)[0]:
        form.add_error("ends", _("Perioden slutar innan den börjar. Rätta den ena av dem."))


def _column(row: models.Model, name: str) -> Any:
    """What a row says in a column of that name; None when it has none."""
    try:
        return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return None


def _words(field: forms.Field, value: Any) -> str:
    """A field's value as its reader sees it."""
    if isinstance(field, forms.ModelChoiceField):
        found = value if hasattr(value, "pk") else field.queryset.filter(pk=value).first()  # type: ignore[union-attr]
        return str(found or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return in_words(field.prepare_value(value))

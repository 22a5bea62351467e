"""Forms of a draft's texts, which refuse to overwrite what somebody else has saved in the meantime."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from strategies.dates import PartialDate, Period
from strategies.differences import in_words
from strategies.editing.forms.locked import Clash, Conflict
from strategies.words import marked


class DraftForm(forms.Form):
    """Fields of a value of the plan; `saved` is what they say now, and MORE those that stand folded."""

    MORE: tuple[str, ...] = ()

    def __init__(self, data: QueryDict | None, saved: dict[str, Any], prefix: str = "") -> None:
        super().__init__(data, initial=saved, label_suffix="", auto_id=f"{prefix}%s")
        self.saved = saved

    def main_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.MORE]

    def more_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name in self.MORE]

    def more_is_open(self) -> bool:
        """Whether a folded field has an error; that one has a value the row shows, and most parts have some."""
        return any(field.errors for field in self.more_fields())

    def conflict(self) -> Conflict | None:
        """What is saved beside what this valid form says, where they differ; None when they say the same."""
        clashes = [
            Clash(str(field.label), *marked(_words(self.saved.get(name)), _words(typed)))
            for name, typed in self.cleaned_data.items()
            if (field := self.fields[name]) and _words(self.saved.get(name)) != _words(typed)
        ]
        return Conflict(None, None, clashes) if clashes else None


def period(starts: str, ends: str) -> Period | None:
    return Period(start=starts, end=ends) if starts or ends else None


def _words(value: Any) -> str:
    """A field's value as its reader sees it."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    return str(value) if isinstance(value, PartialDate | str) else in_words(value)

"""Forms of the parts of a proposed plan."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from strategies.editing.forms.fields import EdtfField, LineField, NamesField, ProseField
from strategies.editing.forms.locked import check_order
from strategies.plan import Challenge, Element, Statement
from strategies.reviewing.forms.draft import DraftForm, period
from strategies.reviewing.forms.facts import DecisionForm

NO_TITLE = {"required": _("Skriv en titel.")}


class PartForm(DraftForm):
    """A part that has a title and a text."""

    title = LineField(label=_("Titel"), max_length=500, error_messages=NO_TITLE)
    text = ProseField(label=_("Text"), required=False)

    def __init__(self, data: QueryDict | None, part: Any, prefix: str = "") -> None:
        super().__init__(data, self.told(part), prefix)
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    @staticmethod
    def told(part: Any) -> dict[str, Any]:
        """What the part says, by the form's fields."""
        return {"title": part.title, "text": part.text}

    def values(self) -> dict[str, Any]:
        """What this valid form says, by the part's fields."""
        told = self.cleaned_data
        return {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}


class ElementForm(PartForm):
    MORE = ("label", "purpose", "target_groups", "starts", "ends", "open_ended", "crosscutting")

    label = LineField(
        label=_("Beteckning"),
        required=False,
        max_length=80,
        help_text=_("Planens egen numrering, till exempel 1 eller 2 a."),
    )
    purpose = ProseField(label=_("Syfte"), required=False)
    target_groups = NamesField(label=_("Målgrupper"))
    starts = EdtfField(
        label=_("Börjar"), help_text=_("År, månad eller dag: 2019, 2019-05 eller 2019-05-31.")
    )
    ends = EdtfField(label=_("Slutar"))
    open_ended = forms.BooleanField(label=_("Listan är inte uttömmande"), required=False)
    crosscutting = forms.BooleanField(label=_("Genomsyrar de andra"), required=False)

    def __init__(self, data: QueryDict | None, part: Element, prefix: str = "") -> None:
        super().__init__(data, part, prefix)
        if part.kind != "action":
            del self.fields["starts"], self.fields["ends"]

    @staticmethod
    def told(part: Element) -> dict[str, Any]:
        names = ("title", "text", "label", "purpose", "open_ended", "crosscutting")
        return {name: getattr(part, name) for name in names} | {
            "target_groups": list(part.target_groups),
            "starts": part.period.start if part.period else "",
            "ends": part.period.end if part.period else "",
        }

    def clean(self) -> None:
        super().clean()
        check_order(self, self.cleaned_data.get("starts", ""), self.cleaned_data.get("ends", ""))

    def values(self) -> dict[str, Any]:
        told = super().values()
        starts, ends = told.pop("starts", ""), told.pop("ends", "")
        return told | {"period": period(starts, ends)}


class ChallengeForm(PartForm):
    MORE = ("shared_by",)

    shared_by = NamesField(
        label=_("Delas av"), help_text=_("Regioner som har utmaningen gemensam.")
    )

    @staticmethod
    def told(part: Challenge) -> dict[str, Any]:
        return PartForm.told(part) | {"shared_by": list(part.shared_by)}


class StatementForm(PartForm):
    MORE = ("title",)

    title = LineField(label=_("Rubrik"), required=False, max_length=500)
    text = ProseField(label=_("Text"), error_messages={"required": _("Skriv en text.")})

    field_order = ("text", "title")


def form_of(part: Any) -> type[Any]:
    """The form that a part is corrected in."""
    if isinstance(part, Element):
        return ElementForm
    if isinstance(part, Statement):
        return StatementForm
    return ChallengeForm if isinstance(part, Challenge) else DecisionForm

"""Forms of the steps that a plan takes on its way to the readers."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategies.editing.forms.fields import LineField, ProseField
from strategies.models import Edition
from strategies.publishing.order import Said
from strategies.publishing.states import Progress

LONGEST_NOTE = Edition._meta.get_field("note").max_length or 0
LONGEST_COMMENT = 4000
NOW, LATER = "nu", "sedan"
# Longer ahead than anybody plans; a later year is a slip of the hand.
FARTHEST = timedelta(days=2 * 365)


class StepForm(forms.Form):
    """A step with a comment in one's own words; whether it has to be there is the step's own rule."""

    comment = ProseField(required=False, max_length=LONGEST_COMMENT)

    def __init__(
        self, data: QueryDict | None, *, label: Promise | str = "", hint: Promise | str = ""
    ) -> None:
        super().__init__(data, label_suffix="")
        field = self.fields["comment"]
        field.label, field.help_text = str(label), str(hint)
        field.widget.attrs["rows"] = 3

    def said(self) -> Said:
        return Said(self.cleaned_data["comment"])


class MomentField(forms.DateTimeField):
    """A day and time by the portal's own clock, at most FARTHEST ahead."""

    default_error_messages = {
        "invalid": _("Skriv dag och klockslag, till exempel 2026-12-01 08.00."),
        # Django's code for a time that the clock change leaves out, or makes come twice: from 02.00 to 03.00 in Sweden.
        "ambiguous_timezone": _(
            "Klockan ställs om den natten, så tider mellan 02.00 och 03.00 kan inte användas. "
            "Välj en tid före 02.00, eller från 03.00."
        ),
        "too_far": _(
            "Tiden ligger för långt fram: högst två år. Välj en tid före den %(day)s, eller vänta med att planera."
        ),
    }

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            told = self.error_messages.get(error.code or "", error.message)
            raise ValidationError(told, code=error.code) from error

    def validate(self, value: datetime | None) -> None:
        super().validate(value)
        farthest = timezone.localtime() + FARTHEST
        if value and value > farthest:
            told = self.error_messages["too_far"]
            raise ValidationError(told, "too_far", {"day": date(farthest, "j F Y")})


class PublishForm(forms.Form):
    """What readers are told of an edition, and when they get it."""

    note = LineField(
        label=_("Vad är nytt?"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    correction = forms.BooleanField(
        label=_("Det är en rättelse"),
        required=False,
        help_text=_("Ett fel är rättat, och inget är nytt. Läsarna ser att det är en rättelse."),
    )
    when = forms.ChoiceField(
        label=_("När?"),
        choices=[(NOW, _("Nu")), (LATER, _("Vid en viss tid"))],
        initial=NOW,
        required=False,
        widget=forms.RadioSelect,
    )
    publish_at = MomentField(
        label=_("Dag och klockslag"),
        required=False,
        help_text=_("Bara när du har valt en viss tid."),
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M",
            attrs={"type": "datetime-local", "class": "medium", "data-chooses": "id_when_1"},
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M"],
    )

    def __init__(
        self, data: QueryDict | None, *, first: bool, progress: Progress | None = None
    ) -> None:
        """The text's progress may say already what is new, and when it is going to be published."""
        told, planned = (progress.told, progress.planned) if progress else (None, None)
        said: dict[str, Any] = {"note": told.comment, "correction": told.correction} if told else {}
        self.planned = planned and planned.replace(second=0, microsecond=0)
        if planned:
            said |= {"when": LATER, "publish_at": planned}
        super().__init__(data, label_suffix="", initial=said)
        self.fields["note"].help_text = (
            _("Behövs inte för den första utgåvan.")
            if first
            else _("En mening till läsarna, som visas vid utgåvan.")
        )

    def clean(self) -> dict[str, Any]:
        """Nobody who has written a time gets the plan published at another; the time that was planned is not written anew."""
        written = self.cleaned_data.get("publish_at") not in (None, self.planned)
        if written and self.cleaned_data.get("when") != LATER:
            told = _(
                "Du har skrivit en tid, men valt ”Nu”. Välj ”Vid en viss tid”, eller ta bort tiden."
            )
            self.add_error("publish_at", told)
        return self.cleaned_data

    @property
    def later(self) -> bool:
        return bool(self.cleaned_data["when"] == LATER)

    def said(self) -> Said:
        publish_at: datetime | None = self.cleaned_data["publish_at"] if self.later else None
        return Said(self.cleaned_data["note"], self.cleaned_data["correction"], publish_at)


class ApproveForm(PublishForm):
    """The same form, sent by the button that approves and does not publish: what is new and whether it is a correction are kept with the approval."""

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("when") == LATER:
            told = _(
                "Du har valt en tid, men planen publiceras inte om du bara godkänner den. "
                "Tryck på ”Publicera utgåvan” för att planera publiceringen, eller välj ”Nu” och ta bort tiden."
            )
            self.add_error("when", told)
        return super().clean()

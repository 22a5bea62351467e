"""What is asked when a working copy is shown to somebody without an account: whom, until when, and about what."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.addresses import deliverable
from strategies.editing.forms.fields import LineField, ProseField

USUAL_DAYS = 14
MOST_DAYS = 90


class LastDayField(forms.DateField):
    """The last day of a link: today at the earliest, and in three months at the latest."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Gäller till och med"),
            help_text=_("Högst tre månader fram. Du kan avsluta tidigare."),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
            initial=lambda: timezone.localdate() + timedelta(days=USUAL_DAYS),
            error_messages={
                "required": _("Välj en dag."),
                "invalid": _("Skriv dagen som år-månad-dag, till exempel 2026-12-04."),
            },
        )

    def validate(self, value: date | None) -> None:
        super().validate(value)
        today = timezone.localdate()
        if value and value < today:
            raise ValidationError(_("Dagen har redan varit. Välj en senare."))
        if value and value > today + timedelta(days=MOST_DAYS):
            raise ValidationError(_("Välj en dag inom tre månader."))


class PreviewLinkForm(forms.Form):
    """A link that its maker sends on."""

    note = LineField(
        label=_("För vem?"),
        required=False,
        max_length=200,
        help_text=_("Så att ni själva vet vem länken är till. Visas inte för läsaren."),
    )
    last_day = LastDayField()

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, label_suffix="")


class FactCheckForm(forms.Form):
    """A link that the portal sends, with a question about an element."""

    email = forms.EmailField(
        label=_("E-postadress"),
        validators=[deliverable],
        help_text=_("Den som har adressen får ett brev med en länk. Inget konto behövs."),
        error_messages={
            "required": _("Skriv en e-postadress."),
            "invalid": _("Det där är ingen e-postadress. Skriv till exempel namn@exempel.se."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    question = ProseField(
        label=_("Vad vill du veta?"),
        required=False,
        max_length=1000,
        help_text=_("Står i brevet, till exempel: Stämmer antalet företag?"),
    )
    last_day = LastDayField()

    def __init__(self, data: QueryDict | None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)
        self.fields["question"].widget.attrs["rows"] = 3

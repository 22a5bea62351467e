"""What is asked: of portal administrators for the statement, and of anybody who has met a fault."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.legal.models import (
    AccessibilityStatement,
    Conformance,
    FaultReport,
    FaultReportState,
    Method,
    Shortcoming,
    ShortcomingKind,
    Situation,
)
from strategies.editing.forms.fields import LineField, ProseField

NOT_ASSESSED = ("", _("Ingen bedömning är gjord"))


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


class StatementForm(forms.ModelForm[AccessibilityStatement]):
    """The assessment: its result, day and method, all of them or none."""

    method_text = ProseField(
        label=_("Hur bedömningen gjordes"),
        required=False,
        max_length=1000,
        help_text=_("Vem som bedömde, vilka sidor och hur. Visas för läsarna."),
    )

    class Meta:
        model = AccessibilityStatement
        fields = ["conformance", "assessed_on", "method", "method_text"]
        labels = {
            "conformance": _("Hur väl uppfyller portalen lagens krav?"),
            "assessed_on": _("När gjordes bedömningen?"),
            "method": _("Hur gjordes den?"),
        }
        help_texts = {
            "conformance": _(
                "Välj först när någon har bedömt det. Redogörelsen påstår inget annat."
            ),
            "assessed_on": _("Gör om bedömningen minst en gång om året."),
        }
        widgets = {
            "conformance": forms.RadioSelect,
            "method": forms.RadioSelect,
            "assessed_on": day_input(),
        }

    def __init__(self, data: QueryDict | None, *, instance: AccessibilityStatement) -> None:
        super().__init__(data, instance=instance, label_suffix="")
        self.fields["conformance"].widget.choices = [NOT_ASSESSED, *Conformance.choices]
        self.fields["method"].widget.choices = [NOT_ASSESSED, *Method.choices]

    def clean_conformance(self) -> str:
        said: str = self.cleaned_data["conformance"]
        faults = Shortcoming.objects.filter(kind=ShortcomingKind.FAULT)
        if said == Conformance.FULL and faults.exists():
            raise ValidationError(
                _(
                    "Portalen är inte helt förenlig så länge redogörelsen har brister som ska åtgärdas. Välj delvis, eller ta bort de brister som är åtgärdade."
                )
            )
        return said

    def clean_assessed_on(self) -> Any:
        day = self.cleaned_data["assessed_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Bedömningen kan inte vara gjord efter i dag."))
        return day


class ShortcomingForm(forms.ModelForm[Shortcoming]):
    """One thing that not everybody can use."""

    text = ProseField(
        label=_("Vad går inte att använda?"),
        max_length=2000,
        help_text=_("Vilket innehåll eller vilken funktion, och hur det märks."),
        error_messages={"required": _("Skriv vad som inte går att använda.")},
    )
    reason = ProseField(
        label=_("Varför är det så?"),
        max_length=2000,
        error_messages={"required": _("Skriv varför. Lagen kräver skälen.")},
    )
    alternative = ProseField(
        label=_("Tillgängligt alternativ"),
        required=False,
        max_length=2000,
        help_text=_(
            "Var eller hur man får innehållet på ett annat sätt, till exempel som text eller av någon som läser upp det. Lämna tomt om det inte går."
        ),
    )

    class Meta:
        model = Shortcoming
        fields = ["kind", "situation", "text", "reason", "alternative", "mended_by"]
        labels = {
            "kind": _("Vad är det?"),
            "situation": _("Vem gäller det?"),
            "mended_by": _("När ska det vara åtgärdat?"),
        }
        help_texts = {
            "mended_by": _("Bara för brister som ska åtgärdas. Lämna tomt om du inte vet.")
        }
        widgets = {"kind": forms.RadioSelect, "mended_by": day_input()}
        error_messages = {"situation": {"required": _("Välj vem det gäller.")}}

    def __init__(self, data: QueryDict | None, *, instance: Shortcoming | None = None) -> None:
        super().__init__(data, instance=instance, label_suffix="")
        self.fields["kind"].widget.choices = ShortcomingKind.choices
        self.fields["situation"].widget.choices = [("", _("Välj …")), *Situation.choices]

    def clean_mended_by(self) -> date | None:
        day: date | None = self.cleaned_data["mended_by"]
        if day and day < timezone.localdate() and "mended_by" in self.changed_data:
            raise ValidationError(
                _(
                    "Dagen har redan varit. Välj en som kommer, eller ta bort bristen om den är åtgärdad."
                )
            )
        return day


class FaultForm(forms.ModelForm[FaultReport]):
    """What anybody can report. `website` is a field that people do not see, and leave empty."""

    text = ProseField(
        label=_("Vad fungerar inte?"),
        max_length=4000,
        help_text=_("Berätta vad du ville göra och vad som hände. Skriv inget som är hemligt."),
        error_messages={"required": _("Skriv vad som inte fungerar.")},
    )
    page = LineField(
        label=_("Var hände det?"),
        required=False,
        max_length=500,
        help_text=_("Sidans adress, eller vad den heter."),
    )
    aid = LineField(
        label=_("Använder du något hjälpmedel?"),
        required=False,
        max_length=200,
        help_text=_(
            "Till exempel skärmläsare, röststyrning eller förstoring. Du behöver inte svara."
        ),
    )
    website = forms.CharField(label=_("Lämna det här fältet tomt"), required=False)

    class Meta:
        model = FaultReport
        fields = ["text", "page", "aid", "email"]
        labels = {"email": _("Din e-postadress, om du vill ha svar")}
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "email"})}

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, label_suffix="")
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(
                _(
                    "Det här fältet fylls i av program som skickar skräppost. Töm det, och skicka igen."
                )
            )
        return ""


class HandlingForm(forms.ModelForm[FaultReport]):
    """What has become of a report."""

    note = ProseField(
        label=_("Anteckning"),
        required=False,
        max_length=2000,
        help_text=_("Vad ni har svarat och gjort. Syns bara här."),
    )

    class Meta:
        model = FaultReport
        fields = ["state", "note"]
        labels = {"state": _("Läge")}
        widgets = {"state": forms.RadioSelect}

    def __init__(self, data: QueryDict | None, *, instance: FaultReport) -> None:
        super().__init__(data, instance=instance, label_suffix="")
        self.fields["state"].widget.choices = FaultReportState.choices

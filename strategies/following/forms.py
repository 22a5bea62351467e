from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actors.addresses import deliverable

FREQUENCIES = [
    ("direkt", _("Direkt, när något är nytt")),
    ("varje vecka", _("Varje vecka, på måndagen")),
]


class FrequencyForm(forms.Form):
    """How often mail comes."""

    frequency = forms.ChoiceField(
        label=_("Hur ofta?"),
        choices=FREQUENCIES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur ofta breven ska komma.")},
    )

    def __init__(self, data: QueryDict | None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)


class FollowForm(FrequencyForm):
    """An address to send news to, and how often."""

    email = forms.EmailField(
        label=_("E-postadress"),
        max_length=254,
        validators=[deliverable],
        help_text=_(
            "Vi skickar först en länk som du bekräftar med. Adressen används bara till breven, och tas bort när du slutar följa."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Skriv din e-postadress."),
            "invalid": _("Det är ingen e-postadress. Skriv till exempel namn@kommun.se."),
        },
    )
    field_order = ["email", "frequency"]

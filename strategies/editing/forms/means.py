"""Forms of what carries a plan out: what it takes, and what is to happen."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from strategies.editing.forms.fields import DateField, LineField, ProseField
from strategies.editing.forms.locked import LockedForm
from strategies.models import Milestone, Resource, Strategy


class AmountField(forms.DecimalField):
    """A number of at least 0 as Swedes write it: "12 500" or "0,5"; None for nothing."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False} | options | {"min_value": 0})
        self.widget.attrs |= {"inputmode": "decimal", "class": "short"}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value:f}".removesuffix(".00").replace(".", ",")
        return value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        typed = "".join(str(value or "").split()).replace(",", ".")
        return super().to_python(typed)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class MeansForm(LockedForm):
    """A resource or milestone of `strategy`; where it belongs is not asked."""

    def __init__(self, *args: Any, strategy: Strategy, **options: Any) -> None:
        super().__init__(*args, **options)
        self.scope = {"strategy": strategy}
        self.order_fields([*self._meta.fields])  # type: ignore[misc]
        self.fields["title"].widget.attrs["autofocus"] = True


class ResourceForm(MeansForm):
    MORE = ("approximate", "text", "excludes")

    low = AmountField(
        label=_("Belopp eller antal"),
        max_digits=16,
        decimal_places=2,
        help_text=_("Till exempel 2 000 000 eller 0,5. Den lägsta siffran, om det är ett spann."),
    )
    high = AmountField(label=_("Till och med"), max_digits=16, decimal_places=2)

    class Meta:
        model = Resource
        fields = ("title", "low", "high", "unit", "per", "approximate", "text", "excludes")
        field_classes = {
            "title": LineField,
            "unit": LineField,
            "per": LineField,
            "text": ProseField,
            "excludes": ProseField,
        }
        help_texts = {
            "title": _("Till exempel projektmedel eller en samordnare."),
            "unit": _("Till exempel kr eller procent av heltid."),
            "per": _("Till exempel år."),
        }
        error_messages = {"title": {"required": _("Skriv vad det är.")}}


class MilestoneForm(MeansForm):
    MORE = ("previous", "audience", "text")

    date = DateField(
        label=_("När"), help_text=_("År, månad eller dag: 2019, 2019-05 eller 2019-05-31.")
    )
    previous = DateField(label=_("Flyttad från"), unknown=None)

    class Meta:
        model = Milestone
        fields = ("title", "date", "previous", "audience", "text")
        field_classes = {"title": LineField, "audience": LineField, "text": ProseField}
        help_texts = {"title": _("Vad som ska hända, till exempel att en rapport är klar.")}
        error_messages = {"title": {"required": _("Skriv vad som ska hända.")}}

"""Forms of what a plan claims: statements, challenges and decisions."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from strategies.dates import PartialDate
from strategies.editing.forms.fields import DateField, LineField, NamesField, ProseField
from strategies.editing.forms.locked import LockedForm
from strategies.editing.forms.names import ActorNameField
from strategies.models import Challenge, Decision, Statement, Strategy


class ClaimForm(LockedForm):
    """A keyed part of `strategy` other than an element."""

    def __init__(self, *args: Any, strategy: Strategy, **options: Any) -> None:
        super().__init__(*args, **options)
        self.scope = {"strategy": strategy}
        self.instance.strategy = strategy
        self.order_fields([*self._meta.fields])  # type: ignore[misc]
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class StatementForm(ClaimForm):
    MORE = ("title", "element")

    class Meta:
        model = Statement
        fields = ("kind", "text", "title", "element")
        field_classes = {"title": LineField, "text": ProseField}
        labels = {"element": _("Hör till")}
        error_messages = {"text": {"required": _("Skriv en text.")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        element = cast(forms.ModelChoiceField, self.fields["element"])
        element.queryset = self.instance.strategy.elements.all()
        element.empty_label = str(_("hela planen"))
        # A part goal stands where its goal stands.
        if self.instance.parent_id or (self.instance.pk and self.instance.children.exists()):
            del self.fields["element"]


class ChallengeForm(ClaimForm):
    MORE = ("shared_by",)

    shared_by = NamesField(
        label=_("Delas av"), help_text=_("Regioner som har utmaningen gemensam."), max_length=500
    )

    class Meta:
        model = Challenge
        fields = ("title", "text", "shared_by")
        field_classes = {"title": LineField, "text": ProseField}
        error_messages = {"title": {"required": _("Skriv en titel.")}}


class DecisionForm(ClaimForm):
    body = ActorNameField(
        label=_("Beslutande organ"),
        help_text=_("Till exempel Regionfullmäktige i Region Örebro län."),
    )
    date = DateField(
        label=_("Beslutsdatum"), help_text=_("År, månad eller dag: 2018, 2018-06 eller 2018-06-14.")
    )

    class Meta:
        model = Decision
        fields = ("kind", "body", "date", "case_number", "paragraph", "document")
        field_classes = {"case_number": LineField, "paragraph": LineField, "document": LineField}
        help_texts = {
            "kind": _("Antas planen på nytt eller revideras den: lägg till ett nytt beslut."),
            "document": _("Länk till protokollet eller beslutet, eller vad det heter."),
        }

    # Readers are told of what has been decided, so by whom and when has to be known.
    DECIDED = {
        "body": _(
            "Skriv vem som fattade beslutet. Är det inte fattat än lägger du till det när det är det."
        ),
        "date": _("Skriv när beslutet fattades: år, månad eller dag."),
    }

    def clean_date(self) -> PartialDate:
        """A date that was not retyped keeps how its document wrote it."""
        typed: PartialDate = self.cleaned_data["date"]
        stored = Decision(date=self.initial.get("date") or PartialDate()).date
        if typed.is_after(timezone.localdate()):
            raise forms.ValidationError(
                _("%(date)s har inte varit än. Lägg till beslutet när det är fattat."),
                "to come",
                {"date": capfirst(str(typed))},
            )
        return stored if stored and stored.value == typed.value else typed

    def clean(self) -> None:
        super().clean()
        self._ask_for_what_a_decision_has()
        twins = Decision.objects.filter(
            strategy=self.instance.strategy,
            kind=self.cleaned_data.get("kind"),
            body=self.cleaned_data.get("body"),
            date=self.cleaned_data.get("date"),
        )
        if twins.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Beslutet finns redan."))

    def _ask_for_what_a_decision_has(self) -> None:
        """What a document that was read did not tell may stay unknown: who mends a number need not know it either."""
        stored = Decision.objects.filter(pk=self.instance.pk).first()
        for name, message in self.DECIDED.items():
            unknown = stored is not None and not _known(getattr(stored, name))
            if name not in self.errors and not unknown and not _known(self.cleaned_data.get(name)):
                self.add_error(name, message)


def _known(value: Any) -> bool:
    return bool(value.value if isinstance(value, PartialDate) else value)

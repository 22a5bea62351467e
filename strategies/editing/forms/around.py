"""Forms of what stands around a plan's tree: other plans, means, forums, mandates, what it builds on, and people."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from strategies.editing.forms.fields import DateField, LineField, NamesField, ProseField
from strategies.editing.forms.locked import LockedForm
from strategies.editing.forms.names import ActorNameField, PlanTitleField, region_names
from strategies.models import (
    Basis,
    Forum,
    Mandate,
    Milestone,
    Participant,
    Person,
    Quote,
    Relation,
    Resource,
    Strategy,
)
from strategies.names import find_or_make_strategies
from strategies.reading.surroundings import BASES, HERE


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


class AroundForm(LockedForm):
    """One of what `strategy` has around its tree; where it belongs is not asked."""

    def __init__(self, *args: Any, strategy: Strategy, **options: Any) -> None:
        super().__init__(*args, **options)
        self.scope = {"strategy": strategy}
        self.order_fields([*self._meta.fields])  # type: ignore[misc]
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class RelationForm(AroundForm):
    MORE = ("part", "note")

    to = PlanTitleField(
        label=_("Plan"),
        help_text=_(
            "Planens titel. Heter flera planer lika, klistra in adressen till den du menar."
        ),
    )

    class Meta:
        model = Relation
        fields = ("kind", "to", "part", "note")
        field_classes = {"part": LineField, "note": LineField}
        labels = {"kind": _("Samband")}
        help_texts = {
            "kind": _("Planen ersätter en annan från den dag då dess egen period börjar."),
            "part": _("Om sambandet gäller en del av den andra planen: vilken."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = HERE.items()  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        meant = self.cleaned_data.get("to")
        if isinstance(meant, str):
            self.cleaned_data["to"] = self._plan(meant)

    def _plan(self, title: str) -> Strategy:
        """The plan of that title, made as a stub where the portal has none."""
        own = self.instance.strategy
        published = Strategy.objects.published().exclude(pk=own.pk)
        titled = list(published.filter(current_edition__title=title))
        if len(titled) > 1:
            addresses = ", ".join(plan.get_absolute_url() for plan in titled)
            self.add_error(
                "to",
                _("Flera planer heter så. Klistra in adressen till den du menar: %(addresses)s")
                % {"addresses": addresses},
            )
        return titled[0] if titled else find_or_make_strategies([title], but=own)[title]


class ResourceForm(AroundForm):
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


class MilestoneForm(AroundForm):
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


class ForumForm(AroundForm):
    MORE = ("planned", "rhythm", "form", "origin")

    members = NamesField(
        label=_("Medlemmar"), help_text=_("Aktörer eller grupper, en på varje rad.")
    )

    class Meta:
        model = Forum
        fields = ("name", "kind", "text", "members", "planned", "rhythm", "form", "origin")
        field_classes = {
            "name": LineField,
            "kind": LineField,
            "text": ProseField,
            "rhythm": LineField,
            "form": LineField,
            "origin": LineField,
        }
        labels = {"planned": _("Finns inte än, men är planerat")}
        help_texts = {
            "kind": _("Till exempel råd, nätverk eller arbetsgrupp."),
            "rhythm": _("Till exempel fyra gånger om året."),
            "form": _("Till exempel avtal eller överenskommelse."),
            "origin": _("Hur det kom till."),
        }
        error_messages = {"name": {"required": _("Skriv vad det heter.")}}


class MandateForm(AroundForm):
    MORE = ("areas", "open_ended")

    actor = ActorNameField(
        label=_("Aktör"),
        required=True,
        error_messages={"required": _("Skriv vem som har uppdraget.")},
    )
    areas = NamesField(label=_("Ansvarsområden"), help_text=_("Ett på varje rad."))

    class Meta:
        model = Mandate
        fields = ("actor", "role", "given_by", "text", "areas", "open_ended")
        field_classes = {"role": LineField, "given_by": LineField, "text": ProseField}
        labels = {"open_ended": _("Aktören svarar för mer än det som står här")}
        help_texts = {
            "role": _("Till exempel regionalt utvecklingsansvarig."),
            "given_by": _("Den som gav uppdraget, till exempel Regeringen."),
        }
        error_messages = {"role": {"required": _("Skriv vilket uppdraget är.")}}


class BasisForm(AroundForm):
    regions = NamesField(
        label=_("Områden"),
        help_text=_("Om det gäller några län eller kommuner: vilka."),
        suggestions=region_names,
    )

    class Meta:
        model = Basis
        fields = ("kind", "text", "regions")
        field_classes = {"text": LineField}
        error_messages = {"text": {"required": _("Skriv vad planen bygger på.")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = BASES.items()  # type: ignore[attr-defined]


class ParticipantForm(AroundForm):
    MORE = ("role", "count", "note")

    actor = ActorNameField(
        label=_("Organisation"), help_text=_("Som den heter i registret över aktörer.")
    )

    class Meta:
        model = Participant
        fields = ("kind", "name", "approved", "actor", "role", "count", "note")
        field_classes = {"name": LineField, "role": LineField, "note": LineField}
        help_texts = {
            "approved": _("Gäller personer: utan kryss ser läsarna bara roll och organisation."),
            "count": _("Om det är flera, till exempel 240 remissinstanser."),
        }
        error_messages = {"name": {"required": _("Skriv vem eller vilka det är.")}}


class PersonForm(AroundForm):
    MORE = ("party",)

    titles = NamesField(label=_("Titlar"), help_text=_("En på varje rad."))
    actor = ActorNameField(
        label=_("Organisation"), help_text=_("Som den heter i registret över aktörer.")
    )

    class Meta:
        model = Person
        fields = (
            *("name", "titles", "actor", "party", "phone", "email"),
            *("name_approved", "contact_approved"),
        )
        field_classes = {
            "name": LineField,
            "party": LineField,
            "phone": LineField,
            "email": LineField,
        }
        widgets = {
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "email": forms.TextInput(attrs={"inputmode": "email"}),
        }
        help_texts = {
            "name_approved": _("Utan kryss ser läsarna bara titel och organisation."),
            "contact_approved": _("Gäller bara om också namnet får visas."),
        }
        error_messages = {"name": {"required": _("Skriv personens namn.")}}


class QuoteForm(AroundForm):
    class Meta:
        model = Quote
        fields = ("text", "person")
        field_classes = {"text": ProseField, "person": LineField}
        labels = {"person": _("Vem som säger det")}
        help_texts = {
            "person": _("Namnet visas bara om personen finns bland planens personer och får visas.")
        }
        error_messages = {"text": {"required": _("Skriv vad som sägs.")}}

"""What a reader may ask of the lists. Names of fields are the words in the address; an odd value is told and left out."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actors.models import Actor, ActorKind, Region, RegionKind
from strategies.models import Edition
from strategies.plan import StrategyKind
from strategies.reading.standing import Standing
from strategies.vocabulary import THEMES

ANY = ("", _("Alla"))
KINDS = StrategyKind.__args__  # type: ignore[attr-defined]  # what Literal keeps its words in


class AddressForm(forms.Form):
    """A form in an address: a field with an odd value is left out of `asked`, and its error stands at the field."""

    required_css_class = ""

    def asked(self) -> dict[str, Any]:
        """The values that can be used, without the empty ones."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in ("", None, False)
        }


class RegionFilter(AddressForm):
    region = forms.SlugField(label=_("Region"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].widget.choices = self._regions()

    def clean_region(self) -> Region | None:
        return self._found(Region.objects.filter(slug=self.cleaned_data["region"]), "region")

    def _found(self, rows: Any, name: str) -> Any:
        if not self.cleaned_data[name]:
            return None
        row = rows.first()
        if row is None:
            raise forms.ValidationError(_("Valet finns inte. Välj ett i listan."))
        # A kommun without plans of its own is no option, but an address may ask for it.
        listed = [
            value
            for _group, options in self.fields[name].widget.choices[1:]
            for value, _label in options
        ]
        if row.slug not in listed:
            self.fields[name].widget.choices.append((_("Vald"), [(row.slug, row.name)]))
        return row

    def _regions(self) -> list[Any]:
        """Every län, and the other territories that a current edition names."""
        covered = Q(pk__in=_current().values("regions"))
        rows = Region.objects.filter(covered | Q(kind=RegionKind.COUNTY)).in_swedish_order()
        kinds = [
            (RegionKind.COUNTRY, _("Land")),
            (RegionKind.LARGE, _("Större områden")),
            (RegionKind.COUNTY, _("Län")),
            (RegionKind.MUNICIPALITY, _("Kommuner")),
        ]
        groups = [
            (label, [(row.slug, row.name) for row in rows if row.kind == kind])
            for kind, label in kinds
        ]
        return [ANY, *((label, options) for label, options in groups if options)]


class StrategyFilter(RegionFilter):
    field_order = ("q", "region", "amne")

    q = forms.CharField(label=_("Ord i titeln"), max_length=200, required=False)
    amne = forms.ChoiceField(
        label=_("Ämne"),
        choices=[ANY, *((theme.slug, theme.name) for theme in THEMES.values())],
        required=False,
    )
    slag = forms.ChoiceField(
        label=_("Slag"),
        choices=[ANY, *((kind, kind.capitalize()) for kind in KINDS)],
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[ANY, *((word.value, word.label.capitalize()) for word in Standing)],
        required=False,
    )
    ar = forms.IntegerField(
        label=_("Gäller år"),
        min_value=1900,
        max_value=2199,
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Skriv ett år med fyra siffror, till exempel 2022."),
            "min_value": _("Skriv ett år med fyra siffror, till exempel 2022."),
            "max_value": _("Skriv ett år med fyra siffror, till exempel 2022."),
        },
    )
    agare = forms.SlugField(label=_("Ägare"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("amne", "slag", "status"):
            self.fields[name].error_messages["invalid_choice"] = _(
                "Valet finns inte. Välj ett i listan."
            )
        self.fields["agare"].widget.choices = self._owners()

    def clean_agare(self) -> Actor | None:
        # Those that only staff meet are not told of, unless a plan that is published has them as its owners.
        public = Actor.objects.filter(Q(listed=True) | Q(pk__in=_current().values("owners")))
        return self._found(public.filter(slug=self.cleaned_data["agare"]), "agare")

    def _owners(self) -> list[Any]:
        rows = Actor.objects.filter(pk__in=_current().values("owners")).in_swedish_order()
        owners = rows.values_list("slug", "name")
        return [ANY, (_("Ägare"), list(owners))]


def _current() -> QuerySet[Edition]:
    return Edition.objects.filter(current_of__isnull=False).order_by()


class ActorFilter(AddressForm):
    q = forms.CharField(label=_("Namn"), max_length=200, required=False)
    slag = forms.ChoiceField(
        label=_("Slag"),
        choices=[ANY, *((word.value, word.label.capitalize()) for word in ActorKind)],
        required=False,
        error_messages={"invalid_choice": _("Valet finns inte. Välj ett i listan.")},
    )
    med = forms.BooleanField(
        label=pgettext_lazy("filter", "Bara de som finns i en publicerad plan"), required=False
    )

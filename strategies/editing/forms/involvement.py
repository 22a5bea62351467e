from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Region, taken_addresses
from strategies.editing.forms.fields import LineField
from strategies.editing.forms.names import RegionNames, similar_actors
from strategies.models import Element, Involvement, Strategy
from strategies.names import address


class InvolvementForm(forms.ModelForm):
    """An actor's role in `element`, or in the whole plan when it is None."""

    class Meta:
        model = Involvement
        fields = ("actor", "role", "note")
        field_classes = {"note": LineField}
        widgets = {"actor": forms.HiddenInput}
        help_texts = {"note": _("Om rollen gäller en del: vad den gäller.")}
        error_messages = {
            "actor": {
                "required": _("Sök fram en aktör och välj den i listan."),
                "invalid_choice": _("Aktören finns inte längre. Sök igen."),
            }
        }

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        strategy: Strategy,
        element: Element | None,
    ) -> None:
        super().__init__(data, label_suffix="")
        self.instance.strategy = strategy
        self.instance.element = element
        self.fields["role"].initial = "medverkar"

    def _get_validation_exclusions(self) -> set[str]:
        # The constraint that says "once" needs the two that are set above.
        return super()._get_validation_exclusions() - {"strategy", "element"}  # type: ignore[misc]

    def store(self) -> Involvement:
        """Save the involvement after those that the place has."""
        others = Involvement.objects.filter(
            strategy=self.instance.strategy, element=self.instance.element
        )
        last = others.order_by("position").last()
        self.instance.position = last.position + 1 if last else 0
        involvement: Involvement = self.save()
        return involvement


class NewActorForm(forms.ModelForm):
    """An actor that the register lacks. One with a name like another's has to be confirmed."""

    region = LineField(
        label=_("Område"),
        required=False,
        help_text=_("Det län eller den kommun där aktören verkar, om det är ett."),
    )
    sure = forms.BooleanField(
        label=_("Det är en annan aktör än de ovan"), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Actor
        fields = ("name", "kind", "region")
        field_classes = {"name": LineField}
        error_messages = {"name": {"required": _("Skriv aktörens namn.")}}

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        self.fields["name"].widget.attrs["autofocus"] = True
        self.fields["region"].widget.attrs["list"] = "omraden"
        if self.similar():
            self.fields["sure"].widget = forms.CheckboxInput()

    def similar(self) -> list[Actor]:
        """Actors in the register that may be the one meant."""
        name = self.data.get("name", "") if self.is_bound else self.initial.get("name", "")
        return similar_actors(LineField().to_python(name)[:200])

    def region_names(self) -> RegionNames:
        return RegionNames()

    def clean_region(self) -> Region | None:
        name = self.cleaned_data["region"]
        if not name:
            return None
        region = Region.objects.named([name]).order_by("kind").first()
        if region is None:
            raise ValidationError(
                _(
                    "Det finns inget område som heter ”%(name)s”. Skriv länets eller kommunens fulla namn."
                ),
                params={"name": name},
            )
        return region

    def clean(self) -> None:
        super().clean()
        if self.similar() and not self.cleaned_data.get("sure"):
            self.add_error("sure", _("Bekräfta att aktören inte är någon av dem som liknar den."))

    def store(self) -> Actor:
        self.instance.slug = address(self.instance.name, taken_addresses(), length=100)
        actor: Actor = self.save()
        return actor

"""Forms of what is said of a plan as a whole."""

from typing import Any, cast, get_args

from django import forms
from django.db import transaction
from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, User
from strategies.apply import apply
from strategies.dates import Period
from strategies.editing.forms.element import level_words
from strategies.editing.forms.fields import EdtfField, LineField, NamesField, ProseField
from strategies.editing.forms.locked import LockedForm, check_order
from strategies.editing.forms.names import OwnersField, RegionsField
from strategies.models import LevelWord, Strategy, StrategyOwner, StrategyRegion
from strategies.plan import Plan, StrategyKind

WORDS = {
    "direction_word": "direction",
    "focus_area_word": "focus_area",
    "action_word": "action",
}


class HeaderForm(LockedForm):
    """The facts of a plan. `owners_too` adds its owners, which only administrators change."""

    MORE = ("target_groups", *WORDS)

    starts = EdtfField(label=_("Börjar"), help_text=_("Oftast ett år, till exempel 2018."))
    ends = EdtfField(label=_("Slutar"))
    regions = RegionsField(
        label=_("Områden"), help_text=_("De län och kommuner som planen gäller för.")
    )
    owners = OwnersField(
        label=_("Ägare"),
        required=True,
        error_messages={"required": _("En plan måste ha minst en ägare.")},
    )
    target_groups = NamesField(label=_("Målgrupper"))
    direction_word = LineField(label=_("Planens ord för inriktning"), required=False, max_length=80)
    focus_area_word = LineField(
        label=_("Planens ord för insatsområde"), required=False, max_length=80
    )
    action_word = LineField(label=_("Planens ord för insats"), required=False, max_length=80)

    class Meta:
        model = Strategy
        fields = (
            "title",
            "summary",
            "kind",
            "level",
            "legal_weight",
            "starts",
            "ends",
            "target_groups",
        )
        field_classes = {"title": LineField, "summary": ProseField}
        error_messages = {"title": {"required": _("Skriv en titel.")}}

    def __init__(self, *args: Any, owners_too: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.scope = {"owners_too": owners_too}
        # What was typed in a form that is shown again goes before what is stored.
        self.initial = {**self._rows(self.instance), **self.initial}
        self.order_fields(
            [
                "title",
                "summary",
                "kind",
                "level",
                "legal_weight",
                "starts",
                "ends",
                "regions",
                "owners",
            ]
        )
        self.fields["title"].widget.attrs["autofocus"] = True
        for name, kind in WORDS.items():
            self.fields[name].widget.attrs["placeholder"] = level_words(self.instance)[kind]
        if not owners_too:
            del self.fields["owners"]

    @staticmethod
    def _rows(strategy: Strategy) -> dict[str, Any]:
        words = {row.kind: row.word for row in strategy.level_words.all()}
        return {
            "regions": [str(row.region) for row in strategy.region_rows.select_related("region")],
            "owners": [str(row.actor) for row in strategy.owner_rows.select_related("actor")],
        } | {name: words.get(kind, "") for name, kind in WORDS.items()}

    def clean(self) -> None:
        super().clean()
        check_order(self, self.cleaned_data.get("starts", ""), self.cleaned_data.get("ends", ""))

    @transaction.atomic
    def store(self) -> Strategy:
        strategy: Strategy = super().store()
        rows = [name for name in self.changed_data if name in ("regions", "owners", *WORDS)]
        for name in rows:
            if name in WORDS:
                row, _made = LevelWord.objects.get_or_create(strategy=strategy, kind=WORDS[name])
                row.word = self.cleaned_data[name]
                row.save(update_fields=["word"])
        if "regions" in rows:
            replace(StrategyRegion, strategy, "region", self.cleaned_data["regions"])
        if "owners" in rows:
            replace(StrategyOwner, strategy, "actor", self.cleaned_data["owners"])
        if rows:
            # These rows have no version of their own, and are changed in this form alone.
            Strategy.objects.filter(pk=strategy.pk).update(version=F("version") + 1)
        return strategy


def replace(model: type[Any], strategy: Strategy, column: str, wanted: list[Any]) -> None:
    """Make the strategy's rows of `model` those of `wanted`, in that order; rows that stay are kept."""
    model.objects.filter(strategy=strategy).exclude(**{f"{column}__in": wanted}).delete()
    for position, item in enumerate(wanted):
        model.objects.update_or_create(
            strategy=strategy, **{column: item}, defaults={"position": position}
        )


class NewPlanForm(forms.Form):
    """A plan to begin with: the least that has to be known of it."""

    title = LineField(
        label=_("Titel"),
        max_length=500,
        help_text=_("Som den är beslutad, till exempel Handlingsplan för näringsliv 2026–2030."),
        error_messages={"required": _("Skriv en titel.")},
    )
    kind = forms.ChoiceField(
        label=_("Slag"), choices=[(word, word) for word in get_args(StrategyKind)]
    )
    owner = forms.ModelChoiceField(
        label=_("Ägare"),
        queryset=Actor.objects.none(),
        empty_label=None,
        help_text=_(
            "Organisationen som planen tillhör. Du kan lägga upp planer åt dem som du är redaktör för."
        ),
    )
    regions = RegionsField(
        label=_("Områden"), help_text=_("De län och kommuner som planen gäller för.")
    )
    starts = EdtfField(label=_("Börjar"), help_text=_("Oftast ett år, till exempel 2018."))
    ends = EdtfField(label=_("Slutar"))

    def __init__(self, data: QueryDict | None, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        owner = cast(forms.ModelChoiceField, self.fields["owner"])
        owner.queryset = Actor.objects.edited_by(user).in_swedish_order()
        self.fields["title"].widget.attrs["autofocus"] = True

    def clean(self) -> None:
        super().clean()
        check_order(self, self.cleaned_data.get("starts", ""), self.cleaned_data.get("ends", ""))

    def store(self) -> Strategy:
        """Make the plan's rows."""
        told = self.cleaned_data
        starts, ends = told["starts"], told["ends"]
        return apply(
            Plan(
                title=told["title"],
                kind=told["kind"],
                owners=(told["owner"].name,),
                regions=tuple(region.name for region in told["regions"]),
                period=Period(start=starts, end=ends) if starts or ends else None,
            )
        )

"""Forms of what is said of a proposed plan as a whole."""

from typing import Any, get_args

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from strategies.dates import PartialDate
from strategies.differences import GENERIC
from strategies.editing.forms.fields import DateField, EdtfField, LineField, NamesField, ProseField
from strategies.editing.forms.locked import check_order
from strategies.editing.forms.names import RegionsField
from strategies.plan import (
    Decision,
    DecisionKind,
    LegalWeight,
    Level,
    LevelWords,
    Plan,
    StrategyKind,
)
from strategies.reviewing.forms.draft import DraftForm, period

WORDS = {"direction_word": "direction", "focus_area_word": "focus_area", "action_word": "action"}
PLAIN = ("title", "kind", "summary")
# The plan's fields that the form is about.
FACTS = (
    *(*PLAIN, "legal_weight", "level", "owners", "regions", "target_groups"),
    *("period", "level_words"),
)


def chosen_from(words: Any, *, blank: bool = False) -> list[tuple[str, str]]:
    return ([("", str(_("vet inte")))] if blank else []) + [
        (word, word) for word in get_args(words)
    ]


class FactsForm(DraftForm):
    """The facts of a proposed plan; owners are written as they are called, whether or not the register knows them."""

    MORE = ("summary", "level", "target_groups", *WORDS)

    title = LineField(
        label=_("Titel"), max_length=500, error_messages={"required": _("Skriv en titel.")}
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=chosen_from(StrategyKind))
    legal_weight = forms.ChoiceField(
        label=_("Tyngd"), required=False, choices=chosen_from(LegalWeight, blank=True)
    )
    owners = NamesField(
        label=_("Ägare"),
        help_text=_("Den region eller kommun, eller de flera, som planen tillhör."),
        max_length=200,
    )
    regions = RegionsField(
        label=_("Områden"), help_text=_("De län och kommuner som planen gäller för.")
    )
    starts = EdtfField(label=_("Börjar"), help_text=_("Oftast ett år, till exempel 2018."))
    ends = EdtfField(label=_("Slutar"))
    summary = ProseField(label=_("Sammanfattning"), required=False)
    level = forms.ChoiceField(
        label=_("Nivå"), required=False, choices=chosen_from(Level, blank=True)
    )
    target_groups = NamesField(label=_("Målgrupper"))
    direction_word = LineField(label=_("Planens ord för inriktning"), required=False, max_length=80)
    focus_area_word = LineField(
        label=_("Planens ord för insatsområde"), required=False, max_length=80
    )
    action_word = LineField(label=_("Planens ord för insats"), required=False, max_length=80)

    def __init__(self, data: QueryDict | None, plan: Plan) -> None:
        super().__init__(data, self.told(plan), "fakta-")
        self.fields["title"].widget.attrs["autofocus"] = True
        for name, kind in WORDS.items():
            self.fields[name].widget.attrs["placeholder"] = GENERIC[kind]

    @staticmethod
    def told(plan: Plan) -> dict[str, Any]:
        """What the plan says, by the form's fields."""
        return {name: getattr(plan, name) for name in PLAIN} | {
            "legal_weight": plan.legal_weight or "",
            "level": plan.level or "",
            "owners": list(plan.owners),
            "regions": list(plan.regions),
            "target_groups": list(plan.target_groups),
            "starts": plan.period.start if plan.period else "",
            "ends": plan.period.end if plan.period else "",
            **{name: getattr(plan.level_words, kind) for name, kind in WORDS.items()},
        }

    def clean(self) -> None:
        super().clean()
        check_order(self, self.cleaned_data.get("starts", ""), self.cleaned_data.get("ends", ""))

    def values(self) -> dict[str, Any]:
        """What this valid form says, by the plan's fields."""
        told = self.cleaned_data
        return {name: told[name] for name in PLAIN} | {
            "legal_weight": told["legal_weight"] or None,
            "level": told["level"] or None,
            "owners": tuple(told["owners"]),
            "regions": tuple(region.name for region in told["regions"]),
            "target_groups": tuple(told["target_groups"]),
            "period": period(told["starts"], told["ends"]),
            "level_words": LevelWords(**{kind: told[name] for name, kind in WORDS.items()}),
        }


class DecisionForm(DraftForm):
    """A decision; its body is written as it is called."""

    kind = forms.ChoiceField(label=_("Slag"), choices=chosen_from(DecisionKind))
    body = LineField(
        label=_("Beslutande organ"),
        required=False,
        max_length=200,
        help_text=_("Till exempel Regionfullmäktige i Region Örebro län."),
    )
    date = DateField(
        label=_("Beslutsdatum"), help_text=_("År, månad eller dag: 2018, 2018-06 eller 2018-06-14.")
    )
    case_number = LineField(label=_("Diarienummer"), required=False, max_length=120)
    paragraph = LineField(label=_("Paragraf"), required=False, max_length=120)

    def __init__(self, data: QueryDict | None, part: Decision, prefix: str = "") -> None:
        saved = {name: getattr(part, name) for name in self.base_fields}
        super().__init__(data, saved, prefix)
        self.fields["body"].widget.attrs["autofocus"] = True

    def clean_date(self) -> PartialDate:
        """A date that was not retyped keeps how its document wrote it."""
        typed: PartialDate = self.cleaned_data["date"]
        stored: PartialDate = self.saved["date"]
        return stored if stored.value == typed.value else typed

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

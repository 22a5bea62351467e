from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from strategies.copy import Choice, copy_to_next_period, following, following_title
from strategies.dates import Period
from strategies.editing.forms.fields import EdtfField, LineField
from strategies.editing.forms.locked import check_order
from strategies.models import Strategy


class NextPeriodForm(forms.Form):
    """What the next plan is to be called, when it holds, and what of `strategy` it begins with."""

    # The choices of strategies.copy, in ASCII as names of fields.
    BRING: dict[str, Choice] = {
        "actors": "aktörer",
        "statements": "uttalanden",
        "challenges": "utmaningar",
        "sources": "källor",
    }

    title = LineField(
        label=_("Titel"),
        max_length=500,
        help_text=_("Den nya planen behöver en egen, så att läsarna kan skilja dem åt."),
        error_messages={"required": _("Skriv en titel.")},
    )
    starts = EdtfField(label=_("Börjar"), help_text=_("Oftast ett år, till exempel 2023."))
    ends = EdtfField(label=_("Slutar"))
    actors = forms.BooleanField(label=_("Aktörer och roller"), required=False)
    statements = forms.BooleanField(label=_("Vision, mål och andra uttalanden"), required=False)
    challenges = forms.BooleanField(
        label=_("Utmaningar, och vad som svarar på dem"), required=False
    )
    sources = forms.BooleanField(
        label=_("Källor"),
        required=False,
        help_text=_("De visar var den gamla planens ord kommer från."),
    )

    def __init__(self, data: QueryDict | None, *, strategy: Strategy) -> None:
        self.strategy = strategy
        period = following(strategy.period)
        super().__init__(
            data,
            label_suffix="",
            initial={
                "title": following_title(strategy.title, strategy.period),
                "starts": period.start if period else "",
                "ends": period.end if period else "",
                "actors": True,
                "statements": True,
                "challenges": True,
            },
        )
        self.fields["title"].widget.attrs["autofocus"] = True

    @property
    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "starts", "ends")]

    @property
    def bring(self) -> list[forms.BoundField]:
        return [self[name] for name in self.BRING]

    def clean_title(self) -> str:
        title = cast(str, self.cleaned_data["title"])
        if title.casefold() == self.strategy.title.casefold():
            raise ValidationError(_("Den gamla planen heter så. Lägg till exempel till åren."))
        return title

    def clean(self) -> None:
        super().clean()
        check_order(self, self.cleaned_data.get("starts", ""), self.cleaned_data.get("ends", ""))

    def store(self) -> Strategy:
        """Make the new plan's rows. Whatever the old one's rows hold has room in them."""
        told = self.cleaned_data
        starts, ends = told["starts"], told["ends"]
        return copy_to_next_period(
            self.strategy,
            title=told["title"],
            period=Period(start=starts, end=ends) if starts or ends else None,
            bring=[choice for name, choice in self.BRING.items() if told[name]],
        )

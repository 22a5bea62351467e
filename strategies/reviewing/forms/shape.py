"""Forms that divide a part, and that make one of words in the source."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from strategies.editing.forms.fields import LineField
from strategies.loading.corrections import Choice

# Where a text is likely to be two: at the ends of lines and sentences, and before a new clause or item.
SEAM = re.compile(r"\n+|(?<=[.!?:;])\s+|(?<=,)\s+|\s+(?=(?:och|samt|–|•|\d+\.)\s)")
MOST_SEAMS = 40


@dataclass(frozen=True)
class Seam:
    """A place where a text can be divided: its address in the form, and the words around it."""

    value: str
    before: str
    after: str


class SplitForm(forms.Form):
    """Where to divide a part: at one of its seams, or before some words that are typed."""

    words = LineField(
        label=_("Eller skriv hur den nya delen börjar"),
        required=False,
        help_text=_("Några ord räcker, skrivna som de står i texten."),
    )

    def __init__(self, data: QueryDict | None, part: Any) -> None:
        super().__init__(data, label_suffix="")
        self.texts = {name: getattr(part, name, "") for name in ("title", "text")}

    def seams(self) -> list[Seam]:
        found = [
            Seam(
                f"{name}:{match.end()}",
                text[: match.start()].rsplit("\n", 1)[-1][-60:],
                text[match.end() :].split("\n", 1)[0][:60],
            )
            for name, text in self.texts.items()
            for match in SEAM.finditer(text)
        ]
        return found[:MOST_SEAMS]

    def clean(self) -> None:
        super().clean()
        words, chosen = self.cleaned_data.get("words", ""), self.data.get("vid", "")
        field, _colon, at = chosen.partition(":")
        if words:
            found = [(name, text.find(words)) for name, text in self.texts.items() if words in text]
            if not found:
                raise ValidationError(_("De orden står inte i delen. Skriv av dem som de står."))
            self.cleaned_data["place"] = found[0]
        elif field in self.texts and at.isdecimal() and len(at) < 9:
            self.cleaned_data["place"] = (field, int(at))
        else:
            raise ValidationError(_("Välj var delen ska delas."))


class AddForm(forms.Form):
    """Words of the source that are to become a part. `text` is what there is to choose from."""

    sort = forms.ChoiceField(label=_("Vad är det?"))
    words = forms.CharField(
        label=_("Ord ur källtexten"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ta bort det som inte hör till delen. Resten ska stå som i källtexten."),
        error_messages={"required": _("Skriv de ord som delen ska bestå av.")},
    )

    def __init__(
        self, data: QueryDict | None, text: str, sorts: Any, *, around: tuple[int, int] = (0, 0)
    ) -> None:
        start, end = around
        super().__init__(data, label_suffix="", initial={"words": text[start:end].strip()})
        self.fields["sort"].choices = sorts  # type: ignore[attr-defined]
        self.text, self.start = text, start

    def clean_words(self) -> Choice:
        """The words' place in the source, the first after where they were taken from; spaces and line breaks may differ."""
        words: str = self.cleaned_data["words"]
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
        found = pattern.search(self.text, self.start) or pattern.search(self.text)
        if found is None:
            raise ValidationError(
                _(
                    "Så står det inte i källtexten. Skriv av orden, och ändra dem när delen är tillagd."
                )
            )
        return Choice(found.start(), found.end(), found.group())

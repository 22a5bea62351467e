"""The form of a file that comes back: which file, and what it was made from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from strategies.exports.formats import ENDINGS
from strategies.models import Strategy

LARGEST = 5 * 1024 * 1024  # bytes
WORKING_COPY = 0


class UploadForm(forms.Form):
    """A file, and the number of the edition that it was made from; WORKING_COPY for one that was fetched here."""

    file = forms.FileField(
        label=_("Filen"),
        error_messages={
            "required": _("Välj filen som du har ändrat i."),
            "empty": _("Filen är tom. Spara den på nytt och välj den igen."),
        },
    )
    base = forms.TypedChoiceField(
        label=_("Filen hämtades från"),
        coerce=int,
        help_text=_("Filen jämförs med den, och bara det som skiljer ändras."),
        error_messages={"invalid_choice": _("Välj en av utgåvorna, eller arbetsversionen.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, strategy: Strategy) -> None:
        super().__init__(data, files, label_suffix="")
        numbers = strategy.editions.order_by("-number").values_list("number", flat=True)
        editions = [(number, _("Utgåva %(number)d") % {"number": number}) for number in numbers]
        self.fields["base"].choices = [*editions, (WORKING_COPY, _("Arbetsversionen"))]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in ENDINGS)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _(
                    "Filen är större än 5 MB. En plan är mycket mindre: kontrollera att du valde rätt fil."
                )
            )
        return file

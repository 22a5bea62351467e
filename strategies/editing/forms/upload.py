"""The form of a file that comes back: which file, and what it was made from."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from strategies.exports.formats import ENDINGS
from strategies.models import Strategy

LARGEST = 5 * 1024 * 1024  # bytes
WORKING_COPY = 0
# How files are named when they are fetched (strategies/taking/plan_files.py, strategies/editing/upload.py).
NAMED = re.compile(r"-(?:utgava-(\d{1,9})|arbetsversion)\b")


class UploadForm(forms.Form):
    """A file, and the number of the edition that it was made from; WORKING_COPY for one that was fetched here."""

    file = forms.FileField(
        label=_("Filen"),
        help_text=_(
            "Låt rubrikraden och nycklarna stå kvar. En rad utan nyckel blir en ny del, och en rad som är borta tas bort ur planen. Personer ändras aldrig med en fil."
        ),
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

    def clean(self) -> None:
        """Refuse a file whose own name says that it was made from something else: the comparison would undo what others have done."""
        super().clean()
        file, base = self.cleaned_data.get("file"), self.cleaned_data.get("base")
        named = NAMED.search(file.name) if file else None
        if named and base is not None and int(named[1] or WORKING_COPY) != base:
            told = _(
                "Filens namn säger något annat. Välj det som filen hämtades från, eller byt namn på filen om namnet är fel."
            )
            self.add_error("base", told)

"""The form of a file that comes back: which file, and what it was made from when it does not say so itself."""

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
    """A file, and the number of the edition that it was made from; WORKING_COPY for what the plan says now, None for what the file says itself."""

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
        empty_value=None,
        required=False,
        help_text=_(
            "Filen jämförs med den, och bara det som skiljer ändras. Filer som hämtas här säger det själva."
        ),
        error_messages={"invalid_choice": _("Välj en av utgåvorna, eller arbetsversionen.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, strategy: Strategy) -> None:
        super().__init__(data, files, label_suffix="")
        numbers = strategy.editions.order_by("-number").values_list("number", flat=True)
        editions = [(number, _("Utgåva %(number)d") % {"number": number}) for number in numbers]
        working = (WORKING_COPY, _("Arbetsversionen som den är nu"))
        self.fields["base"].choices = [("", _("Det som filen säger")), *editions, working]  # type: ignore[attr-defined]
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
        named = base_named(file.name) if file else None
        if named is not None and base is not None and named != base:
            told = _(
                "Filens namn säger något annat. Välj det som filen hämtades från, eller byt namn på filen om namnet är fel."
            )
            self.add_error("base", told)

    def ask(self, told: str, base: int | None) -> None:
        """Say why it must be chosen what the file was made from, with `base` chosen."""
        self.data = dict(self.data.items()) | {"base": "" if base is None else base}
        self.add_error("base", told)


def base_named(name: str) -> int | None:
    """What the name of a file says that it was made from, None when it says nothing."""
    named = NAMED.search(name)
    return int(named[1] or WORKING_COPY) if named else None

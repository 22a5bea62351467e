from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from strategies.editing.forms.fields import LineField
from strategies.loading.kinds import LARGEST_FILE


class FilesInput(forms.ClearableFileInput):
    """Several files at once; a browser also takes those that are dropped on it."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files as they are: what is wrong with one must not keep the others out."""
        return [file for file in data or [] if file]


class IntakeForm(forms.Form):
    """Documents as files, or the text of one."""

    documents = FilesField(
        label=_("Filer"),
        required=False,
        help_text=_(
            "Välj en eller flera, eller släpp dem här: Word (.docx), PDF, sparade webbsidor (.html) och text (.txt, .md)."
        ),
    )
    name = LineField(
        label=_("Namn på texten"),
        required=False,
        max_length=200,
        help_text=_("Vad dokumentet heter, så att du känner igen det i kön."),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Hela dokumentet, som du har kopierat det."),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")
        self.fields["documents"].widget.attrs["accept"] = ".txt,.md,.html,.htm,.docx,.pdf"

    def clean(self) -> None:
        super().clean()
        told = self.cleaned_data
        if told.get("text", "").strip():
            if not told.get("name"):
                self.add_error("name", _("Ge texten ett namn."))
        elif not told.get("documents"):
            self.add_error("documents", _("Välj minst en fil, eller klistra in en text."))

    def received(self) -> Iterator[tuple[str, bytes]]:
        """Each document's name and bytes; of a file that is too large to be read, one byte more than is allowed."""
        for file in self.cleaned_data["documents"]:
            yield file.name, file.read(LARGEST_FILE + 1)
        if (text := self.cleaned_data.get("text", "")).strip():
            yield f"{self.cleaned_data['name']}.txt", text.encode()

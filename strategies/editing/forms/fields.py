"""Form fields that take what people type or paste in the form a Plan keeps it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from strategies.dates import PartialDate, bounds
from strategies.plan import one_line, prose

# A page of this length can still be read and compared; the longest text of the seed plans is a hundredth of it.
LONGEST_TEXT = 100_000
SPARE_LINES = 2


TOO_LONG: dict[str, Any] = {
    "max_length": _(
        "Texten är för lång: högst %(limit_value)d tecken, och den har %(show_value)d. Korta den."
    )
}


class LineField(forms.CharField):
    """One line: control characters go, white space becomes single spaces."""

    default_error_messages = TOO_LONG

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # A browser cuts what is pasted without a word; the form tells how much too long it is.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class ProseField(forms.CharField):
    """Paragraphs, as strategies.plan.prose has them."""

    widget = forms.Textarea
    default_error_messages = TOO_LONG

    def __init__(self, **options: Any) -> None:
        # A text column tells its form that there is no limit.
        super().__init__(**options | {"max_length": options.get("max_length") or LONGEST_TEXT})
        # The browser counts line breaks as two characters and would cut what fits.
        self.widget.attrs.pop("maxlength", None)
        self.widget.attrs["rows"] = 6

    def to_python(self, value: Any) -> str:
        return prose(super().to_python(value) or "")


class SuggestingInput(forms.TextInput):
    """A line with suggestions, any other text being as good."""

    def __init__(self, suggestions: Iterable[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        ids = f"{(attrs or {}).get('id', name)}_lista"
        line = super().render(name, value, {**(attrs or {}), "list": ids}, renderer)
        context = {"line": line, "id": ids, "suggestions": list(self.suggestions)}
        return render_to_string("editing/_suggesting_input.html", context)


class EdtfField(LineField):
    """A day, month, season or year in the portal's part of EDTF, or "" for none."""

    default_error_messages = {
        "date": _("”%(value)s” är inget datum. Skriv till exempel 2019, 2019-05 eller 2019-05-31.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 10, "required": False} | options)
        self.widget.attrs |= {"inputmode": "numeric", "class": "short"}

    def validate(self, value: str) -> None:
        super().validate(value)
        try:
            if value:
                bounds(value)
        except ValueError as problem:
            raise ValidationError(
                self.error_messages["date"], "date", {"value": value}
            ) from problem


class DateField(EdtfField):
    """A PartialDate typed as EDTF; how a document wrote it is not typed. An empty field is `unknown`."""

    def __init__(self, *, unknown: PartialDate | None = PartialDate(), **options: Any) -> None:  # noqa: B008 - it is frozen
        super().__init__(**options)
        self.unknown = unknown

    def prepare_value(self, value: Any) -> Any:
        return value.value if isinstance(value, PartialDate) else value

    def clean(self, value: Any) -> PartialDate | None:
        typed = super().clean(value)
        return PartialDate(value=typed) if typed else self.unknown

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class NamesInput(forms.Widget):
    """A line for each name and a few empty ones, with suggestions from a list where one is given."""

    template_name = "editing/_names_input.html"
    use_fieldset = True

    def __init__(self, suggestions: Iterable[str] = ()) -> None:
        super().__init__()
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        names = [*(value or []), *[""] * SPARE_LINES]
        return context | {"names": names, "suggestions": list(self.suggestions)}

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        # Django's renderer of forms knows only the templates of apps.
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_1" if id_ else id_


class NamesField(forms.Field):
    """Names in order, each once; empty lines are left out."""

    widget = NamesInput

    def __init__(
        self, *, suggestions: Iterable[str] = (), max_length: int = 500, **options: Any
    ) -> None:
        options.setdefault("required", False)
        super().__init__(widget=NamesInput(suggestions), **options)
        self.max_length = max_length

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(name for line in value or [] if (name := one_line(line))))

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if any(len(name) > self.max_length for name in value):
            raise ValidationError(
                _("Ett namn är för långt: högst %(limit)d tecken."),
                "long",
                {"limit": self.max_length},
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)

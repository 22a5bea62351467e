"""Internal notes of an element: staff to staff, never published."""

from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from strategies.editing.access import working_copy
from strategies.editing.answers import show_piece, tell
from strategies.editing.forms.fields import ProseField
from strategies.models import Element, Note, Strategy

LONGEST_NOTE = 5_000  # characters


class NoteForm(forms.ModelForm):
    text = ProseField(
        label=gettext_lazy("Ny anteckning"),
        help_text=gettext_lazy("Ser bara ni som redigerar planen. Publiceras aldrig."),
        error_messages={"required": gettext_lazy("Skriv en anteckning.")},
        max_length=LONGEST_NOTE,
    )

    class Meta:
        model = Note
        fields = ("text",)

    def __init__(self, data: QueryDict | None = None, *, instance: Note | None = None) -> None:
        super().__init__(data, instance=instance, label_suffix="")
        self.fields["text"].widget.attrs["rows"] = 3


@require_POST
@transaction.atomic
def add(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Write a note of an element."""
    strategy = working_copy(request, slug)
    element = get_object_or_404(strategy.elements, key=key)
    note = Note(strategy=strategy, key=key, user=request.user)  # type: ignore[misc]
    form = NoteForm(request.POST, instance=note)
    if not form.is_valid():
        return _show(request, strategy, element, form, status=422)
    form.save()
    tell(request, _("Anteckningen är sparad."))
    return _show(request, strategy, element, NoteForm())


@require_POST
@transaction.atomic
def remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take away a note of one's own; 404 for others'."""
    strategy = working_copy(request, slug)
    note = get_object_or_404(strategy.notes.filter(user=request.user), pk=number)  # type: ignore[misc]
    element = get_object_or_404(strategy.elements, key=note.key)
    note.delete()
    tell(request, _("Anteckningen är borttagen."))
    return _show(request, strategy, element, NoteForm())


def notes_of(strategy: Strategy, element: Element) -> list[Note]:
    return list(strategy.notes.filter(key=element.key).select_related("user"))


def _show(
    request: HttpRequest, strategy: Strategy, element: Element, form: NoteForm, status: int = 200
) -> HttpResponse:
    context = {
        "strategy": strategy,
        "part": element,
        "notes": notes_of(strategy, element),
        "note_form": form,
    }
    return show_piece(request, strategy, element, "editing/_notes.html", context, status=status)

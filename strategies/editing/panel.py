"""Everything that an element has beside its line: the panel next to the outline, and a page of its own without JavaScript."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.http import render_page, wants_fragment
from strategies.editing.access import working_copy
from strategies.editing.actors import Place
from strategies.editing.answered import answers_of
from strategies.editing.answers import show_lines, tell
from strategies.editing.fact_checks import comments_of
from strategies.editing.forms.element import ElementForm
from strategies.editing.forms.involvement import InvolvementForm
from strategies.editing.notes import NoteForm, notes_of
from strategies.editing.nouns import NOUNS
from strategies.editing.outline import line, short
from strategies.editing.parts import gone, name_of, posted
from strategies.editing.surroundings import groups
from strategies.models import Element, Strategy

ELEMENTS = NOUNS["delar"]
MOST_PASSAGES = 20


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def panel(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """An element's panel. What is sent is saved field by field; the answer is no more than the version that it got, and the fields that
    somebody else has saved meanwhile.
    """
    strategy = working_copy(request, slug)
    element = strategy.elements.select_related("parent").filter(key=key).first()
    if element is None:
        return gone(request, strategy, ELEMENTS, key)
    form = _form(request, strategy, element)
    if not form.is_bound:
        return show_panel(request, strategy, element, form)
    if not form.is_valid():
        return show_panel(request, strategy, element, form, status=422)
    if form.would_overwrite():
        found = {"conflict": form.conflict()}
        return show_panel(request, strategy, element, form.rebased(), found, status=409)
    saved = form.store()
    tell(request, _("”%(name)s” är sparad.") % {"name": name_of(saved)})
    form.auto_id = _ids(saved)
    return show_lines(request, strategy, saved, [saved], form=form)


def show_panel(
    request: HttpRequest,
    strategy: Strategy,
    element: Element,
    form: ElementForm,
    found: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The panel, or the page that holds the same; `found` adds what is told beside the form."""
    form.auto_id = _ids(element)
    place = Place(strategy, element)
    context = {
        "strategy": strategy,
        "noun": ELEMENTS,
        "part": element,
        "id": short(element),
        "name": name_of(Element.objects.get(pk=element.pk)),
        "branch": line(strategy, element),
        "form": form,
        "place": place,
        "involvements": place.involvements(),
        "role_form": InvolvementForm(strategy=strategy, element=element),
        "answers": answers_of(strategy, element),
        "groups": groups(strategy, element),
        "notes": notes_of(strategy, element),
        "note_form": NoteForm(),
        "comments": comments_of(strategy, element),
        "passages": element.passage_set.select_related("source")[:MOST_PASSAGES],
    }
    page, fragment = "editing/element.html", "editing/_panel.html"
    return render_page(request, page, fragment, context | (found or {}), status=status)


def _ids(element: Element) -> str:
    """The ids of the form's fields; statements and challenges may be open in forms of their own, with fields of the same names."""
    return f"{short(element)}-%s"


def _form(request: HttpRequest, strategy: Strategy, element: Element) -> ElementForm:
    titled = not wants_fragment(request)
    return ElementForm(posted(request), instance=element, strategy=strategy, titled=titled)

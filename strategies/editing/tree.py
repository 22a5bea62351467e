"""The tree of a plan: where a new element goes, and how elements move."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from strategies.editing import order
from strategies.editing.access import working_copy
from strategies.editing.answers import show_section, tell
from strategies.editing.forms.element import ElementForm, usual_kind
from strategies.editing.nouns import NOUNS
from strategies.editing.outline import short
from strategies.editing.parts import name_of, posted, show_form
from strategies.models import Element, Strategy

ELEMENTS = NOUNS["delar"]

MOVED = {
    order.UP: gettext_lazy("”%(name)s” är flyttad uppåt."),
    order.DOWN: gettext_lazy("”%(name)s” är flyttad nedåt."),
    order.OUT: gettext_lazy("”%(name)s” är flyttad ut en nivå."),
    order.IN: gettext_lazy("”%(name)s” är flyttad in under den före."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a new element: last under `?under=`, right after `?efter=`, or last in the plan."""
    strategy = working_copy(request, slug)
    after, parent = _place(request, strategy)
    kind = after.kind if after else usual_kind(strategy, parent)
    if kind is None:
        raise Http404("nothing can be under an action")
    new = Element(strategy=strategy, parent=parent, kind=kind)
    form = ElementForm(posted(request), instance=new, strategy=strategy)
    beside = after or parent
    found = {"under": parent, "after": after, "place_id": short(beside) if beside else "delar"}
    if not form.is_bound:
        return show_form(request, strategy, ELEMENTS, form, found)
    if not form.is_valid():
        return show_form(request, strategy, ELEMENTS, form, found, status=422)
    order.insert(new, after)
    tell(request, _("”%(name)s” är tillagd.") % {"name": name_of(new)})
    return show_section(request, strategy, ELEMENTS, new, focus=f"andra-{short(new)}")


@require_POST
@transaction.atomic
def move(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Move an element with all below it one step: `till` is upp, ned, ut or in."""
    strategy = working_copy(request, slug)
    element = get_object_or_404(Element, strategy=strategy, key=key)
    way = request.POST.get("till", "")
    if way not in MOVED:
        raise Http404
    if order.move(element, way):
        tell(request, MOVED[way] % {"name": name_of(element)})
    else:
        tell(
            request,
            _("”%(name)s” kan inte flyttas längre åt det hållet.") % {"name": name_of(element)},
        )
    return show_section(request, strategy, ELEMENTS, element, focus=f"{way}-{short(element)}")


def _place(request: HttpRequest, strategy: Strategy) -> tuple[Element | None, Element | None]:
    """The sibling that a new element comes after, if any, and its parent, if any; 404 for what is not in the plan."""
    for name in ("efter", "under"):
        if key := request.GET.get(name):
            try:
                found = get_object_or_404(Element, strategy=strategy, key=UUID(key))
            except ValueError:
                raise Http404 from None
            return (found, found.parent) if name == "efter" else (None, found)
    return None, None

"""The tree of a plan: where a new element goes, what its line says, and how elements move."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from portal.http import wants_fragment
from strategies.editing import order
from strategies.editing.access import working_copy
from strategies.editing.answers import show_lines, tell
from strategies.editing.forms.element import ElementForm, TitleForm
from strategies.editing.levels import usual_kind
from strategies.editing.nouns import NOUNS
from strategies.editing.outline import line, short
from strategies.editing.parts import gone, name_of, posted, sent_key, show_form
from strategies.models import Element, Strategy
from strategies.past import events

ELEMENTS = NOUNS["delar"]

MOVED = {
    order.UP: gettext_lazy("”%(name)s” är flyttad uppåt."),
    order.DOWN: gettext_lazy("”%(name)s” är flyttad nedåt."),
    order.OUT: gettext_lazy("”%(name)s” är flyttad ut en nivå."),
    order.IN: gettext_lazy("”%(name)s” är flyttad in en nivå."),
    "plats": gettext_lazy("”%(name)s” är flyttad."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a new element: last under `?under=`, right after `?efter=`, or last in the plan."""
    strategy = working_copy(request, slug)
    key = sent_key(request)
    if made := strategy.elements.filter(key=key).first():
        return show_lines(request, strategy, made, [made])
    after = named(request.GET.get("efter"), strategy)
    parent = after.parent if after else named(request.GET.get("under"), strategy)
    new = _new(strategy, after, parent, key)
    form = ElementForm(posted(request), instance=new, strategy=strategy)
    if not form.is_bound or not form.is_valid():
        found = {"under": parent, "after": after}
        return show_form(
            request, strategy, ELEMENTS, form, found, status=422 if form.is_bound else 200
        )
    order.insert(new, after)
    tell(request, _("”%(name)s” är tillagd.") % {"name": name_of(new)})
    return show_lines(request, strategy, new, [new])


@require_POST
@transaction.atomic
def write(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Save what a line says (`title`), and then move it (`till`), whichever is sent.

    A key that the plan lacks is a new element: after `efter`, first under `under`, or first of all. The browser makes the key, so that a
    line that is sent again, since its answer was lost, is the same element.
    """
    strategy = working_copy(request, slug)
    element = strategy.elements.filter(key=key).first()
    after = None
    if element is None and ELEMENTS.was_in(strategy, key):
        return _below_line(request, key, gone(request, strategy, ELEMENTS, key))
    if "title" not in request.POST:
        return _move(request, strategy, get_object_or_404(strategy.elements, key=key))
    if element is None:
        after = named(request.POST.get("efter"), strategy)
        parent = after.parent if after else named(request.POST.get("under"), strategy)
        element = _new(strategy, after, parent, key)
    form = TitleForm(request.POST, instance=element, strategy=strategy)
    if not form.is_valid():
        return _refused(request, strategy, element, form)
    if form.would_overwrite():
        return _clash(request, strategy, element, form)
    if element.pk:
        form.store()
    else:
        order.insert(element, after, first=after is None)
    if "till" in request.POST:
        return _move(request, strategy, element)
    if not wants_fragment(request):  # the outline's own scripts are silent while all is well
        tell(request, _("”%(name)s” är sparad.") % {"name": name_of(element)})
    return show_lines(request, strategy, element, [element], titled=True)


def _move(request: HttpRequest, strategy: Strategy, element: Element) -> HttpResponse:
    """Move an element with all below it: one step (`till` is upp, ned, ut or in), or (plats) to after `efter` or first under `under`.

    `akt` is the browser's key of the act: one that is sent again, since its answer was lost, moves nothing.
    """
    way = request.POST.get("till", "")
    if way not in MOVED:
        raise Http404
    moved: order.Moved | None
    if _is_done(strategy, element, request.POST.get("akt", "")):
        moved = order.standing(element)
    elif way == "plats":
        after = named(request.POST.get("efter"), strategy)
        parent = after.parent if after else named(request.POST.get("under"), strategy)
        moved = order.place(element, parent, after)
    else:
        moved = order.move(element, way)
    told = MOVED[way] if moved else _("”%(name)s” kan inte flyttas dit.")
    tell(request, told % {"name": name_of(element)})
    if moved is None:
        return show_lines(request, strategy, element, [])
    where = {
        "id": short(element),
        "under": short(moved.parent) if moved.parent else "",
        "after": short(moved.after) if moved.after else "",
    }
    return show_lines(request, strategy, element, moved.changed, happened={"moved": where})


def _is_done(strategy: Strategy, element: Element, act: str) -> bool:
    """Whether the history tells that the act of that key has changed the element."""
    done = events(strategy, Element).filter(pgh_obj=element.pk, pgh_context__metadata__act=act)
    return bool(act) and bool(done.exists())


def _new(strategy: Strategy, after: Element | None, parent: Element | None, key: UUID) -> Element:
    """An element that is not saved yet, of the kind of its sibling or the plan's usual one; 404 where nothing can be."""
    kind = after.kind if after else usual_kind(strategy, parent)
    if kind is None:
        raise Http404("nothing can be under an action")
    return Element(strategy=strategy, parent=parent, kind=kind, key=key)


def named(key: str | None, strategy: Strategy) -> Element | None:
    """The element that a request names, or None when it names none; 404 for what is not in the plan."""
    if not key:
        return None
    try:
        return get_object_or_404(Element, strategy=strategy, key=UUID(key))
    except ValueError:
        raise Http404 from None


def _refused(
    request: HttpRequest, strategy: Strategy, element: Element, form: TitleForm
) -> HttpResponse:
    if not wants_fragment(request):
        return show_form(request, strategy, ELEMENTS, form, status=422)
    response = render(request, "editing/_line_refused.html", {"form": form}, status=422)
    return _below_line(request, element.key, response)


def _clash(
    request: HttpRequest, strategy: Strategy, element: Element, form: TitleForm
) -> HttpResponse:
    """Both titles beside each other, and the line ready to be saved again by somebody who has seen them."""
    conflict, again = form.conflict(), form.rebased()
    if not wants_fragment(request):
        return show_form(request, strategy, ELEMENTS, again, {"conflict": conflict}, status=409)
    context = {"conflict": conflict, "branch": line(strategy, again.instance)}
    response = render(request, "editing/_line_conflict.html", context, status=409)
    return _below_line(request, element.key, response)


def _below_line(request: HttpRequest, key: UUID, response: HttpResponse) -> HttpResponse:
    """What stands in a line's way, right below it."""
    if not wants_fragment(request):
        return response
    return reswap(retarget(response, f"#f-{str(key)[:8]}"), "innerHTML")

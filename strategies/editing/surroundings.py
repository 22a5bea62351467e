"""What stands around a plan's tree, row by row: other plans, means, forums, mandates, what it builds on, and people."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from portal.http import render_page, wants_fragment
from strategies.editing.access import working_copy
from strategies.editing.answers import SWAP, see_other, tell
from strategies.editing.around import KINDS, Around, beside, called
from strategies.editing.forms.around import AroundForm
from strategies.editing.parts import posted
from strategies.models import Element, Strategy
from strategies.models.rows import VersionedRow


@require_safe
def plan_surroundings(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of the plan as a whole."""
    strategy = working_copy(request, slug)
    context = {"strategy": strategy, "groups": groups(strategy, None)}
    return render(request, "editing/surroundings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def add(request: HttpRequest, slug: str, kind: Around) -> HttpResponse:
    """The form of a new one, last among its kind; `?del=` names the element that it belongs to."""
    strategy = working_copy(request, slug)
    row = kind.model(strategy=strategy, **_place(request, strategy, kind))
    form = kind.form(posted(request), instance=row, strategy=strategy)
    if not form.is_bound:
        return _show_form(request, kind, form)
    if not form.is_valid():
        return _show_form(request, kind, form, status=422)
    last = kind.model.objects.filter(strategy=strategy).last()
    form.instance.position = last.position + 1 if last else 0
    made = form.store()
    tell(request, _("”%(name)s” är tillagd.") % {"name": called(made)})
    return _show_section(request, kind, made, focus=_button(kind, made))


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: HttpRequest, slug: str, kind: Around, number: int) -> HttpResponse:
    """Swap a row for its form, and the form for the saved row."""
    row = _row(request, slug, kind, number)
    form = kind.form(posted(request), instance=row, strategy=row.strategy)
    if not form.is_bound:
        return _show_form(request, kind, form)
    if not form.is_valid():
        return _show_form(request, kind, form, status=422)
    if form.would_overwrite():
        found = {"conflict": form.conflict()}
        return _show_form(request, kind, form.rebased(), found, status=409)
    saved = form.store()
    tell(request, _("”%(name)s” är sparad.") % {"name": called(saved)})
    return _show_row(request, kind, saved)


@require_safe
def row(request: HttpRequest, slug: str, kind: Around, number: int) -> HttpResponse:
    """A row as it stands: what "Avbryt" brings back."""
    return _show_row(request, kind, _row(request, slug, kind, number))


@require_POST
@transaction.atomic
def remove(request: HttpRequest, slug: str, kind: Around, number: int) -> HttpResponse:
    """Take one away; undoing brings it back."""
    row = _row(request, slug, kind, number)
    name = called(row)
    row.delete()
    tell(request, _("”%(name)s” är borttagen.") % {"name": name})
    return _show_section(request, kind, row, focus=f"ny-{kind.word}-knapp")


def groups(strategy: Strategy, element: Element | None) -> list[dict[str, Any]]:
    """Every kind that the whole plan can have, or an element, with its rows: a query for each kind."""
    return [_group(kind, strategy, element) for kind in KINDS if kind.belongs or element is None]


def _group(kind: Around, strategy: Strategy, element: Element | None) -> dict[str, Any]:
    adding = reverse("add-surrounding", args=[strategy.slug, kind])
    return {
        "kind": kind,
        "rows": [_shown(kind, row) for row in kind.at(strategy, element)],
        "adding": f"{adding}?del={element.key}" if element else adding,
    }


def _shown(kind: Around, row: VersionedRow) -> dict[str, Any]:
    """A row with what it is called, the words that stand beside that and those below, and the id of the button that opens its form."""
    more = getattr(row, "note", "") or getattr(row, "text", "")
    more = "" if more == str(row) else more
    return {
        "row": row,
        "name": called(row),
        "told": beside(row),
        "more": more,
        "button": _button(kind, row),
    }


def _place(request: HttpRequest, strategy: Strategy, kind: Around) -> dict[str, Element]:
    """The element that the address names as a new row's `at`, or nothing; 404 for one that the plan has not, or that cannot have such a row."""
    key = request.GET.get("del")
    if not key:
        return {}
    try:
        wanted = UUID(key)
    except ValueError:
        raise Http404 from None
    elements = strategy.elements.all() if kind.belongs else strategy.elements.none()
    return {"at": get_object_or_404(elements, key=wanted)}


def _row(request: HttpRequest, slug: str, kind: Around, number: int) -> Any:
    strategy = working_copy(request, slug)
    rows = kind.model.objects.select_related(*kind.model.needed())
    return get_object_or_404(rows, strategy=strategy, pk=number)


def _at(row: VersionedRow) -> Element | None:
    return getattr(row, "at", None)


def _button(kind: Around, row: VersionedRow) -> str:
    return f"andra-{kind.word}-{row.pk}"


def _show_form(
    request: HttpRequest,
    kind: Around,
    form: AroundForm,
    found: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    row = form.instance
    # The panel's own form, and those of other rows, have fields of the same names.
    form.auto_id = f"{kind.word}-{row.pk or 'ny'}-%s"
    context = {
        "strategy": row.strategy,
        "kind": kind,
        "row": row,
        "form": form,
        "back": _home(kind, row),
        "id": f"{kind.word}-{row.pk or 'ny'}",
        "name": called(kind.model.objects.get(pk=row.pk)) if row.pk else "",
    }
    page, fragment = "editing/surrounding_form.html", "editing/_surrounding_form.html"
    response = render_page(request, page, fragment, context | (found or {}), status=status)
    if status != 200:  # the form may have made a stub of the plan that was named
        transaction.set_rollback(True)
    return response


def _show_row(request: HttpRequest, kind: Around, row: VersionedRow) -> HttpResponse:
    if not wants_fragment(request):
        return see_other(_home(kind, row))
    context = {
        "strategy": row.strategy,
        "kind": kind,
        "one": _shown(kind, row),
        "focus": _button(kind, row),
        "piece": "editing/_surrounding_row.html",
    }
    return render(request, "editing/_changed.html", context)


def _show_section(
    request: HttpRequest, kind: Around, row: VersionedRow, *, focus: str
) -> HttpResponse:
    """The section that `row` is in, or was."""
    if not wants_fragment(request):
        return see_other(_home(kind, row))
    context = {
        "strategy": row.strategy,
        "group": _group(kind, row.strategy, _at(row)),
        "focus": focus,
        "piece": "editing/_surrounding_section.html",
    }
    response = render(request, "editing/_changed.html", context)
    return reswap(retarget(response, f"#{kind.word}"), SWAP)  # type: ignore[arg-type]


def _home(kind: Around, row: VersionedRow) -> str:
    """The page that holds the row."""
    slug = row.strategy.slug
    element = _at(row)
    if element is None:
        return f"{reverse('plan-surroundings', args=[slug])}#{kind.word}"
    return f"{reverse('edit-element', args=[slug, element.key])}#runt"

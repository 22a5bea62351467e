"""What a plan or one of its elements takes, and what is to happen: resources and milestones."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from portal.http import render_page, wants_fragment
from strategies import plan
from strategies.editing.access import working_copy
from strategies.editing.answers import SWAP, see_other, tell
from strategies.editing.forms.means import MeansForm, MilestoneForm, ResourceForm
from strategies.editing.parts import name_of, posted
from strategies.models import Element, Milestone, Resource, Strategy
from strategies.models.rows import BelongingRow
from strategies.reading.surroundings import amount


@dataclass(frozen=True)
class Means:
    """Resources or milestones: their table, their form, and how they are called. `word` is in addresses, and the id of their section."""

    word: str
    model: type[Any]
    form: type[MeansForm]
    heading: Promise
    name: Promise
    adding: Promise
    none: Promise

    def at(self, strategy: Strategy, element: Element | None) -> list[BelongingRow]:
        """Those of an element, or of the whole plan when it is None, in order."""
        rows = self.model.objects.filter(strategy=strategy, at=element)
        return list(rows.select_related("at"))


MEANS = {
    means.word: means
    for means in (
        Means(
            "resurser",
            Resource,
            ResourceForm,
            gettext_lazy("Resurser"),
            gettext_lazy("resurs"),
            gettext_lazy("Lägg till resurs"),
            gettext_lazy("Inget är skrivet om vad det kräver."),
        ),
        Means(
            "milstolpar",
            Milestone,
            MilestoneForm,
            gettext_lazy("Milstolpar"),
            gettext_lazy("milstolpe"),
            gettext_lazy("Lägg till milstolpe"),
            gettext_lazy("Inget är skrivet om vad som ska hända när."),
        ),
    )
}


class MeansAddress:
    """The path converter of resources and milestones."""

    regex = "|".join(MEANS)

    def to_python(self, value: str) -> Means:
        return MEANS[value]

    def to_url(self, value: Means | str) -> str:
        return value.word if isinstance(value, Means) else value


@require_safe
def means_of_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of the plan as a whole."""
    strategy = working_copy(request, slug)
    context = {"strategy": strategy, "means": groups(strategy, None)}
    return render(request, "editing/means.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def add(request: HttpRequest, slug: str, means: Means) -> HttpResponse:
    """The form of a new one, last among its kind; `?del=` names the element that it belongs to."""
    strategy = working_copy(request, slug)
    element = _element(request, strategy)
    row = means.model(strategy=strategy, at=element)
    form = means.form(posted(request), instance=row, strategy=strategy)
    if not form.is_bound:
        return _show_form(request, means, form)
    if not form.is_valid():
        return _show_form(request, means, form, status=422)
    last = means.model.objects.filter(strategy=strategy).last()
    form.instance.position = last.position + 1 if last else 0
    made = form.store()
    tell(request, _("”%(name)s” är tillagd.") % {"name": name_of(made)})
    return _show_section(request, means, made, focus=_button("andra", means, made))


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: HttpRequest, slug: str, means: Means, number: int) -> HttpResponse:
    """Swap a row for its form, and the form for the saved row."""
    row = _row(request, slug, means, number)
    form = means.form(posted(request), instance=row, strategy=row.strategy)
    if not form.is_bound:
        return _show_form(request, means, form)
    if not form.is_valid():
        return _show_form(request, means, form, status=422)
    if form.would_overwrite():
        found = {"conflict": form.conflict()}
        return _show_form(request, means, form.rebased(), found, status=409)
    saved = form.store()
    tell(request, _("”%(name)s” är sparad.") % {"name": name_of(saved)})
    return _show_row(request, means, saved)


@require_safe
def row(request: HttpRequest, slug: str, means: Means, number: int) -> HttpResponse:
    """A row as it stands: what "Avbryt" brings back."""
    return _show_row(request, means, _row(request, slug, means, number))


@require_POST
@transaction.atomic
def remove(request: HttpRequest, slug: str, means: Means, number: int) -> HttpResponse:
    """Take one away; undoing brings it back."""
    row = _row(request, slug, means, number)
    name = name_of(row)
    row.delete()
    tell(request, _("”%(name)s” är borttagen.") % {"name": name})
    return _show_section(request, means, row, focus=f"ny-{means.word}-knapp")


def groups(strategy: Strategy, element: Element | None) -> list[dict[str, Any]]:
    """Resources and milestones as the panel and the plan's page show them, in two queries."""
    return [_group(means, strategy, element) for means in MEANS.values()]


def _group(means: Means, strategy: Strategy, element: Element | None) -> dict[str, Any]:
    adding = reverse("add-means", args=[strategy.slug, means])
    return {
        "means": means,
        "rows": [_shown(row) for row in means.at(strategy, element)],
        "adding": f"{adding}?del={element.key}" if element else adding,
    }


def _shown(row: BelongingRow) -> dict[str, Any]:
    """A row with the words that stand beside its title."""
    if isinstance(row, Resource):
        told = amount(plan.Resource.model_validate(row.values()))
    else:
        assert isinstance(row, Milestone)
        told = str(row.date)
    return {"row": row, "told": told}


def _element(request: HttpRequest, strategy: Strategy) -> Element | None:
    """The element that the address names, or None; 404 for one that the plan has not."""
    key = request.GET.get("del")
    if not key:
        return None
    try:
        wanted = UUID(key)
    except ValueError:
        wanted = UUID(int=0)
    found: Element = get_object_or_404(strategy.elements, key=wanted)
    return found


def _row(request: HttpRequest, slug: str, means: Means, number: int) -> Any:
    strategy = working_copy(request, slug)
    return get_object_or_404(means.model.objects.select_related("at"), strategy=strategy, pk=number)


def _button(what: str, means: Means, row: BelongingRow) -> str:
    return f"{what}-{means.word}-{row.pk}"


def _show_form(
    request: HttpRequest,
    means: Means,
    form: MeansForm,
    found: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    row = form.instance
    # The panel's own form, and those of other rows, have fields of the same names.
    form.auto_id = f"{means.word}-{row.pk or 'ny'}-%s"
    context = {
        "strategy": row.strategy,
        "means": means,
        "row": row,
        "form": form,
        "back": _home(row),
        "id": f"{means.word}-{row.pk or 'ny'}",
        "name": name_of(means.model.objects.get(pk=row.pk)) if row.pk else "",
    }
    page, fragment = "editing/means_form.html", "editing/_means_form.html"
    return render_page(request, page, fragment, context | (found or {}), status=status)


def _show_row(request: HttpRequest, means: Means, row: BelongingRow) -> HttpResponse:
    if not wants_fragment(request):
        return see_other(_home(row))
    context = {
        "strategy": row.strategy,
        "means": means,
        "one": _shown(row),
        "focus": _button("andra", means, row),
        "piece": "editing/_means_row.html",
    }
    return render(request, "editing/_changed.html", context)


def _show_section(
    request: HttpRequest, means: Means, row: BelongingRow, *, focus: str
) -> HttpResponse:
    """The section that `row` is in, or was."""
    if not wants_fragment(request):
        return see_other(_home(row))
    context = {
        "strategy": row.strategy,
        "group": _group(means, row.strategy, row.at),
        "focus": focus,
        "piece": "editing/_means_section.html",
    }
    response = render(request, "editing/_changed.html", context)
    return reswap(retarget(response, f"#{means.word}"), SWAP)  # type: ignore[arg-type]


def _home(row: BelongingRow) -> str:
    """The page that holds the row."""
    slug = row.strategy.slug
    if row.at is None:
        return reverse("plan-means", args=[slug])
    return f"{reverse('edit-element', args=[slug, row.at.key])}#medel"

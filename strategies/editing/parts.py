"""Every keyed part of a plan: its row, its form, and its removal. What is special for the tree is in tree.py."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.http import render_page
from strategies.editing import order
from strategies.editing.access import working_copy
from strategies.editing.answers import see_other, show_lines, show_row, show_section, tell
from strategies.editing.forms.locked import LockedForm
from strategies.editing.nouns import Noun
from strategies.editing.outline import short
from strategies.models import Element, Strategy
from strategies.models.rows import KeyedRow


@require_safe
def row(request: HttpRequest, slug: str, noun: Noun, key: UUID) -> HttpResponse:
    """A part as it is read in the working copy: what "Avbryt" brings back."""
    strategy = working_copy(request, slug)
    part = get_object_or_404(noun.of(strategy), key=key)
    if isinstance(part, Element):  # whose row is a line that has never gone; its panel comes back
        return see_other("edit-element", slug, key)
    return show_row(request, strategy, noun, part)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: HttpRequest, slug: str, noun: Noun, key: UUID) -> HttpResponse:
    """Swap a part's row for its form, and the form for the saved row."""
    strategy = working_copy(request, slug)
    part = noun.of(strategy).filter(key=key).first()
    if part is None:
        return gone(request, strategy, noun, key)
    form = noun.form(posted(request), instance=part, strategy=strategy)
    if not form.is_bound:
        return show_form(request, strategy, noun, form)
    if not form.is_valid():
        return show_form(request, strategy, noun, form, status=422)
    if form.would_overwrite():
        found = {"conflict": form.conflict()}
        return show_form(request, strategy, noun, form.rebased(), found, status=409)
    saved = form.store()
    tell(request, _("”%(name)s” är sparad.") % {"name": name_of(saved)})
    return show_row(request, strategy, noun, saved)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def add(request: HttpRequest, slug: str, noun: Noun) -> HttpResponse:
    """The form of a new statement, challenge or decision, last among its kind.

    The form brings the part's key, so that one that is sent again, since its answer was lost, is the same part.
    """
    strategy = working_copy(request, slug)
    key = sent_key(request)
    if made := noun.of(strategy).filter(key=key).first():
        return _added(request, strategy, noun, made)
    if noun.was_in(strategy, key):
        return gone(request, strategy, noun, key)
    form = noun.form(
        posted(request), instance=noun.model(strategy=strategy, key=key), strategy=strategy
    )
    if not form.is_bound:
        return show_form(request, strategy, noun, form)
    if not form.is_valid():
        return show_form(request, strategy, noun, form, status=422)
    last = noun.of(strategy).order_by("position").last()
    form.instance.position = last.position + 1 if last else 0
    return _added(request, strategy, noun, form.store())


def _added(request: HttpRequest, strategy: Strategy, noun: Noun, made: KeyedRow) -> HttpResponse:
    tell(request, _("”%(name)s” är tillagd.") % {"name": name_of(made)})
    return show_section(request, strategy, noun, made, focus=f"andra-{short(made)}")


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def remove(request: HttpRequest, slug: str, noun: Noun, key: UUID) -> HttpResponse:
    """Ask before a part goes with all below it, then remove it."""
    strategy = working_copy(request, slug)
    part = get_object_or_404(noun.of(strategy), key=key)
    if request.method != "POST":
        context = {
            "strategy": strategy,
            "noun": noun,
            "part": part,
            "name": name_of(part),
            "id": short(part),
            "below": noun.count_below(part),
        }
        return render_page(request, "editing/remove.html", "editing/_remove.html", context)
    name = name_of(part)
    neighbour = _neighbour(noun, part)
    if isinstance(part, Element):
        order.remove(part)
        tell(request, _("”%(name)s” är borttagen.") % {"name": name})
        return show_lines(
            request, strategy, neighbour, [], happened={"removed": {"id": short(part)}}
        )
    part.delete()
    tell(request, _("”%(name)s” är borttagen.") % {"name": name})
    focus = f"andra-{short(neighbour)}" if neighbour else f"ny-{noun.word}-knapp"
    return show_section(request, strategy, noun, neighbour, focus=focus)


def show_form(
    request: HttpRequest,
    strategy: Strategy,
    noun: Noun,
    form: LockedForm,
    found: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A part's form in its row's place or on a page of its own; `found` adds what the page tells beside it."""
    part = form.instance
    # Several forms may be open on the page at once, and their fields need ids of their own.
    form.auto_id = f"{short(part)}-%s"
    context = {"strategy": strategy, "noun": noun, "form": form, "part": part, "id": short(part)}
    context["place_id"] = noun.word
    if part.pk:
        context["name"] = name_of(noun.of(strategy).get(pk=part.pk))
    page, fragment = "editing/part_form.html", "editing/_part_form.html"
    return render_page(request, page, fragment, context | (found or {}), status=status)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a POST sent, if only an empty form; None for a GET."""
    return request.POST if request.method == "POST" else None


def sent_key(request: HttpRequest) -> UUID:
    """The key that a form has for its new part, or a fresh one; 404 for what is no key."""
    try:
        return UUID(request.POST.get("key") or str(uuid4()))
    except ValueError:
        raise Http404 from None


def name_of(part: KeyedRow) -> str:
    """What a part is called when something is said of it."""
    text = getattr(part, "title", "") or getattr(part, "text", "") or str(part)
    return Truncator(text).chars(80)


def _neighbour(noun: Noun, part: KeyedRow) -> KeyedRow | None:
    """Where one stands when `part` is gone: at the part after it, or before it, or above it."""
    parent = getattr(part, "parent", None)
    group = noun.of(part.strategy)
    if hasattr(part, "parent_id"):
        group = group.filter(parent=parent)
    others = list(group)
    place = others.index(part)
    return next(iter([*others[place + 1 :], *reversed(others[:place])]), parent)


def gone(request: HttpRequest, strategy: Strategy, noun: Noun, key: UUID) -> HttpResponse:
    """A form for something that was removed while it was open: what was typed is shown, to be copied."""
    if request.method != "POST" or not noun.was_in(strategy, key):
        raise Http404
    typed = [
        (
            field.label or noun.model._meta.get_field(name).verbose_name,
            "\n".join(filter(None, values)),
        )
        for name, field in noun.form.base_fields.items()
        if any(values := request.POST.getlist(name))
    ]
    context = {"strategy": strategy, "noun": noun, "typed": typed, "id": str(key)[:8]}
    return render_page(request, "editing/gone.html", "editing/_gone.html", context, status=409)

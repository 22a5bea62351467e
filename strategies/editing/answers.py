"""Answers to a change: the piece of the page that changed for htmx, the way back to the page for everything else."""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django_htmx.http import reswap, retarget

from portal.http import render_page, wants_fragment
from strategies.editing.forms.element import level_words
from strategies.editing.forms.locked import LockedForm
from strategies.editing.nouns import NOUNS, Noun
from strategies.editing.outline import Branch, find, sections, short
from strategies.models import Element, Strategy
from strategies.models.rows import KeyedRow

# Where the focus was on a button that is there again, htmx returns it, and the page follows.
SWAP = "outerHTML focus-scroll:true"


def see_other(*address: Any, anchor: str = "") -> HttpResponse:
    """A redirect after a POST; the browser fetches the named view's page with GET."""
    url = resolve_url(*address)
    return HttpResponseRedirect(f"{url}#{anchor}" if anchor else url, status=303)


def show_row(request: HttpRequest, strategy: Strategy, noun: Noun, part: KeyedRow) -> HttpResponse:
    """The row of `part`, with the focus on its first button."""
    anchor = f"d-{short(part)}"
    if not wants_fragment(request):
        return see_other("edit-strategy", strategy.slug, anchor=anchor)
    context = {
        "strategy": strategy,
        "noun": noun,
        "branch": find(sections(strategy)[noun.word], part),
        "focus": f"andra-{short(part)}",
        "piece": noun.row,
    }
    return render(request, "editing/_changed.html", context)


def show_section(
    request: HttpRequest, strategy: Strategy, noun: Noun, near: KeyedRow | None, *, focus: str = ""
) -> HttpResponse:
    """The whole section that a change is in. `near` is where the reader should land, `focus` the id of a control."""
    anchor = f"d-{short(near)}" if near else noun.word
    if not wants_fragment(request):
        return see_other("edit-strategy", strategy.slug, anchor=anchor)
    context = {
        "strategy": strategy,
        "noun": noun,
        "branches": sections(strategy)[noun.word],
        "focus": focus,
        "piece": noun.section,
    }
    response = render(request, "editing/_changed.html", context)
    return reswap(retarget(response, f"#{noun.word}"), SWAP)  # type: ignore[arg-type]


def show_lines(
    request: HttpRequest,
    strategy: Strategy,
    near: KeyedRow | None,
    changed: Iterable[Element],
    *,
    happened: dict[str, Any] | None = None,
    titled: bool = False,
    form: LockedForm | None = None,
) -> HttpResponse:
    """What the outline has to know of a change: the level words of `changed` elements, and what `happened` in its tree.

    No line is swapped, so that nobody's typing is; `static/js/outline.js` moves the lines. `near` is where a page without it lands.
    Only what was saved gets a new version: the line, where the change was to its title (`titled`), or the panel's `form`, with the
    fields that others had saved. Another would let its reader overwrite what it does not show.
    """
    if not wants_fragment(request):
        anchor = f"d-{short(near)}" if near else "delar"
        return see_other("edit-strategy", strategy.slug, anchor=anchor)
    context = {"lines": _lines(strategy, changed), "titled": titled, "form": form}
    response = render(request, "editing/_lines_changed.html", context)
    if happened:
        response["HX-Trigger"] = json.dumps(happened)
    return reswap(response, "none")


def _lines(strategy: Strategy, changed: Iterable[Element]) -> list[Branch]:
    if not (ids := [element.pk for element in changed]):
        return []
    words = level_words(strategy)
    # The database has counted the versions; a row that has just been saved does not know its own.
    saved = strategy.elements.filter(pk__in=ids)
    return [Branch(element, [], words[element.kind]) for element in saved]


def show_piece(
    request: HttpRequest,
    strategy: Strategy,
    element: Element,
    piece: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A piece of an element's panel; without htmx, the page that holds it. A mistake is shown on a page with that piece alone."""
    if status == 200 and not wants_fragment(request):
        return see_other("edit-element", strategy.slug, element.key)
    context = context | {"piece": piece, "noun": NOUNS["delar"], "name": str(element)}
    page, fragment = "editing/element_piece.html", "editing/_changed.html"
    return render_page(request, page, fragment, context, status=status)


def tell(request: HttpRequest, words: str) -> None:
    """Say in the page's live region, or on top of the next page, what was done."""
    messages.success(request, words)

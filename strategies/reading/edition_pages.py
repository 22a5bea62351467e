"""Editions: the list of a strategy's, any one of them as it was published, whole and part by part, and two beside each other."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.http import sent_number
from strategies.adopted import adopted_number
from strategies.models import Edition, Strategy, paper_size
from strategies.patch import diff
from strategies.plan import Decision, Plan
from strategies.publishing.public import public_plan
from strategies.reading.changed_branch import changed_at
from strategies.reading.comparison import Comparison
from strategies.reading.editions import editions_of, part_at, plan_of
from strategies.reading.element_view import element_context
from strategies.reading.lacking import lacking
from strategies.reading.plan_view import Showing, edition_facts, render_plan, warnings_now
from strategies.reading.tree import anchor
from strategies.reading.withdrawn import or_withdrawn


class TwoEditionsForm(forms.Form):
    """Which two editions to compare, by number."""

    fran = forms.TypedChoiceField(label=_("Från"), coerce=int)
    till = forms.TypedChoiceField(label=_("Till"), coerce=int)

    def __init__(self, data: QueryDict | None, *, numbers: list[int]) -> None:
        super().__init__(data, label_suffix="")
        words = [(number, _("Utgåva %(number)d") % {"number": number}) for number in numbers]
        for field, chosen in zip(self.fields.values(), numbers[1::-1], strict=False):
            field.choices = words  # type: ignore[attr-defined]
            field.initial = chosen
            field.error_messages["invalid_choice"] = _("Välj en av planens utgåvor.")


@login_not_required
@require_safe
@or_withdrawn
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition of a strategy, the newest first, with what was new and what had been decided; and which two to compare."""
    strategy = get_object_or_404(
        Strategy.objects.published()
        .select_related("current_edition")
        .defer("current_edition__plan"),
        slug=slug,
    )
    rows = list(
        strategy.editions.annotate(paper_size=paper_size())
        .order_by("-number")
        .values(
            *("pk", "number", "title", "note", "published_at", "correction", "sole_approver"),
            *("plan__decisions", "public_sha256", "paper_size"),
        )
    )
    asked = request.GET if {"fran", "till"} & request.GET.keys() else None
    form = TwoEditionsForm(asked, numbers=[row["number"] for row in rows])
    if form.is_valid():
        return redirect(_comparing(slug, **form.cleaned_data))
    adopted = adopted_number([(row["number"], row["plan__decisions"]) for row in reversed(rows)])
    digests = {row["number"]: row["public_sha256"] for row in rows}
    context = {
        "strategy": strategy,
        "title": strategy.current_edition and strategy.current_edition.title,
        "notices": warnings_now(slug),
        "adopted": adopted,
        "editions": [
            row
            | {"decisions": [Decision.model_validate(one).told for one in row["plan__decisions"]]}
            | {
                "differs": adopted
                and row["number"] > adopted
                and digests[row["number"]] != digests[adopted]
            }
            for row in rows
        ],
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "reading/edition_list.html", context, status=status)


@login_not_required
@require_safe
@or_withdrawn
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition as it was published, told to be an old one unless it is the current."""
    chosen = _one(slug, number)
    return render_plan(request, plan_of(chosen), _showing(chosen))


@login_not_required
@require_safe
@or_withdrawn
def element(request: HttpRequest, slug: str, number: int, address: str) -> HttpResponse:
    """One element as it was in that edition, and whether it still says so; another part is shown in its place in the edition.

    One that only other editions have is told of with 404 and the way to where it is.
    """
    chosen = _one(slug, number)
    plan, showing = plan_of(chosen), _showing(chosen)
    part = part_at(plan, address)
    context = element_context(plan, part.key, showing) if part else None
    if part is None:
        current = chosen.strategy.current_edition
        assert current is not None
        old = None if showing.current else chosen
        return lacking(request, slug, current, address, old=old)
    if context is None:
        return redirect(f"{showing.base}#{anchor(part.key)}")
    if not showing.current:
        context |= _now(chosen, plan, part.key)
    return render(request, "reading/element.html", context)


@login_not_required
@require_safe
@or_withdrawn
def compare(request: HttpRequest, slug: str, older: int, newer: int) -> HttpResponse:
    """What differs between two editions, the older first."""
    if older > newer:
        return redirect(_comparing(slug, older, newer))
    old = _one(slug, older)
    new = _one(slug, newer) if newer != older else old
    showings = [_showing(old), _showing(new)]
    homes = (showings[0].base, showings[1].base)
    context = {
        "slug": slug,
        "home": showings[1].home,
        "title": new.title,
        "old": edition_facts(old) | {"href": homes[0]},
        "new": edition_facts(new) | {"href": homes[1], "current": showings[1].current},
        "notices": warnings_now(slug),
        "patch_href": reverse("edition-patch", args=[slug, older, newer]),
        "notes": _notes(new, since=older),
        "comparison": Comparison(plan_of(old), plan_of(new), homes),
    }
    return render(request, "reading/comparison.html", context)


@login_not_required
@require_safe
@or_withdrawn
def patch(request: HttpRequest, slug: str, older: int, newer: int) -> HttpResponse:
    """The same as data: what makes the one edition's public plan the other's, in either direction (strategies/patch.py)."""
    old, new = (public_plan(plan_of(_one(slug, number))) for number in (older, newer))
    return HttpResponse(diff(old, new).model_dump_json(), content_type="application/json")


def since_href(slug: str, number: str) -> str:
    """Where it is told what is new in the current edition since the one of that number; "" when nothing is, and when there is no such edition."""
    since = editions_of(slug).filter(number=sent_number(number, 9) or 0).first()
    return _showing(since).since_href if since else ""


def _one(slug: str, number: int) -> Edition:
    chosen = editions_of(slug).filter(number=number).first()
    if chosen is None:
        raise Http404
    return chosen


def _showing(edition: Edition) -> Showing:
    slug, current = edition.strategy.slug, edition.strategy.current_edition
    assert current is not None
    if current.pk == edition.pk:
        return Showing(slug, edition, permanent=True)
    since = _comparing(slug, edition.number, current.number)
    return Showing(slug, edition, current=False, permanent=True, since_href=since)


def _comparing(slug: str, fran: int, till: int) -> str:
    """The one address of two editions' differences, whichever was asked for first."""
    return reverse("edition-compare", args=[slug, *sorted((fran, till))])


def _notes(edition: Edition, since: int) -> list[Any]:
    """What was new in each edition after the one of that number, or that it is a correction; the oldest first."""
    between = Edition.objects.filter(strategy=edition.strategy_id, number__gt=since)
    told = between.filter(number__lte=edition.number).exclude(note="", correction=False)
    return list(told.order_by("number").values("number", "note", "correction"))


def _now(chosen: Edition, plan: Plan, key: UUID) -> dict[str, Any]:
    """What has become of an element since an old edition: `now` is "same", "changed" or "gone"."""
    slug, current = chosen.strategy.slug, chosen.strategy.current_edition
    assert current is not None
    newest = plan_of(_one(slug, current.number))
    since = _comparing(slug, chosen.number, current.number)
    if all(part.key != key for part in newest.keyed()):
        wording = reverse("edition-element", args=[slug, chosen.number, key])
        return {"now": "gone", "since_href": since, "canonical": wording}
    changed = changed_at(plan, newest, key)
    return {
        "now": "changed" if changed else "same",
        "now_href": reverse("element", args=[slug, key]),
        "since_href": f"{since}#{changed}",
    }

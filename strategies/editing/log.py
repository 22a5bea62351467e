"""What a person has changed in all plans, and the whole log for administrators."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from actors.models import User
from portal.http import sent_number
from strategies.acts import Act, find_acts, touched
from strategies.audit import WHAT, Asked, written
from strategies.differences import counted
from strategies.editing.history import by_day, origin_of
from strategies.editing.pages import acts_shown
from strategies.models import Strategy


@dataclass(frozen=True)
class PlanTouched:
    """An act, the plan that it was done to, and what it touched, in words; `at` is where the plan's history begins with it."""

    act: Act
    strategy: Strategy
    origin: str
    words: list[str]

    @property
    def at(self) -> int:
        return self.act.last + 1


class Period(forms.Form):
    """Days of the log, both included."""

    fran = forms.DateField(label=_("Från och med"), required=False)
    till = forms.DateField(label=_("Till och med"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.DateInput(attrs={"type": "date"})


@require_safe
def person_history(request: HttpRequest) -> HttpResponse:
    """One's own changes in the plans that one may edit; for an administrator, also somebody else's in the plans that one administers."""
    viewer: User = request.user  # type: ignore[assignment]
    person = _person(request, viewer)
    administered = Strategy.objects.administered_by(viewer)
    theirs = Strategy.objects.editable_by(viewer) if person == viewer else administered
    ids = theirs.order_by().values("pk")
    page = acts_shown(request, lambda **place: find_acts(ids, Q(), user=person, **place))
    if person != viewer and not (viewer.is_superuser or page.acts):
        raise Http404  # that a person exists is told only of those one has to do with
    plans = Strategy.objects.in_bulk({act.mark.strategy for act in page.acts})
    counts = touched(page.acts)
    told = [
        PlanTouched(act, plans[act.mark.strategy], origin_of(act), _words(counts[act.mark]))
        for act in page.acts
    ]
    context = {
        "person": person,
        "own": person == viewer,
        "days": by_day(told),
        "page": page,
        "log": Period(auto_id="logg-%s") if _may_read_log(viewer) else None,
    }
    return render(request, "editing/person_history.html", context)


@require_safe
def log(request: HttpRequest) -> StreamingHttpResponse:
    """The history as CSV: everything for the portal's administrators, their plans for those of an organisation, 404 for others."""
    viewer: User = request.user  # type: ignore[assignment]
    if not _may_read_log(viewer):
        raise Http404
    period = Period(request.GET)
    if not period.is_valid():
        raise BadRequest("the days of the log are no dates")
    strategies = None if viewer.is_superuser else Strategy.objects.administered_by(viewer)
    asked = Asked(period.cleaned_data["fran"], period.cleaned_data["till"], strategies)
    name = f"historik-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        written(asked),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _person(request: HttpRequest, viewer: User) -> User:
    """Whom the address asks for, or oneself; 404 for somebody that one administers nothing for, and for an odd number."""
    asked = request.GET.get("person", "")
    if asked in {"", str(viewer.pk)}:
        return viewer
    number = sent_number(asked, 18)
    if not _may_read_log(viewer) or number is None:
        raise Http404
    return get_object_or_404(User, pk=number)


def _may_read_log(viewer: User) -> bool:
    return viewer.is_superuser or Strategy.objects.administered_by(viewer).exists()


def _words(counts: dict[tuple[Any, str], int]) -> list[str]:
    """ "Delar av planen: 2 ändrade"."""
    names: dict[str, list[str]] = {}
    for (table, label), number in counts.items():
        name = capfirst(str(table._meta.verbose_name_plural))
        names.setdefault(name, []).append(counted(WHAT[label], number))
    return [f"{name}: {', '.join(words)}" for name, words in names.items()]

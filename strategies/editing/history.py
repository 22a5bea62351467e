"""A plan's history, and that of one part: who changed what, when, from where and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from strategies.acts import EVERYWHERE, Act, Where, acts_of, people_of
from strategies.changes import changes_of
from strategies.differences import Change, summary
from strategies.editing.access import working_copy
from strategies.editing.nouns import Noun
from strategies.editing.pages import Shown, acts_shown
from strategies.editing.parts import name_of
from strategies.editing.removed import last_known, recently_removed
from strategies.models import (
    Challenge,
    Decision,
    Element,
    Involvement,
    LevelWord,
    Link,
    Mention,
    Statement,
    Strategy,
    StrategyOwner,
    StrategyRegion,
)
from strategies.snapshot import TABLES
from strategies.words import Woven, woven

# What one may ask for: the kinds of parts that people know, and everything else.
KINDS: dict[str, tuple[Any, tuple[type[Any], ...]]] = {
    "delar": (_("Delar av planen"), (Element, Link)),
    "uttalanden": (_("Vision, mål och andra uttalanden"), (Statement,)),
    "utmaningar": (_("Utmaningar"), (Challenge,)),
    "beslut": (_("Beslut"), (Decision,)),
    "aktorer": (_("Aktörer"), (Involvement, Mention, StrategyOwner)),
    "uppgifter": (_("Uppgifter om planen"), (Strategy, StrategyRegion, LevelWord)),
}
OTHER = tuple(table for table in TABLES if all(table not in kind for _name, kind in KINDS.values()))
KINDS["ovrigt"] = (_("Källor, resurser och annat"), OTHER)


# The pages from which people change plans; from another it is called editing.
PAGES = {
    "edit-part": _("formuläret för en del"),
    "edit-element": _("allt om en del"),
    "write-element": _("planens innehåll"),
    "paste-elements": _("inklistrad lista"),
    "upload-plan": _("en uppladdad fil"),
    "several-elements": _("flera delar på en gång"),
    "answered": _("utmaningar"),
    "undo": _("ångra eller gör om"),
    "copy-strategy": _("kopia till nästa period"),
    "close-flag": _("anmärkningar"),
    "merge-actors": _("sammanslagning av aktörer"),
    "add-element": _("ny del"),
    "add-part": _("ny del"),
    "remove-part": _("borttagning"),
    "element-actors": _("aktörer"),
    "plan-actors": _("aktörer"),
    "unlink-actor": _("aktörer"),
    "add-surrounding": _("det som står runt planen"),
    "edit-surrounding": _("det som står runt planen"),
    "remove-surrounding": _("det som står runt planen"),
    "edit-header": _("uppgifter om planen"),
    "new-strategy": _("ny plan"),
    "publish": _("publicering"),
    "withdraw-plan": _("återkallelse"),
    "restore-plan": _("återställning"),
    "restore-part": _("återställning"),
    "withhold-name": _("personer i planen"),
    "show-name-again": _("personer i planen"),
}


class TellsOfAct(Protocol):
    @property
    def act(self) -> Act: ...


T = TypeVar("T", bound=TellsOfAct)

# So many things that changed at once are folded.
MANY = 4


@dataclass(frozen=True)
class Told:
    """A change, with its two texts woven into one."""

    change: Change
    pieces: list[Woven]


@dataclass(frozen=True)
class ActTold:
    """An act with what it changed, by what it is about; `moment` is the state that its button brings back."""

    act: Act
    origin: str
    groups: list[tuple[str, list[Told]]]
    moment: int | None = None

    @property
    def removal(self) -> bool:
        """Whether what its button brings back is what the act took away."""
        return self.moment is not None and self.moment < self.act.id

    @property
    def many(self) -> bool:
        return len(self.groups) > MANY

    @property
    def summary(self) -> str:
        """How much it is: "4 borttagna, 1 ändrad"."""
        return summary(told[0].change.what for _subject, told in self.groups)


class HistoryFilter(forms.Form):
    """What of a plan's history to show. A value that is not among the choices asks for nothing."""

    person = forms.ChoiceField(label=_("Vem"), required=False)
    slag = forms.ChoiceField(label=_("Vad"), required=False)

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people_of(strategy)}
        everybody, everything = ("", _("Alla")), ("", _("Allt"))
        self.fields["person"].choices = [everybody, *self.people.items()]  # type: ignore[attr-defined]
        kinds = ((word, name) for word, (name, _tables) in KINDS.items())
        self.fields["slag"].choices = [everything, *kinds]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """The arguments of acts_of."""
        self.is_valid()
        _name, tables = KINDS.get(self.cleaned_data.get("slag", ""), ("", ()))
        return {
            "user": self.people.get(self.cleaned_data.get("person", "")),
            "where": {table: Q() for table in tables} or EVERYWHERE,
        }


@require_safe
def plan_history(request: HttpRequest, slug: str) -> HttpResponse:
    """A plan's acts, the latest first, by person and kind of part; and what has been removed lately."""
    strategy = working_copy(request, slug)
    form = HistoryFilter(request.GET or None, strategy=strategy)
    asked = form.asked() if form.is_bound else {}
    page = acts_shown(request, lambda **place: acts_of(strategy, **asked, **place))
    changes = changes_of(strategy, page.acts)
    told = [ActTold(act, origin_of(act), groups_of(changes.get(act.id, ()))) for act in page.acts]
    latest = acts_of(strategy, limit=1)
    context = {
        "strategy": strategy,
        "form": form,
        "days": by_day(told),
        "page": page,
        "latest": latest[0].id if latest else None,
        "removed": [] if page.newer or asked.get("user") else recently_removed(strategy),
    }
    return render(request, "editing/plan_history.html", context)


@require_safe
def part_history(request: HttpRequest, slug: str, noun: Noun, key: UUID) -> HttpResponse:
    """A part's changes, the latest first, also of one that has been removed."""
    strategy = working_copy(request, slug)
    part = noun.of(strategy).filter(key=key).first()
    if part is None and not noun.was_in(strategy, key):
        raise Http404
    where = _of_part(strategy, noun, key)
    page = acts_shown(request, lambda **place: acts_of(strategy, where=where, **place))
    told = _told_of_part(strategy, page, key, there=part is not None)
    context = {
        "strategy": strategy,
        "noun": noun,
        "part": part,
        "key": key,
        "short": str(key)[:8],
        "name": name_of(part or last_known(strategy, noun.model, key)),
        "days": by_day(told),
        "page": page,
    }
    return render(request, "editing/history.html", context)


def _of_part(strategy: Strategy, noun: Noun, key: UUID) -> Where:
    """The changes of the part itself and, of an element, of its actors and links."""
    where: dict[Any, Q] = {noun.model: Q(key=key)}
    if noun.model is Element:
        told = Element.pgh_event_model.objects.filter(strategy=strategy, key=key)  # type: ignore[attr-defined]
        rows = set(told.values_list("pgh_obj_id", flat=True))  # one for each time that it was made
        where |= {table: Q(element__in=rows) for table in (Involvement, Link)}
    return where


def _told_of_part(strategy: Strategy, page: Shown, key: UUID, *, there: bool) -> list[ActTold]:
    changes = changes_of(strategy, page.acts)
    told = []
    for number, act in enumerate(page.acts):
        own = tuple(change for change in changes.get(act.id, ()) if change.key == key)
        if not own:
            continue
        removed = any(change.what == "borttagen" for change in own)
        moment = act.id - 1 if removed else act.last
        if there and not number and not page.newer:
            told.append(ActTold(act, origin_of(act), groups_of(own)))
        else:
            told.append(ActTold(act, origin_of(act), groups_of(own), moment))
    return told


def groups_of(changes: Iterable[Change]) -> list[tuple[str, list[Told]]]:
    """The changes by what they are about, in the plan's order."""
    return [
        (subject, [Told(change, woven(change.before, change.after)) for change in group])
        for subject, group in groupby(changes, key=lambda change: change.subject)
    ]


def by_day(told: Iterable[T]) -> list[tuple[date, list[T]]]:
    """Things that tell of an act, by its day."""
    days = groupby(told, key=lambda one: timezone.localtime(one.act.when).date())
    return [(day, list(acts)) for day, acts in days]


def origin_of(act: Act) -> str:
    """From where a change was made, as people call it."""
    if not act.url:
        return str(_("ett kommando") if act.reason else _("direkt i databasen"))
    try:
        page = resolve(act.url).url_name or ""
    except Resolver404:
        page = ""
    if act.url.startswith("/inlasning/"):
        return str(_("inläsning av dokument"))
    return str(PAGES.get(page, _("redigering")))

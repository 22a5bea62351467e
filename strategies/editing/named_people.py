"""The people whom a plan names: who is shown to readers, and the end of it when a role ends."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from strategies.editing.access import working_copy
from strategies.editing.answers import see_other, tell
from strategies.models import Strategy, WithheldName
from strategies.publishing.public import known_by
from strategies.publishing.withholding import show_again, withhold

Told = dict[str, Any]


@dataclass
class Named:
    """Somebody whom the working copy or an edition names, and what is approved there.

    `editions` are the numbers of those that may show the name, and `contact` whether any of them may show telephone or e-mail.
    """

    name: str
    about: str = ""
    editions: list[int] = field(default_factory=list)
    contact: bool = False
    withheld: WithheldName | None = None

    @property
    def shown(self) -> bool:
        return bool(self.editions) and self.withheld is None


@require_safe
def plan_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody whom the plan or one of its editions names, and whether readers see them."""
    strategy = working_copy(request, slug)
    publishes = Strategy.objects.publishable_by(request.user).filter(pk=strategy.pk).exists()
    people = named_people(strategy)
    context = {"strategy": strategy, "people": people, "may_show": publishes}
    return render(request, "editing/plan_people.html", context)


@require_POST
@transaction.atomic
def withhold_name(request: HttpRequest, slug: str) -> HttpResponse:
    """Hide somebody from readers at once, in old editions too."""
    strategy = working_copy(request, slug)
    name = _named(request, strategy).name
    withhold(strategy, name, request.user)  # type: ignore[arg-type]
    tell(request, _("%(name)s visas inte längre för läsarna.") % {"name": name})
    return see_other("plan-people", slug)


@require_POST
@transaction.atomic
def show_name_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a hiding back; what an edition shows is for those who may publish to say."""
    strategy = working_copy(request, slug)
    if not Strategy.objects.publishable_by(request.user).filter(pk=strategy.pk).exists():
        raise Http404
    name = _named(request, strategy).name
    show_again(strategy, name)
    tell(request, _("%(name)s visas igen där namnet är godkänt.") % {"name": name})
    return see_other("plan-people", slug)


def _named(request: HttpRequest, strategy: Strategy) -> Named:
    """Whom the form is about; 404 for a name that the plan does not have."""
    sent = known_by(request.POST.get("name", ""))
    for person in named_people(strategy):
        if known_by(person.name) == sent:
            return person
    raise Http404


def named_people(strategy: Strategy) -> list[Named]:
    """By name, in four queries however many people and editions there are."""
    found: dict[str, Named] = {}

    def known(name: str) -> Named:
        return found.setdefault(known_by(name), Named(name))

    for person in strategy.persons.select_related("actor"):
        known(person.name).about = ", ".join(
            filter(None, [*person.titles, str(person.actor or "")])
        )
    for part in strategy.participants.filter(kind="person").select_related("actor"):
        one = known(part.name)
        one.about = one.about or ", ".join(filter(None, [part.role, str(part.actor or "")]))
    editions = strategy.editions.order_by("number")
    for number, *parts in editions.values_list("number", "plan__persons", "plan__participants"):
        for told in _people(parts):
            one = known(told["name"])
            one.about = one.about or ", ".join(
                filter(None, [*told.get("titles", []), told.get("actor", "")])
            )
            if told.get("name_approved") or told.get("approved"):
                one.editions = list(dict.fromkeys([*one.editions, number]))
                one.contact = one.contact or _has_contact(told)
    for row in strategy.withheld_names.select_related("withheld_by"):
        known(row.name).withheld = row
    return sorted(found.values(), key=lambda one: known_by(one.name))


def _people(parts: Iterable[list[Told] | None]) -> Iterator[Told]:
    """The people among an edition's persons and participants; groups and organisations are nobody's personal data."""
    persons, participants = (part or [] for part in parts)
    yield from persons
    yield from (one for one in participants if one["kind"] == "person")


def _has_contact(told: Told) -> bool:
    return bool(told.get("contact_approved") and (told.get("phone") or told.get("email")))

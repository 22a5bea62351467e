"""Fields that know rows by their names."""

import difflib
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Region
from strategies.editing.forms.fields import LineField, NamesField, SuggestingInput
from strategies.models import Strategy
from strategies.names import PlanError, find_actors, find_regions


def similar_actors(name: str, most: int = 5) -> list[Actor]:
    """The actors whose names or aliases look most like `name`, the nearest first; those that contain it among them."""
    spoken: dict[str, Actor] = {}
    for actor in Actor.objects.all():
        for called in (actor.name, *actor.aliases):
            spoken.setdefault(called.casefold(), actor)
    wanted = name.casefold()
    near = difflib.get_close_matches(wanted, spoken, n=most, cutoff=0.72)
    holding = [called for called in spoken if wanted and (wanted in called)]
    return list(dict.fromkeys(spoken[called] for called in [*near, *holding]))[:most]


def actor_named(name: str) -> Actor:
    """The actor of that name or alias; ValidationError, with a suggestion, for a name that nobody has."""
    try:
        found = find_actors([name])
    except PlanError as problem:
        raise ValidationError(str(problem)) from problem
    if name in found:
        return found[name]
    near = similar_actors(name, 1)
    if near:
        raise ValidationError(
            _("Det finns ingen aktör som heter ”%(name)s”. Menade du ”%(near)s”?"),
            params={"name": name, "near": near[0]},
        )
    raise ValidationError(
        _(
            "Det finns ingen aktör som heter ”%(name)s”. Skapa den först: Koppla aktörer, Skapa ny aktör."
        ),
        params={"name": name},
    )


class RowNameField(LineField):
    """A row of `table` by what it is called; None for nothing."""

    table: type[Model]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = self.table._default_manager.filter(pk=value).first()
        return str(value) if isinstance(value, self.table) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class ActorNameField(RowNameField):
    """An actor by name or alias; None for nothing."""

    table = Actor

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 200} | options)

    def clean(self, value: Any) -> Actor | None:
        name = super().clean(value)
        return actor_named(name) if name else None


class PlanTitleField(RowNameField):
    """Another plan: by the address of one that is published, which gives the plan, or by title, which stays a title; see RelationForm."""

    table = Strategy
    default_error_messages = {"required": _("Skriv vilken plan det är.")}
    ADDRESS = re.compile(r"(?:https?://[^/\s]+)?/strategier/([-\w]+)/")

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 500} | options)
        self.widget = SuggestingInput(published_titles)
        self.widget.is_required = self.required

    def clean(self, value: Any) -> Strategy | str:
        typed = super().clean(value)
        address = self.ADDRESS.match(typed)
        if address is None:
            return str(typed)
        plan = Strategy.objects.published().filter(slug=address[1]).first()
        if plan is None:
            raise ValidationError(_("På den adressen finns ingen plan. Skriv planens titel."))
        return plan


class PublishedTitles:
    """The titles of all published plans, read when a form shows them."""

    def __iter__(self) -> Iterator[str]:
        title = "current_edition__title"
        titles = Strategy.objects.published().order_by(title).values_list(title, flat=True)
        return iter(dict.fromkeys(titles))


published_titles = PublishedTitles()


class OwnersField(NamesField):
    """Actors by name or alias, in order."""

    def clean(self, value: Any) -> list[Actor]:
        return list(dict.fromkeys(actor_named(name) for name in super().clean(value)))


class RegionsField(NamesField):
    """Territories by name or alias, in order."""

    def __init__(self, **options: Any) -> None:
        super().__init__(suggestions=region_names, **options)

    def clean(self, value: Any) -> list[Region]:
        try:
            return find_regions(super().clean(value))
        except PlanError as problem:
            raise ValidationError(str(problem)) from problem


class RegionNames:
    """The names of all territories, read when a form shows them."""

    def __iter__(self) -> Any:
        return iter(dict.fromkeys(Region.objects.in_swedish_order().values_list("name", flat=True)))


region_names = RegionNames()

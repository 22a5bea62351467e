"""Fields that know rows by their names."""

import difflib
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Region
from strategies.editing.forms.fields import LineField, NamesField
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


class ActorNameField(LineField):
    """An actor by name or alias; None for nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 200} | options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return Actor.objects.get(pk=value).name
        return value.name if isinstance(value, Actor) else value

    def clean(self, value: Any) -> Actor | None:
        name = super().clean(value)
        return actor_named(name) if name else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


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

"""Actors, wherever the plan names one: called something else, or taken away."""

from typing import Any

from strategies.loading.corrections.tree import changed, checked
from strategies.plan import Element, Plan

# The fields that hold one actor's name, and those that hold several, by the plan's own field.
ONE = {"decisions": "body", "participants": "actor", "persons": "actor", "mandates": "actor"}
SEVERAL = ("owners", "mentioned_actors")


def rename_actor(plan: Plan, old: str, new: str) -> Plan:
    """The plan with another name for an actor everywhere; who then stands twice in one place stands there once."""
    return checked(_named(plan, old, new))


def drop_actor(plan: Plan, name: str) -> Plan:
    """The plan without an actor: what somebody took for one is none. Texts keep their words."""
    return checked(_named(plan, name, ""))


def _named(plan: Plan, old: str, new: str) -> Plan:
    fields: dict[str, Any] = {name: _names(getattr(plan, name), old, new) for name in SEVERAL}
    for name, field in ONE.items():
        fields[name] = tuple(
            changed(part, **{field: new}) if getattr(part, field) == old else part
            for part in getattr(plan, name)
        )
    # A task is nobody's without its actor, and a person or a participant is somebody still.
    fields["mandates"] = tuple(part for part in fields["mandates"] if part.actor)
    return changed(
        plan,
        involvements=_involved(plan.involvements, old, new),
        elements=tuple(_element(element, old, new) for element in plan.elements),
        forums=tuple(
            changed(forum, members=_names(forum.members, old, new)) for forum in plan.forums
        ),
        **fields,
    )


def _element(element: Element, old: str, new: str) -> Element:
    return changed(
        element,
        involvements=_involved(element.involvements, old, new),
        elements=tuple(_element(child, old, new) for child in element.elements),
    )


def _names(names: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(called for name in names if (called := new if name == old else name))
    )


def _involved(involvements: Any, old: str, new: str) -> Any:
    """Each role of an actor once; a note that the repeated one has joins the first's."""
    kept: dict[tuple[str, str], Any] = {}
    for involvement in involvements:
        actor = new if involvement.actor == old else involvement.actor
        if not actor:
            continue
        same = kept.get((actor, involvement.role))
        notes = dict.fromkeys(
            note for note in (same.note if same else "", involvement.note) if note
        )
        kept[(actor, involvement.role)] = changed(
            involvement, actor=actor, note="; ".join(notes) if same else involvement.note
        )
    return tuple(kept.values())

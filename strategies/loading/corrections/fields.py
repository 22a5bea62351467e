"""What parts and the plan itself say, corrected."""

from typing import Any
from uuid import UUID

from strategies.loading.corrections.passages import remarked
from strategies.loading.corrections.tree import Refused, changed, checked, find, replace
from strategies.plan import Element, Plan

# What is changed in other ways: a part's place and level have rules of their own, and pointers follow parts.
FIXED = {"key", "format", "elements", "statements", "challenges", "passages", "flags"}


def edit(plan: Plan, key: UUID, **fields: Any) -> Plan:
    """A part with other values in the fields that are given; those that it does not have, or that have ways of their own, are refused."""
    part = find(plan, key)
    _may_change(part, {*fields})
    if isinstance(part, Element) and "kind" in fields:
        raise Refused("Välj delens nivå med ”Gör om till”.")
    new = {name: value for name, value in fields.items() if getattr(part, name) != value}
    part = changed(part, **new)
    return checked(remarked(replace(plan, key, part), key, part, {*new}))


def edit_facts(plan: Plan, **fields: Any) -> Plan:
    """The plan with other values in the fields that are given."""
    _may_change(plan, {*fields})
    new = {name: value for name, value in fields.items() if getattr(plan, name) != value}
    plan = changed(plan, **new)
    return checked(remarked(plan, None, plan, {*new}))


def remove_listed(plan: Plan, field: str, index: int) -> Plan:
    """Take one of what has no key away: a person, a quotation, a milestone."""
    listed = getattr(plan, field, ())
    if field in FIXED or not isinstance(listed, tuple) or not 0 <= index < len(listed):
        raise Refused("Uppgiften finns inte längre i utkastet.")
    return checked(changed(plan, **{field: (*listed[:index], *listed[index + 1 :])}))


def approve(plan: Plan, field: str, index: int) -> Plan:
    """Let readers see the name of a person or a participant, or take that back."""
    allowed = {"persons": "name_approved", "participants": "approved"}.get(field)
    listed = getattr(plan, field, ())
    if allowed is None or not 0 <= index < len(listed):
        raise Refused("Uppgiften finns inte längre i utkastet.")
    one = changed(listed[index], **{allowed: not getattr(listed[index], allowed)})
    return checked(changed(plan, **{field: (*listed[:index], one, *listed[index + 1 :])}))


def _may_change(part: Any, names: set[str]) -> None:
    if names & FIXED or names - type(part).model_fields.keys():
        raise Refused("Uppgiften kan inte ändras här.")

"""A draft in the form of the gold answers: what a careful person reads out of a document."""

from typing import Any

from strategies.plan import Element, Plan


def as_gold(plan: Plan, file: str) -> dict[str, Any]:
    """The plan as `tests/documents/gold/*.json` tells plans."""
    decision = max(plan.decisions, key=lambda one: one.date.value, default=None)
    actors = dict.fromkeys([*plan.owners, *plan.mentioned_actors, *_involved(plan)])
    return {
        "file": file,
        "owner": list(plan.owners),
        "title": plan.title,
        "kind": plan.kind,
        "period": [int(plan.period.start), int(plan.period.end)] if plan.period else None,
        "decided_on": (decision.date.value or None) if decision else None,
        "deciding_body": (decision.body or None) if decision else None,
        "vision": next((s.text for s in plan.statements if s.kind == "vision"), None),
        "goals": [*(s.text for s in plan.statements if s.kind in ("mål", "syfte")), *_goals(plan)],
        "challenges": [{"title": challenge.title} for challenge in plan.challenges],
        "directions": [_direction(element) for element in plan.elements],
        "actors": list(actors),
        "persons": [{"name": name} for name in _people(plan)],
        "based_on": [relation.to for relation in plan.relations],
    }


def _direction(element: Element) -> dict[str, Any]:
    return {
        "title": element.title,
        "focus_areas": [
            {"title": child.title, "actions": [one.title for one in child.elements]}
            for child in element.elements
            if child.kind == "focus_area"
        ],
        "actions": [child.title for child in element.elements if child.kind == "action"],
    }


def _involved(plan: Plan) -> list[str]:
    return [tie.actor for _, element in plan.walk() for tie in element.involvements]


def _goals(plan: Plan) -> list[str]:
    return [s.text for _, element in plan.walk() for s in element.statements if s.kind == "mål"]


def _people(plan: Plan) -> list[str]:
    names = [person.name for person in plan.persons]
    names += [part.name for part in plan.participants if part.kind == "person"]
    names += [document.page_owner for document in plan.documents if document.page_owner]
    return list(dict.fromkeys(names))

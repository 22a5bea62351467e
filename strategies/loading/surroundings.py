"""The parts of a draft that stand around its tree: people, ties to other plans, money, things to come."""

from typing import Any

from strategies import plan
from strategies.loading.citing import Citations
from strategies.loading.nodes import Found
from strategies.loading.rules.around import (
    Cost,
    milestones_of,
    relations_of,
    resources_of,
    target_groups_of,
)
from strategies.loading.rules.people import (
    contacts_of,
    participants_of,
    quotes_of,
    signers_of,
)

DIGITS = 14  # of an amount before its decimals, as in Plan


def around(title: Found, citations: Citations) -> dict[str, Any]:
    """Relations, resources, milestones and target groups, as the plan's fields."""
    reading = citations.reading
    return {
        "relations": [
            plan.Relation(kind=tie.kind, to=citations.cite(tie.to, "relations"))
            for tie in relations_of(reading, title)
        ],
        "resources": [
            _resource(cost, citations)
            for cost in resources_of(reading)
            if len(cost.low) <= DIGITS and len(cost.high) <= DIGITS
        ],
        "milestones": [
            plan.Milestone(title=citations.cite(found, "milestones"), date=date)
            for found, date in milestones_of(reading)
        ],
        "target_groups": citations.names(target_groups_of(reading), "target_groups"),
    }


def _resource(cost: Cost, citations: Citations) -> plan.Resource:
    rising = bool(cost.high) and float(cost.high) >= float(cost.low)
    return plan.Resource.model_validate(
        {
            "title": citations.cite(cost.title, "resources"),
            "low": cost.low,
            "high": cost.high if rising else None,
            "unit": cost.unit,
            "per": cost.per,
            "approximate": cost.about,
        }
    )


def people(citations: Citations) -> dict[str, Any]:
    """Quotes, persons and participants, as the plan's fields; nobody's name is approved for the public."""
    reading = citations.reading
    said = list(quotes_of(reading))
    speakers = [quote.person for quote in said]
    known = {one.name.text: one for one in [*signers_of(reading), *contacts_of(reading), *speakers]}
    return {
        "quotes": [
            plan.Quote(
                text=citations.cite(one.text, "quotes", limit=5000), person=one.person.name.text
            )
            for one in said
        ],
        "persons": [
            plan.Person(
                name=citations.cite(one.name, "persons"),
                titles=one.titles,
                party=one.party,
                phone=one.phone,
                email=one.email,
            )
            for one in known.values()
        ],
        "participants": [
            plan.Participant(
                kind="person", name=citations.cite(found, "participants"), actor=actor, role=role
            )
            for found, actor, role in participants_of(reading)
        ],
    }

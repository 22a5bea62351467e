"""StratML (ISO 17469-1) out of a Plan: Part 1, a strategic plan, and Part 2, a performance plan.

The order of children, their number, and the spelling of attributes are the schemas'. What has no place of its own stands as labelled lines in
OtherInformation, one for each parent, and `losses.py` tells what could not be carried as what it is.
"""

from collections.abc import Iterable, Iterator
from typing import Literal
from xml.etree import ElementTree as ET  # only writes here; stratml_reading.py reads, with lxml

from strategies.exports.about import About
from strategies.plan import Element, Involvement, Keyed, Plan, Resource, Statement

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
Part = Literal[1, 2]
# Statements that have elements of their own in StratML; others are told in OtherInformation.
VISION, MISSION, VALUE = "vision", "syfte", "princip"
PERFORMERS = ("ansvarig", "utförare")


class NoGoalsError(Exception):
    """StratML asks for at least one goal, so a plan without elements cannot be told in it."""


def write_stratml(plan: Plan, about: About, part: Part) -> bytes:
    """The plan as an XML file. Raises NoGoalsError."""
    if not plan.elements:
        raise NoGoalsError
    namespace = PART_1 if part == 1 else PART_2
    root = ET.Element("StrategicPlan" if part == 1 else "PerformancePlanOrReport", xmlns=namespace)
    if part == 2:
        root.set("Type", "Strategic_Plan")
    _say(root, "Name", plan.title)
    _say(root, "Description", plan.summary)
    _say(root, "OtherInformation", _lines(_of_plan(plan)))
    _core(ET.SubElement(root, "StrategicPlanCore"), plan, part)
    _administration(root, plan, about, part)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def identifier(part: Keyed) -> str:
    """The key as an xsd:ID, which must not begin with a digit."""
    return f"_{part.key}"


def _say(parent: ET.Element, name: str, text: str, *, needed: bool = False) -> None:
    if text or needed:
        ET.SubElement(parent, name).text = text


def _lines(said: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {text}" for label, text in said if text)


def _core(core: ET.Element, plan: Plan, part: Part) -> None:
    for owner in plan.owners:
        _say(ET.SubElement(core, "Organization"), "Name", owner)
    told = first_statements(plan)
    for kind, name in ((VISION, "Vision"), (MISSION, "Mission")):
        if statement := told.get(kind):
            found = ET.SubElement(core, name)
            _say(found, "Description", statement.text)
            _say(found, "Identifier", identifier(statement))
    for statement in plan.statements:
        if statement.kind == VALUE:
            value = ET.SubElement(core, "Value")
            _say(value, "Name", statement.title)
            _say(value, "Description", statement.text)
    for number, element in enumerate(plan.elements, 1):
        goal = ET.SubElement(core, "Goal")
        _element(goal, element, plan, number, part)
        for place, child in enumerate(element.elements, 1):
            objective = ET.SubElement(goal, "Objective")
            _element(objective, child, plan, place, part)
            if part == 2:
                _inputs(objective, child, plan)


def first_statements(plan: Plan) -> dict[str, Statement]:
    """The plan's first vision and first purpose: StratML has room for one of each."""
    found: dict[str, Statement] = {}
    for statement in plan.statements:
        found.setdefault(statement.kind, statement)
    return found


def _element(at: ET.Element, element: Element, plan: Plan, number: int, part: Part) -> None:
    _say(at, "Name", element.title)
    _say(at, "Description", element.text, needed=True)
    _say(at, "Identifier", identifier(element))
    _say(at, "SequenceIndicator", element.label or str(number))
    for name in element.target_groups:
        _stakeholder(at, name, "Generic_Group", ("Beneficiary",) if part == 2 else ())
    for tie in element.involvements:
        performs = part == 2 and tie.role in PERFORMERS
        _stakeholder(at, tie.actor, "Organization", ("Performer",) if performs else (), tie)
    _say(at, "OtherInformation", _lines(_of_element(element, plan, deep=at.tag == "Objective")))


def _stakeholder(
    at: ET.Element,
    name: str,
    kind: str,
    roles: tuple[str, ...],
    tie: Involvement | None = None,
) -> None:
    found = ET.SubElement(at, "Stakeholder", StakeholderTypeType=kind)
    _say(found, "Name", name)
    if tie:
        _say(found, "Description", f"{tie.role}: {tie.note}" if tie.note else tie.role)
    for role in roles:
        inner = ET.SubElement(found, "Role")
        _say(inner, "Name", tie.role if tie else "målgrupp")
        _say(inner, "RoleType", role)


def _inputs(objective: ET.Element, element: Element, plan: Plan) -> None:
    """What the plan says that the element takes, as indicators of input."""
    for resource in plan.resources:
        if resource.element == element.key and resource.low is not None and resource.unit:
            _indicator(objective, resource)


def _indicator(objective: ET.Element, resource: Resource) -> None:
    found = ET.SubElement(
        objective,
        "PerformanceIndicator",
        ValueChainStage="Input",
        PerformanceIndicatorType="Quantitative",
    )
    _say(found, "MeasurementDimension", resource.title)
    _say(found, "UnitOfMeasurement", " per ".join(filter(None, (resource.unit, resource.per))))
    target = ET.SubElement(ET.SubElement(found, "MeasurementInstance"), "TargetResult")
    _say(target, "NumberOfUnits", f"{resource.low:f}")
    if resource.high is not None:
        _say(target, "Description", f"högst {resource.high:f}")


def _of_plan(plan: Plan) -> Iterator[tuple[str, str]]:
    """What of the plan as a whole has no element of its own in StratML."""
    yield "Slag", plan.kind
    yield "Nivå", plan.level or ""
    yield "Tyngd", plan.legal_weight or ""
    yield "Period", str(plan.period) if plan.period else ""
    yield "Områden", "; ".join(plan.regions)
    yield "Målgrupper", "; ".join(plan.target_groups)
    yield from (("Beslut", decision.told) for decision in plan.decisions)
    yield from ((one.kind.capitalize(), _flat(one)) for one in other_statements(plan))
    yield from (
        ("Utmaning", f"{one.title}. {one.text}" if one.text else one.title)
        for one in plan.challenges
    )
    yield from (("Samband", f"{one.kind} {one.to}") for one in plan.relations)
    yield from (("Aktör", f"{one.actor}, {one.role}") for one in plan.involvements)
    yield from (("Resurs", _resource(one)) for one in plan.resources if one.element is None)


def other_statements(plan: Plan) -> list[Statement]:
    """Statements that are neither the vision, the purpose nor a principle."""
    told = {id(one) for kind, one in first_statements(plan).items() if kind in (VISION, MISSION)}
    return [one for one in plan.statements if one.kind != VALUE and id(one) not in told]


def _of_element(element: Element, plan: Plan, *, deep: bool) -> Iterator[tuple[str, str]]:
    yield "Nivå", getattr(plan.level_words, element.kind) or ""
    yield "Kort titel", element.short_title
    yield "Syfte", element.purpose
    yield "Tid", str(element.period) if element.period else ""
    yield from ((one.kind.capitalize(), _flat(one)) for one in element.statements)
    yield from (("Resurs", _resource(one)) for one in plan.resources if one.element == element.key)
    if deep:
        yield from (("Del", _below(one, depth)) for depth, one in list(element.walk())[1:])


def _below(element: Element, depth: int) -> str:
    who = "; ".join(f"{tie.actor}, {tie.role}" for tie in element.involvements)
    told = " ".join(filter(None, (element.label, element.title)))
    return ". ".join(said.rstrip(".") for said in (told, element.text, who) if said)


def _flat(statement: Statement) -> str:
    return f"{statement.title}. {statement.text}" if statement.title else statement.text


def _resource(resource: Resource) -> str:
    span = "–".join(f"{one:f}" for one in (resource.low, resource.high) if one is not None)
    return " ".join(filter(None, (resource.title, span, resource.unit)))


def _administration(root: ET.Element, plan: Plan, about: About, part: Part) -> None:
    found = ET.SubElement(root, "AdministrativeInformation")
    if part == 2:
        _say(found, "Identifier", identifier(plan))
    if plan.period and plan.period.first_day:
        _say(found, "StartDate", plan.period.first_day.isoformat())
    if plan.period and plan.period.last_day:
        _say(found, "EndDate", plan.period.last_day.isoformat())
    if about.day:
        _say(found, "PublicationDate", about.day.isoformat())
    _say(found, "Source", about.source)

"""The rules of StratML's schemas (ISO 17469-1, Part 1 and 2) as a checker: children in order and number, attributes, dates, numbers, identifiers."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from lxml import etree

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"

# Each element's children in order, with how often each may stand there: ? * + or once.
ELEMENT = "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation?"
COMMON = {
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Mission": "Description? Identifier?",
    "Value": "Name? Description?",
    "Goal": f"{ELEMENT} Objective*",
}
RULES = {
    PART_1: COMMON
    | {
        "StrategicPlan": "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation?",
        "Objective": ELEMENT.replace("Name Description ", "Name? Description? "),
        "Stakeholder": "Name Description?",
        "AdministrativeInformation": "StartDate? EndDate? PublicationDate? Source? Submitter?",
        "Submitter": "GivenName? Surname? PhoneNumber? EmailAddress?",
    },
    PART_2: COMMON
    | {
        "PerformancePlanOrReport": "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation? Submitter?",
        "Objective": ELEMENT.replace("Name Description ", "Name? Description? ")
        + " PerformanceIndicator*",
        "Stakeholder": "Name Description? Role*",
        "Role": "Name Description? RoleType*",
        "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
        "Submitter": "Identifier? GivenName? Surname? PhoneNumber? EmailAddress?",
        "PerformanceIndicator": "SequenceIndicator? MeasurementDimension UnitOfMeasurement Identifier? Relationship* MeasurementInstance* OtherInformation?",
        "Relationship": "Identifier? ReferentIdentifier* Name? Description?",
        "MeasurementInstance": "TargetResult* ActualResult*",
        "TargetResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
        "ActualResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
        "Descriptor": "DescriptorName? DescriptorValue?",
    },
}
ATTRIBUTES: dict[tuple[str, str], set[str]] = {
    ("PerformancePlanOrReport", "Type"): {
        "Strategic_Plan",
        "Performance_Plan",
        "Performance_Report",
    },
    ("Stakeholder", "StakeholderTypeType"): {"Person", "Organization", "Generic_Group"},
    ("PerformanceIndicator", "ValueChainStage"): {
        *("Outcome", "Output_Processing", "Output", "Input_Processing", "Input"),
    },
    ("PerformanceIndicator", "PerformanceIndicatorType"): {"Quantitative", "Qualitative"},
    ("Relationship", "RelationshipType"): {"Broader_Than", "Peer_To", "Narrower_Than"},
}
IDENTIFIER = re.compile(r"[A-Za-z_][\w.-]*")  # xsd:ID, as far as keys go
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def faults(document: bytes) -> list[str]:
    """What the schemas would refuse, each with the line where it stands; empty for a valid document."""
    root = etree.fromstring(document)
    namespace = etree.QName(root).namespace or ""
    if namespace not in RULES:
        return [f"namespace {namespace}"]
    first = "StrategicPlan" if namespace == PART_1 else "PerformancePlanOrReport"
    found = [] if etree.QName(root).localname == first else [f"root {root.tag}"]
    if namespace == PART_2 and "Type" not in root.attrib:
        found.append("Type is missing")
    for node in root.iter(etree.Element):
        found += [f"{node.sourceline}: {fault}" for fault in _node(node, namespace)]
    keys = Counter(node.text for node in root.iter(f"{{{namespace}}}Identifier"))
    return found + [
        f"Identifier {key} stands {count} times" for key, count in keys.items() if count > 1
    ]


def _node(node: etree._Element, namespace: str) -> Iterator[str]:
    name = etree.QName(node)
    if name.namespace != namespace:
        yield f"{node.tag} is in another namespace"
        return
    for attribute, value in node.attrib.items():
        if str(value) not in ATTRIBUTES.get((name.localname, str(attribute)), set()):
            yield f"{name.localname} has {attribute}={value}"
    children = "".join(f"{etree.QName(child).localname} " for child in node)
    if rule := RULES[namespace].get(name.localname):
        if not re.fullmatch(_pattern(rule), children):
            yield f"{name.localname} has {children}"
        if (node.text or "").strip():
            yield f"{name.localname} has text"
    elif children:
        yield f"{name.localname} has {children}"
    else:
        yield from _value(name.localname, node.text or "", empty=namespace == PART_2)


def _pattern(rule: str) -> str:
    wanted = (re.fullmatch(r"(\w+)([?*+]?)", word) for word in rule.split())
    return "".join(f"({word[1]} ){word[2]}" for word in wanted if word)


def _value(name: str, text: str, *, empty: bool) -> Iterator[str]:
    if name in ("StartDate", "EndDate", "PublicationDate") and not (empty and not text):
        try:
            date.fromisoformat(text)
        except ValueError:
            yield f"{name} is {text}"
    if name == "NumberOfUnits" and text and not NUMBER.fullmatch(text):
        yield f"NumberOfUnits is {text}"
    if name in ("Identifier", "ReferentIdentifier") and not IDENTIFIER.fullmatch(text):
        yield f"{name} is {text}"
    if name == "RoleType" and text not in ("Performer", "Beneficiary"):
        yield f"RoleType is {text}"
    if name == "Source" and " " in text:
        yield f"Source is {text}"

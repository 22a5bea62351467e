"""StratML into a Plan: lenient, as the files in the world need, and open about what it skips.

Any namespace or none is read, elements in the wrong place are passed over and told, and `^^` breaks paragraphs. Nothing is fetched and no
entity is expanded. People are not read: nobody has asked them whether they want to be named here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args
from uuid import UUID, uuid4

from lxml import etree
from pydantic import ValidationError

from strategies.exports.errors import FileError
from strategies.plan import Involvement, Plan, Role, StrategyKind, one_line, prose

ROOTS = ("StrategicPlan", "PerformancePlanOrReport")
LARGEST = 5 * 1024 * 1024  # bytes
LONGEST_NAME = 500
OWN_KEY = re.compile(r"_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
ROLE = re.compile(rf"({'|'.join(get_args(Role))})(?:: (.*))?", re.DOTALL)
KIND = re.compile(rf"^Slag: ({'|'.join(get_args(StrategyKind))})$", re.MULTILINE)
# What is read below each element; whatever else stands there is told as skipped.
KNOWN = {
    **dict.fromkeys(
        ROOTS, "Name Description OtherInformation StrategicPlanCore AdministrativeInformation"
    ),
    "StrategicPlanCore": "Organization Vision Mission Value Goal",
    "Organization": "Name Acronym Identifier Description",
    "Vision": "Description Identifier",
    "Mission": "Description Identifier",
    "Value": "Name Description",
    "Goal": "Name Description Identifier SequenceIndicator Stakeholder OtherInformation Objective",
    "Objective": "Name Description Identifier SequenceIndicator Stakeholder OtherInformation",
    "Stakeholder": "Name Description Role",
    "Role": "Name Description RoleType",
    "AdministrativeInformation": "Identifier StartDate EndDate PublicationDate Source",
}
# What stands in the files of others without a name of its own.
UNNAMED = "Utan namn"
TOLD = {
    "Submitter": "uppgifter om en person läses inte in",
    "PerformanceIndicator": "indikatorer läses inte in",
}


@dataclass
class ReadStratml:
    """The plan, what was skipped (in Swedish, each once), and the OtherInformation of parts that the portal itself has written, by key."""

    plan: Plan
    skipped: tuple[str, ...]
    other: dict[UUID, str]


def read_stratml(data: bytes) -> ReadStratml:
    """Read a file of Part 1 or 2. Raises FileError for what is no StratML."""
    root = _root(data)
    reading = _Reading()
    values = reading.plan(root)
    try:
        plan = Plan.model_validate(values)
    except ValidationError as error:
        told = (str(fault.get("ctx", {}).get("error", "")) for fault in error.errors())
        raise FileError(*(dict.fromkeys(one for one in told if one) or [_NOT_A_PLAN])) from error
    return ReadStratml(plan, tuple(dict.fromkeys(reading.skipped)), reading.other)


_NOT_A_PLAN = (
    "Filen går inte att läsa som en plan. Jämför med en StratML-fil som du har hämtat här."
)


def _root(data: bytes) -> etree._Element:
    if len(data) > LARGEST:
        raise FileError(
            "Filen är större än 5 MB. En plan i StratML är mycket mindre: kontrollera att du valde rätt fil."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise FileError(
            f"Rad {line}: filen är inte XML. Öppna den i ett program som visar felet, och rätta det."
        ) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and list(dtd.iterentities()):
        raise FileError(
            "Filen deklarerar egna entiteter, och det läses aldrig. Ta bort dem ur filens början."
        )
    if _name(root) not in ROOTS:
        raise FileError(
            f"Filen börjar med ”{_name(root)}” och är inte StratML. Den ska börja med {' eller '.join(ROOTS)}."
        )
    return root


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _text(node: etree._Element | None) -> str:
    """What an element says, with `^^` and line breaks as breaks."""
    if node is None:
        return ""
    return prose("".join(node.itertext()).replace("^^", "\n\n"))


@dataclass
class _Reading:
    skipped: list[str] = field(default_factory=list)
    other: dict[UUID, str] = field(default_factory=dict)
    keys: set[UUID] = field(default_factory=set)

    def plan(self, root: etree._Element) -> dict[str, Any]:
        found = self._children(root)
        cores = found.get("StrategicPlanCore", [])
        core = self._children(cores[0]) if cores else {}
        other = _text(_first(found, "OtherInformation"))
        kind = KIND.search(other)
        summary = _text(_first(found, "Description"))
        administration = self._children(_first(found, "AdministrativeInformation"))
        return {
            "title": self._called(_first(found, "Name")),
            "kind": kind[1] if kind else "annat",
            "summary": summary if kind else _joined(summary, other),
            "owners": [
                name for one in core.get("Organization", []) if (name := self._of_name(one))
            ],
            "period": self._period(administration),
            "statements": list(self._statements(core)),
            "elements": [self._element(goal) for goal in core.get("Goal", [])],
        }

    def _children(self, node: etree._Element | None) -> dict[str, list[etree._Element]]:
        """The children by name; those that do not belong there are told."""
        if node is None:
            return {}
        known = KNOWN[_name(node)].split()
        found: dict[str, list[etree._Element]] = {}
        for child in node.iterchildren():
            name = _name(child)
            if name in known:
                found.setdefault(name, []).append(child)
            elif name:
                why = TOLD.get(name, "det hör inte hemma där")
                self.skipped.append(f"{name} i {_name(node)}: {why}.")
        return found

    def _of_name(self, node: etree._Element) -> str:
        return one_line(_text(_first(self._children(node), "Name")))[:LONGEST_NAME]

    def _called(self, node: etree._Element | None) -> str:
        return one_line(_text(node))[:LONGEST_NAME].strip() or UNNAMED

    def _key(self, found: dict[str, list[etree._Element]]) -> tuple[UUID, bool]:
        """The key, and whether it is one of the portal's; two parts never get the same."""
        own = OWN_KEY.fullmatch(_text(_first(found, "Identifier")))
        key = UUID(own[1]) if own else uuid4()
        if key in self.keys:
            self.skipped.append(f"Identifier {key}: står två gånger, så den andra delen är ny.")
            own, key = None, uuid4()
        self.keys.add(key)
        return key, own is not None

    def _statements(self, core: dict[str, list[etree._Element]]) -> Iterator[dict[str, Any]]:
        for name, kind in (("Vision", "vision"), ("Mission", "syfte"), ("Value", "princip")):
            for node in core.get(name, []):
                found = self._children(node)
                title, text = (
                    one_line(_text(_first(found, "Name"))),
                    _text(_first(found, "Description")),
                )
                if title or text:
                    key, _own = self._key(found)
                    yield {
                        "key": key,
                        "kind": kind,
                        "title": title if text else "",
                        "text": text or title,
                    }

    def _element(self, node: etree._Element) -> dict[str, Any]:
        found = self._children(node)
        key, own = self._key(found)
        text, other = _text(_first(found, "Description")), _text(_first(found, "OtherInformation"))
        if own:
            self.other[key] = other
        stakeholders = [self._stakeholder(one) for one in found.get("Stakeholder", [])]
        ties = [tie for tie in stakeholders if isinstance(tie, Involvement)]
        goal = _name(node) == "Goal"
        return {
            "key": key,
            "kind": "direction" if goal else "action",
            "label": one_line(_text(_first(found, "SequenceIndicator"))),
            "title": self._called(_first(found, "Name")),
            "text": text if own else _joined(text, other),
            "target_groups": [one for one in stakeholders if isinstance(one, str)],
            "involvements": list(dict.fromkeys(ties)),
            "elements": [self._element(child) for child in found.get("Objective", [])],
        }

    def _stakeholder(self, node: etree._Element) -> Involvement | str | None:
        """An actor with its role, or the name of a group; None for a person, and for one without a name."""
        kind, found = node.get("StakeholderTypeType", "Organization"), self._children(node)
        name = one_line(_text(_first(found, "Name")))[:LONGEST_NAME]
        if kind == "Person":
            self.skipped.append(
                "Stakeholder av slaget Person: uppgifter om en person läses inte in."
            )
        if kind == "Person" or not name:
            return None
        if kind == "Generic_Group":
            return name
        told = _text(_first(found, "Description"))
        said = ROLE.fullmatch(told)
        if said:
            return Involvement(actor=name, role=said[1], note=said[2] or "")
        types = {
            _text(one)
            for role in found.get("Role", [])
            for one in self._children(role).get("RoleType", [])
        }
        performs = "Performer" in types
        return Involvement(actor=name, role="utförare" if performs else "medverkar", note=told)

    def _period(self, found: dict[str, list[etree._Element]]) -> dict[str, str] | None:
        first, last = self._date(found, "StartDate"), self._date(found, "EndDate")
        if first and last and first > last:
            self.skipped.append("EndDate: ligger före StartDate, så perioden lästes inte.")
            return None
        start = first.isoformat() if first else ""
        end = last.isoformat() if last else ""
        # Whole years are years: that is how plans say it, and how the writer tells them.
        start = start.removesuffix("-01-01")
        end = end.removesuffix("-12-31")
        return {"start": start, "end": end} if start or end else None

    def _date(self, found: dict[str, list[etree._Element]], name: str) -> date | None:
        written = one_line(_text(_first(found, name)))
        try:
            day = date.fromisoformat(written[:10]) if written else None
        except ValueError:
            self.skipped.append(f"{name}: ”{written[:40]}” är inget datum.")
            return None
        if day and not 1000 <= day.year < 3000:
            self.skipped.append(f"{name}: ”{written[:40]}” ligger utanför kalendern.")
            return None
        return day


def _first(found: dict[str, list[etree._Element]], name: str) -> etree._Element | None:
    return found.get(name, [None])[0]


def _joined(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))

"""StratML: what is written is valid by the schemas' rules, what is lost is told, and what others write is read as far as it goes."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from lxml import etree

from benchmarks.plan import SEEDS
from strategies.exports.about import About
from strategies.exports.errors import FileError
from strategies.exports.losses import losses
from strategies.exports.stratml import PART_1, PART_2, NoGoalsError, Part, write_stratml
from strategies.exports.stratml_reading import read_stratml
from strategies.markdown import read_plan
from strategies.plan import Plan
from tests.plans import plans
from tests.stratml_rules import faults

ABOUT = About("plan", 2, date(2026, 11, 27), "https://portalen.example/strategier/plan/utgavor/2/")
both = pytest.mark.parametrize("part", [1, 2])
checked = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def deep() -> Plan:
    """Three levels, a period of a month, resources, roles and a link."""
    ties = [{"actor": "Almi", "role": "utförare"}, {"actor": "Region Prov", "role": "finansierar"}]
    action = {"kind": "action", "title": "Insats", "text": "Vi gör.", "involvements": ties}
    area = {"kind": "focus_area", "title": "Område", "elements": [action], "involvements": ties}
    area |= {"key": "6f1c2d34-1111-4222-8333-444455556666", "target_groups": ["Unga"]}
    return Plan.model_validate(
        {
            "title": "Provplanen",
            "kind": "handlingsplan",
            "period": {"start": "2018-06", "end": "2022"},
            "statements": [
                {"kind": "vision", "text": "Alla."},
                {"kind": "vision", "text": "En till."},
                {"kind": "syfte", "text": "Därför."},
                {"kind": "princip", "title": "Öppet", "text": "Vi är öppna."},
            ],
            "elements": [{"kind": "direction", "title": "Riktning", "elements": [area]}],
            "resources": [
                {
                    "title": "Tid",
                    "low": "1.5",
                    "high": "2",
                    "unit": "heltider",
                    "element": area["key"],
                }
            ],
            "milestones": [{"title": "Start"}],
        }
    )


@both
def test_the_seeds_are_valid(part: Part) -> None:
    for seed in SEEDS.glob("*.md"):
        plan = read_plan(seed.read_text())
        assert faults(write_stratml(plan, ABOUT, part)) == [], seed


@checked
@given(plan=plans())
def test_every_plan_with_elements_is_valid(plan: Plan) -> None:
    assume(plan.elements)
    for part in (1, 2):
        assert faults(write_stratml(plan, ABOUT, part)) == []  # type: ignore[arg-type]


def test_the_rules_refuse_what_the_schemas_refuse() -> None:
    document = write_stratml(deep(), ABOUT, 2).decode()
    assert faults(document.encode()) == []
    for old, new in (
        ("<Vision>", "<Value/><Vision>"),
        ('Type="Strategic_Plan"', 'Type="PerformanceReport"'),
        ('"Organization"', '"Company"'),
        ("<NumberOfUnits>1.5", "<NumberOfUnits>1,5"),
        ("<StartDate>2018-06-01", "<StartDate>2018"),
        ("<Identifier>_6f1c", "<Identifier>6f1c"),
        ("<RoleType>Performer", "<RoleType>Doer"),
        ("</Objective>", "<Objective/></Objective>"),
        ("<UnitOfMeasurement>heltider</UnitOfMeasurement>", ""),
        (PART_2, PART_1),
    ):
        assert old in document
        assert faults(document.replace(old, new, 1).encode()) != [], new
    same = document.replace("_6f1c2d34-1111-4222-8333-444455556666", f"_{deep().key}", 1)
    assert faults(same.encode()) == []


def test_two_parts_with_one_identifier_are_a_fault() -> None:
    plan = deep()
    document = write_stratml(plan, ABOUT, 1).decode()
    goal = f"_{plan.elements[0].key}"
    twice = document.replace("_6f1c2d34-1111-4222-8333-444455556666", goal)
    assert any("stands 2 times" in fault for fault in faults(twice.encode()))


@both
def test_a_plan_without_elements_cannot_be_told(part: Part) -> None:
    with pytest.raises(NoGoalsError):
        write_stratml(deep().model_copy(update={"elements": (), "resources": ()}), ABOUT, part)


def test_the_third_level_and_the_written_period_are_text() -> None:
    root = etree.fromstring(write_stratml(deep(), ABOUT, 1))
    texts = [node.text or "" for node in root.iter(f"{{{PART_1}}}OtherInformation")]
    assert "Period: juni 2018–2022" in texts[0]
    assert any("Del: Insats. Vi gör. Almi, utförare" in text for text in texts)


def test_losses_are_told_for_this_plan_and_this_part() -> None:
    first, second = ({loss.what: loss for loss in losses(deep(), part)} for part in (1, 2))
    assert "Periodens noggrannhet: juni 2018–2022" in first
    assert "1 del på den tredje nivån" in first
    assert "1 uttalande, för StratML har en vision, ett syfte och principer" in first
    assert first["Milstolpar"].gone
    assert "Forum och arbetsgrupper" not in first
    assert "Aktörernas roller" in first
    assert "Aktörernas roller" not in second
    assert "Rollerna medverkar, finansierar och informeras" in second


# --- read

OLD = """<?xml version="1.0"?>
<s:StrategicPlan xmlns:s="http://www.stratml.net">
  <id>7</id>
  <s:Name>City   Plan</s:Name>
  <s:OtherInformation>First paragraph.^^Second paragraph.</s:OtherInformation>
  <s:StrategicPlanCore>
    <s:Organization><s:Name>City of Prov</s:Name><s:Stakeholder/></s:Organization>
    <s:Vision><s:Description>All thrive.</s:Description></s:Vision>
    <s:Mission><s:Description>To serve.</s:Description></s:Mission>
    <s:Value><s:Name>Courage</s:Name></s:Value>
    <s:Goal>
      <s:Name>Jobs</s:Name><s:Description/>
      <s:Stakeholder StakeholderTypeType="Person"><s:Name>Jane Doe</s:Name></s:Stakeholder>
      <s:Stakeholder StakeholderTypeType="Generic_Group"><s:Name>Youth</s:Name></s:Stakeholder>
      <s:Stakeholder><s:Name>Chamber</s:Name><s:Description>Lends a hand</s:Description></s:Stakeholder>
      <s:OtherInformation>More.</s:OtherInformation>
      <s:Objective><s:Name>Train 100</s:Name><s:Descriptor>stray</s:Descriptor></s:Objective>
      <s:Objective/>
    </s:Goal>
  </s:StrategicPlanCore>
  <s:AdministrativeInformation>
    <s:StartDate>2010-01-01</s:StartDate><s:EndDate>soon</s:EndDate>
    <s:Submitter><s:GivenName>Jane</s:GivenName></s:Submitter>
  </s:AdministrativeInformation>
  <s:Submitter><s:Surname>Doe</s:Surname></s:Submitter>
</s:StrategicPlan>
"""


@pytest.mark.parametrize("namespace", ["http://www.stratml.net", PART_1, PART_2, ""])
def test_a_file_of_others_is_read_as_far_as_it_goes(namespace: str) -> None:
    text = OLD.replace("http://www.stratml.net", namespace)
    if not namespace:
        text = text.replace(' xmlns:s=""', "").replace("<s:", "<").replace("</s:", "</")
    read = read_stratml(text.encode())
    plan = read.plan
    assert (plan.title, plan.owners, plan.kind) == ("City Plan", ("City of Prov",), "annat")
    assert plan.summary == "First paragraph.\n\nSecond paragraph."
    assert [(one.kind, one.text) for one in plan.statements] == [
        ("vision", "All thrive."),
        ("syfte", "To serve."),
        ("princip", "Courage"),
    ]
    goal = plan.elements[0]
    assert (goal.title, goal.text, goal.target_groups) == ("Jobs", "More.", ("Youth",))
    assert [(tie.actor, tie.role, tie.note) for tie in goal.involvements] == [
        ("Chamber", "medverkar", "Lends a hand")
    ]
    assert [one.title for one in goal.elements] == ["Train 100", "Utan namn"]
    assert plan.period
    assert str(plan.period) == "från 2010"


def test_what_was_skipped_is_told_and_no_person_is_read() -> None:
    read = read_stratml(OLD.encode())
    told = "\n".join(read.skipped)
    for what in (
        "id i StrategicPlan",
        "Submitter i AdministrativeInformation",
        "Descriptor i Objective",
    ):
        assert what in told
    assert "Submitter i StrategicPlan" in told
    assert "EndDate: ”soon” är inget datum" in told
    assert "Stakeholder i Organization" in told
    for name in ("Jane", "Doe"):
        assert name not in read.plan.model_dump_json()


@both
def test_keys_titles_roles_and_periods_come_back(part: Part) -> None:
    plan = deep()
    read = read_stratml(write_stratml(plan, ABOUT, part)).plan
    area = plan.elements[0].elements[0]
    back = read.elements[0].elements[0]
    assert (back.key, back.title, back.target_groups) == (area.key, area.title, area.target_groups)
    assert back.involvements == area.involvements
    assert read.kind == "handlingsplan"
    assert read.period
    assert (read.period.start, read.period.end) == ("2018-06-01", "2022")


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b"", "filen är inte XML"),
        (b"<StrategicPlan>", "filen är inte XML"),
        (b"<html/>", "är inte StratML"),
        (b"<StrategicPlan>&x;</StrategicPlan>", "filen är inte XML"),
        (
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><StrategicPlan><Name>&x;</Name></StrategicPlan>',
            "deklarerar egna entiteter",
        ),
        (b"<StrategicPlan>" + b" " * 5_300_000 + b"</StrategicPlan>", "större än 5 MB"),
    ],
)
def test_what_is_no_stratml_is_refused_in_swedish(document: bytes, told: str) -> None:
    with pytest.raises(FileError, match=told):
        read_stratml(document)


def test_nothing_is_fetched_and_nothing_expands(tmp_path: Any) -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    document = (
        f'<!DOCTYPE a [<!ENTITY a0 "x">{bomb}]><StrategicPlan><Name>&a8;</Name></StrategicPlan>'
    )
    with pytest.raises(FileError):
        read_stratml(document.encode())
    outside = tmp_path / "a.dtd"
    outside.write_text("<!ENTITY x 'hemligt'>")
    linked = (
        f'<!DOCTYPE StrategicPlan SYSTEM "{outside}"><StrategicPlan><Name>P</Name></StrategicPlan>'
    )
    assert read_stratml(linked.encode()).plan.title == "P"

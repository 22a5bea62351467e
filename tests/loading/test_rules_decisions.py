"""Who decided on the document, and when."""

import pytest

from strategies.loading.bodies import full_name
from tests.loading.documents import register
from tests.loading.proofs import cited, flags, passages, proves, read

HEAD = "Program för Mora kommun\n\n"
MINUTES = """\
Mora kommun
Sammanträdesprotokoll
Sammanträdesdatum 2024-05-14

§ 45 Näringslivsprogram för Mora kommun

Kommunfullmäktige beslutar
att anta näringslivsprogrammet.
"""


@proves("R56")
@pytest.mark.parametrize(
    ("text", "kind", "body", "day"),
    [
        ("Antaget av kommunfullmäktige den 14 juni 2024.", "antagen", "kommunfullmäktige", "2024-06-14"),
        ("Fastställd av regionstyrelsen 2023-02-01", "antagen", "regionstyrelsen", "2023-02-01"),
        ("Reviderad av kommunstyrelsen 2024-03-05", "reviderad", "kommunstyrelsen", "2024-03-05"),
        ("Beslutande organ: Kommunfullmäktige\nBeslutsdatum: 2021-12-13", "antagen", "Kommunfullmäktige", "2021-12-13"),
    ],
)  # fmt: skip
def test_a_clause_of_adopting_or_revising_is_a_decision(text, kind, body, day):
    plan = read(f"{HEAD}{text}\n\nKommunen ska växa.\n")
    (decision,) = plan.decisions
    named = f"{body[:1].upper()}{body[1:]} i Mora kommun"
    assert (decision.kind, decision.body, decision.date.value) == (kind, named, day)
    assert cited(plan, "body", decision.key) == [("R56", body)]
    assert {rule for rule, _ in cited(plan, "date", decision.key)} == {"R56"}


def test_adopted_and_later_revised_are_two_decisions_of_one_body():
    plan = read(f"{HEAD}Antagen av kommunfullmäktige 2017-03-27, reviderad 2021-11-29.\n\nKommunen ska växa.\n")  # fmt: skip
    assert [(one.kind, one.body, one.date.value) for one in plan.decisions] == [
        ("antagen", "Kommunfullmäktige i Mora kommun", "2017-03-27"),
        ("reviderad", "Kommunfullmäktige i Mora kommun", "2021-11-29"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kommunstyrelsen föreslår att kommunfullmäktige antar programmet den 14 juni 2024.",
        "Kommunfullmäktige väntas besluta den 14 juni 2024.",
        "Detta program ersätter det som kommunfullmäktige antog 2019-02-01.",
    ],
)
def test_a_proposal_or_another_document_s_decision_is_none(text):
    plan = read(f"{HEAD}{text}\n\nKommunen ska växa.\n")
    assert plan.decisions == ()
    assert "Inget beslut hittades." in flags(plan, "uppgift saknas")


@proves("R57")
def test_the_case_number_and_the_paragraph_are_the_decision_s():
    plan = read(f"{HEAD}Dnr KS 2023/118\nAntaget av kommunfullmäktige 2024-06-14, § 96\n\nKommunen ska växa.\n")  # fmt: skip
    (decision,) = plan.decisions
    assert (decision.case_number, decision.paragraph) == ("KS 2023/118", "96")
    assert cited(plan, "case_number", decision.key) == [("R57", "KS 2023/118")]
    assert cited(plan, "paragraph", decision.key) == [("R57", "96")]


NEWS = "Pressmeddelande 2018-06-14\n\nHandlingsplan för Dalarna är klar\n\n"


@proves("R58")
def test_today_is_the_day_of_the_release_and_told_to_be_inferred():
    plan = read(f"{NEWS}I dag antog regionfullmäktige i Region Dalarna handlingsplanen.\n")
    (decision,) = plan.decisions
    assert (decision.date.value, decision.date.written, decision.date.inferred) == ("2018-06-14", "I dag", True)  # fmt: skip
    assert [(one.text, one.certainty) for one in passages(plan, "date", decision.key)] == [("I dag", "trolig")]  # fmt: skip
    assert plan.documents[0].dated is not None
    assert plan.documents[0].dated.value == "2018-06-14"
    assert cited(plan, "documents") == [("R58", "2018-06-14")]


def test_a_weekday_is_the_last_one_before_the_release():
    plan = read(f"{NEWS}I tisdags antog regionfullmäktige i Region Dalarna handlingsplanen.\n")
    assert plan.decisions[0].date.value == "2018-06-12"  # the fourteenth was a Thursday


@proves("R59")
def test_what_minutes_resolve_is_decided_on_the_day_of_the_meeting():
    plan = read(MINUTES)
    (decision,) = plan.decisions
    assert (decision.body, decision.date.value) == (
        "Kommunfullmäktige i Mora kommun",
        "2024-05-14",
    )
    assert cited(plan, "body", decision.key) == [("R59", "Kommunfullmäktige")]
    assert cited(plan, "date", decision.key) == [("R59", "2024-05-14")]


def test_what_minutes_propose_to_another_body_is_not():
    text = MINUTES.replace("Kommunfullmäktige beslutar", "Kommunstyrelsen föreslår att kommunfullmäktige beslutar")  # fmt: skip
    assert read(text).decisions == ()


@pytest.mark.parametrize(
    ("body", "owners", "name"),
    [
        ("KF", ["Mora kommun"], "Kommunfullmäktige i Mora kommun"),
        ("kommunfullmäktige", ["Hjo kommun", "Tibro kommun"], "kommunfullmäktige"),
        ("nämnden för regional tillväxt", ["Region Örebro län"], "nämnden för regional tillväxt"),
        ("Mora kommunfullmäktige", ["Mora kommun"], "Mora kommunfullmäktige"),
        ("kommunestyret", ["Røros kommune"], "kommunestyret"),
    ],
)
def test_a_body_that_every_kommun_has_is_named_after_its_owner(body, owners, name):
    assert full_name(body, owners, register()) == name

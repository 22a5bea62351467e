"""Relations to other plans, money, things to come, whom it is for."""

from decimal import Decimal

import pytest

from strategies.plan import Relation
from tests.loading.proofs import cited, proves, read

HEAD = "Handlingsplan för Mora kommun\n\n"


@proves("R67")
@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Planen ersätter Näringslivsprogram 2015–2019.", Relation(kind="ersätter", to="Näringslivsprogram 2015–2019")),
        ("Planen utgår från Dalastrategin 2030.", Relation(kind="utgår från", to="Dalastrategin 2030")),
        ("Planen bidrar till Agenda för landsbygdsprogrammet.", Relation(kind="bidrar till", to="Agenda för landsbygdsprogrammet")),
    ],
)  # fmt: skip
def test_a_plan_that_is_named_after_its_verb_is_a_relation(text, relation):
    plan = read(f"{HEAD}{text}\n")
    assert plan.relations == (relation,)
    assert cited(plan, "relations") == [("R67", relation.to)]


def test_the_program_itself_is_none():
    assert read(f"{HEAD}Planen ersätter programmet. Arbetet utgår från planen.\n").relations == ()


@proves("R68")
def test_a_sum_of_money_is_a_resource_named_by_its_sentence():
    plan = read(f"{HEAD}Allt är klart. Projektet kostar cirka 2,5–3 mnkr per år. Det är mycket.\n")
    (resource,) = plan.resources
    assert resource.title == "Projektet kostar cirka 2,5–3 mnkr per år"
    assert (resource.low, resource.high) == (Decimal("2.5"), Decimal(3))
    assert (resource.unit, resource.per, resource.approximate) == ("miljoner kronor", "år", True)
    assert cited(plan, "resources") == [("R68", "Projektet kostar cirka 2,5–3 mnkr per år")]


@proves("R69")
def test_whom_it_addresses_is_its_target_group():
    plan = read(f"{HEAD}Planen riktar sig till nya företagare och unga.\n")
    assert plan.target_groups == ("nya företagare och unga",)
    assert cited(plan, "target_groups") == [("R69", "nya företagare och unga")]


@proves("R72")
def test_lines_with_dates_under_coming_events_are_milestones():
    plan = read(f"{HEAD}Viktiga datum\n\n- Samråd 15 mars 2025\n- Beslut 12 juni 2025\n")
    assert [(one.title, one.date.value) for one in plan.milestones] == [
        ("Samråd 15 mars 2025", "2025-03-15"),
        ("Beslut 12 juni 2025", "2025-06-12"),
    ]
    assert {rule for rule, _ in cited(plan, "milestones")} == {"R72"}

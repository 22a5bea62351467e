"""Whose the document is, and for which territory."""

import pytest

from tests.loading.proofs import cited, proves, read


@proves("R52")
def test_the_kommun_that_the_document_speaks_for_owns_it():
    plan = read("Näringslivsprogram för Mora kommun\n\nPlanen gäller alla.\n")
    assert plan.owners == ("Mora kommun",)
    assert cited(plan, "owners") == [("R52", "Mora kommun")]


def test_one_that_is_only_worked_with_does_not():
    plan = read(
        "Näringslivsprogram\nMora kommun\n\nArbetet görs tillsammans med Region Dalarna.\n\n"
        "Allt görs i samverkan med Region Dalarna, och till stöd för Region Dalarna.\n"
    )
    assert plan.owners == ("Mora kommun",)


def test_a_title_that_lists_kommuner_makes_all_of_them_owners():
    plan = read("Gemensam besöksstrategi för Tranås, Aneby och Ydre\n\nVi gör det tillsammans.\n")
    assert plan.owners == ("Tranås kommun", "Aneby kommun", "Ydre kommun")
    assert cited(plan, "owners") == [("R52", "Tranås"), ("R52", "Aneby"), ("R52", "Ydre")]


def test_a_territory_in_the_title_points_at_whoever_governs_it():
    assert read("Besöksstrategi för Halland\n\nAlla ska hit.\n").owners == ("Region Halland",)


@proves("R55")
@pytest.mark.parametrize(
    ("owner", "territory", "level"),
    [("Mora kommun", "Mora kommun", "kommunal"), ("Region Dalarna", "Dalarnas län", "regional")],
)
def test_the_owner_s_territory_is_the_plan_s(owner, territory, level):
    plan = read(f"Näringslivsprogram för {owner}\n\nPlanen gäller alla.\n")
    assert plan.regions == (territory,)
    assert plan.level == level
    assert cited(plan, "regions") == [("R55", owner)]

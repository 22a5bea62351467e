"""Which organisations the text names."""

import pytest

from tests.loading.proofs import cited, passages, proves, read

HEAD = "Program för Mora kommun\n\n"


@proves("R70")
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Arbetet leds av Region Dalarna.", "Region Dalarna"),
        ("Region Dalarnas stöd är viktigt.", "Region Dalarna"),
        ("Stödet från Tillväxtverket är viktigt.", "Tillväxtverket"),
    ],
)
def test_an_actor_of_the_register_is_known_in_every_inflection(text, name):
    plan = read(f"{HEAD}{text}\n")
    assert plan.mentioned_actors == (name,)
    assert cited(plan, "mentioned_actors") == [("R70", name)]


def test_of_two_names_the_longer_is_meant():
    plan = read(f"{HEAD}Vi får stöd av ALMI Företagspartner Kronoberg AB i arbetet.\n")
    assert plan.mentioned_actors == ("ALMI Företagspartner Kronoberg AB",)


@proves("R71")
@pytest.mark.parametrize("name", ["Nyföretagarcentrum Vättern", "Platsen AB", "Grönklittsgruppens Energi", "AB Dalafrakt"])  # fmt: skip
def test_a_name_that_looks_like_an_organisation_is_proposed_as_new_and_unsure(name):
    plan = read(f"{HEAD}Stödet från {name} är viktigt.\n")
    assert plan.mentioned_actors == (name,)
    assert [(one.rule, one.text, one.certainty) for one in passages(plan, "mentioned_actors")] == [
        ("R71", name, "osäker")
    ]


def test_an_office_of_the_owner_is_no_organisation():
    plan = read(f"{HEAD}Tekniska nämnden och Näringslivskontoret gör det.\n")
    assert plan.mentioned_actors == ()


@proves("R73")
def test_whoever_stands_in_a_list_of_partners_is_an_organisation():
    plan = read(f"{HEAD}Arbetet görs tillsammans med Siljansbygden, Morakretsen och Dalarna Väst.\n")  # fmt: skip
    assert plan.mentioned_actors == ("Siljansbygden", "Morakretsen", "Dalarna Väst")
    assert cited(plan, "mentioned_actors") == [
        ("R73", "Siljansbygden"),
        ("R73", "Morakretsen"),
        ("R73", "Dalarna Väst"),
    ]


@proves("R74")
def test_kommuner_that_are_listed_by_bare_names_are_the_organisations():
    plan = read(f"{HEAD}Vi samverkar med grannkommunerna, alltså kommunerna Orsa och Älvdalen.\n")
    assert plan.mentioned_actors == ("Orsa kommun", "Älvdalens kommun")
    assert cited(plan, "mentioned_actors") == [("R74", "Orsa"), ("R74", "Älvdalen")]

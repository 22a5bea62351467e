"""What a person should look at in a draft."""

import pytest

from tests.loading.proofs import element, flags, proves, read

HEAD = "Program för Mora kommun 2024–2027\n\nAntaget av kommunfullmäktige 2024-01-02\n\n"
TREE = "Fokusområde 1: Mark\n- Erbjud rådgivning till alla\n\nFokusområde 2: Handel\n- Rusta torget\n"  # fmt: skip


@proves("R80")
def test_an_action_that_returns_is_flagged_and_points_at_the_first():
    plan = read(HEAD + TREE.replace("Rusta torget", "Erbjud rådgivning till alla"))
    (flag,) = (one for one in plan.flags if one.kind == "dubblett")
    first, second = (one.elements[0] for one in plan.elements)
    assert (flag.on, flag.refers_to) == (second.key, first.key)


def test_a_paragraph_that_returns_is_flagged_on_its_text():
    words = "Det här stycket står två gånger i programmet för Mora."
    plan = read(f"{HEAD}Fokusområde 1: Mark\n{words}\n\nFokusområde 2: Handel\n{words}\n")
    (flag,) = (one for one in plan.flags if one.kind == "dubblett")
    mark, handel = plan.elements
    assert (flag.on, flag.field, flag.refers_to) == (handel.key, "text", mark.key)


@proves("R81")
def test_another_number_than_the_text_promises_is_flagged():
    plan = read(f"{HEAD}Programmet har fyra fokusområden.\n\n{TREE}")
    assert flags(plan, "antal stämmer inte") == ["Texten anger 4, men 2 hittades."]


@proves("R82")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Vision\n\nMål\n\n- Fler företag\n", "Under rubriken ”Vision” står ingenting."),
        ("Kommunen växer. Mål för arbetet:\n\nUppföljning\n\nVarje år.\n", "Efter ”Mål för arbetet:” står ingenting."),
    ],
)  # fmt: skip
def test_a_heading_with_nothing_below_it_is_flagged(text, told):
    assert told in flags(read(HEAD + text), "tomt avsnitt")


@proves("R84")
def test_a_quotation_that_nobody_closes_is_flagged_on_the_statement_that_it_is_in():
    plan = read(f"{HEAD}Vision\n\n”I Mora är steget kort.\n\n{TREE}")
    (flag,) = (one for one in plan.flags if one.kind == "oparat citattecken")
    assert flag.on == plan.statements[0].key
    assert flag.text == "”I Mora är steget kort. …"


def test_one_that_is_closed_is_not():
    assert not flags(read(f"{HEAD}Vision\n\n”I Mora är steget kort.”\n"), "oparat citattecken")


@proves("R85")
def test_each_fact_that_is_missing_is_told():
    plan = read("Hej\n\nDet här är en text om ingenting särskilt.\n")
    assert flags(plan, "uppgift saknas") == ["Ingen ägare hittades.", "Ingen period hittades.", "Inget beslut hittades."]  # fmt: skip
    assert flags(read(HEAD + TREE), "uppgift saknas") == []


@proves("R86")
def test_a_date_that_is_worked_out_is_flagged_on_its_decision():
    plan = read("Pressmeddelande 2018-06-14\n\nProgram för Mora kommun\n\nI dag antog kommunfullmäktige programmet.\n")  # fmt: skip
    (flag,) = (one for one in plan.flags if one.kind == "härlett datum")
    assert (flag.on, flag.field) == (plan.decisions[0].key, "date")


@proves("R87")
def test_a_list_of_participants_that_begins_without_a_name_is_flagged():
    assert flags(read(f"{HEAD}Deltagare, Region Dalarna Eva Ek, Mora kommun\n"), "namn saknas")
    assert not flags(read(f"{HEAD}Deltagare\n\nEva Ek, Mora kommun\n"), "namn saknas")


@proves("R88")
def test_people_are_flagged_so_that_somebody_approves_them():
    plan = read(f"{HEAD}Kontakt: Eva Ek, näringslivschef, 0250-123 45\n")
    assert flags(plan, "personuppgift") == ["En person nämns. Godkänn de namn som får visas."]
    assert not flags(read(HEAD + TREE), "personuppgift")


@proves("R89")
def test_a_text_without_directions_is_loaded_and_told_to_need_a_person():
    plan = read(f"{HEAD}Kommunen växer.\n")
    assert plan.elements == ()
    assert flags(plan, "att kontrollera") == ["Inga inriktningar hittades. Bygg planen för hand ur texten."]  # fmt: skip
    assert element(read(HEAD + TREE), "Mark").title == "Mark"
    assert not flags(read(HEAD + TREE), "att kontrollera")

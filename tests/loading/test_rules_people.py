"""Who speaks, who answers questions, who took part."""

from strategies.plan import Participant, Person
from tests.loading.proofs import cited, flags, proves, read

HEAD = "Program för Mora kommun\n\n"


@proves("R63")
def test_what_somebody_says_is_a_quotation_and_no_item():
    plan = read(
        f"{HEAD}Fokusområden\n- Kompetens\n- Handel\n\n– Vi har lyssnat på alla, säger Eva Ek, näringslivschef.\n"
    )
    (quote,) = plan.quotes
    assert (quote.text, quote.person) == ("Vi har lyssnat på alla", "Eva Ek")
    assert cited(plan, "quotes") == [("R63", "Vi har lyssnat på alla")]  # fmt: skip
    assert cited(plan, "persons") == [("R63", "Eva Ek")]
    assert [one.title for one in plan.elements] == ["Kompetens", "Handel"]


@proves("R64")
def test_a_contact_has_title_phone_and_address_and_nothing_approved():
    plan = read(f"{HEAD}Eva Ek, näringslivschef, 0250-123 45, eva.ek@example.org\n")
    assert plan.persons == (
        Person(
            name="Eva Ek",
            titles=("näringslivschef",),
            phone="0250-123 45",
            email="eva.ek@example.org",
        ),
    )
    assert cited(plan, "persons") == [("R64", "Eva Ek")]
    assert flags(plan, "personuppgift") == ["En person nämns. Godkänn de namn som får visas."]


@proves("R65")
def test_participants_have_their_organisation():
    plan = read(f"{HEAD}Deltagare\n\nEva Ek, Mora kommun (Ordförande)\nOla Al, Region Dalarna\n")
    assert plan.participants == (
        Participant(kind="person", name="Eva Ek", actor="Mora kommun", role="Ordförande"),
        Participant(kind="person", name="Ola Al", actor="Region Dalarna"),
    )
    assert cited(plan, "participants") == [("R65", "Eva Ek"), ("R65", "Ola Al")]


@proves("R66")
def test_whoever_answers_for_the_web_page_is_told_with_the_document():
    plan = read(f"{HEAD}Kommunen ska växa.\n\nSidansvarig: Eva Ek\n")
    assert plan.documents[0].page_owner == "Eva Ek"
    assert cited(plan, "documents") == [("R66", "Eva Ek")]


@proves("R75")
def test_a_name_with_a_title_below_it_has_signed():
    plan = read(f"{HEAD}Vi ser fram emot arbetet.\n\nEva Ek\nKommunstyrelsens ordförande\n")
    assert plan.persons == (Person(name="Eva Ek", titles=("Kommunstyrelsens ordförande",)),)
    assert cited(plan, "persons") == [("R75", "Eva Ek")]

"""Directions inside sentences, and lists that say they are not complete."""

from tests.loading.proofs import cited, element, outline, proves, read, rules_of

ORDINALS = """\
Handlingsplan för Mora kommun

Planen har inriktningar. Den första inriktningen är att stärka företagen. Här ska man bland annat starta ett nätverk. \
Den andra inriktningen är att locka besökare. Här ska man märka ut lederna.
"""


@proves("R23")
def test_the_first_and_the_second_in_running_text_are_directions():
    plan = read(ORDINALS)
    assert [cited(plan, "title", one.key) for one in plan.elements] == [
        [("R23", "stärka företagen")],
        [("R23", "locka besökare")],
    ]


@proves("R24")
def test_directions_told_in_one_sentence_are_its_members():
    plan = read(
        "Program för Mora kommun\n\nFokusområden för perioden är företagsklimat, mark och kompetens.\n"
    )
    assert outline(*plan.elements) == ["företagsklimat", "mark", "kompetens"]
    assert [cited(plan, "title", one.key) for one in plan.elements][1] == [("R24", "mark")]


@proves("R83")
def test_among_other_things_leaves_the_list_open_on_its_element():
    plan = read(ORDINALS)
    first, second = plan.elements
    assert (first.open_ended, second.open_ended) == (True, False)
    assert cited(plan, "open_ended", first.key) == [("R83", "bland annat")]


def test_a_lead_that_says_so_leaves_its_list_open():
    plan = read(
        "Program för Mora kommun\n\nFokusområde 1: Mark\nVi ska bland annat:\n- Köpa mark\n- Sälja mark\n\n"
        "Fokusområde 2: Handel\nVi ska:\n- Rusta torget\n"
    )
    assert element(plan, "Mark").open_ended
    assert not element(plan, "Handel").open_ended
    assert rules_of(plan, element(plan, "Mark"), "open_ended") == {"R83"}

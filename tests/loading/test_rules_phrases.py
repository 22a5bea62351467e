"""Actions in running text."""

from tests.loading.proofs import cited, outline, passages, proves, read

ORDINALS = """\
Handlingsplan för Mora kommun

Den första inriktningen är att stärka företagen. Här ska man starta ett nätverk, utbilda mentorer samt underlätta små och medelstora företags export.

Den andra inriktningen är att locka besökare. Här ska man märka ut lederna.
"""
PROMISES = """\
Strategi för Mora kommun

Fokusområde 1: Mark
Marken är knapp. Vi ska köpa mark i tre lägen. Vi ska vara snabba.

Fokusområde 2: Handel
Vi ska rusta torget före sommaren.
"""


@proves("R38")
def test_doings_listed_in_a_sentence_are_actions_parted_where_a_verb_begins():
    plan = read(ORDINALS)
    assert outline(*plan.elements) == [
        "stärka företagen",
        ["starta ett nätverk", "utbilda mentorer", "underlätta små och medelstora företags export"],
        "locka besökare",
        ["märka ut lederna"],
    ]  # fmt: skip
    action = plan.elements[0].elements[1]
    assert cited(plan, "title", action.key) == [("R38", "utbilda mentorer")]


@proves("R39")
def test_sentences_that_begin_with_we_shall_are_actions_where_there_are_no_lists():
    plan = read(PROMISES)
    assert outline(*plan.elements) == [
        "Mark",
        ["Vi ska köpa mark i tre lägen"],
        "Handel",
        ["Vi ska rusta torget före sommaren"],
    ]
    action = plan.elements[0].elements[0]
    assert [(one.rule, one.text, one.certainty) for one in passages(plan, "title", action.key)] == [
        ("R39", "Vi ska köpa mark i tre lägen", "osäker")
    ]


def test_they_are_text_where_there_is_a_list_of_actions():
    plan = read(f"{PROMISES}- Måla fasaderna\n")
    assert [one.title for _, one in plan.walk() if one.kind == "action"] == ["Måla fasaderna"]
    assert "Vi ska köpa mark" in plan.elements[0].text

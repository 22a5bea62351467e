"""Directions after a sentence that promises them."""

from tests.loading.proofs import cited, flags, outline, passages, proves, read, rules_of

PROMISE = """\
Strategi för Mora kommun

Strategin har tre prioriteringar:

- Kompetens för alla
- Mark för företag
- Handel i centrum
"""


@proves("R22")
def test_the_list_after_a_promise_is_the_directions():
    plan = read(PROMISE)
    assert outline(*plan.elements) == ["Kompetens för alla", "Mark för företag", "Handel i centrum"]  # fmt: skip
    assert {rule for one in plan.elements for rule in rules_of(plan, one)} == {"R22"}
    assert plan.stated_counts.direction == 3
    assert cited(plan, "stated_counts") == [("R22", "tre prioriteringar")]
    assert not flags(plan, "antal stämmer inte")


def test_as_many_as_promised_are_sure_and_another_number_is_likely():
    sure, likely = read(PROMISE), read(PROMISE.replace("tre", "fem"))
    for plan, certainty in ((sure, "säker"), (likely, "trolig")):
        for one in plan.elements:
            assert [p.certainty for p in passages(plan, "title", one.key)] == [certainty]


def test_paragraphs_with_a_name_before_a_dash_are_directions_called_by_it():
    plan = read(
        "Strategi för Mora kommun\n\nTvå strategiska områden har valts.\n\n"
        "Kompetens – Alla som bor i kommunen ska kunna lära sig något nytt varje år.\n\n"
        "Mark – Företag som vill växa ska hitta en plats att göra det på hos oss.\n"
    )
    assert [one.title for one in plan.elements] == ["Kompetens", "Mark"]
    assert plan.elements[0].text.startswith("Alla som bor")

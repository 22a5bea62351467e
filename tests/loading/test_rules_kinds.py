"""What kind of document it is, and how much it binds."""

import pytest

from tests.loading.proofs import cited, passages, proves, read


@proves("R51")
@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Näringslivsprogram för Mora kommun", "näringslivsprogram"),
        ("Verksamhetsplan 2025", "verksamhetsplan"),
        ("Regional utvecklingsstrategi för Dalarna", "regional utvecklingsstrategi"),
        ("Överenskommelse om utveckling", "överenskommelse"),
        ("Policy för inköp", "policy"),
        ("Besöksnäringsstrategi", "strategi"),
    ],
)
def test_the_word_in_the_name_is_the_kind(title, kind):
    plan = read(f"{title}\n\nKommunen ska växa.\n")
    assert plan.kind == kind
    assert cited(plan, "kind") == [("R51", title)]


def test_the_word_that_the_text_uses_most_is_the_kind_when_no_line_at_the_top_has_one():
    text = "Så vill vi växa\n\n" + "Kommunen växer.\n\n" * 30 + "Den här policyn gäller alla.\n"
    plan = read(text)
    assert plan.kind == "policy"
    assert [(one.text, one.certainty) for one in passages(plan, "kind")] == [("policyn", "trolig")]


@proves("R54")
def test_what_the_document_says_of_its_own_weight_is_its_weight():
    plan = read(
        "Program för Mora kommun\n\nProgrammet är ett vägledande dokument för alla nämnder.\n"
    )
    assert plan.legal_weight == "vägledande"
    assert cited(plan, "legal_weight") == [("R54", "vägledande dokument")]


def test_what_it_says_of_other_documents_is_not():
    plan = read("Program för Mora kommun\n\nProgrammet är ett av flera och följer andra styrdokument.\n")  # fmt: skip
    assert plan.legal_weight is None

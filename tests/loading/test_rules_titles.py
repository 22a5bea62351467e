"""What the document is called."""

import pytest

from tests.loading.proofs import cited, marked, passages, proves, read


@proves("R50")
def test_the_line_at_the_top_that_names_a_kind_of_document_is_its_name():
    plan = read("Mora kommun\n\nNäringslivsprogram 2024–2027\n\nKommunen ska växa.\n")
    assert plan.title == "Näringslivsprogram 2024–2027"
    assert cited(plan, "title") == [("R50", "Näringslivsprogram 2024–2027")]


def test_a_name_that_goes_on_is_joined_and_has_both_lines_as_its_passages():
    plan = read("Handlingsplan för utveckling\ni Mora kommun\n\nKommunen ska växa.\n")
    assert plan.title == "Handlingsplan för utveckling i Mora kommun"
    assert cited(plan, "title") == [("R50", "Handlingsplan för utveckling"), ("R50", "i Mora kommun")]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Förslag till näringslivsprogram för Mora kommun", "Näringslivsprogram för Mora kommun"),
        ("HANDLINGSPLAN FÖR UTVECKLING", "Handlingsplan för utveckling"),
        ("Ny strategi för Mora kommun är antagen", "Strategi för Mora kommun"),
        ("Dokumentnamn: Plan för allt", "Plan för allt"),
    ],
)
def test_what_news_and_covers_put_around_a_name_is_left_out(line, title):
    assert read(f"{line}\n\nKommunen ska växa.\n").title == title


def test_without_such_a_line_the_first_is_the_name_and_unsure():
    text = "Hej alla i Mora\n\nVi ses i morgon.\n"
    plan = read(text, marked(text))
    assert plan.title == "Hej alla i Mora"
    assert [one.certainty for one in passages(plan, "title")] == ["osäker"]


def test_a_text_of_nothing_but_furniture_has_a_name_all_the_same():
    assert read("1\n\n2\n").title == "Namnlöst dokument"

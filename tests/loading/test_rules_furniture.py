"""What of a document is not its content."""

import re

from strategies.loading.reading import Reading
from strategies.loading.register import Register
from strategies.loading.text import Text
from tests.loading.proofs import proves, read


def content(text: str) -> list[str]:
    return [line.text for line in Reading(Text(content=text), Register()).content]


@proves("R1")
def test_titles_of_other_documents_before_a_transcript_are_left_out():
    text = "Relevanta dokument\nPlan för Orsa kommun\nPlan för Rättvik\nTranskript:\nProgram för Mora kommun\n\nKommunen växer.\n"
    assert content(text) == ["Program för Mora kommun", "Kommunen växer."]
    assert read(text).title == "Program för Mora kommun"


def test_titles_of_other_documents_after_the_text_are_left_out():
    body = "Kommunen växer.\n\n" * 9
    text = f"Program för Mora kommun\n\n{body}Relaterade dokument\nPlan för Orsa\n"
    assert content(text)[-1] == "Kommunen växer."


@proves("R2")
def test_a_line_that_returns_on_every_page_is_left_out():
    pages = "\f".join(
        f"Mora kommuns plan för allt\n\nPå den här sidan handlar det om {word}, och om allt som hör till,"
        for word in ("mark", "handel", "skolan", "vägar")
    )
    assert content(pages) == [words for words in re.split("[\n\f]+", pages) if "sidan" in words]


def test_a_title_with_a_page_number_in_brackets_is_a_page_head():
    text = "Program 1 (8)\n\nKommunen växer.\n\nProgram 2 (8)\n\nKommunen krymper.\n"
    assert content(text) == ["Kommunen växer.", "Kommunen krymper."]


@proves("R3")
def test_page_numbers_and_drawn_lines_are_left_out():
    assert content("Kommunen växer.\n\nSida 3 av 12\n\n4\n\n_____\n\nAllt går bra.\n") == ["Kommunen växer.", "Allt går bra."]  # fmt: skip


@proves("R4")
def test_a_list_of_contents_is_left_out():
    text = "Program för Mora\n\nInnehåll\nMark ........ 3\nHandel\n\nMark\nVi köper.\n\nHandel\nVi säljer.\n"
    assert content(text) == ["Program för Mora", "Mark", "Vi köper.", "Handel", "Vi säljer."]


@proves("R5")
def test_menus_and_breadcrumbs_of_the_site_are_left_out():
    text = "Hoppa till innehåll\nStart / Näringsliv / Program\nProgram för Mora kommun\n\nKommunen växer.\n\nDela sidan\nVi använder kakor (cookies) på webbplatsen\n"
    assert content(text) == ["Program för Mora kommun", "Kommunen växer."]

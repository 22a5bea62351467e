"""Which characters are marked, and the passage around them."""

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from strategies.search.marking import marked, meets, passage
from strategies.search.query import Asked, read_query


def ask(written: str, **fields: object) -> Asked:
    return Asked(read_query(written), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("klimat", "Företagsklimatet är", "Företags<mark>klimatet</mark> är"),
        ("näringsliv", "näringslivsrådet", "<mark>näringsliv</mark>srådet"),
        ("råd", "Rådets område", "<mark>Rådets</mark> område"),
        ("export dag", "exportdagar", "<mark>exportdagar</mark>"),
        ("b", "<b>b</b> & b", "&lt;<mark>b</mark>&gt;<mark>b</mark>&lt;/<mark>b</mark>&gt; &amp; <mark>b</mark>"),
        ("turism -cykel", "turism och cykel", "<mark>turism</mark> och cykel"),
        ("näringslivsstrategi", "Närings- och näringslivsstrategi", "Närings- och <mark>näringslivsstrategi</mark>"),
        (
            "tillväxtstrategi",
            "Tillväxt- och näringslivsstrategi",
            "<mark>Tillväxt</mark>- och näringslivsstrategi",
        ),
        ('"grön omställning"', "grön el och gröna omställningen", "grön el och <mark>gröna</mark> <mark>omställningen</mark>"),
        ('"råd och stöd"', "stöd, råd och stöd", "stöd, <mark>råd</mark> och <mark>stöd</mark>"),
        ("", "inget", "inget"),
    ],
)  # fmt: skip
def test_what_was_asked_for_is_marked(query: str, text: str, expected: str) -> None:
    assert marked(text, ask(query)) == expected


def test_a_word_that_was_begun_and_one_within_a_misspelt_one_are_marked() -> None:
    begun = read_query("exportd")
    assert marked("Exportdagar", Asked(begun, {}, begun.clauses[0])) == "<mark>Exportd</mark>agar"
    widened = ask("modell", widened={"modell": ["samvekansmodell"]})
    assert marked("samvekansmodellen", widened) == "samvekans<mark>modell</mark>en"


def test_a_passage_shows_the_words_in_their_sentence() -> None:
    text = "ord " * 200 + "målet är nått " + "slut " * 200
    shown = passage(text, ask("nå mål"))
    assert "<mark>målet</mark>" in shown
    assert shown.startswith("… ord")
    assert shown.endswith(" …")
    assert len(strip_tags(shown)) < 280
    assert passage("Kort.", ask("mål")) == "Kort."


def test_a_passage_is_chosen_where_most_of_the_words_stand() -> None:
    text = "export " + "ord " * 200 + "export av mat " + "ord " * 200
    assert "<mark>export</mark> av <mark>mat</mark>" in passage(text, ask("export mat"))


def test_a_passage_of_a_text_without_spaces_is_no_longer() -> None:
    assert len(strip_tags(passage("x" * 5_000, ask("mål")))) < 280


def test_a_text_meets_a_question_when_every_word_is_there_and_none_that_must_not() -> None:
    assert meets("Almi Företagspartner", ask("företag almi"))
    assert not meets("Almi Företagspartner", ask("företag -almi"))
    assert not meets("Almi", ask("företag almi"))


@given(st.text(max_size=40), st.text(max_size=400))
def test_marks_change_nothing_but_marks(query: str, text: str) -> None:
    shown = marked(text, ask(query))
    escaped = shown.replace("<mark>", "").replace("</mark>", "")
    assert escaped == marked(text, ask(""))
    assert shown.count("<mark>") == shown.count("</mark>")
    passage(text, ask(query))

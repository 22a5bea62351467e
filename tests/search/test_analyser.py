"""What texts are found by: forms, compounds, hyphens; and that any text will do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies.search.analyser import lexemes, tokens
from strategies.search.vectors import vector, words_of
from strategies.search.words import REMEMBERED, compound, lemma, word

# Words as plans have them, and everything else that a document may hold.
WORDY = st.text(
    alphabet="aåäöbdefgiklmnoprstuvxyz-–’\n ÅÄÖ.,0123456789\u0301\u030a\u00ad", max_size=80
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("näringslivsrådet", "näringslivsråd näringsliv näring liv råd"),
        ("besöksnäringsstrategier", "besöksnäringsstrategi besöksnäring strategi besök näring"),
        ("varumärket", "varumärke vara märke"),
        ("skolutveckling", "skola utveckling"),
        ("tjänsteföretag", "tjänst företag"),
        ("medborgardialoger", "medborgare dialog"),
        ("folkhögskolan", "folkhögskola folk högskola skola"),
        ("tjänstemännens", "tjänsteman tjänst"),
        ("nattåget", "natt tåg"),
        ("stockholmsregionen", "stockholm region"),
        ("planerna", "plan"),
        ("bussar", "buss"),
        ("leder", "led leda"),
    ],
)
def test_a_word_is_found_by_its_base_form_and_its_parts(text: str, expected: str) -> None:
    assert set(expected.split()) <= lexemes(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("område", "råde råd"),
        ("företag", "tag före"),
        ("kultur", "tur kul"),
        ("kompetens", "kompa etens"),
        ("Halland", "land hall"),
        ("förslag", "lag slag"),
        ("rapporter", "ort rapp"),
        ("ledarskap", "skap skapa"),
    ],
)
def test_what_only_looks_like_a_part_is_none(text: str, never: str) -> None:
    assert not set(never.split()) & lexemes(text)


def test_a_hanging_hyphen_is_filled_in() -> None:
    assert "näringslivsstrategi" in lexemes("Näringslivs- och tillväxtstrategi")
    found = lexemes("forsknings-, innovations- och utvecklingsarbete")
    assert {"forskningsarbete", "innovationsarbete", "utvecklingsarbete"} <= found
    assert "kommundirektör" in lexemes("kommunchefer och -direktörer")
    assert "närings" not in lexemes("närings- ") - {"näring"}


def test_what_a_hyphen_joins_is_found_together_and_apart() -> None:
    assert {"ehandel", "handel"} <= lexemes("e-handel")
    assert {"itstrategi", "it", "strategi"} <= lexemes("IT-strategin")
    assert "försörjning" in lexemes("kompetens-\nförsörjningen")
    assert "kompetensförsörjning" in lexemes("kompe\u00adtens\u00adförsörjning")
    assert {"2018", "2022"} <= lexemes("2018-2022")


def test_letters_with_combining_marks_are_the_same_letters() -> None:
    assert lexemes("fa\u030aglar") == lexemes("fåglar")
    assert lexemes("idéer") == lexemes("idé")


def test_words_that_nobody_searches_for_are_counted_and_left_out() -> None:
    found = list(tokens("råd och stöd till alla"))
    assert [(token.position, token.lexemes[0].lexeme) for token in found] == [
        (1, "råd"),
        (3, "stöd"),
    ]


def test_what_nobody_knows_is_said_to_be_unknown() -> None:
    assert word("näringslivsrådet").familiar
    assert not word("samvekansmodellen").familiar
    assert word("samvekansmodellen").whole == "samvekansmodell"


@given(st.text(max_size=200) | WORDY)
def test_any_text_is_analysed_and_every_lexeme_stands_within_it(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert token.position > last
        last = token.position
        assert 0 <= token.start < token.end <= len(text)
        for lexeme, start, end in token.lexemes:
            assert lexeme
            assert token.start <= start <= end <= token.end
    vector(words_of(text), words_of(text), [text])


@given(st.text(alphabet="abdefgiklmnoprstuvåäö", min_size=1, max_size=40))
def test_parts_of_a_compound_follow_each_other_to_its_end(written: str) -> None:
    leaves = compound(written)
    at = 0
    for start, end, base in leaves:
        assert start - at in (-1, 0, 1)  # a linking s, or one of three like letters
        assert base
        at = end
    assert not leaves or (leaves[0].start == 0 and at == len(written) and len(leaves) > 1)


def test_words_are_remembered_and_not_without_end() -> None:
    assert word.cache_info().maxsize == lemma.cache_info().maxsize == REMEMBERED

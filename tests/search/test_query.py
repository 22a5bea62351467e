"""What a person writes, as a question that PostgreSQL can always answer."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies.models import Entry
from strategies.reading.search.finding import ask, find
from strategies.search.query import read_query


def told(written: str) -> list[tuple[str, str]]:
    """The clauses, with - for what is excluded and \" for what is quoted."""
    return [
        (("-" if clause.excluded else "") + ('"' if clause.quoted else ""), clause.written)
        for clause in read_query(written).clauses
    ]


@pytest.mark.parametrize(
    ("written", "clauses"),
    [
        ("export turism", [("", "export"), ("", "turism")]),
        ("export -turism", [("", "export"), ("-", "turism")]),
        ("export –turism", [("", "export"), ("-", "turism")]),
        ('"grön omställning" el', [('"', "grön omställning"), ("", "el")]),
        ("”grön omställning”", [('"', "grön omställning")]),
        ('el -"grön omställning"', [("", "el"), ('-"', "grön omställning")]),
        ('"grön omställning', [('"', "grön omställning")]),
        ("e-handel", [("", "e-handel")]),
        ("export/import", [("", "export"), ("", "import")]),
        ("och att", []),
        ("", []),
        ("-", []),
    ],
)
def test_a_question_is_read_as_it_is_written(written: str, clauses: list) -> None:
    assert told(written) == clauses


def test_a_question_is_no_longer_than_eight_words() -> None:
    assert len(read_query("ord " * 500).clauses) == 8
    assert len(read_query("a" * 5_000).written) == 200


def test_nothing_is_asked_by_what_must_not_be_there_alone() -> None:
    assert not read_query("-export")
    assert read_query("export -import")


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(max_size=60)
    | st.text(alphabet="ab'\"\\-:|&!()<>*@^ åäö", max_size=40)
)  # fmt: skip
def test_any_question_is_answered(written: str) -> None:
    query = read_query(written)
    if query:
        asked = ask(query)
        find(asked, {}, [])
        assert not Entry.objects.filter(vector=asked.in_title).exists()

"""Dates as documents give them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from strategies.dates import PartialDate, Period, bounds, in_words, precision_of


@pytest.mark.parametrize(
    ("value", "first", "last", "precision", "words"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31), "year", "2018"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "month", "februari 2020"),
        ("2018-06-14", date(2018, 6, 14), date(2018, 6, 14), "day", "14 juni 2018"),
        ("2018-21", date(2018, 3, 1), date(2018, 5, 31), "season", "våren 2018"),
        ("2018-22", date(2018, 6, 1), date(2018, 8, 31), "season", "sommaren 2018"),
        ("2018-23", date(2018, 9, 1), date(2018, 11, 30), "season", "hösten 2018"),
        ("2018-24", date(2018, 12, 1), date(2018, 12, 31), "season", "vintern 2018"),
    ],
)
def test_a_date_has_a_first_and_a_last_day_and_is_said_in_words(
    value: str, first: date, last: date, precision: str, words: str
) -> None:
    assert bounds(value) == (first, last)
    assert precision_of(value) == precision
    assert in_words(value) == words


@pytest.mark.parametrize(
    "value",
    [
        *("2019-02-29", "2018-13", "2018-00", "2018-06-00", "2018-25", "2018-20", "2018-21-05"),
        *(
            "18",
            "0999",
            "3000",
            "2018-6",
            "2018/06",
            "14 juni 2018",
            "2018-06-14T09",
            "١٢٣٤",
            "2٠18",
        ),
        *("2018 ", "2018\n", "-2018", "2018-06-31", "20180614"),
    ],
)
def test_what_no_calendar_has_is_refused_in_swedish_with_examples(value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PartialDate(value=value)
    assert f"”{value}” är inget datum. Skriv till exempel 2018-06-14" in str(caught.value)


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    assert bounds(day.isoformat()) == (day, day)
    assert bounds(day.isoformat()[:7])[0] <= day <= bounds(day.isoformat()[:7])[1]


def test_precision_follows_from_the_value_and_cannot_contradict_it() -> None:
    assert PartialDate(value="2018-06").precision == "month"
    assert PartialDate().precision == "unknown"
    with pytest.raises(ValidationError, match="noggrannheten day"):
        PartialDate(value="2018", precision="day")


def test_a_date_survives_its_json() -> None:
    day = PartialDate(value="2018-06-14", written="i dag", inferred=True)
    assert PartialDate.model_validate_json(day.model_dump_json()) == day


def test_an_unknown_date_is_said_as_the_document_wrote_it() -> None:
    assert str(PartialDate(written="nästa år")) == "nästa år"
    assert str(PartialDate()) == "okänt datum"
    assert str(PartialDate(value="2018", written="i fjol")) == "2018"


def test_the_written_form_holds_nothing_that_a_database_refuses() -> None:
    assert PartialDate(written="i\x00 \ud800dag\n").written == "i dag"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"start": "2018", "end": "2022"}, "2018–2022"),
        ({"start": "2018"}, "från 2018"),
        ({"end": "2022-06"}, "till och med juni 2022"),
        ({"start": "2018", "end": "2018"}, "2018"),
        ({"start": "2018-23", "end": "2018-12-01"}, "hösten 2018–1 december 2018"),
        ({"start": "2018-06", "end": "2018"}, "juni 2018–2018"),
    ],
)
def test_a_period_is_said_in_words(fields: dict[str, Any], words: str) -> None:
    assert str(Period(**fields)) == words


@pytest.mark.parametrize(
    "fields", [{}, {"start": "2022", "end": "2018"}, {"start": "2018-06", "end": "2018-05"}]
)
def test_a_period_without_ends_or_back_to_front_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"[Pp]eriod"):
        Period(**fields)


def test_a_period_has_a_first_and_a_last_day_where_it_has_ends() -> None:
    period = Period(start="2018-06", end="2022")
    assert (period.first_day, period.last_day) == (date(2018, 6, 1), date(2022, 12, 31))
    assert Period(start="2018").last_day is None
    assert Period(end="2018").first_day is None

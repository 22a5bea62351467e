"""Dates as documents give them: a day, a month, a season, a year, or not at all."""

import calendar
import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, model_validator

from strategies.texts import Line

Precision = Literal["day", "month", "season", "year", "unknown"]

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
# ISO 8601-2:2019 (EDTF level 1) writes seasons as months 21 to 24.
SEASONS = {21: "våren", 22: "sommaren", 23: "hösten", 24: "vintern"}
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
FORM = re.compile(r"(?P<year>[12][0-9]{3})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")


def edtf(value: str) -> str:
    """Check a date in the part of EDTF that the portal uses.

    "2018-06-14", "2018-06", "2018-21" (spring 2018), "2018", or "" for unknown. Raises ValueError.
    """
    if value:
        bounds(value)
    return value


def bounds(value: str) -> tuple[date, date]:
    """The first and last day of an EDTF date; winter is counted to its own year's December."""
    match = FORM.fullmatch(value)
    try:
        if match is None:
            raise ValueError
        return _days(**match.groupdict())
    except ValueError:
        raise ValueError(
            f"”{value}” är inget datum. Skriv till exempel 2018-06-14, 2018-06 eller 2018."
        ) from None


def _days(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    """The first and last day; raises ValueError for a day that no calendar has."""
    if month is None:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if day is not None:
        return date(int(year), int(month), int(day)), date(int(year), int(month), int(day))
    first, last = SEASON_MONTHS.get(int(month), (int(month), int(month)))
    return date(int(year), first, 1), date(int(year), last, calendar.monthrange(int(year), last)[1])


def precision_of(value: str) -> Precision:
    """How exact an EDTF date is."""
    if not value:
        return "unknown"
    if len(value) == 4:
        return "year"
    if len(value) == 10:
        return "day"
    return "season" if int(value[5:]) in SEASONS else "month"


def in_words(value: str) -> str:
    """ "14 juni 2018", "juni 2018", "våren 2018", "2018", or "okänt datum"."""
    precision = precision_of(value)
    if precision == "unknown":
        return "okänt datum"
    if precision == "year":
        return value
    month = int(value[5:7])
    if precision == "season":
        return f"{SEASONS[month]} {value[:4]}"
    name = f"{MONTHS[month - 1]} {value[:4]}"
    return name if precision == "month" else f"{int(value[8:])} {name}"


Edtf = Annotated[str, AfterValidator(edtf)]


class PartialDate(BaseModel, frozen=True):
    """A date, how exact it is, how the document wrote it, and whether we inferred it.

    `value` is EDTF (ISO 8601-2:2019); `precision` always follows from it and is carried for readers of the JSON.
    """

    value: Edtf = ""
    precision: Precision = "unknown"
    written: Line = ""
    inferred: bool = False

    @model_validator(mode="before")
    @classmethod
    def _add_precision(cls, data: object) -> object:
        if isinstance(data, dict) and "precision" not in data:
            value = data.get("value", "")
            if isinstance(value, str):
                return data | {"precision": precision_of(edtf(value))}
        return data

    @model_validator(mode="after")
    def _precision_follows(self) -> Self:
        if self.precision != precision_of(self.value):
            raise ValueError(f"”{self.value}” har inte noggrannheten {self.precision}.")
        return self

    def is_after(self, day: date) -> bool:
        """Whether all of it is still to come on that day; never of an unknown date."""
        return bool(self.value) and bounds(self.value)[0] > day

    def __str__(self) -> str:
        return in_words(self.value) if self.value else self.written or in_words("")


class Period(BaseModel, frozen=True):
    """The time a plan or an action covers, both ends included; "" is an open end."""

    start: Edtf = ""
    end: Edtf = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not (self.start or self.end):
            raise ValueError("En period behöver ett startår eller ett slutår.")
        if self.start and self.end and bounds(self.end)[1] < bounds(self.start)[0]:
            raise ValueError(f"Perioden slutar ({self.end}) innan den börjar ({self.start}).")
        return self

    @property
    def first_day(self) -> date | None:
        return bounds(self.start)[0] if self.start else None

    @property
    def last_day(self) -> date | None:
        return bounds(self.end)[1] if self.end else None

    def __str__(self) -> str:
        if not self.end:
            return f"från {in_words(self.start)}"
        if not self.start:
            return f"till och med {in_words(self.end)}"
        return (
            in_words(self.start)
            if self.start == self.end
            else f"{in_words(self.start)}–{in_words(self.end)}"
        )

"""Dates in running text: where they stand and what day they mean."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from strategies.dates import PartialDate, bounds
from strategies.loading.blocks import Span
from strategies.loading.stems import holds_any
from strategies.loading.text import lowered
from strategies.loading.words import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
# In lower case. The groups are called after what they hold: year, month, day.
DATE = re.compile(
    r"\b(?:"
    rf"(?P<y1>{_YEAR})[-–/.](?P<m1>[01]\d)[-–/.](?P<d1>[0-3]\d)"
    rf"|(?P<d2>[0-3]?\d)[./](?P<m2>[01]?\d)[./ ](?P<y2>{_YEAR})"
    rf"|(?P<d5>[0-3]?\d)/(?P<m5>[01]?\d)\s+(?P<y5>{_YEAR})"
    rf"|(?:den\s+)?(?P<d3>[0-3]?\d)(?:\.|:e|st|nd|rd|th)?\s+(?:of\s+)?(?P<m3>{_MONTH})\.?,?\s+(?P<y3>{_YEAR})"
    rf"|(?P<m4>{_MONTH})\.?\s+(?P<d4>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<y4>{_YEAR})"
    rf"|(?P<m6>{_MONTH})\s+(?P<y6>{_YEAR})"
    r")\b"
)


CENTURIES = ("19", "20")  # which every year begins with


class Dated(NamedTuple):
    """A date as the text writes it."""

    value: str
    written: str
    span: Span

    @property
    def whole(self) -> bool:
        return len(self.value) == 10

    def partial(self, *, inferred: bool = False) -> PartialDate:
        return PartialDate.model_validate(
            {"value": self.value, "written": self.written, "inferred": inferred}
        )


def dates_in(text: str, offset: int = 0) -> Iterator[Dated]:
    """Every date in the text that a calendar has; `offset` is where the text begins in the document."""
    for match in DATE.finditer(lowered(text)) if holds_any(text, CENTURIES) else ():
        value = _value({name: found for name, found in match.groupdict().items() if found})
        if value:
            start, end = match.span()
            yield Dated(value, text[start:end], (offset + start, offset + end))


def _value(found: dict[str, str]) -> str:
    parts = {name[0]: text for name, text in found.items() if len(name) == 2}
    month = MONTHS.get(parts["m"]) or (int(parts["m"]) if parts["m"].isdigit() else 0)
    value = f"{parts['y']}-{month:02}"
    if "d" in parts:
        value += f"-{int(parts['d']):02}"
    try:
        bounds(value)
    except ValueError:
        return ""
    return value

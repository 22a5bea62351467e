"""Dates in running text: where they stand and what day they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from strategies.dates import PartialDate, bounds
from strategies.loading.blocks import Span
from strategies.loading.words import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = re.compile(
    rf"(?P<iso>\b(?P<y1>(?:19|20)\d\d)[-–/.](?P<m1>[01]\d)[-–/.](?P<d1>[0-3]\d)\b)"
    rf"|(?P<dotted>\b(?P<d2>[0-3]?\d)[./](?P<m2>[01]?\d)[./ ](?P<y2>(?:19|20)\d\d)\b)"
    rf"|(?P<slashed>\b(?P<d5>[0-3]?\d)/(?P<m5>[01]?\d)\s+(?P<y5>(?:19|20)\d\d)\b)"
    rf"|(?P<words>\b(?:den\s+)?(?P<d3>[0-3]?\d)(?:\.|:e|st|nd|rd|th)?\s+(?:of\s+)?(?P<m3>{_MONTH})\.?,?\s+(?P<y3>(?:19|20)\d\d)\b)"
    rf"|(?P<american>\b(?P<m4>{_MONTH})\.?\s+(?P<d4>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<y4>(?:19|20)\d\d)\b)"
    rf"|(?P<month>\b(?P<m6>{_MONTH})\s+(?P<y6>(?:19|20)\d\d)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dated:
    """A date as the text writes it."""

    value: str
    written: str
    span: Span

    @property
    def whole(self) -> bool:
        return len(self.value) == 10

    def partial(self) -> PartialDate:
        return PartialDate.model_validate({"value": self.value, "written": self.written})


def dates_in(text: str, offset: int = 0) -> Iterator[Dated]:
    """Every date in the text that a calendar has; `offset` is where the text begins in the document."""
    for match in DATE.finditer(text):
        value = _value({name: found for name, found in match.groupdict().items() if found})
        if value:
            yield Dated(value, match.group(), (offset + match.start(), offset + match.end()))


def _value(found: dict[str, str]) -> str:
    parts = {name[0]: text for name, text in found.items() if len(name) == 2}
    month = MONTHS.get(parts["m"].lower()) or (int(parts["m"]) if parts["m"].isdigit() else 0)
    value = f"{parts['y']}-{month:02}"
    if "d" in parts:
        value += f"-{int(parts['d']):02}"
    try:
        bounds(value)
    except ValueError:
        return ""
    return value

"""A plan while it is being read: values that know their lines, checked at the end into a `Plan`."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from strategies.markdown.errors import Problems, Refusal
from strategies.markdown.layouts import Property
from strategies.plan import Plan

NOUNS = {
    "title": "titel",
    "kind": "slag",
    "text": "text",
    "name": "namn",
    "actor": "aktör",
    "role": "roll",
    "slug": "adress",
    "url": "länk",
}
PATTERNS = {
    "slug": (
        "Adressen",
        "Använd bara a–z, 0–9 och bindestreck, till exempel naringslivsprogram-askersund.",
    ),
    "url": ("Länken", "Skriv hela länken, utan mellanslag: https://…"),
    "sha256": ("Kontrollsumman", "Skriv 64 tecken, 0–9 och a–f."),
}


class Draft(dict[str, Any]):
    """A part's values by field, with the line where the part and each of its fields stand."""

    def __init__(self, line: int, **values: Any) -> None:
        super().__init__(values)
        self.line = line
        self.at: dict[str, int] = {}

    def take(self, prop: Property, text: str, line: int, problems: Problems) -> None:
        """Read a property's value; a faulty one becomes a problem, and a second one too."""
        if prop.fields[0] in self.at:
            first = self.at[prop.fields[0]]
            problems.add(line, f"”{prop.word}” står redan på rad {first}.", "Ta bort det ena.")
            return
        self.at[prop.fields[0]] = line
        try:
            value = prop.form.read(text)
        except Refusal as refusal:
            problems.refuse(line, refusal)
            return
        self.update(zip(prop.fields, value if len(prop.fields) > 1 else (value,), strict=True))


def checked(draft: Draft, problems: Problems) -> Plan | None:
    """The plan, or None with the reasons added to `problems`; lines that already have one get no second."""
    try:
        return Plan.model_validate(draft)
    except ValidationError as error:
        told = problems.lines()
        for fault in error.errors(include_url=False):
            line = _line(draft, fault["loc"])
            # What is wrong with the plan as a whole often follows from a fault already told.
            if line not in told and (fault["loc"] or not told):
                problems.refuse(line, _in_swedish(fault))
    return None


def _line(draft: Draft, location: tuple[int | str, ...]) -> int:
    value: Any = draft
    line = draft.line
    for step in location:
        if isinstance(value, Draft):
            line = value.at.get(str(step), value.line)
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return line
    return value.line if isinstance(value, Draft) else line


def _in_swedish(fault: ErrorDetails) -> Refusal:
    field = str(fault["loc"][-1]) if fault["loc"] else ""
    noun = NOUNS.get(field, "text")
    context = fault.get("ctx", {})
    match fault["type"]:
        case "missing" | "string_too_short" | "too_short":
            return Refusal(f"Här saknas {noun}.", f"Skriv {noun}, eller ta bort raden.")
        case "string_too_long" | "too_long":
            return Refusal(f"Texten är längre än {context['max_length']} tecken.", "Korta den.")
        case "string_pattern_mismatch" if field in PATTERNS:
            what, remedy = PATTERNS[field]
            return Refusal(f"{what} har fel form.", remedy)
        case "decimal_max_digits" | "decimal_max_places" | "decimal_whole_digits":
            return Refusal(
                "Beloppet har för många siffror.", "Skriv högst 14 siffror och två decimaler."
            )
        case "value_error":
            return Refusal(str(context["error"]), "Rätta det som står på raden.")
    return Refusal("Uppgiften går inte att läsa.", "Jämför med beskrivningen av plan-Markdown.")

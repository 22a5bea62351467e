"""What points within a plan: references by number become keys once the whole document is known."""

import re
from typing import Any

from strategies.dates import PartialDate
from strategies.markdown.draft import Draft
from strategies.markdown.errors import Problems
from strategies.markdown.outline import derived_keys, places, plan_key
from strategies.plan import one_line

# Which numbers may stand where.
ELEMENTS = r"[0-9.]+"
LINKABLE = r"U?[0-9.]+"
ANY = r".+"
REMEDIES = {
    ELEMENTS: "Räkna delarna uppifrån och skriv till exempel 1 eller 1.2.",
    LINKABLE: "Räkna uppifrån: delar av innehållet skrivs 1 eller 1.2, utmaningar U1.",
    ANY: "Räkna uppifrån: delar av innehållet skrivs 1 eller 1.2, utmaningar U1, uttalanden S1 eller 1.2 S1, beslut B1.",
}
NOTHING: dict[str, Any] = {"title": "", "text": "", "kind": "", "body": "", "date": PartialDate()}


def _get(draft: Draft, field: str) -> Any:
    return draft.get(field, NOTHING.get(field, ()))


class Pointers:
    """References that wait for the keys of what they name."""

    def __init__(self) -> None:
        self._references: list[tuple[Draft, str, int, str]] = []
        self._supports: list[tuple[Draft, Draft]] = []

    def refer(self, draft: Draft, field: str, line: int, numbers: str = ANY) -> None:
        """`draft[field]` is a number now and will be a key; `numbers` is the pattern of those that may stand there."""
        self._references.append((draft, field, line, numbers))

    def support(self, draft: Draft, part: Draft) -> None:
        """`draft` stands under `part`, and will be on its key."""
        self._supports.append((draft, part))

    def resolve(self, plan: Draft, problems: Problems) -> None:
        """Give every part its key and every reference the key that it names."""
        slug, title = plan.get("slug", ""), plan.get("title", "")
        derived = plan_key(slug, title, plan.get("owners", ()))
        plan.setdefault("key", derived)
        found = list(places(plan, _get))
        lines: dict[Any, int] = {}
        for place, key in zip(found, derived_keys(plan["key"], found), strict=True):
            part = place.part
            part.setdefault("key", key)
            if (first := lines.setdefault(part["key"], part.line)) != part.line:
                problems.add(
                    part.line,
                    f"Delen har samma nyckel som den på rad {first}.",
                    "Ta bort nyckeln {#…} på den ena raden.",
                )
        for draft, part in self._supports:
            draft["on"] = part["key"]
        numbers = {place.number: place.part for place in found}
        for draft, field, line, allowed in self._references:
            number = one_line(draft.pop(field)).rstrip(".").upper()
            if number in numbers and re.fullmatch(allowed, number):
                draft[field] = numbers[number]["key"]
            else:
                problems.add(line, _complaint(number, number in numbers), REMEDIES[allowed])


def _complaint(number: str, found: bool) -> str:
    if not number:
        return "Här saknas en hänvisning."
    return f"Hänvisningen ”{number}” {'kan inte stå här' if found else 'pekar inte på något i planen'}."

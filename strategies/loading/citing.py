"""Values with their passages: every word that a draft proposes points at the characters it came from."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from strategies.loading.nodes import Found
from strategies.loading.reading import Reading

TITLE = 500  # characters, as in Plan
NAME = 200  # characters of an actor's name, as in its table
EXCERPT = 2000  # characters of the source's own words that a passage repeats


@dataclass
class Citations:
    """The passages of a draft, gathered while its values are made; they are checked when the plan is."""

    reading: Reading
    passages: list[dict[str, Any]] = field(default_factory=list)

    def cite(self, found: Found, name: str, on: UUID | None = None, limit: int = TITLE) -> str:
        """The found words as a value of at most `limit` characters, with a passage for each stretch of the text that they stand in."""
        self.note(found, name, on)
        return cut(found.text, limit)

    def note(self, found: Found, name: str, on: UUID | None = None) -> None:
        """The passages alone, for words that are only a part of a value."""
        content = self.reading.text.content
        for start, end in found.spans:
            self.passages.append(
                {
                    "start": start,
                    "end": end,
                    "text": content[start : min(end, start + EXCERPT)],
                    "on": on,
                    "field": name,
                    "rule": found.rule,
                    "certainty": found.certainty,
                }
            )

    def names(self, found: list[Found], name: str) -> list[str]:
        """Names as values, each once."""
        once = {one.text: one for one in found}
        return [self.cite(one, name, limit=NAME) for one in once.values()]


def cut(text: str, length: int) -> str:
    """The text, or its first words and an ellipsis where it has more than `length` characters."""
    return (
        text if len(text) <= length else text[: length - 2].rsplit(" ", 1)[0][: length - 2] + " …"
    )


def prose(found: list[Found]) -> str:
    """Stretches of text as paragraphs."""
    return "\n\n".join(one.text for one in found)


BETWEEN_NAMES = re.compile(r"[,;/]\s*|\s+och\s+(?=[A-ZÅÄÖ])")


def several(text: str) -> list[str]:
    """The names in a cell: "Näringslivsenheten, Region Dalarna" are two."""
    parts = BETWEEN_NAMES.split(text)
    return [part.strip(" .") for part in parts if part.strip(" .")]

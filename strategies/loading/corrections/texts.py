"""Texts that are put together and taken apart."""

from pydantic import TypeAdapter

from strategies.plan import Title
from strategies.texts import one_line, prose

LONGEST_TITLE: int = TypeAdapter(Title).json_schema()["maxLength"]


def paragraphs(*texts: str) -> str:
    """The texts that say something, with a blank line between them."""
    return "\n\n".join(text for text in texts if text)


def headed(text: str) -> tuple[str, str]:
    """A text as title and text: its first line, or as many whole words of it as a title holds, and the rest."""
    first, _newline, rest = prose(text).partition("\n")
    first, rest = one_line(first), prose(rest)
    if len(first) <= LONGEST_TITLE:
        return first, rest
    cut = first.rfind(" ", 0, LONGEST_TITLE + 1)
    cut = cut if cut > 0 else LONGEST_TITLE
    return first[:cut].strip(), paragraphs(first[cut:].strip(), rest)

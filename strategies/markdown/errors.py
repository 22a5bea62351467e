"""What is wrong in a plan-Markdown file, told so that its writer can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class MarkdownError:
    """One fault: its line (from 1), what is wrong, and what to do, in Swedish."""

    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"rad {self.line}: {self.message} {self.remedy}"


class PlanMarkdownError(Exception):
    """A file that is no plan; `errors` holds every fault that was found, in line order."""

    def __init__(self, name: str, errors: tuple[MarkdownError, ...]) -> None:
        self.name = name
        self.errors = errors
        where = f"{name}, " if name else ""
        super().__init__("\n".join(f"{where}{error}" for error in errors))


class Refusal(ValueError):  # noqa: N818  a refusal is part of reading, not a failure
    """A value that cannot be read; whoever knows the line makes a MarkdownError of it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class Problems:
    """The faults found so far; reading goes on after each, so that a writer sees them all at once."""

    def __init__(self) -> None:
        self.errors: set[MarkdownError] = set()

    def add(self, line: int, message: str, remedy: str) -> None:
        self.errors.add(MarkdownError(line, message, remedy))

    def refuse(self, line: int, refusal: Refusal) -> None:
        self.add(line, refusal.message, refusal.remedy)

    def lines(self) -> set[int]:
        return {error.line for error in self.errors}


def unknown(word: str, known: Iterable[str], what: str) -> Refusal:
    """That `word` is none of the `known` ones, with the nearest as a suggestion."""
    choices = list(known)
    close = get_close_matches(word.casefold(), choices, n=1)
    remedy = f"Menade du ”{close[0]}”?" if close else f"Välj bland: {', '.join(choices)}."
    if not choices:
        remedy = "Ta bort raden, eller börja den med \\ om den är vanlig text."
    return Refusal(f"”{word}” är {what}.", remedy)

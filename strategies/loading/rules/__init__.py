"""The rules of reading, each with a number, one reason to exist and one test (docs/loading-rules.md lists them)."""

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])

TITLES: dict[str, str] = {}


def rule(number: str, title: str) -> Callable[[F], F]:
    """Mark a function as the rule of that number; `title` is what people read of it, in Swedish."""

    def mark(function: F) -> F:
        if number in TITLES:
            raise ValueError(f"two rules are called {number}")
        TITLES[number] = title
        return function

    return mark


def rule_title(number: str) -> str:
    """The rule's title, or its number when no rule of today has it: editions outlive rules."""
    return TITLES.get(number, number)

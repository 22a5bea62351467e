"""Places in a document: the number that readers see, and the key that follows from what stands there."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

# The portal's own namespace (RFC 9562, 5.5): keys derived from documents can never change, so neither can it.
NAMESPACE = UUID("5b7f3a52-95b1-4d0c-8d5e-0a2d6c1c7f10")

# The reader's parts are dicts and the writer's are models; `Get` fetches a field of either.
Get = Callable[[Any, str], Any]


@dataclass(frozen=True)
class Place:
    """A part with a key: its number ("1.2", "U1", "S1.2", "1.2 S1", "B1") and what its key is derived from."""

    number: str
    part: Any
    identity: str


def plan_key(slug: str, title: str, owners: tuple[str, ...]) -> UUID:
    """A plan's key: from its permanent address or, where it has none, from title and owners."""
    return uuid5(NAMESPACE, f"adress {slug}" if slug else "\n".join(["titel", title, *owners]))


def derived_keys(plan: UUID, found: list[Place]) -> list[UUID]:
    """A key for each place. Equal parts are told apart by their order, so moving a part among others keeps its key."""
    seen: Counter[str] = Counter()
    keys = []
    for place in found:
        seen[place.identity] += 1
        keys.append(uuid5(plan, f"{place.identity}\n{seen[place.identity]}"))
    return keys


def places(plan: Any, get: Get) -> Iterator[Place]:
    """Every part with a key, in the order of `Plan.keyed`."""
    for n, part in enumerate(get(plan, "decisions"), 1):
        yield Place(
            f"B{n}",
            part,
            _identity("beslut", get(part, "kind"), get(part, "body"), get(part, "date").value),
        )
    yield from _statements(get(plan, "statements"), "S", get)
    yield from _challenges(get(plan, "challenges"), "U", get)
    yield from _elements(get(plan, "elements"), "", get)


def _statements(parts: Any, before: str, get: Get) -> Iterator[Place]:
    for n, part in enumerate(parts, 1):
        words = get(part, "title") or get(part, "text")
        yield Place(f"{before}{n}", part, _identity("uttalande", get(part, "kind"), words))
        yield from _statements(get(part, "statements"), f"{before}{n}.", get)


def _challenges(parts: Any, before: str, get: Get) -> Iterator[Place]:
    for n, part in enumerate(parts, 1):
        yield Place(f"{before}{n}", part, _identity("utmaning", get(part, "title")))
        yield from _challenges(get(part, "challenges"), f"{before}{n}.", get)


def _elements(parts: Any, before: str, get: Get) -> Iterator[Place]:
    for n, part in enumerate(parts, 1):
        yield Place(f"{before}{n}", part, _identity("del", get(part, "title")))
        yield from _statements(get(part, "statements"), f"{before}{n} S", get)
        yield from _elements(get(part, "elements"), f"{before}{n}.", get)


def _identity(*words: str) -> str:
    return "\n".join(words)

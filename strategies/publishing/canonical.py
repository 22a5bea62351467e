"""A plan as bytes that anyone can make again, and their hash.

An edition has two digests: of the whole plan, which the portal alone can recompute since names that nobody has approved are in it, and of
the public part, which anyone can (docs/decisions/0014-states.md).
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from strategies.plan import NOT_IN_PUBLIC_PART, Plan
from strategies.publishing.public import UNNAMED, HeldBack

Json = dict[str, Any]


def canonical_json(value: Json) -> bytes:
    """JSON with sorted names, no white space and UTF-8 (after RFC 8785; a plan holds no floating-point numbers)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def canonical(plan: Plan) -> bytes:
    return canonical_json(plan.model_dump(mode="json"))


def digest(plan: Plan) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return sha256(canonical(plan))


def public_part(value: Json) -> Json:
    """What of an edition's stored JSON the public digest is made of: the same whoever is approved or hidden, then and later.

    Digests that are stored, printed and in minutes rest on every word of this rule; they are frozen in tests/test_verify.py.
    """
    part = {name: told for name, told in value.items() if name not in NOT_IN_PUBLIC_PART}
    if "forums" in part:
        people = HeldBack(_people(value))
        part["forums"] = [_without(people, forum) for forum in part["forums"]]
    return part


def _people(value: Json) -> set[str]:
    """Everybody whom the plan names, and how to reach them: all that public_plan() may ever hold back of it."""
    told = set(_told(value, "persons", "name", "phone", "email"))
    told |= set(_told(value, "quotes", "person")) | set(_told(value, "documents", "page_owner"))
    parts = [part for part in value.get("participants", ()) if part.get("kind") == "person"]
    return (told | {part["name"] for part in parts}) - {"", UNNAMED}


def _told(value: Json, parts: str, *fields: str) -> Iterator[str]:
    for part in value.get(parts, ()):
        yield from (part.get(field, "") for field in fields)


def _without(people: HeldBack, forum: Json) -> Json:
    members = [name for name in forum.get("members", ()) if not people.in_text(name)]
    return forum if members == forum.get("members", []) else forum | {"members": members}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""A plan as bytes that anyone can make again, and their hash.

An edition has two digests: of the whole plan, which the portal alone can recompute since names that nobody has approved are in it, and of
the public part, which anyone can (docs/decisions/0014-states.md).
"""

import hashlib
import json
from typing import Any

from strategies.plan import Plan

# What the public part leaves out: people, and the remarks and sources that may name them. It stays out whatever becomes public later or
# is hidden again, so that the digest holds for ever. All that a body decides is left.
NOT_IN_PUBLIC_PART = ("persons", "participants", "quotes", "documents", "passages", "flags")

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
    """What of an edition's stored JSON the public digest is made of."""
    return {name: part for name, part in value.items() if name not in NOT_IN_PUBLIC_PART}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

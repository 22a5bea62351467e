"""A plan as bytes that anyone can make again, and their hash."""

import hashlib
import json

from strategies.plan import Plan


def canonical(plan: Plan) -> bytes:
    """The plan's JSON with sorted names, no white space and UTF-8 (after RFC 8785; it holds no floating-point numbers)."""
    value = plan.model_dump(mode="json")
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(plan: Plan) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(plan)).hexdigest()

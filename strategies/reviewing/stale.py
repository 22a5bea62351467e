"""What a value said when a form was made of it, so short that the form can carry it."""

import hashlib
from collections.abc import Iterable

from strategies.plan import Part

BELOW = {"elements", "statements", "challenges"}


def digest_of(part: Part, fields: Iterable[str] | None = None) -> str:
    """The same for a part that says the same in those fields, or in all but the parts below it."""
    only = None if fields is None else set(fields)
    said = part.model_dump_json(include=only, exclude=BELOW if only is None else None)
    return hashlib.sha256(said.encode()).hexdigest()[:16]

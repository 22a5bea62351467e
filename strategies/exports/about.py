"""What stands beside a plan in a file: which edition of which strategy it is, and where it is found."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class About:
    """`address` is the whole address of the edition, `licence` that of the terms; a plan that is not published has neither number nor day."""

    slug: str
    number: int | None = None
    day: date | None = None
    address: str = ""
    licence: str = ""
    sha256: str = ""

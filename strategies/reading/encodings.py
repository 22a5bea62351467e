"""How bytes are compressed on their way, chosen by what the visitor takes (RFC 9110, 12.5.3)."""

import re
from functools import lru_cache
from typing import Literal

Encoding = Literal["br", "gzip", "identity"]

# The smallest first: it wins where the visitor likes several as much.
COMPRESSED: tuple[Encoding, ...] = ("br", "gzip")
QUALITY = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)


@lru_cache(maxsize=200)
def best_encoding(accepted: str) -> Encoding:
    """The encoding for an Accept-Encoding header ("" without one). As it is, the page is sent to everybody who takes nothing else."""
    likes = dict(map(_liking, accepted.lower().split(",")))
    anything = likes.get("*", 0.0)
    plain = likes.get("identity", 0.0)
    best = max(COMPRESSED, key=lambda name: likes.get(name, anything))
    liking = likes.get(best, anything)
    return best if liking > 0 and liking >= plain else "identity"


def _liking(part: str) -> tuple[str, float]:
    """A name and how well it is liked, from 0 to 1; 0 for what cannot be read."""
    name, _, parameter = part.partition(";")
    quality = QUALITY.fullmatch(parameter) if parameter else None
    liking = float(quality[1]) if quality else 0.0 if parameter else 1.0
    return name.strip(), liking

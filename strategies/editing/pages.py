"""A page of acts out of a long history: the latest, or those before or after a number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from portal.http import sent_number
from strategies.acts import Act

MOST_ACTS = 20
LARGEST = 2**63 - 1  # that the database's numbers can be


@dataclass(frozen=True)
class Shown:
    """The acts of a page, the latest first, and the numbers from which the pages beside it go on; None where none is."""

    acts: list[Act]
    newer: int | None
    older: int | None


def acts_shown(request: HttpRequest, find: Callable[..., list[Act]]) -> Shown:
    """The page that the address asks for with `fore` or `efter`; an odd number asks for the latest."""
    before, after = (sent_number(request.GET.get(name, ""), 18) for name in ("fore", "efter"))
    place: dict[str, Any] = {"before": before, "after": after, "limit": MOST_ACTS + 1}
    found = find(**place)
    more = len(found) > MOST_ACTS
    if before is None and after is not None:
        acts = found[-MOST_ACTS:]
        return Shown(acts, acts[0].last if more else None, acts[-1].id if acts else None)
    acts = found[:MOST_ACTS]
    newer = acts[0].last if acts and before is not None else None
    return Shown(acts, newer, acts[-1].id if more else None)

"""Whether an edition still says what it said when it was published."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from strategies.models import Edition
from strategies.publishing.canonical import canonical_json, public_part, sha256


def faults(edition: Edition) -> Iterator[str]:
    """What does not agree: the stored JSON against each of its two digests. Nothing when the edition is as it was."""
    told = _("%(name)s: %(what)s stämmer inte. Sparad kontrollsumma %(stored)s, uträknad %(made)s.")
    for what, value, stored in (
        (_("hela planen"), edition.plan, edition.sha256),
        (_("den offentliga delen"), public_part(edition.plan), edition.public_sha256),
    ):
        made = sha256(canonical_json(value))
        if made != stored:
            name = f"{edition.strategy.slug}, utgåva {edition.number}"
            yield told % {"name": name, "what": what, "stored": stored, "made": made}

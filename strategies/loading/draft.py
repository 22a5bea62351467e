"""Text into the draft of a plan: the rules in their order, and what they found as one value."""

from typing import Any

from strategies import plan
from strategies.loading.citing import TITLE, Citations, cut
from strategies.loading.dating import Dated
from strategies.loading.level_words import levels
from strategies.loading.nodes import Found
from strategies.loading.organisations import mentioned, named_in
from strategies.loading.reading import Reading
from strategies.loading.register import Register
from strategies.loading.rules.actors import Mention
from strategies.loading.rules.challenges import challenges_of
from strategies.loading.rules.contents import fill
from strategies.loading.rules.decisions import decisions_of, released_on
from strategies.loading.rules.directions import directions_of
from strategies.loading.rules.facts import level_of, owners_of, regions_of
from strategies.loading.rules.flags import flags_of
from strategies.loading.rules.kinds import kind_of, weight_of
from strategies.loading.rules.people import is_speech, page_owner_of
from strategies.loading.rules.periods import period, period_of
from strategies.loading.rules.statements import statements_of
from strategies.loading.rules.titles import title_of
from strategies.loading.surroundings import around, people
from strategies.loading.text import Text
from strategies.loading.tree import challenge, decision, elements, statements

Values = dict[str, Any]


def draft(text: Text, register: Register, name: str = "") -> plan.Plan:
    """The plan that the text seems to hold, with a passage for each value and a flag for each doubt; `name` is the file's.

    Never raises for what the text says: where nothing is found, the plan has a title and the flag that its structure is missing.
    """
    reading = Reading(text, register, name)
    citations = Citations(reading)
    title = title_of(reading)
    released = released_on(reading)
    named = named_in(reading)
    values = _facts(title, named, citations) | _tree(citations)
    values |= around(title, citations) | people(citations)
    values["decisions"] = [
        decision(one, values["owners"], citations) for one in decisions_of(reading, released)
    ]
    values["mentioned_actors"] = citations.names(
        mentioned(named, values["owners"]), "mentioned_actors"
    )
    values["documents"] = [_document(citations, title, released)]
    made = plan.Plan.model_validate(values | {"passages": citations.passages})
    return made.model_copy(update={"flags": tuple(flags_of(made, reading))})


def _facts(title: Found, named: list[Mention], citations: Citations) -> Values:
    """What the document is: title, kind, weight, owners, territory and period."""
    reading = citations.reading
    kind = kind_of(reading, title)
    owners = owners_of(reading, named)
    found: Values = {
        "title": citations.cite(title, "title"),
        "kind": citations.cite(kind, "kind"),
        "owners": citations.names(owners, "owners"),
        "regions": citations.names(regions_of(reading, owners), "regions"),
        "level": level_of(owners, reading),
    }
    years = period_of(reading, title)
    if years and (span := period(years)):
        found["period"] = span
        citations.note(years, "period")
    if weight := weight_of(reading, kind):
        found["legal_weight"] = citations.cite(weight, "legal_weight")
    return found


def _tree(citations: Citations) -> Values:
    """What the document says: directions with all below them, challenges and statements."""
    reading = citations.reading
    blocks = [block for block in reading.blocks if not is_speech(block)]
    scheme = directions_of(blocks)
    fill(blocks, scheme)
    return {
        "elements": elements(scheme.nodes, citations),
        "challenges": [challenge(claim, citations) for claim in challenges_of(blocks)],
        "statements": statements(statements_of(blocks, scheme), citations),
    } | levels(scheme, citations)


def _document(citations: Citations, title: Found, released: Dated | None) -> plan.Document:
    reading = citations.reading
    if released:
        citations.note(Found(released.written, (released.span,), "R58"), "documents")
    page_owner = page_owner_of(reading)
    first = reading.content[0].text if reading.content else title.text
    return plan.Document(
        title=cut(reading.text.title or first, TITLE),
        file=cut(reading.name, TITLE),
        dated=released.partial() if released else None,
        page_owner=citations.cite(page_owner, "documents") if page_owner else "",
    )

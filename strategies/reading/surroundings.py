"""What stands around the tree: other plans, people, means, forums and sources, as rows for the page."""

from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext

from strategies.dates import in_words
from strategies.plan import Belonging, Document, Milestone, Participant, Person, Plan
from strategies.publishing.public import UNNAMED
from strategies.reading.facts import date_note
from strategies.reading.links import Links
from strategies.reading.referring import Referring
from strategies.reading.tree import Tree, paragraphs

Rows = list[dict[str, Any]]

# The same tie, told by the other plan and by this one.
HERE = {
    "utgår från": "Utgår från",
    "innefattar": "Innefattar",
    "bidrar till": "Bidrar till",
    "inspel till": "Är inspel till",
    "ersätter": "Ersätter",
}
THERE = {
    "utgår från": "Är grund för",
    "innefattar": "Ingår i",
    "bidrar till": "Får bidrag från",
    "inspel till": "Har fått inspel från",
    "ersätter": "Ersätts av",
}
# Of a plan that no body has adopted, about one that has been: what the tie takes for granted is not decided.
THERE_UNSETTLED = THERE | {"ersätter": "Ska ersättas av"}
BASES = {
    "trend": "Trend",
    "styrka": "Styrka",
    "utmaning": "Utmaning",
    "analys": "Analys",
    "dokument": "Dokument",
}


def relations(plan: Plan, links: Links, others: list[Referring]) -> Rows:
    """Ties to other plans, told from this plan, the other plans' own last; `known` is false for one that is not in the portal, or is `withdrawn`."""
    own: Rows = [
        {
            "kind": HERE[relation.kind],
            "to": links.strategy(relation.to),
            "part": relation.part,
            "note": relation.note,
            "known": relation.to in links.strategies,
            "withdrawn": relation.to in links.withdrawn,
        }
        for relation in plan.relations
    ]
    told = {(row["kind"], row["to"]["href"]) for row in own}
    theirs: Rows = [
        {
            "kind": THERE[other.kind] if other.may_end else THERE_UNSETTLED[other.kind],
            "to": {"name": other.title, "href": other.href},
            "part": other.part,
            "note": "",
            "known": True,
            "withdrawn": False,
        }
        for other in others
    ]
    return own + [row for row in theirs if (row["kind"], row["to"]["href"]) not in told]


def participants(plan: Plan, links: Links) -> Rows:
    """Who took part; somebody who is not named is told by number and organisation."""
    return [
        {
            "name": _participant(part),
            "actor": links.actor(part.actor),
            "role": part.role,
            "count": part.count if part.name != UNNAMED else None,
            "note": part.note,
        }
        for part in plan.participants
    ]


def _participant(part: Participant) -> str:
    if part.name != UNNAMED:
        # "Näringslivsrådet" is what the plan calls its actor "Näringslivsrådet i Askersund".
        return "" if part.actor and part.actor.startswith(part.name) else part.name
    count = part.count or 1
    return ngettext("%(count)s deltagare", "%(count)s deltagare", count) % {
        "count": "En" if count == 1 else count
    }


def persons(plan: Plan, links: Links) -> Rows:
    return [_person(person, links) for person in plan.persons]


def _person(person: Person, links: Links) -> dict[str, Any]:
    titles = ", ".join(person.titles)
    named = person.name != UNNAMED
    return {
        "name": person.name + (f" ({person.party})" if person.party else "") if named else "",
        "titles": titles if named else titles.capitalize(),
        "actor": links.actor(person.actor),
        "phone": person.phone,
        "email": person.email,
    }


def resources(plan: Plan, tree: Tree) -> Rows:
    return [
        {
            **_belongs(resource, tree),
            "title": resource.title,
            "amount": resource.amount,
            "text": paragraphs(resource.text),
            "excludes": resource.excludes,
        }
        for resource in plan.resources
    ]


def milestones(plan: Plan, tree: Tree) -> Rows:
    return [_belongs(milestone, tree) | _milestone(milestone) for milestone in plan.milestones]


def _milestone(milestone: Milestone) -> dict[str, Any]:
    return {
        "title": milestone.title,
        "when": str(milestone.date),
        "date": milestone.date.value if milestone.date.precision == "day" else "",
        "note": date_note(milestone.date),
        "previous": str(milestone.previous) if milestone.previous else "",
        "audience": milestone.audience,
        "text": paragraphs(milestone.text),
    }


def forums(plan: Plan, links: Links, tree: Tree) -> Rows:
    return [
        {
            "name": forum.name,
            "kind": forum.kind,
            "planned": forum.planned,
            "rhythm": forum.rhythm,
            "form": forum.form,
            "origin": forum.origin,
            "text": paragraphs(forum.text),
            "members": [links.actor(name) for name in forum.members],
            **_belongs(forum, tree),
        }
        for forum in plan.forums
    ]


def _belongs(part: Belonging, tree: Tree) -> dict[str, Any]:
    """The key of the element that it belongs to, and the way there; None twice where it is the whole plan's."""
    return {
        "at": tree.pointer(part.element) if part.element else None,
        "element": part.element,
    }


def bases(plan: Plan, links: Links) -> Rows:
    return [
        {
            "kind": BASES[basis.kind],
            "text": basis.text,
            "regions": [links.region(name) for name in basis.regions],
        }
        for basis in plan.bases
    ]


def mandates(plan: Plan, links: Links) -> Rows:
    return [
        {
            "actor": links.actor(mandate.actor),
            "role": mandate.role,
            "given_by": links.actor(mandate.given_by),
            "text": paragraphs(mandate.text),
            "areas": ", ".join(mandate.areas),
            "open_ended": mandate.open_ended,
        }
        for mandate in plan.mandates
    ]


def quotes(plan: Plan) -> Rows:
    return [{"text": paragraphs(quote.text), "person": quote.person} for quote in plan.quotes]


def documents(plan: Plan, links: Links, *, pages: bool) -> Rows:
    """The plan's sources; with `pages`, each leads to its own under the plan's address."""
    return [
        _document(document, links) | {"href": f"kallor/{number}/" if pages else ""}
        for number, document in enumerate(plan.documents, 1)
    ]


def _document(document: Document, links: Links) -> dict[str, Any]:
    published = ""
    if document.published_at:
        local = timezone.localtime(document.published_at)
        published = f"{in_words(local.date().isoformat())} kl. {local:%H.%M}"
    return {
        "title": document.title,
        "url": document.url,
        "kind": document.kind.capitalize(),
        "publisher": links.actor(document.publisher),
        "published": published,
        "dated": str(document.dated) if document.dated else "",
        "updated": str(document.updated) if document.updated else "",
        "page_owner": document.page_owner,
    }

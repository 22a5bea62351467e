"""What stands around the tree on paper: means, forums, other plans, sources. Organisations are named, people are not."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from strategies.paper.blocks import Block, Items, Part, Piece, Row, said
from strategies.paper.imprint import linked
from strategies.paper.tables import table
from strategies.plan import Document, Forum, Milestone, Participant, Plan, Relation
from strategies.reading.facts import date_note
from strategies.reading.surroundings import BASES, HERE

Blocks = tuple[Block, ...]


def resources(plan: Plan) -> Blocks:
    rows = [
        (one.title, one.amount, one.text, one.excludes) for one in plan.resources
    ]  # fmt: skip
    return table((_("Resurs"), _("Omfattning"), _("Innebär"), _("Ingår inte")), (4, 4, 6, 4), rows)


def milestones(plan: Plan) -> Blocks:
    rows = [
        (str(one.date).capitalize(), one.title, one.audience, _remarks(one))
        for one in plan.milestones
    ]
    return table((_("När"), _("Vad"), _("För"), _("Anmärkning")), (3, 6, 4, 5), rows)


def _remarks(milestone: Milestone) -> str:
    moved = _("Flyttat från %(date)s.") % {"date": milestone.previous}
    said_of = (milestone.text, moved if milestone.previous else "", date_note(milestone.date))
    return " ".join(part for part in said_of if part)


def bases(plan: Plan) -> Blocks:
    rows = [(BASES[one.kind], one.text, ", ".join(one.regions)) for one in plan.bases]
    return table((_("Slag"), _("Underlag"), _("Områden")), (2, 8, 4), rows)


def mandates(plan: Plan) -> Blocks:
    more = _("med mera")
    rows = [
        (
            one.actor,
            one.role,
            one.text,
            f"{', '.join(one.areas)} {more if one.open_ended else ''}".strip(),
            one.given_by,
        )
        for one in plan.mandates
    ]
    head = (_("Aktör"), _("Uppdrag"), _("Innebär"), _("Områden"), _("Kommer från"))
    return table(head, (4, 4, 6, 5, 4), rows)


def forums(plan: Plan) -> Blocks:
    return tuple(
        Part(2, one.name, said(one.text), tuple(_forum(one)), small=True) for one in plan.forums
    )


def _forum(forum: Forum) -> Iterator[Row]:
    planned = _("Planerat") if forum.planned else ""
    yield from said(planned or forum.kind, _("Slag") if not planned else "")
    yield from said(forum.rhythm, _("Möts"))
    yield from said(forum.form, _("Form"))
    yield from said(forum.origin, _("Bygger på"))
    yield from said(", ".join(forum.members), _("Medlemmar"))


def relations(plan: Plan) -> Blocks:
    rows = tuple(said(_relation(one), HERE[one.kind]) for one in plan.relations)
    return (Items(rows),) if rows else ()


def _relation(tie: Relation) -> str:
    note = f" ({tie.note.rstrip('.')})" if tie.note else ""
    return ", ".join(part for part in (tie.to, tie.part) if part) + note


def participants(plan: Plan) -> Blocks:
    """Groups, organisations and rounds of consultation."""
    rows = tuple(said(_participant(one)) for one in plan.participants if one.kind != "person")
    return (Items(rows),) if rows else ()


def _participant(part: Participant) -> str:
    count = f"({part.count})" if part.count else ""
    named = f"{part.name} {count}".strip()
    return ", ".join(text for text in (named, part.actor, part.role) if text)


def sources(plan: Plan) -> Blocks:
    rows = tuple((_source(one),) for one in plan.documents)
    return (Items(rows),) if rows else ()


def _source(document: Document) -> Row:
    dated = _("daterad %(date)s") % {"date": document.dated} if document.dated else ""
    facts = (document.title, document.kind, document.publisher, dated)
    text = ", ".join(text for text in facts if text)
    return Row("", (Piece(f"{text}, "), linked(document.url)) if document.url else (Piece(text),))

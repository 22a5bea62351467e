"""The index of what a current edition says: rows for search, actor pages and counts, made from its Plan."""

from collections.abc import Iterator
from uuid import UUID

from actors.models import Actor
from strategies.differences import GENERIC
from strategies.models import Entry, EntryActor, EntryKind, EntryRelation, Relation, Strategy
from strategies.names import actor_names, meant_actors
from strategies.plan import Challenge, Keyed, Plan, Statement
from strategies.themes.proposing import propose

Tie = tuple[UUID, str, str, str]  # the entry's key, the actor's name, role and note


def index(strategy: Strategy, plan: Plan) -> None:
    """Replace the strategy's entries by those of `plan`, and propose what they are about; the caller holds the transaction."""
    unindex(strategy)
    _relations(strategy)
    entries = list(_entries(strategy, plan))
    for position, entry in enumerate(entries):
        entry.position = position
    made = {entry.key: entry for entry in Entry.objects.bulk_create(entries)}
    # Members of forums are names as written: one that could mean several actors ties none of them.
    forum_members = [name for forum in plan.forums for name in forum.members]
    meant = meant_actors([*actor_names(plan), *forum_members])
    actors = {name: found[0] for name, found in meant.items() if len(found) == 1}
    EntryActor.objects.bulk_create(
        EntryActor(strategy=strategy, entry=made[key], actor=actor, role=role, note=note)
        # Two names may be one actor's, which then has the role once.
        for key, actor, role, note in dict.fromkeys(
            (key, actors[name], role, note)
            for key, name, role, note in _ties(plan)
            if name in actors
        )
    )
    named = [actor.pk for actor in actors.values() if not actor.listed]
    Actor.objects.filter(pk__in=named).update(listed=True)
    propose(strategy, plan)


def unindex(strategy: Strategy) -> None:
    """Take the strategy out of the index."""
    Entry.objects.filter(strategy=strategy).delete()
    EntryRelation.objects.filter(strategy=strategy).delete()


def _relations(strategy: Strategy) -> None:
    """Which strategies the plan ties itself to: its rows know, where the plan has only their titles."""
    rows = Relation.objects.filter(strategy=strategy).select_related("to")
    EntryRelation.objects.bulk_create(
        EntryRelation(strategy=strategy, kind=kind, to_id=to, name=name, part=part)
        for kind, to, name, part in dict.fromkeys(
            (row.kind, row.to_id, row.to.title, row.part) for row in rows
        )
    )


def _entries(strategy: Strategy, plan: Plan) -> Iterator[Entry]:
    def entry(part: Keyed, kind: EntryKind, word: str, title: str, text: str) -> Entry:
        return Entry(
            strategy=strategy, key=part.key, kind=kind, word=word[:80], title=title[:500], text=text
        )

    yield entry(plan, EntryKind.STRATEGY, plan.kind, plan.title, plan.summary)
    for part in plan.keyed():
        if isinstance(part, Challenge):
            yield entry(part, EntryKind.CHALLENGE, "utmaning", part.title, part.text)
        elif isinstance(part, Statement):
            yield entry(
                part, EntryKind.STATEMENT, part.kind, part.title or _opening(part.text), part.text
            )
    for _, element in plan.walk():
        word = getattr(plan.level_words, element.kind) or GENERIC[element.kind]
        text = "\n\n".join(text for text in (element.purpose, element.text) if text)
        yield entry(element, EntryKind(element.kind), word, element.title, text)


def _opening(text: str, length: int = 120) -> str:
    """The first words of a text that has no title."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0] + " …"


def _ties(plan: Plan) -> Iterator[Tie]:
    """Which actors the plan ties to what, in reading order; "" among names where it names none."""
    for name in plan.owners:
        yield plan.key, name, "ägare", ""
    for decision in plan.decisions:
        yield plan.key, decision.body, "beslutade", decision.kind
    for tie in plan.involvements:
        yield plan.key, tie.actor, tie.role, tie.note
    for _, element in plan.walk():
        for tie in element.involvements:
            yield element.key, tie.actor, tie.role, tie.note
    yield from _ties_around(plan)


def _ties_around(plan: Plan) -> Iterator[Tie]:
    """Those beside the tree: who took part, meets, has a mandate, or is named."""
    for participant in plan.participants:
        yield plan.key, participant.actor, "deltog", participant.role
    for forum in plan.forums:
        for name in forum.members:
            yield forum.element or plan.key, name, "medlem", forum.name
    for mandate in plan.mandates:
        yield plan.key, mandate.actor, "uppdrag", mandate.role
    for name in plan.mentioned_actors:
        yield plan.key, name, "nämns", ""

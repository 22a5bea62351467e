"""The index of what a current edition says: rows for search, actor pages and counts, made from its Plan."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from actors.models import Actor, Region, RegionKind
from strategies.differences import GENERIC
from strategies.models import Document as DocumentRow
from strategies.models import (
    Edition,
    Entry,
    EntryActor,
    EntryKind,
    EntryRelation,
    PublicChange,
    Relation,
    SourceFile,
    Strategy,
    withheld_names,
)
from strategies.names import actor_names, meant_actors
from strategies.plan import Challenge, Document, Element, Keyed, Plan, Statement
from strategies.publishing.public import held_back, public_plan, without_approval
from strategies.publishing.sections import sections_of
from strategies.search.analyser import VERSION
from strategies.search.index import fill
from strategies.themes.proposing import propose

AROUND = (EntryKind.SECTION, EntryKind.DOCUMENT)
Tie = tuple[UUID, str, str, str]  # the entry's key, the actor's name, role and note


def index(strategy: Strategy, plan: Plan) -> None:
    """Replace the strategy's entries by those of `plan`, that of its current edition, and propose what they are about; the caller holds the transaction."""
    unindex(strategy)
    _relations(strategy)
    propose(strategy, plan)
    entries = [*_entries(strategy, plan), *_around(strategy, plan)]
    _describe(entries, strategy, plan)
    _tie(strategy, plan, {entry.key: entry for entry in Entry.objects.bulk_create(entries)})


def _tie(strategy: Strategy, plan: Plan, made: dict[UUID, Entry], but: Collection[str] = ()) -> int:
    """Tie the entries, by their keys, to the actors that the plan names, in all roles but these; the number of ties."""
    # Members of forums and givers of mandates are names as written: one that could mean several actors ties none of them.
    written = [name for forum in plan.forums for name in forum.members]
    written += [mandate.given_by for mandate in plan.mandates]
    meant = meant_actors([*actor_names(plan), *written])
    actors = {name: found[0] for name, found in meant.items() if len(found) == 1}
    ties = EntryActor.objects.bulk_create(
        EntryActor(strategy=strategy, entry=made[key], actor=actor, role=role, note=note)
        # Two names may be one actor's, which then has the role once.
        for key, actor, role, note in dict.fromkeys(
            (key, actors[name], role, note)
            for key, name, role, note in _ties(plan)
            if name in actors and role not in but and key in made
        )
    )
    named = {tie.actor_id for tie in ties if not tie.actor.listed}
    Actor.objects.filter(pk__in=named).update(listed=True)
    return len(ties)


@transaction.atomic
def reindex(strategy: Strategy, plan: Plan) -> None:
    """Have the current edition found by what today's analyser says, and nothing else: who it is tied to and what it replaces stays.

    Parts that are not there are left out. What has no ties, sections and documents, is made anew. A role that nobody has in it is new to the
    index, and ties are added.
    """
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    Entry.objects.filter(strategy=strategy, kind__in=AROUND).delete()
    stored = {entry.key: entry for entry in Entry.objects.filter(strategy=strategy)}
    around = list(_around(strategy, plan))
    entries = [*_again(_entries(strategy, plan), stored), *around]
    _describe(entries, strategy, plan)
    described = ["text", "position", "path", "counties", "ends", "vector", "analyser"]
    Entry.objects.bulk_update([entry for entry in entries if entry.pk], described, batch_size=500)
    Entry.objects.bulk_create(around)
    # Names may mean other actors by now: ties that were made at publication are not made again.
    roles = EntryActor.objects.filter(strategy=strategy).order_by()
    if _tie(strategy, plan, stored, but=set(roles.values_list("role", flat=True))):
        PublicChange.objects.create(count=1)


def _again(entries: Iterator[Entry], stored: Mapping[UUID, Entry]) -> Iterator[Entry]:
    """The stored rows of those that are there, with what they say."""
    for made in entries:
        if entry := stored.get(made.key):
            entry.text = made.text
            yield entry


def outdated() -> list[int]:
    """Ids of the strategies with an entry that another version of the analyser has seen, or none."""
    rows = Entry.objects.exclude(analyser=VERSION).order_by("strategy")
    return list(rows.values_list("strategy", flat=True).distinct())


def index_is_current() -> bool:
    """Whether today's analyser has seen all entries."""
    return not Entry.objects.exclude(analyser=VERSION).exists()


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


def reindex_file(file: SourceFile) -> None:
    """Have the file's text found, or no longer, in every published plan that was read from it."""
    rows = DocumentRow.objects.filter(sha256=file.sha256).values("strategy")
    for strategy in Strategy.objects.published().filter(pk__in=rows):
        reindex_around(strategy)


def reindex_around(strategy: Strategy) -> None:
    """Have what readers may read now beside the tree of a published plan, and of its documents, found; the caller holds the transaction."""
    Entry.objects.filter(strategy=strategy, kind__in=AROUND).delete()
    edition = Edition.objects.filter(current_of=strategy).first()
    if edition is None:
        return
    plan = Plan.model_validate(edition.plan)
    around = list(_around(strategy, plan))
    _describe(around, strategy, plan)
    Entry.objects.bulk_create(around)


def _describe(entries: list[Entry], strategy: Strategy, plan: Plan) -> None:
    """What entries are found and told apart by: their order, what stands above them, the län, and all words."""
    edition = Edition.objects.get(current_of=strategy)
    concerned = Region.objects.concerned_by(edition.regions.all())
    counties = sorted(concerned.filter(kind=RegionKind.COUNTY).values_list("pk", flat=True))
    paths = _paths(plan)
    for position, entry in enumerate(entries):
        entry.position = position
        entry.path = paths.get(entry.key, [])
        entry.counties = counties
        entry.ends = date.min if edition.repealed else edition.last_day
    tied: dict[UUID, list[str]] = defaultdict(list)
    for element in (element for _, element in plan.walk()):
        tied[element.key] = [tie.actor for tie in element.involvements]
    everywhere = (*plan.owners, *plan.regions)
    themes: dict[UUID, list[str]] = defaultdict(list)
    for key, theme in strategy.theme_links.unrejected().values_list("key", "theme"):
        themes[key].append(theme)
    names = {entry.key: (*everywhere, *tied[entry.key]) for entry in entries}
    fill(entries, names, themes)


def _paths(plan: Plan) -> dict[UUID, list[str]]:
    """The titles above each part, from the top; nothing for those that stand under the plan itself."""
    paths: dict[UUID, list[str]] = {}

    def walk(part: Element | Challenge | Statement, above: list[str]) -> None:
        paths[part.key] = above
        title = part.title or (_opening(part.text) if isinstance(part, Statement) else "")
        for name in ("statements", "challenges", "elements"):
            for child in getattr(part, name, ()):
                walk(child, [*above, title[:500]])

    top: tuple[Element | Challenge | Statement, ...] = (
        *plan.statements,
        *plan.challenges,
        *plan.elements,
    )
    for part in top:
        walk(part, [])
    return paths


def _entries(strategy: Strategy, plan: Plan) -> Iterator[Entry]:
    def entry(part: Keyed, kind: EntryKind, word: str, title: str, text: str) -> Entry:
        return Entry(
            strategy=strategy, key=part.key, kind=kind, word=word[:80], title=title[:500], text=text
        )

    text = "\n\n".join(filter(None, (plan.summary, *_beside(plan))))
    yield entry(plan, EntryKind.STRATEGY, plan.kind, plan.title, text)
    for part in plan.keyed():
        if isinstance(part, Challenge):
            yield entry(part, EntryKind.CHALLENGE, "utmaning", part.title, part.text)
        elif isinstance(part, Statement):
            yield entry(
                part, EntryKind.STATEMENT, part.kind, part.title or _opening(part.text), part.text
            )
    for _, element in plan.walk():
        word = getattr(plan.level_words, element.kind) or GENERIC[element.kind]
        text = "\n\n".join(filter(None, (element.purpose, element.text, *_beside(element))))
        yield entry(element, EntryKind(element.kind), word, element.title, text)


def _beside(part: Plan | Element) -> Iterator[str]:
    """Whom it is for, and what is noted of those who do it."""
    yield ", ".join(part.target_groups)
    yield ", ".join(f"{tie.actor}: {tie.note}" for tie in part.involvements if tie.note)


def _around(strategy: Strategy, plan: Plan) -> Iterator[Entry]:
    """What stands beside the tree: sections as readers see them, and documents that they may read."""
    for section in sections_of(public_plan(plan, withheld_names(strategy))):
        yield Entry(
            strategy=strategy,
            key=uuid5(NAMESPACE_OID, f"{plan.key} {section.word}"),
            kind=EntryKind.SECTION,
            word=section.word,
            title=section.title,
            text=section.text,
        )
    yield from _documents(strategy, plan)


def _documents(strategy: Strategy, plan: Plan) -> Iterator[Entry]:
    """The documents whose text readers may read, with what they may read of it: names that are held back are blanks there."""
    plan = without_approval(plan, withheld_names(strategy))
    held, plan = held_back(plan), public_plan(plan)
    digests = {document.sha256 for document in plan.documents} - {""}
    readable = SourceFile.objects.filter(sha256__in=digests, publishable=True).exclude(text="")
    files = {file.sha256: file for file in readable} if digests else {}
    for number, document in enumerate(plan.documents, 1):
        if file := files.get(document.sha256):
            yield Entry(
                strategy=strategy,
                key=_document_key(plan, document, number),
                kind=EntryKind.DOCUMENT,
                word=(document.kind or "källdokument")[:80],
                title=document.title,
                text=held.blanked(file.text),
                number=number,
                file=file,
            )


def _document_key(plan: Plan, document: Document, number: int) -> UUID:
    """Documents have no key of their own: the same document of the same plan always gets the same."""
    return uuid5(NAMESPACE_OID, f"{plan.key} {number} {document.sha256}")


LITTLE = 30  # characters that are too few to be left out


def _opening(text: str, length: int = 120) -> str:
    """The first words of a text that has no title."""
    if len(text) <= length + LITTLE:
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
    """Those beside the tree: who took part, meets, has or gave a mandate, or is named."""
    for participant in plan.participants:
        yield plan.key, participant.actor, "deltog", participant.role
    for forum in plan.forums:
        for name in forum.members:
            yield forum.element or plan.key, name, "medlem", forum.name
    for mandate in plan.mandates:
        yield plan.key, mandate.actor, "uppdrag", mandate.role
        yield plan.key, mandate.given_by, "gav uppdrag", mandate.role
    for name in plan.mentioned_actors:
        yield plan.key, name, "nämns", ""

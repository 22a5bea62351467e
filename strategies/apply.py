"""A Plan into rows: make the working copy of a strategy say what a value says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any, get_args
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from pydantic import BaseModel

from strategies import plan
from strategies.dates import Period
from strategies.models import (
    Basis,
    Challenge,
    Decision,
    Document,
    Element,
    Flag,
    Forum,
    Involvement,
    LevelWord,
    Link,
    Mandate,
    Mention,
    Milestone,
    Participant,
    Passage,
    Person,
    Quote,
    Relation,
    Resource,
    Statement,
    Strategy,
    StrategyOwner,
    StrategyRegion,
)
from strategies.models.rows import BelongingRow, KeyedRow, PartRow
from strategies.models.sources import target_column
from strategies.names import (
    PlanError,
    actor_names,
    address,
    find_or_make_actors,
    find_or_make_strategies,
    find_regions,
)
from strategies.table import Columns, check_room, put_leaves, refusal, write

# Parts that nobody points at, and whose rows need nothing but their values.
SIMPLE: list[type[PartRow]] = [Participant, Person, Quote, Basis, Mandate]
BELONGING: list[type[BelongingRow]] = [Resource, Milestone, Forum]

YEARS = range(
    1000, 3000
)  # as in strategies/dates.py; and Python can read them back in any time zone

# Parts with keys, level by level: each with its columns, where a key stands for its row.
Level = list[tuple[plan.Keyed, Columns]]


def apply(value: plan.Plan, strategy: Strategy | None = None) -> Strategy:
    """Make the working copy of `strategy`, or a new one, say what the plan says, and return it as it now is.

    Rows whose keys the plan knows are kept with their history; rows that already agree are not written. Key and address stay those of
    `strategy`, except that a stub takes the plan's address. Editions do not change. All or nothing: raises PlanError for what cannot be
    kept, such as a name that means nothing or too much, a text that is too long, or the same involvement twice.
    """
    try:
        with transaction.atomic():
            new = strategy is None
            strategy = _strategy(value, strategy)
            Application(value, strategy, new).run()
            connection.check_constraints()  # those that otherwise wait until the transaction ends
    except IntegrityError as error:
        raise refusal(error) from error
    return strategy


def _strategy(value: plan.Plan, strategy: Strategy | None) -> Strategy:
    columns: Columns = {
        "title": value.title,
        "kind": value.kind,
        "level": value.level or "",
        "legal_weight": value.legal_weight or "",
        "first_of_kind": value.first_of_kind,
        "stub": False,
        "summary": value.summary,
        "target_groups": list(value.target_groups),
    } | _time(value.period)
    taken = Strategy.objects.values_list("slug", flat=True)
    if strategy is None:
        slug = address(value.slug or value.title, taken, length=100)
        return Strategy.objects.create(key=value.key, slug=slug, **columns)
    # The lock makes two loads of the same strategy wait for each other, and what was read before it may be old.
    strategy = Strategy.objects.select_for_update().get(pk=strategy.pk)
    if strategy.stub and value.slug:
        others = taken.exclude(pk=strategy.pk)
        columns["slug"] = address(value.slug, others, length=100)
    write(strategy, columns)
    return strategy


def _time(period: Period | None) -> Columns:
    return {"starts": period.start if period else "", "ends": period.end if period else ""}


def levels(roots: Level, below: str) -> Iterator[Level]:
    """The roots, then what hangs below them in that field, and so on: rows of one level can be made at once."""
    while roots:
        yield roots
        roots = [
            (child, place | {"parent": part.key, "position": position})
            for part, place in roots
            for position, child in enumerate(getattr(part, below, ()))
        ]


@dataclass
class Application:
    """One plan on its way into the rows of one strategy; `rows` holds those with keys, as they come into place.

    A `new` strategy has no rows, so none are looked for.
    """

    value: plan.Plan
    strategy: Strategy
    new: bool = False
    rows: dict[UUID, KeyedRow] = field(default_factory=dict)

    def run(self) -> None:
        value = self.value
        self.named: dict[str, Any] = dict(find_or_make_actors(actor_names(value)))
        self._links_to_names()
        self._level_words()
        gone = [
            self._keyed(Decision, levels(_places(value.decisions), "")),
            self._keyed(Challenge, levels(_places(value.challenges, parent=None), "challenges")),
            self._keyed(Element, levels(_places(value.elements, parent=None), "elements")),
            self._keyed(Statement, levels(self._statements(), "statements")),
        ]
        for rows in gone:  # only now, so that what hung under them has been moved away
            rows.delete()
        for model in SIMPLE:
            self._leaves(model, (self._columns(model, part) for part in getattr(value, model.LIST)))
        self._leaves(Involvement, self._involvements())
        self._leaves(Link, self._element_links())
        self._relations()
        for at_elements in BELONGING:
            self._leaves(at_elements, self._belonging(at_elements))
        self._leaves(Document, self._documents())
        self._leaves(Passage, self._passages())
        self._leaves(Flag, self._flags())

    # --- names

    def _links_to_names(self) -> None:
        owners = [self.named[name] for name in self.value.owners]
        self._leaves(StrategyOwner, ({"actor": actor} for actor in dict.fromkeys(owners)))
        regions = find_regions(self.value.regions)
        self._leaves(StrategyRegion, ({"region": region} for region in regions))
        mentioned = [self.named[name] for name in self.value.mentioned_actors]
        self._leaves(Mention, ({"actor": actor} for actor in dict.fromkeys(mentioned)))

    def _relations(self) -> None:
        titles = [relation.to for relation in self.value.relations]
        strategies = find_or_make_strategies(titles, but=self.strategy)
        self._leaves(
            Relation,
            (
                self._columns(Relation, part) | {"to": strategies[part.to]}
                for part in self.value.relations
            ),
        )

    def _level_words(self) -> None:
        value = self.value
        stored = {row.kind: row for row in self._stored(LevelWord)}
        new = []
        for kind in get_args(plan.ElementKind):
            columns = {
                "word": getattr(value.level_words, kind),
                "synonyms": list(getattr(value.level_synonyms, kind)),
                "stated_count": getattr(value.stated_counts, kind),
            }
            check_room(LevelWord, columns)
            if kind in stored:
                write(stored[kind], columns)
            else:
                new.append(LevelWord(strategy=self.strategy, kind=kind, **columns))
        LevelWord.objects.bulk_create(new)

    # --- what is wanted, in reading order: (part, its columns)

    def _columns(self, model: type[PartRow], part: BaseModel) -> Columns:
        """The part's fields as the table's columns; names of actors as actors."""
        found = {name: _stored(getattr(part, name)) for name in model.columns()}
        for name in model.named_columns():
            found[name] = self.named.get(found[name])
        return found | _time(part.period) if isinstance(part, plan.Element) else found

    def _statements(self) -> Level:
        return _places(self.value.statements, parent=None, element=None) + [
            place
            for _, element in self.value.walk()
            for place in _places(element.statements, parent=None, element=element.key)
        ]

    def _involvements(self) -> Iterator[Columns]:
        yield from self._involved(self.value.involvements, None)
        for _, element in self.value.walk():
            yield from self._involved(element.involvements, element)

    def _involved(
        self, parts: tuple[plan.Involvement, ...], element: plan.Element | None
    ) -> Iterator[Columns]:
        said = set()
        for position, part in enumerate(parts):
            actor = self.named[part.actor]
            if (actor, part.role, part.note) in said:
                raise PlanError(
                    f"”{actor}” har rollen {part.role} två gånger i ”{(element or self.value).title}”.",
                    "Ta bort den ena, eller skriv i vad.",
                )
            said.add((actor, part.role, part.note))
            row = self.rows[element.key] if element else None
            yield self._columns(Involvement, part) | {"element": row, "position": position}

    def _element_links(self) -> Iterator[Columns]:
        for _, element in self.value.walk():
            for position, link in enumerate(element.links):
                target = self.rows[link.to]
                yield self._columns(Link, link) | {
                    "element": self.rows[element.key],
                    "to_element": target if isinstance(target, Element) else None,
                    "to_challenge": target if isinstance(target, Challenge) else None,
                    "position": position,
                }

    def _belonging(self, model: type[BelongingRow]) -> Iterator[Columns]:
        for part in getattr(self.value, model.LIST):
            yield self._columns(model, part) | {"at": self._row(part.element)}

    def _documents(self) -> Iterator[Columns]:
        for part in self.value.documents:
            yield self._columns(Document, part) | _published(part)

    def _passages(self) -> Iterator[Columns]:
        documents = list(
            Document.objects.filter(strategy=self.strategy) if self.value.passages else []
        )
        for part in self.value.passages:
            if part.document > len(documents):
                raise PlanError(
                    f"Ett källställe hör till källdokument {part.document}, men planen har {len(documents)}.",
                    "Rätta numret, eller lägg till källdokumentet.",
                )
            source = documents[part.document - 1]
            yield self._columns(Passage, part) | self._target(part.on) | {"source": source}

    def _flags(self) -> Iterator[Columns]:
        for part in self.value.flags:
            yield (
                self._columns(Flag, part)
                | self._target(part.on)
                | self._target(part.refers_to, prefix="refers_")
            )

    def _row(self, key: UUID | None) -> KeyedRow | None:
        return self.rows[key] if key else None

    def _target(self, key: UUID | None, prefix: str = "") -> Columns:
        columns: Columns = dict.fromkeys(
            [f"{prefix}{name}" for name in ("element", "statement", "challenge", "decision")]
        )
        if row := self._row(key):
            columns[prefix + target_column(row)] = row
        return columns

    # --- writing

    def _stored(self, model: type[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = model._default_manager.filter(strategy=self.strategy)
        return rows.none() if self.new else rows

    def _keyed(self, model: type[KeyedRow], wanted: Iterable[Level]) -> QuerySet[Any]:
        """Bring the wanted rows into place, known by key, and return those that are to go."""
        rows = self._stored(model)
        stored = {row.key: row for row in rows}
        for level in wanted:
            new = []
            for part, place in level:
                columns = self._columns(model, part) | {
                    name: self._row(at) if isinstance(at, UUID) else at
                    for name, at in place.items()
                }
                check_room(model, columns)
                if row := stored.pop(part.key, None):
                    write(row, columns)
                else:
                    row = model(strategy=self.strategy, **columns)
                    new.append(row)
                self.rows[part.key] = row
            model._default_manager.bulk_create(new)
        return rows.filter(pk__in=[row.pk for row in stored.values()])

    def _leaves(self, model: type[Any], wanted: Iterable[Columns]) -> None:
        put_leaves(self._stored(model), {"strategy": self.strategy}, wanted)


def _published(part: plan.Document) -> Columns:
    """The instant in UTC, since PostgreSQL takes no offset of 16 hours or more, and beside it the offset in minutes."""
    instant = part.published_at
    if instant is None:
        return {"published_at": None, "published_offset": None}
    if instant.year not in YEARS:
        raise PlanError(
            f"Källdokumentet ”{part.title}” är publicerat år {instant.year}.",
            f"Skriv ett år från {YEARS[0]} till {YEARS[-1]}.",
        )
    offset = instant.utcoffset() or timedelta()
    return {
        "published_at": instant.astimezone(UTC),
        "published_offset": offset // timedelta(minutes=1),
    }


def _places(parts: tuple[plan.Keyed, ...], **place: Any) -> Level:
    return [(part, place | {"position": position}) for position, part in enumerate(parts)]


def _stored(value: Any) -> Any:
    """A value's field as a column has it: parts as JSON, tuples as lists."""
    if isinstance(value, tuple):
        return [item.model_dump() if isinstance(item, BaseModel) else item for item in value]
    return value

"""A Plan into rows: make the working copy of a strategy say what a value says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, get_args
from uuid import UUID

from django.db import transaction
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
from strategies.models.rows import KeyedRow, PartRow
from strategies.models.sources import target_column
from strategies.names import (
    actor_names,
    address,
    find_or_make_actors,
    find_or_make_strategies,
    find_regions,
)

# Parts that nobody points at, and whose rows need nothing but their values.
SIMPLE: list[type[PartRow]] = [Participant, Person, Quote, Resource, Milestone, Basis, Mandate]

Columns = dict[str, Any]


@transaction.atomic
def apply(value: plan.Plan, strategy: Strategy | None = None) -> Strategy:
    """Make the working copy of `strategy`, or a new one, say what the plan says, and return it.

    Rows whose keys the plan knows are kept with their history; rows that already agree are not written. Editions do not change.
    Raises PlanError for a name that cannot be resolved, and IntegrityError for what the database refuses.
    """
    strategy = _strategy(value, strategy)
    Application(value, strategy).run()
    return strategy


def _strategy(value: plan.Plan, strategy: Strategy | None) -> Strategy:
    columns: Columns = {
        "title": value.title,
        "kind": value.kind,
        "level": value.level or "",
        "legal_weight": value.legal_weight or "",
        "first_of_kind": value.first_of_kind,
        "stub": False,
        "starts": value.period.start if value.period else "",
        "ends": value.period.end if value.period else "",
        "summary": value.summary,
        "target_groups": list(value.target_groups),
    }
    if strategy:
        # The lock makes two loads of the same strategy wait for each other.
        Strategy.objects.select_for_update().get(pk=strategy.pk)
        _write(strategy, columns)
        return strategy
    taken = Strategy.objects.values_list("slug", flat=True)
    slug = address(value.slug or value.title, taken, length=100)
    return Strategy.objects.create(key=value.key, slug=slug, **columns)


@dataclass
class Application:
    """One plan on its way into the rows of one strategy; `rows` holds those with keys, as they come into place."""

    value: plan.Plan
    strategy: Strategy
    rows: dict[UUID, KeyedRow] = field(default_factory=dict)

    def run(self) -> None:
        self.named: dict[str, Any] = dict(find_or_make_actors(actor_names(self.value)))
        self._links_to_names()
        self._level_words()
        self._keyed(Decision, self._flat(self.value.decisions))
        self._keyed(Challenge, self._challenges())
        self._keyed(Element, self._elements())
        self._keyed(Statement, self._statements())
        for model in SIMPLE:
            self._leaves(
                model, (self._columns(model, part) for part in getattr(self.value, model.LIST))
            )
        self._leaves(Involvement, self._involvements())
        self._leaves(Link, self._element_links())
        self._relations()
        self._leaves(Forum, self._forums())
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
        stored = {row.kind: row for row in LevelWord.objects.filter(strategy=self.strategy)}
        for kind in get_args(plan.ElementKind):
            columns = {
                "word": getattr(value.level_words, kind),
                "synonyms": list(getattr(value.level_synonyms, kind)),
                "stated_count": getattr(value.stated_counts, kind),
            }
            if kind in stored:
                _write(stored[kind], columns)
            else:
                LevelWord.objects.create(strategy=self.strategy, kind=kind, **columns)

    # --- what is wanted, in reading order: (part, its columns)

    def _columns(self, model: type[PartRow], part: BaseModel) -> Columns:
        """The part's fields as the table's columns; names of actors as actors."""
        found = {name: _stored(getattr(part, name)) for name in model.columns()}
        for name in model.named_columns():
            found[name] = self.named.get(found[name])
        return found

    def _flat(self, parts: Iterable[plan.Decision]) -> Iterator[tuple[plan.Keyed, Columns]]:
        for position, part in enumerate(parts):
            yield part, {"position": position}

    def _challenges(self) -> Iterator[tuple[plan.Keyed, Columns]]:
        def branch(parts: tuple[plan.Challenge, ...], parent: UUID | None) -> Iterator[Any]:
            for position, part in enumerate(parts):
                yield part, {"parent": parent, "position": position}
                yield from branch(part.challenges, part.key)

        yield from branch(self.value.challenges, None)

    def _elements(self) -> Iterator[tuple[plan.Keyed, Columns]]:
        def branch(parts: tuple[plan.Element, ...], parent: UUID | None) -> Iterator[Any]:
            for position, part in enumerate(parts):
                time = part.period or Period.model_construct(start="", end="")
                yield (
                    part,
                    {
                        "parent": parent,
                        "position": position,
                        "starts": time.start,
                        "ends": time.end,
                    },
                )
                yield from branch(part.elements, part.key)

        yield from branch(self.value.elements, None)

    def _statements(self) -> Iterator[tuple[plan.Keyed, Columns]]:
        def branch(
            parts: tuple[plan.Statement, ...], parent: UUID | None, element: UUID | None
        ) -> Iterator[Any]:
            for position, part in enumerate(parts):
                yield part, {"parent": parent, "element": element, "position": position}
                yield from branch(part.statements, part.key, element)

        yield from branch(self.value.statements, None, None)
        for _, element in self.value.walk():
            yield from branch(element.statements, None, element.key)

    def _involvements(self) -> Iterator[Columns]:
        holders = [(None, self.value.involvements)]
        holders += [
            (self.rows[element.key], element.involvements) for _, element in self.value.walk()
        ]
        for row, involvements in holders:
            for part in involvements:
                yield self._columns(Involvement, part) | {"element": row}

    def _element_links(self) -> Iterator[Columns]:
        for _, element in self.value.walk():
            for link in element.links:
                target = self.rows[link.to]
                yield self._columns(Link, link) | {
                    "element": self.rows[element.key],
                    "to_element": target if isinstance(target, Element) else None,
                    "to_challenge": target if isinstance(target, Challenge) else None,
                }

    def _forums(self) -> Iterator[Columns]:
        for part in self.value.forums:
            yield self._columns(Forum, part) | {"at": self._row(part.element)}

    def _documents(self) -> Iterator[Columns]:
        for part in self.value.documents:
            offset = part.published_at.utcoffset() if part.published_at else None
            minutes = None if offset is None else int(offset.total_seconds() // 60)
            yield self._columns(Document, part) | {"published_offset": minutes}

    def _passages(self) -> Iterator[Columns]:
        documents = list(Document.objects.filter(strategy=self.strategy))
        for part in self.value.passages:
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

    def _keyed(self, model: type[KeyedRow], wanted: Iterable[tuple[plan.Keyed, Columns]]) -> None:
        """Make the table's rows of this strategy those wanted, known by key: parents come before their children."""
        stored = {row.key: row for row in model._default_manager.filter(strategy=self.strategy)}
        kept = set()
        for part, place in wanted:
            columns = self._columns(model, part) | {
                name: self._row(at) if isinstance(at, UUID) else at for name, at in place.items()
            }
            columns.pop("key")
            row = stored.get(part.key)
            if row:
                _write(row, columns)
            else:
                row = model._default_manager.create(strategy=self.strategy, key=part.key, **columns)
            self.rows[part.key] = row
            kept.add(part.key)
        gone = [row.pk for key, row in stored.items() if key not in kept]
        if gone:
            model._default_manager.filter(pk__in=gone).delete()

    def _leaves(self, model: type[Any], wanted: Iterable[Columns]) -> None:
        """Make the table's rows of this strategy those wanted, known by all that they say; their order is kept."""
        stored = list(model._default_manager.filter(strategy=self.strategy))
        new = []
        for position, columns in enumerate(wanted):
            row = next((row for row in stored if _says(row, columns)), None)
            if row:
                stored.remove(row)
                _write(row, {"position": position})
            else:
                new.append(model(strategy=self.strategy, position=position, **columns))
        if stored:
            model._default_manager.filter(pk__in=[row.pk for row in stored]).delete()
        model._default_manager.bulk_create(new)


def _stored(value: Any) -> Any:
    """A value's field as a column has it: parts as JSON, tuples as lists."""
    if isinstance(value, tuple):
        return [item.model_dump() if isinstance(item, BaseModel) else item for item in value]
    return value


def _says(row: Any, columns: Columns) -> bool:
    return all(_of(row, name) == _comparable(value) for name, value in columns.items())


def _of(row: Any, name: str) -> Any:
    """A column as stored; for a reference, its id, so that comparing reads nothing."""
    attname = row._meta.get_field(name).attname
    return getattr(row, attname)


def _comparable(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value


def _write(row: Any, columns: Columns) -> None:
    """Save the columns that differ, and nothing when none does."""
    changed = [name for name, value in columns.items() if _of(row, name) != _comparable(value)]
    if changed:
        for name in changed:
            setattr(row, name, columns[name])
        row.save(update_fields=changed)

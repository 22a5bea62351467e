"""Rows into a Plan: the working copy of a strategy as a value."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any, Protocol
from uuid import UUID

from strategies import plan
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
from strategies.models.rows import PartRow
from strategies.models.sources import TARGETS, target_of

# Parts without a shape of their own below: a row is a value.
SIMPLE: list[type[PartRow]] = [
    Decision,
    Participant,
    Person,
    Quote,
    Resource,
    Milestone,
    Forum,
    Basis,
    Mandate,
]

# Every table that a Plan is made from, and of each the rows of other tables that it needs beside its own.
NEEDED: dict[type[Any], tuple[str, ...]] = {
    Strategy: (),
    StrategyOwner: ("actor",),
    StrategyRegion: ("region",),
    Mention: ("actor",),
    LevelWord: (),
    Challenge: (),
    Element: (),
    Statement: (),
    Involvement: ("actor",),
    Link: ("to_element", "to_challenge"),
    Relation: ("to",),
    Document: (),
    Passage: tuple(TARGETS),
    Flag: (*TARGETS, *(f"refers_{target}" for target in TARGETS)),
} | {model: model.needed() for model in SIMPLE}
TABLES = list(NEEDED)

Children = dict[int | None, list[Any]]


class Rows(Protocol):
    """The rows of one strategy, table by table and in order, each with the rows that it needs."""

    def of(self, table: type[Any]) -> list[Any]: ...


@dataclass(frozen=True)
class Present:
    """The rows as they are; other sources are in strategies/past.py."""

    strategy: Strategy

    def of(self, table: type[Any]) -> list[Any]:
        if table is Strategy:
            return [self.strategy]
        return list(table.objects.filter(strategy=self.strategy).select_related(*NEEDED[table]))


def snapshot(strategy: Strategy) -> plan.Plan:
    """Everything the working copy says, in a number of queries that does not depend on its size."""
    return plan_of(Present(strategy))


def plan_of(rows: Rows) -> plan.Plan:
    """The Plan that a strategy's rows say, whatever time they are from."""
    (strategy,) = rows.of(Strategy)
    words, documents = rows.of(LevelWord), rows.of(Document)
    simple = {model.LIST: [row.values() for row in rows.of(model)] for model in SIMPLE}
    return plan.Plan.model_validate(
        simple
        | {
            "key": strategy.key,
            "slug": strategy.slug,
            "title": strategy.title,
            "kind": strategy.kind,
            "level": strategy.level or None,
            "legal_weight": strategy.legal_weight or None,
            "first_of_kind": strategy.first_of_kind,
            "period": strategy.period,
            "summary": strategy.summary,
            "target_groups": strategy.target_groups,
            "owners": [row.actor.name for row in rows.of(StrategyOwner)],
            "regions": [row.region.name for row in rows.of(StrategyRegion)],
            "mentioned_actors": [row.actor.name for row in rows.of(Mention)],
            "level_words": {row.kind: row.word for row in words},
            "level_synonyms": {row.kind: row.synonyms for row in words},
            "stated_counts": {row.kind: row.stated_count for row in words},
            "relations": [row.values() for row in rows.of(Relation)],
            "documents": [_document(row) for row in documents],
            "passages": _passages(rows, documents),
            "flags": _flags(rows),
        }
        | _tree(rows)
    )


def content_of(strategy: Strategy | None) -> plan.Plan | None:
    """What has been written in the working copy; None where nothing has: no strategy, or one that is only mentioned."""
    return snapshot(strategy) if strategy and not strategy.stub else None


def _tree(rows: Rows) -> dict[str, Any]:
    """Challenges, statements, involvements and elements, each under what it hangs under."""
    challenges = _by(rows.of(Challenge), "parent_id")
    below = _by(rows.of(Statement), "parent_id")
    statements = _by(below.pop(None, []), "element_id")
    involvements = _by(rows.of(Involvement), "element_id")
    links = _by(rows.of(Link), "element_id")
    elements = _by(rows.of(Element), "parent_id")

    def challenge(row: Challenge) -> dict[str, Any]:
        return row.values() | {"challenges": [challenge(child) for child in challenges[row.pk]]}

    def statement(row: Statement) -> dict[str, Any]:
        return row.values() | {"statements": [statement(child) for child in below[row.pk]]}

    def element(row: Element) -> dict[str, Any]:
        return row.values() | {
            "period": row.period,
            "involvements": [tie.values() for tie in involvements[row.pk]],
            "statements": [statement(one) for one in statements[row.pk]],
            "links": [_link(link) for link in links[row.pk]],
            "elements": [element(child) for child in elements[row.pk]],
        }

    return {
        "challenges": [challenge(row) for row in challenges[None]],
        "statements": [statement(row) for row in statements[None]],
        "involvements": [row.values() for row in involvements[None]],
        "elements": [element(row) for row in elements[None]],
    }


def _by(rows: Iterable[Any], column: str) -> Children:
    found: Children = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _link(row: Link) -> dict[str, Any]:
    target = row.to_element or row.to_challenge
    assert target is not None  # the constraint link_has_one_target
    return {"kind": row.kind, "to": target.key, "origin": row.origin}


def _document(row: Document) -> dict[str, Any]:
    values = row.values()
    if row.published_at:
        offset = timezone(timedelta(minutes=row.published_offset or 0))
        values["published_at"] = row.published_at.astimezone(offset)
    return values


def _passages(rows: Rows, documents: list[Document]) -> list[dict[str, Any]]:
    number = {row.pk: place for place, row in enumerate(documents, 1)}
    return [
        row.values() | {"document": number[row.source_id], "on": _key(target_of(row))}
        for row in rows.of(Passage)
    ]


def _flags(rows: Rows) -> list[dict[str, Any]]:
    return [
        row.values() | {"on": _key(target_of(row)), "refers_to": _key(target_of(row, "refers_"))}
        for row in rows.of(Flag)
    ]


def _key(row: Any) -> UUID | None:
    return row.key if row else None

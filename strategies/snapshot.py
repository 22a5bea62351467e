"""Rows into a Plan: the working copy of a strategy as a value."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta, timezone
from typing import Any
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
from strategies.models.sources import target_of

# Parts without a shape of their own below: a row is a value.
SIMPLE: list[type[PartRow]] = [
    Decision,
    Participant,
    Person,
    Quote,
    Resource,
    Milestone,
    Basis,
    Mandate,
]

Children = dict[int | None, list[Any]]


def snapshot(strategy: Strategy) -> plan.Plan:
    """Everything the working copy says, in a number of queries that does not depend on its size."""
    words = list(LevelWord.objects.filter(strategy=strategy))
    documents = list(Document.objects.filter(strategy=strategy))
    simple = {model.LIST: [row.values() for row in _rows(model, strategy)] for model in SIMPLE}
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
            "owners": _names(StrategyOwner.objects.filter(strategy=strategy), "actor"),
            "regions": _names(StrategyRegion.objects.filter(strategy=strategy), "region"),
            "mentioned_actors": _names(Mention.objects.filter(strategy=strategy), "actor"),
            "level_words": {row.kind: row.word for row in words},
            "level_synonyms": {row.kind: row.synonyms for row in words},
            "stated_counts": {row.kind: row.stated_count for row in words},
            "relations": [row.values() for row in _rows(Relation, strategy)],
            "documents": [_document(row) for row in documents],
            "passages": _passages(strategy, documents),
            "flags": _flags(strategy),
            "forums": _forums(strategy),
        }
        | _tree(strategy)
    )


def content_of(strategy: Strategy | None) -> plan.Plan | None:
    """What has been written in the working copy; None where nothing has: no strategy, or one that is only mentioned."""
    return snapshot(strategy) if strategy and not strategy.stub else None


def _rows(model: type[Any], strategy: Strategy) -> list[Any]:
    """The strategy's rows of a table, with the rows that they name."""
    found = model.objects.filter(strategy=strategy)
    return list(found.select_related(*model.named_columns()) if model.named_columns() else found)


def _names(rows: Any, column: str) -> list[str]:
    return [getattr(row, column).name for row in rows.select_related(column)]


def _tree(strategy: Strategy) -> dict[str, Any]:
    """Challenges, statements, involvements and elements, each under what it hangs under."""
    challenges = _by(_rows(Challenge, strategy), "parent_id")
    below = _by(_rows(Statement, strategy), "parent_id")
    statements = _by(below.pop(None, []), "element_id")
    involvements = _by(_rows(Involvement, strategy), "element_id")
    links = _by(
        Link.objects.filter(strategy=strategy).select_related("to_element", "to_challenge"),
        "element_id",
    )
    elements = _by(_rows(Element, strategy), "parent_id")

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


def _passages(strategy: Strategy, documents: list[Document]) -> list[dict[str, Any]]:
    number = {row.pk: place for place, row in enumerate(documents, 1)}
    rows = Passage.objects.filter(strategy=strategy).select_related(
        "element", "statement", "challenge", "decision"
    )
    return [
        row.values() | {"document": number[row.source_id], "on": _key(target_of(row))}
        for row in rows
    ]


def _flags(strategy: Strategy) -> list[dict[str, Any]]:
    targets = ("element", "statement", "challenge", "decision")
    rows = Flag.objects.filter(strategy=strategy).select_related(
        *targets, *(f"refers_{target}" for target in targets)
    )
    return [
        row.values() | {"on": _key(target_of(row)), "refers_to": _key(target_of(row, "refers_"))}
        for row in rows
    ]


def _forums(strategy: Strategy) -> list[dict[str, Any]]:
    rows = Forum.objects.filter(strategy=strategy).select_related("at")
    return [row.values() | {"element": _key(row.at)} for row in rows]


def _key(row: Any) -> UUID | None:
    return row.key if row else None

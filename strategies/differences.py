"""What differs between two plans, in words that people can read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from strategies.dates import PartialDate, Period
from strategies.plan import Challenge, Decision, Element, Keyed, Part, Plan, Statement

What = Literal["tillagd", "ändrad", "flyttad", "borttagen"]

GENERIC = {"direction": "Inriktning", "focus_area": "Insatsområde", "action": "Insats"}

# The plan's fields that are no lists of parts, and those of its parts, as people call them.
FIELDS = {
    "slug": "Adress",
    "title": "Titel",
    "kind": "Slag",
    "level": "Nivå",
    "legal_weight": "Tyngd",
    "first_of_kind": "Första i sitt slag",
    "owners": "Ägare",
    "regions": "Områden",
    "period": "Period",
    "summary": "Sammanfattning",
    "level_words": "Ord för nivåerna",
    "level_synonyms": "Andra ord för nivåerna",
    "stated_counts": "Angivet antal",
    "target_groups": "Målgrupper",
    "mentioned_actors": "Omnämnda aktörer",
    "label": "Beteckning",
    "short_title": "Kort titel",
    "text": "Text",
    "purpose": "Syfte",
    "open_ended": "Listan är inte uttömmande",
    "crosscutting": "Genomsyrar de andra",
    "body": "Beslutande organ",
    "date": "Datum",
    "case_number": "Diarienummer",
    "paragraph": "Paragraf",
    "shared_by": "Delas av",
    "involvements": "Aktörer",
    "links": "Kopplingar",
}
LISTS = {
    "involvements": "Aktör",
    "relations": "Samband",
    "participants": "Deltagare",
    "persons": "Person",
    "quotes": "Citat",
    "resources": "Resurs",
    "milestones": "Milstolpe",
    "forums": "Forum",
    "bases": "Underlag",
    "mandates": "Uppdrag",
    "documents": "Källdokument",
    "passages": "Källställe",
    "flags": "Anmärkning",
}


@dataclass(frozen=True)
class Change:
    """One thing that differs: what happened, to what ("Insats: Stärk …"), and for a change which field, before and after."""

    what: What
    subject: str
    field: str = ""
    before: str = ""
    after: str = ""
    key: UUID | None = None

    def __str__(self) -> str:
        place = f"{self.subject} – {self.field}" if self.field else self.subject
        return f"{self.what}: {place}"


def differences(old: Plan | None, new: Plan) -> tuple[Change, ...]:
    """What one has to do to `old` to get `new`; everything is added when there is no old one. Empty only for equal plans."""
    if old is None:
        return tuple(
            Change("tillagd", _subject(part, new), key=part.key) for part in (new, *new.keyed())
        )
    return (*_plan_fields(old, new), *_keyed(old, new), *_lists(old, new))


def _plan_fields(old: Plan, new: Plan) -> Iterator[Change]:
    keyed = {"elements", "statements", "challenges", "decisions", "key", "format"}
    skipped = keyed | set(LISTS)
    yield from _fields(old, new, new, [name for name in Plan.model_fields if name not in skipped])


def _keyed(old: Plan, new: Plan) -> Iterator[Change]:
    before, after = _placed(old), _placed(new)
    for key, (part, parent, rank) in after.items():
        if key not in before:
            yield Change("tillagd", _subject(part, new), key=key)
            continue
        former, former_parent, former_rank = before[key]
        names = [
            name
            for name in type(part).model_fields
            if name not in {"key", "elements", "statements", "challenges"}
        ]
        yield from _fields(former, part, new, names)
        if (parent, rank) != (former_parent, former_rank):
            yield Change("flyttad", _subject(part, new), key=key)
    for key, (part, _, _) in before.items():
        if key not in after:
            yield Change("borttagen", _subject(part, old), key=key)


def _placed(plan: Plan) -> dict[UUID, tuple[Keyed, UUID | None, UUID | None]]:
    """Each keyed part with its parent's key and that of the sibling before it."""
    found: dict[UUID, tuple[Keyed, UUID | None, UUID | None]] = {}

    def branch(parts: tuple[Keyed, ...], parent: UUID | None) -> None:
        before = None
        for part in parts:
            found[part.key] = (part, parent, before)
            before = part.key
            for below in ("statements", "challenges", "elements"):
                branch(getattr(part, below, ()), part.key)

    for parts in (plan.decisions, plan.statements, plan.challenges, plan.elements):
        branch(parts, None)
    return found


def _lists(old: Plan, new: Plan) -> Iterator[Change]:
    """Parts without keys: those that are only in one plan; the order alone counts as a move."""
    for name, word in LISTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        were, are = Counter(map(_json, before)), Counter(map(_json, after))
        added = [part for part in after if are[_json(part)] > were[_json(part)]]
        gone = [part for part in before if were[_json(part)] > are[_json(part)]]
        yield from (Change("tillagd", f"{word}: {_label(part)}") for part in added)
        yield from (Change("borttagen", f"{word}: {_label(part)}") for part in gone)
        if not (added or gone):
            yield Change("flyttad", f"{word}: ordningen")


def _json(part: BaseModel) -> str:
    return part.model_dump_json()


def _fields(old: Keyed, new: Keyed, plan: Plan, names: list[str]) -> Iterator[Change]:
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(
                "ändrad",
                _subject(new, plan),
                FIELDS.get(name, name),
                in_words(before),
                in_words(after),
                new.key,
            )


def _subject(part: Keyed, plan: Plan) -> str:
    if isinstance(part, Plan):
        return part.title
    if isinstance(part, Element):
        return f"{getattr(plan.level_words, part.kind) or GENERIC[part.kind]}: {part.title}"
    if isinstance(part, Challenge):
        return f"Utmaning: {part.title}"
    if isinstance(part, Statement):
        return f"{part.kind.capitalize()}: {part.title or part.text}"
    assert isinstance(part, Decision)
    return f"Beslut: {part.kind} {part.date}"


def _label(part: Any) -> str:
    for name in ("title", "name", "actor", "to", "text", "kind"):
        if value := getattr(part, name, ""):
            return str(value)
    return ""


def in_words(value: Any) -> str:
    """A field's value as a person reads it: names joined, yes and no, dates in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, PartialDate | Period):
        return str(value)
    if isinstance(value, tuple):
        return "; ".join(in_words(item) for item in value)
    if isinstance(value, Part):
        stated = ((name, in_words(getattr(value, name))) for name in type(value).model_fields)
        return ", ".join(text for name, text in stated if text and name != "key")
    return str(value)

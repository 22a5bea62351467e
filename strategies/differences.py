"""What differs between two plans, in words that people can read."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import ngettext
from pydantic import BaseModel

from strategies.plan import Challenge, Decision, Element, Keyed, Part, Plan, Statement
from strategies.words import Words

What = Literal["tillagd", "ändrad", "flyttad", "borttagen"]

# The fields of keyed parts that hold other keyed parts.
BELOW = ("statements", "challenges", "elements")

Family = tuple[UUID | None, str]  # the key of the part above, None for the plan, and its field
Placed = dict[UUID, tuple[Keyed, Family]]

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
    "document": "Beslutsdokument",
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
KEYED_LISTS = {
    "decisions": "Beslut",
    "statements": "Vision och mål",
    "challenges": "Utmaningar",
    "elements": "Planens delar",
}


@dataclass(frozen=True)
class Change:
    """One thing that differs: what happened, to what ("Insats: Stärk …"), and for a change which field, before and after (of a list each item)."""

    what: What
    subject: str
    field: str = ""
    before: Words = ""
    after: Words = ""
    key: UUID | None = None

    def __str__(self) -> str:
        place = f"{self.subject} – {self.field}" if self.field else self.subject
        return f"{self.what}: {place}"


def summary(whats: Iterable[What]) -> str:
    """How much has happened, in words: "4 borttagna, 1 ändrad"; "" for nothing."""
    return ", ".join(counted(what, number) for what, number in Counter(whats).items())


def counted(what: What, number: int) -> str:
    """How many parts something happened to, in words."""
    words = {
        "tillagd": ngettext("%d tillagd", "%d tillagda", number),
        "ändrad": ngettext("%d ändrad", "%d ändrade", number),
        "flyttad": ngettext("%d flyttad", "%d flyttade", number),
        "borttagen": ngettext("%d borttagen", "%d borttagna", number),
    }
    return words[what] % number


def differences(old: Plan | None, new: Plan) -> tuple[Change, ...]:
    """What one has to do to `old` to get `new`; everything is added when there is no old one. Empty only for equal plans."""
    if old is None:
        return tuple(
            Change("tillagd", subject_of(part, new), key=part.key) for part in (new, *new.keyed())
        )
    return (*_plan_fields(old, new), *_keyed(old, new), *_lists(old, new))


def _plan_fields(old: Plan, new: Plan) -> Iterator[Change]:
    keyed = {"elements", "statements", "challenges", "decisions", "key", "format"}
    skipped = keyed | set(LISTS)
    yield from _fields(old, new, new, [name for name in Plan.model_fields if name not in skipped])


def _keyed(old: Plan, new: Plan) -> Iterator[Change]:
    before, after = placed(old), placed(new)
    moved = moved_parts(before, after)
    for key, (part, _) in after.items():
        former = before[key][0] if key in before else None
        if former is None or type(former) is not type(part):
            yield Change("tillagd", subject_of(part, new), key=key)
            continue
        names = [name for name in type(part).model_fields if name not in {"key", *BELOW}]
        yield from _fields(former, part, new, names, (before, after))
        if key in moved:
            yield Change("flyttad", subject_of(part, new), key=key)
    for key, (part, _) in before.items():
        if key not in after or type(after[key][0]) is not type(part):
            yield Change("borttagen", subject_of(part, old), key=key)


def placed(plan: Plan) -> Placed:
    """Each keyed part with the key and the list that it hangs in, in reading order."""
    found: Placed = {}

    def branch(parts: tuple[Keyed, ...], family: Family) -> None:
        for part in parts:
            found[part.key] = (part, family)
            for below in BELOW:
                branch(getattr(part, below, ()), (part.key, below))

    for name in ("decisions", *BELOW):
        branch(getattr(plan, name), (None, name))
    return found


def moved_parts(before: Placed, after: Placed) -> set[UUID]:
    """Parts of both plans that hang elsewhere, or have passed a sibling; who is only pushed along has not moved."""
    moved = {key for key in after if key in before and after[key][1] != before[key][1]}
    stayed = [key for key in after if key in before and key not in moved]
    families: dict[Family, tuple[list[UUID], list[UUID]]] = defaultdict(lambda: ([], []))
    for key in (key for key in before if key in after and key not in moved):
        families[before[key][1]][0].append(key)
    for key in stayed:
        families[after[key][1]][1].append(key)
    for were, are in families.values():
        if were != are:
            blocks = SequenceMatcher(None, were, are, autojunk=False).get_matching_blocks()
            in_step = {key for block in blocks for key in are[block.b : block.b + block.size]}
            moved |= set(are) - in_step
    return moved


def _lists(old: Plan, new: Plan) -> Iterator[Change]:
    """Parts without keys: those that are only in one plan; the order alone counts as a move."""
    for name, word in LISTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        added, gone = surplus(after, before), surplus(before, after)
        yield from (Change("tillagd", f"{word}: {label_of(part)}") for part in added)
        yield from (Change("borttagen", f"{word}: {label_of(part)}") for part in gone)
        if not (added or gone):
            yield Change("flyttad", f"{word}: ordningen")


def surplus(parts: tuple[BaseModel, ...], others: tuple[BaseModel, ...]) -> list[BaseModel]:
    """Those of the parts that the others lack; of equal ones, as many as are lacking."""
    lacking = Counter(map(_json, parts)) - Counter(map(_json, others))
    found = []
    for part in reversed(parts):
        if lacking[_json(part)] > 0:
            lacking[_json(part)] -= 1
            found.append(part)
    return found[::-1]


def _json(part: BaseModel) -> str:
    return part.model_dump_json()


def _fields(
    old: Keyed,
    new: Keyed,
    plan: Plan,
    names: list[str],
    parts: tuple[Placed | None, Placed | None] = (None, None),
) -> Iterator[Change]:
    """What of the named fields differs; `parts` are what links point at, in the old plan and in the new."""
    for name in names:
        if getattr(old, name) != getattr(new, name):
            yield Change(
                "ändrad",
                subject_of(new, plan),
                FIELDS.get(name, name),
                _worded(old, name, plan, parts[0]),
                _worded(new, name, plan, parts[1]),
                new.key,
            )


def _worded(part: Keyed, name: str, plan: Plan, parts: Placed | None) -> Words:
    value = getattr(part, name)
    return (
        worded(value, parts)
        if isinstance(value, tuple)
        else field_in_words(part, name, plan, parts)
    )


def field_word(name: str) -> str:
    """What people call a field of the plan or of a part of it, where a remark or a passage narrows itself to one."""
    return FIELDS.get(name) or LISTS.get(name) or KEYED_LISTS.get(name) or name.capitalize()


def subject_of(part: Keyed, plan: Plan) -> str:
    if isinstance(part, Plan):
        return part.title
    if isinstance(part, Element):
        return f"{level_word(part, plan)}: {part.title}"
    if isinstance(part, Challenge):
        return f"Utmaning: {part.title}"
    if isinstance(part, Statement):
        return f"{part.kind.capitalize()}: {part.title or part.text}"
    assert isinstance(part, Decision)
    return f"Beslut: {part.kind} {part.date}"


def level_word(element: Element, plan: Plan) -> str:
    """What the plan calls an element of that level."""
    return getattr(plan.level_words, element.kind) or GENERIC[element.kind]


def label_of(part: Any) -> str:
    for name in ("title", "name", "actor", "to", "text", "kind"):
        if value := getattr(part, name, ""):
            return str(value)
    return ""


def field_in_words(part: Keyed, name: str, plan: Plan, parts: Placed | None = None) -> str:
    """A field of a part as in_words() has it, but an element's level as `plan` calls it: the stored word is the code's."""
    if isinstance(part, Element) and name == "kind":
        return level_word(part, plan)
    return in_words(getattr(part, name), parts)


def in_words(value: Any, parts: Placed | None = None) -> str:
    """A field's value as a person reads it: names joined, yes and no, dates in words; keys as what they are the `parts` of, if given."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, tuple):
        return "; ".join(in_words(item, parts) for item in value)
    if isinstance(value, Part):
        stated = (
            (name, in_words(getattr(value, name), parts)) for name in type(value).model_fields
        )
        return ", ".join(text for name, text in stated if text and name != "key")
    if isinstance(value, UUID) and parts is not None:
        return label_of(parts[value][0]) if value in parts else ""
    return str(value)


def worded(value: Any, parts: Placed | None = None) -> Words:
    """A field's value as in_words() has it, of a list each item."""
    if isinstance(value, tuple):
        return tuple(in_words(item, parts) for item in value)
    return in_words(value, parts)

"""A plan copied to its next period: a plan of its own, which replaces the old one and says the same until people change it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Literal, get_args
from uuid import UUID, uuid4

from django.db import transaction

from strategies import plan as parts
from strategies.apply import apply
from strategies.dates import Period
from strategies.models import Relation, Strategy, WithheldName
from strategies.plan import Person, Plan
from strategies.publishing.public import HeldBack, people_in, without_approval
from strategies.snapshot import snapshot
from strategies.themes.deciding import bring_along

# What may come along or be left behind.
Choice = Literal["aktörer", "uttalanden", "utmaningar", "källor"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
REPLACES = "ersätter"
Keys = defaultdict[UUID, UUID]

# What told of the old plan's making and of its time, and what was to be seen to in it.
LEFT_BEHIND: dict[str, Any] = {
    "slug": "",
    "first_of_kind": False,
    "stated_counts": parts.StatedCounts(),
    "decisions": (),
    "milestones": (),
    "participants": (),
    "persons": (),
    "quotes": (),
    "flags": (),
}


@transaction.atomic
def copy_to_next_period(
    strategy: Strategy, *, title: str, period: Period | None, bring: Collection[Choice]
) -> Strategy:
    """Make the rows of the plan that comes after a working copy; what people have decided about its themes comes along, and whose names are withheld.

    Raises PlanError as `apply` does.
    """
    keys: Keys = defaultdict(uuid4)
    plan = next_period(snapshot(strategy), keys, title=title, period=period, bring=bring)
    made = apply(plan)
    bring_along(strategy, made, keys)
    WithheldName.objects.bulk_create(
        WithheldName(strategy=made, name=row.name, withheld_by=row.withheld_by)
        for row in strategy.withheld_names.select_related("withheld_by")
    )
    # Several plans may have the old one's title; this is the one that was copied.
    Relation.objects.filter(strategy=made, kind=REPLACES).update(to=strategy)
    return made


def next_period(
    plan: Plan, keys: Keys, *, title: str, period: Period | None, bring: Collection[Choice]
) -> Plan:
    """The same plan for another period, with a relation to the one it replaces, and keys of its own, which are put into `keys` by the old ones.

    Decisions, milestones, actions' own times, people and flags belong to the old plan and stay there. So does what is not in `bring`,
    and every pointer to it. Owners always come along.

    So do the names, telephones and addresses of those whom the new plan may still name, without approval: that a name is a person's only the
    plan's people tell, and without them the new plan would show whom the old one holds back. Approval is given for a plan, and is asked for again.
    """
    others = tuple(relation for relation in plan.relations if relation.kind != REPLACES)
    replaces = parts.Relation(kind="ersätter", to=plan.title)
    new = {"title": title, "period": period, "relations": (replaces, *others)}
    brought = _brought(plan.model_copy(update=LEFT_BEHIND | new), bring)
    brought = brought.model_copy(update={"persons": tuple(_people(plan, brought))})
    # Every UUID in a plan is a key of it, or points at one.
    return Plan.model_validate(_with_keys(brought.model_dump(), keys))


def following(period: Period | None) -> Period | None:
    """The whole years after a period, as many as it touches; None when one of its ends is open."""
    if period is None or not (period.first_day and period.last_day):
        return None
    first = period.last_day.year + 1
    years = period.last_day.year - period.first_day.year
    return Period(start=str(first), end=str(first + years))


def following_title(title: str, old: Period | None) -> str:
    """The title with the next period's years in place of the old one's, or after it when it names none."""
    new = following(old)
    if not (new and old and old.first_day and old.last_day):
        return title
    first, last = old.first_day.year, old.last_day.year
    years = rf"\b{first}\b" if first == last else rf"\b{first}(\s*[-–—]\s*){last}\b"
    said = new.start if first == last else rf"{new.start}\g<1>{new.end}"
    changed, times = re.subn(years, said, title)
    return changed if times else f"{title} {new}"


def _brought(plan: Plan, bring: Collection[Choice]) -> Plan:
    """The plan less what stays behind and all that pointed there."""

    def wanted(choice: Choice, these: tuple[Any, ...]) -> tuple[Any, ...]:
        return these if choice in bring else ()

    def element(part: parts.Element, known: Collection[UUID]) -> parts.Element:
        return part.model_copy(
            update={
                "period": None,
                "involvements": wanted("aktörer", part.involvements),
                "statements": wanted("uttalanden", part.statements),
                "links": tuple(link for link in part.links if link.to in known),
                "elements": tuple(element(child, known) for child in part.elements),
            }
        )

    kept = plan.model_copy(
        update={
            "involvements": wanted("aktörer", plan.involvements),
            "mentioned_actors": wanted("aktörer", plan.mentioned_actors),
            "mandates": wanted("aktörer", plan.mandates),
            "statements": wanted("uttalanden", plan.statements),
            "challenges": wanted("utmaningar", plan.challenges),
            "documents": wanted("källor", plan.documents),
        }
    )
    linkable = {part.key for part in kept.keyed()}
    kept = kept.model_copy(
        update={"elements": tuple(element(part, linkable) for part in plan.elements)}
    )
    known = {part.key for part in kept.keyed()}
    # What a source says of the plan as a whole, such as its title, it says of the old one.
    passages = tuple(one for one in plan.passages if one.on in known)
    return kept.model_copy(update={"passages": wanted("källor", passages)})


def _people(plan: Plan, brought: Plan) -> Iterator[Person]:
    """Of the old plan's people those who are members of forums; everybody when sources come along, since those name whomever they name."""
    members = [name for forum in brought.forums for name in forum.members]
    for person in without_approval(plan, sorted(people_in(plan))).persons:
        held = HeldBack({person.name, person.phone, person.email} - {""})
        if brought.documents or any(held.in_text(name) for name in members):
            yield Person(name=person.name, phone=person.phone, email=person.email)


def _with_keys(value: Any, keys: Keys) -> Any:
    """The value with every UUID in it replaced, the same by the same."""
    if isinstance(value, UUID):
        return keys[value]
    if isinstance(value, dict):
        return {name: _with_keys(item, keys) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_with_keys(item, keys) for item in value)
    return value

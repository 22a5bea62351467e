"""Names into rows: the actors, regions and strategies that a plan names."""

import difflib
from collections.abc import Iterable, Iterator

from django.utils.text import slugify

from actors.models import Actor, Region
from strategies.models import Strategy
from strategies.plan import Plan

SWEDISH = str.maketrans("åäöéÅÄÖÉ", "aaoeAAOE")


class PlanError(Exception):
    """A plan that cannot be taken in: what is wrong, and what to do, in Swedish."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


def address(text: str, taken: Iterable[str], length: int = 80) -> str:
    """An ASCII address for `text` that is not among `taken`."""
    wanted = slugify(text.translate(SWEDISH))[:length].strip("-") or "namnlos"
    used = set(taken)
    candidates = (wanted, *(f"{wanted}-{number}" for number in range(2, len(used) + 3)))
    return next(candidate for candidate in candidates if candidate not in used)


def actor_names(plan: Plan) -> Iterator[str]:
    """Every name that the plan uses for an actor it ties to itself, in reading order, with repetitions."""
    yield from plan.owners
    yield from (decision.body for decision in plan.decisions)
    yield from (involvement.actor for involvement in plan.involvements)
    for _, element in plan.walk():
        yield from (involvement.actor for involvement in element.involvements)
    yield from plan.mentioned_actors
    yield from (participant.actor for participant in plan.participants)
    yield from (person.actor for person in plan.persons)
    yield from (mandate.actor for mandate in plan.mandates)


def find_actors(names: Iterable[str]) -> dict[str, Actor]:
    """The actor behind each name or alias; an unknown name is left out.

    A name wins over an alias. Raises PlanError when an alias belongs to several actors.
    """
    wanted = sorted({name for name in names if name})
    by_name: dict[str, Actor] = {}
    by_alias: dict[str, list[Actor]] = {}
    for actor in Actor.objects.named(wanted):
        by_name[actor.name.lower()] = actor
        for alias in actor.aliases:
            by_alias.setdefault(alias, []).append(actor)
    found = {}
    for name in wanted:
        if actor := by_name.get(name.lower()):
            found[name] = actor
        elif meant := by_alias.get(name):
            if len(meant) > 1:
                several = " eller ".join(f"”{actor}”" for actor in meant)
                raise PlanError(f"”{name}” kan betyda flera aktörer.", f"Skriv {several}.")
            found[name] = meant[0]
    return found


def find_or_make_actors(names: Iterable[str]) -> dict[str, Actor]:
    """The actor behind each name, in one query more when some have to be made."""
    wanted = {name: None for name in names if name}
    found = find_actors(wanted)
    missing = {name.lower(): name for name in wanted if name not in found}
    if missing:
        taken = set(Actor.objects.values_list("slug", flat=True))
        made = []
        for name in missing.values():
            made.append(Actor(name=name, slug=address(name, taken)))
            taken.add(made[-1].slug)
        created = {actor.name.lower(): actor for actor in Actor.objects.bulk_create(made)}
        found |= {name: created[name.lower()] for name in wanted if name not in found}
    return found


def find_regions(names: Iterable[str]) -> list[Region]:
    """The territories of that name or alias, in the names' order; a name wins over an alias, the larger over the smaller.

    Raises PlanError, with a suggestion, for a name that no territory has.
    """
    wanted = list(dict.fromkeys(names))
    known = list(Region.objects.named(wanted))
    rank = {"land": 0, "län": 1, "storregion": 2, "kommun": 3}
    found = []
    for name in wanted:
        named = [region for region in known if region.name == name]
        called = [region for region in known if name in region.aliases]
        if not (named or called):
            raise PlanError(f"Det finns inget område som heter ”{name}”.", _suggestion(name))
        found.append(min(named or called, key=lambda region: rank[region.kind]))
    return list(dict.fromkeys(found))


def _suggestion(name: str) -> str:
    names = list(Region.objects.values_list("name", flat=True))
    near = difflib.get_close_matches(name, names, n=1)
    return f"Menade du ”{near[0]}”?" if near else "Skriv länets eller kommunens fulla namn."


def find_or_make_strategies(titles: Iterable[str], but: Strategy) -> dict[str, Strategy]:
    """The strategy of each title; one that nobody has loaded is made as a stub. `but` is never meant."""
    wanted = list(dict.fromkeys(titles))
    others = Strategy.objects.exclude(pk=but.pk)
    found = {
        strategy.title: strategy for strategy in others.filter(title__in=wanted).order_by("-pk")
    }
    for title in wanted:
        if title not in found:
            taken = Strategy.objects.values_list("slug", flat=True)
            kind = (
                "regional utvecklingsstrategi"
                if "utvecklingsstrategi" in title.lower()
                else "annat"
            )
            found[title] = Strategy.objects.create(
                title=title, kind=kind, slug=address(title, taken), stub=True
            )
    return found


def find_strategy(plan: Plan) -> Strategy | None:
    """The stored strategy that the plan tells of: by key, then address, then as a stub or an owner's plan of that title."""
    if known := Strategy.objects.filter(key=plan.key).first():
        return known
    if plan.slug and (known := Strategy.objects.filter(slug=plan.slug).first()):
        return known
    titled = Strategy.objects.filter(title=plan.title)
    owners = [actor.pk for actor in find_actors(plan.owners).values()]
    owned = titled.filter(owners__in=owners, starts=plan.period.start if plan.period else "")
    return owned.first() or titled.filter(stub=True).first()

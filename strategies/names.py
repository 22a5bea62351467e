"""Names into rows: the actors, regions and strategies that a plan names."""

import difflib
from collections.abc import Iterable, Iterator
from itertools import chain, count
from operator import attrgetter
from typing import Any

from django.utils.text import slugify

from actors.models import Actor, Region, folded, taken_addresses
from strategies.models import Strategy
from strategies.plan import Plan

# What slugify would leave out, of which "2025–2028" would become one number.
DASHES = "‐‑‒–—−"
# Columns of a plan's parts that hold an actor's name, and those that hold several.
ACTOR, ACTORS = {"actor", "body"}, {"owners", "mentioned_actors"}
SWEDISH = str.maketrans("åäöéÅÄÖÉ" + DASHES, "aaoeAAOE" + "-" * len(DASHES))


class PlanError(Exception):
    """A plan that cannot be taken in: what is wrong, and what to do, in Swedish."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


def address(text: str, taken: Iterable[str], length: int = 80) -> str:
    """An ASCII address for `text` that is not among `taken`."""
    wanted = slugify(text.translate(SWEDISH)).strip("-_") or "namnlos"
    used = set(taken)
    endings = ("" if number == 1 else f"-{number}" for number in count(1))
    candidates = (wanted[: length - len(end)].strip("-_") + end for end in endings)
    return next(candidate for candidate in candidates if candidate not in used)


def actor_names(plan: Plan) -> Iterator[str]:
    """Every name that the plan uses for an actor it ties to itself, in reading order, with repetitions."""
    yield from plan.owners
    yield from (decision.body for decision in plan.decisions)
    yield from (involvement.actor for involvement in plan.involvements)
    below = chain.from_iterable(element.involvements for _, element in plan.walk())
    yield from map(attrgetter("actor"), below)
    yield from plan.mentioned_actors
    yield from (participant.actor for participant in plan.participants)
    yield from (person.actor for person in plan.persons)
    yield from (mandate.actor for mandate in plan.mandates)


def meant_actors(names: Iterable[str]) -> dict[str, list[Actor]]:
    """The actors that each name can mean: one by name or, where no name fits, all by alias; unknown names are left out."""
    wanted = sorted({name for name in names if name})
    by_name: dict[str, list[Actor]] = {}
    by_alias: dict[str, list[Actor]] = {}
    for actor in Actor.objects.named(wanted):
        by_name[folded(actor.name)] = [actor]
        for alias in actor.aliases:
            by_alias.setdefault(alias, []).append(actor)
    meant = {name: by_name.get(folded(name)) or by_alias.get(name, []) for name in wanted}
    return {name: actors for name, actors in meant.items() if actors}


def find_actors(names: Iterable[str]) -> dict[str, Actor]:
    """The actor behind each name or alias; an unknown name is left out.

    A name wins over an alias. Raises PlanError when an alias belongs to several actors.
    """
    meant = meant_actors(names)
    for name, actors in meant.items():
        if len(actors) > 1:
            several = " eller ".join(f"”{actor}”" for actor in actors)
            raise PlanError(f"”{name}” kan betyda flera aktörer.", f"Skriv {several}.")
    return {name: actors[0] for name, actors in meant.items()}


def in_our_words(plan: Plan) -> Plan:
    """The plan with the names that the register has for its actors, as a working copy has them.

    A name that nobody has, or that can mean several, stays as it is; a repetition that this makes in a list of names does not.
    """
    meant = meant_actors(actor_names(plan))
    names = {name: actors[0].name for name, actors in meant.items() if len(actors) == 1}

    def renamed(value: Any, field: str = "") -> Any:
        if isinstance(value, dict):
            return {name: renamed(item, name) for name, item in value.items()}
        if field in ACTORS:
            return list(dict.fromkeys(names.get(name, name) for name in value))
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return names.get(value, value) if field in ACTOR else value

    return Plan.model_validate(renamed(plan.model_dump(mode="json")))


def find_or_make_actors(names: Iterable[str]) -> dict[str, Actor]:
    """The actor behind each name, in one query more when some have to be made; raises PlanError as find_actors does."""
    wanted = [name for name in dict.fromkeys(names) if name]
    found = find_actors(wanted)
    missing = {folded(name): name for name in reversed(wanted) if name not in found}
    if missing:
        taken = taken_addresses()
        made = []
        for name in missing.values():
            made.append(Actor(name=_short_enough(name), slug=address(name, taken)))
            taken.add(made[-1].slug)
        created = {folded(actor.name): actor for actor in Actor.objects.bulk_create(made)}
        found |= {name: created[folded(name)] for name in wanted if name not in found}
    return found


def _short_enough(name: str) -> str:
    longest = Actor._meta.get_field("name").max_length or 0
    if len(name) > longest:
        raise PlanError(
            f"Aktörens namn ”{name[:60]} …” har {len(name)} tecken, och ett namn får ha högst {longest}.",
            "Korta namnet.",
        )
    return name


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
    if not wanted:
        return {}
    others = Strategy.objects.exclude(pk=but.pk).filter(title__in=wanted)
    # Of several with one title, the one that is already meant, or else the oldest.
    related = set(but.relations.values_list("to", flat=True))
    last_wins = sorted(others, key=lambda strategy: (strategy.pk in related, -strategy.pk))
    found = {strategy.title: strategy for strategy in last_wins}
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
    """The stored strategy that the plan tells of: by key, then address, then as a stub or an owner's plan of that title.

    Raises PlanError when the address is that of another plan: other owners, and another title.
    """
    if known := Strategy.objects.filter(key=plan.key).first():
        return _same(plan, known)
    if plan.slug and (known := Strategy.objects.filter(slug=plan.slug).first()):
        return _same(plan, known)
    titled = Strategy.objects.filter(title=plan.title)
    owners = [actor.pk for actor in find_actors(plan.owners).values()]
    owned = titled.filter(owners__in=owners, starts=plan.period.start if plan.period else "")
    return owned.first() or titled.filter(stub=True).first()


def _same(plan: Plan, known: Strategy) -> Strategy:
    """`known`, unless nothing but the address that two plans have chosen says that it is the plan."""
    owners = set(known.owners.all())
    others = owners and owners.isdisjoint(find_actors(plan.owners).values())
    if plan.slug == known.slug and plan.title != known.title and others:
        names = ", ".join(str(owner) for owner in owners)
        raise PlanError(
            f"Adressen ”{plan.slug}” har redan planen ”{known.title}” ({names}).",
            "Välj en annan adress. Har planen bytt både titel och ägare, så ändra först det ena.",
        )
    return known

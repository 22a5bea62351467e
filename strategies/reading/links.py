"""Names into addresses: which of the actors, regions and strategies that a plan names have a page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from typing import NamedTuple, TypedDict

from django.db.models import Value
from django.urls import reverse
from django.utils.safestring import SafeString

from portal.prepared import prepared_cursor
from strategies.models import Strategy
from strategies.names import actor_names
from strategies.plan import Challenge, Plan

# A parameter holds all names, a line each: with a placeholder for each of a hundred, making the query takes longer than running it.
NAMED = r"""
    SELECT view, name, slug, accent FROM (
        SELECT 'actor' AS view, unnest(aliases) AS name, slug, '' AS accent, 0 AS rank FROM actors_actor WHERE listed
        UNION ALL SELECT 'actor', name, slug, '', 1 FROM actors_actor WHERE listed
        UNION ALL SELECT 'region', unnest(aliases), slug, accent, 0 FROM actors_region
        UNION ALL SELECT 'region', name, slug, accent, 1 FROM actors_region
    ) AS known JOIN (
        SELECT 'actor' AS view, unnest(string_to_array(%(actors)s, E'\n')) AS name
        UNION ALL SELECT 'region', unnest(string_to_array(%(regions)s, E'\n'))
    ) AS wanted USING (view, name) ORDER BY rank
"""


class Name(TypedDict):
    """A name as the plan writes it, and the address of its page; "" where it has none."""

    name: str
    href: str


def linked(name: Name) -> SafeString:
    """The name, as a link to its page where it has one."""
    text = escape(name["name"])
    return SafeString(f'<a href="{name["href"]}">{text}</a>' if name["href"] else text)


@dataclass(frozen=True)
class Links:
    """Addresses by name. A name that is not a key has no page.

    `withdrawn` are titles of plans that were published and are withdrawn. `accent` is the stylesheet of the plan's region, "" unless there is one region and it has an accent.
    """

    actors: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    strategies: dict[str, str] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    accent: str = ""
    _linked: dict[str, SafeString] = field(default_factory=dict, repr=False, compare=False)

    def actor(self, name: str) -> Name:
        return {"name": name, "href": self.actors.get(name, "")}

    def linked_actor(self, name: str) -> SafeString:
        """The name as a link, made once: a plan names the same few actors again and again."""
        found = self._linked.get(name)
        if found is None:
            found = self._linked[name] = linked(self.actor(name))
        return found

    def region(self, name: str) -> Name:
        return {"name": name, "href": self.regions.get(name, "")}

    def strategy(self, name: str) -> Name:
        return {"name": name, "href": self.strategies.get(name, "")}


class Names(NamedTuple):
    """What a plan names: actors and regions a line each, the titles of other plans, and the region that is its only one."""

    actors: str
    regions: str
    titles: frozenset[str]
    alone: str


def names_in(plan: Plan) -> Names:
    return Names(
        actors="\n".join(set(_actor_names(plan)) - {""}),
        regions="\n".join(set(_region_names(plan))),
        titles=frozenset(relation.to for relation in plan.relations),
        alone=plan.regions[0] if len(plan.regions) == 1 else "",
    )


def find_links(names: Names, known: Links | None = None) -> Links:
    """Look up every name: two queries at the most, however many there are; of actors and regions none where they are `known`."""
    if known:
        if not names.titles:
            return known
        strategies, withdrawn = _plans(names.titles)
        return replace(known, strategies=strategies, withdrawn=withdrawn)
    hrefs: dict[str, dict[str, str]] = {"actor": {}, "region": {}}
    accents = {}
    address = {view: _address(view) for view in hrefs}
    with prepared_cursor() as cursor:
        cursor.execute(NAMED, {"actors": names.actors, "regions": names.regions})
        # Aliases come first, so that a name wins over an alias.
        for view, name, slug, accent in cursor.fetchall():
            hrefs[view][name] = address[view](slug)
            accents[view, name] = accent
    accent = accents.get(("region", names.alone))
    strategies, withdrawn = _plans(names.titles)
    return Links(
        actors=hrefs["actor"],
        regions=hrefs["region"],
        accent=f"{hrefs['region'][names.alone]}accent.css" if accent else "",
        strategies=strategies,
        withdrawn=withdrawn,
    )


def _address(view: str) -> Callable[[str], str]:
    """The address of a slug; reverse() is called once, since a plan may name hundreds."""
    pattern = reverse(view, args=["x"])
    head, tail = pattern.rsplit("x", 1)
    return lambda slug: f"{head}{slug}{tail}"


def _plans(titles: Iterable[str]) -> tuple[dict[str, str], frozenset[str]]:
    """Addresses of current editions by title, and titles of withdrawn plans, in one query; a title that several plans share is nobody's."""
    wanted = sorted(set(titles))
    if not wanted:
        return {}, frozenset()
    address = _address("strategy")
    published = Strategy.objects.published().filter(current_edition__title__in=wanted)
    withdrawn = Strategy.objects.filter(current_edition=None, editions__title__in=wanted)
    rows = (
        published.order_by()
        .values_list("current_edition__title", "slug")
        .union(withdrawn.order_by().values_list("editions__title", Value("")))
    )
    found: dict[str, set[str]] = {}
    gone = set()
    for title, slug in rows:
        if slug:
            found.setdefault(title, set()).add(address(slug))
        else:
            gone.add(title)
    hrefs = {title: hrefs.pop() for title, hrefs in found.items() if len(hrefs) == 1}
    return hrefs, frozenset(gone - found.keys())


def _actor_names(plan: Plan) -> Iterator[str]:
    yield from actor_names(plan)
    yield from (mandate.given_by for mandate in plan.mandates)
    yield from (document.publisher for document in plan.documents)
    for forum in plan.forums:
        yield from forum.members


def _region_names(plan: Plan) -> Iterator[str]:
    yield from plan.regions
    for basis in plan.bases:
        yield from basis.regions
    for challenge in plan.challenges:
        yield from _sharers(challenge)


def _sharers(challenge: Challenge) -> Iterator[str]:
    yield from challenge.shared_by
    for part in challenge.challenges:
        yield from _sharers(part)

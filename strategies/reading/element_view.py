"""One element of a plan as a page of its own: with all that it says, the way to it, and its neighbours."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from strategies.adopted import since_words
from strategies.plan import BELONGING, Element, Plan
from strategies.publishing.public import public_plan
from strategies.reading import surroundings
from strategies.reading.changed_branch import changed_at
from strategies.reading.links import find_links, names_in
from strategies.reading.plan_view import Showing, edition_facts, plan_now, plan_warnings
from strategies.reading.sections import sections
from strategies.reading.similar import similar
from strategies.reading.since_adopted import changed_since, plan_then
from strategies.reading.theme_tags import tags_of_part
from strategies.reading.tree import Pointer, Tree


def element_context(plan: Plan, key: UUID, showing: Showing) -> dict[str, Any] | None:
    """What the element's page shows; None when the key is not an element's. In a preview, nothing leads to other elements."""
    path = _path(plan.elements, key)
    if not path:
        return None
    whole, plan = plan, public_plan(plan)
    links = find_links(names_in(plan))
    pages = None if showing.edition is None else showing.base
    tree = Tree(plan, links, home=showing.base, pages=pages, sources=showing.own_page)
    *above, element = path
    node = tree.node(element)
    own = plan.model_copy(update=_of(plan, key))
    return {
        "slug": showing.slug,
        "title": element.title,
        "plan_title": plan.title,
        "description": f"{node['word']} i {plan.title}. {element.text or element.purpose}".strip()[
            :200
        ],
        "accent": links.accent,
        "node": node,
        "notices": plan_warnings(plan_now(plan, showing), showing.slug),
        "below": sections(tree, element.elements, level=2),
        "themes": tags_of_part(showing.slug, key) if showing.own_page else [],
        "similar": similar(showing.slug, key) if showing.own_page else [],
        "path": [tree.node(parent) for parent in above],
        "forums": surroundings.forums(own, links, tree),
        "resources": surroundings.resources(own, tree),
        "milestones": surroundings.milestones(own, tree),
        "home": showing.home,
        "canonical": f"{showing.home}{str(key)[:8]}/",
        "wording_href": _wording(showing, key),
        "in_plan": f"{showing.base}#{node['id']}",
        "edit_href": showing.edit_href,
        "current": showing.current,
        "edition": showing.edition and edition_facts(showing.edition),
        **_since_adopted(whole, showing, key),
        **_neighbours(plan, element, showing.base),
    }


def _of(plan: Plan, key: UUID) -> dict[str, Any]:
    """Resources, milestones and forums that belong to the element with the key."""
    return {
        name: tuple(part for part in getattr(plan, name) if part.element == key)
        for name in BELONGING
    }


def _wording(showing: Showing, key: UUID) -> str:
    """The address of the element as it is in this edition; "" in a preview."""
    if showing.edition is None:
        return ""
    return reverse("edition-element", args=[showing.slug, showing.edition.number, key])


def _since_adopted(plan: Plan, showing: Showing, key: UUID) -> dict[str, str]:
    """That the element, or what belongs to it, says something else than what was adopted, and where that is told; nothing in a preview."""
    edition, slug = showing.edition, showing.slug
    adopted = changed_since(plan, slug, edition) if edition else 0
    if edition is None or not adopted:
        return {}
    changed = changed_at(plan_then(slug, adopted), plan, key)
    if not changed:
        return {}
    comparison = reverse("edition-compare", args=[slug, adopted, edition.number])
    return {
        "since_adopted": since_words(plan.decisions),
        "since_adopted_href": f"{comparison}#{changed}",
    }


def _path(elements: tuple[Element, ...], key: UUID) -> list[Element]:
    """The elements from the top down to the one with the key; empty when there is none."""
    for element in elements:
        if element.key == key:
            return [element]
        if below := _path(element.elements, key):
            return [element, *below]
    return []


def _neighbours(plan: Plan, element: Element, home: str) -> dict[str, Pointer | None]:
    """The elements of the same kind before and after in the whole plan, so that a reader can leaf through them."""
    alike = [other for _, other in plan.walk() if other.kind == element.kind]
    at = next(place for place, other in enumerate(alike) if other.key == element.key)

    def pointer(place: int) -> Pointer | None:
        if not 0 <= place < len(alike):
            return None
        return {"title": alike[place].title, "href": f"{home}{str(alike[place].key)[:8]}/"}

    return {"previous": pointer(at - 1), "next": pointer(at + 1)}

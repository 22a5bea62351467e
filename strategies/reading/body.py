"""What a page shows of the plan itself: the whole tree, and who does what in it.

It is made of the plan and of where its names lead, and most pages that have to be made again show the same: so it is at hand with the plan.
"""

from collections.abc import Hashable
from typing import NamedTuple

from django.conf import settings
from django.utils.safestring import SafeString

from strategies.plan import Plan
from strategies.reading.at_hand import AtHand
from strategies.reading.links import Links, Names, find_links, names_in
from strategies.reading.roles import MOST_TIES, ActorRow, actor_rows, actor_summaries, ties
from strategies.reading.sections import sections
from strategies.reading.tree import NOTHING, Tree


class Body(NamedTuple):
    """`html` is the elements; actors with a role are in `actors`, or when they are many in `summaries`, items of a list.

    `register` is how often the register of names had changed when they were looked up, where that is known.
    """

    names: Names
    tree: Tree
    html: SafeString
    actors: list[ActorRow]
    summaries: SafeString
    register: int | None = None

    def links(self, register: int | None) -> Links | None:
        """Where its actors and regions lead, if that is known to be so still."""
        same = register is not None and register == self.register
        return self.tree.links if same else None


# By what they are of, in characters of HTML.
BODIES: AtHand[Body] = AtHand(settings.PLAN_CHARACTERS)


def body_of(
    plan: Plan,
    pages: str | None,
    *,
    sources: bool,
    key: Hashable = None,
    register: int | None = None,
) -> Body:
    """The body of a plan as the public reads it; `pages` and `sources` as in Tree.

    `key` is what tells the plan from all others, and from itself when it has other people to hold back; None for one that may change. Where its
    names lead is looked up unless the body at hand is of the same `register`.
    """
    if key is None:
        names = names_in(plan)
        return _made(names, Tree(plan, find_links(names), pages=pages, sources=sources))
    place = (key, pages, sources)
    kept = BODIES.get(place)
    names = kept.names if kept else names_in(plan)
    links = find_links(names, kept and kept.links(register))
    if kept and kept.tree.links == links:
        body = kept
    else:
        body = _made(names, Tree(plan, links, pages=pages, sources=sources))
    body = body._replace(register=register)
    BODIES.put(place, body, len(body.html) + len(body.summaries))
    return body


def _made(names: Names, tree: Tree) -> Body:
    plan, links = tree.plan, tree.links
    many = ties(plan) > MOST_TIES
    return Body(
        names=names,
        tree=tree,
        html=sections(tree, plan.elements),
        actors=[] if many else actor_rows(plan, links, tree),
        summaries=actor_summaries(plan, links) if many else NOTHING,
    )

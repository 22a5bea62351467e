"""Rows for tests, made by plain functions; what a test does not care about gets a sensible value."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from actors.models import Actor, Membership, MembershipRole, Region, RegionKind, User
from strategies.apply import apply
from strategies.models import Comment, Edition, Element, Involvement, PreviewLink, Strategy
from strategies.plan import Plan
from strategies.publishing.publish import publish

_numbers = count(1)


def make_region(name: str = "", **fields: Any) -> Region:
    number = next(_numbers)
    fields = {"kind": RegionKind.COUNTY, "slug": f"lan-{number}"} | fields
    return Region.objects.create(name=name or f"Provlän {number}", **fields)


def make_actor(name: str = "", **fields: Any) -> Actor:
    number = next(_numbers)
    return Actor.objects.create(
        **{
            "name": name or f"Region Prov {number}",
            "slug": f"aktor-{number}",
            "kind": "region",
            "listed": True,
        }
        | fields
    )


def make_user(**fields: Any) -> User:
    fields = {
        "email": f"person{next(_numbers)}@prov.example",
        "password": "ett långt lösenord",
    } | fields
    return User.objects.create_user(**fields)


def make_member(actor: Actor, role: str = MembershipRole.EDITOR, **fields: Any) -> User:
    user = make_user(**fields)
    Membership.objects.create(user=user, actor=actor, role=role)
    return user


def make_strategy(plan: Plan | None = None, *, published: bool = False, **fields: Any) -> Strategy:
    """A strategy with the rows of `plan`, or of a small plan with `fields`."""
    number = next(_numbers)
    if plan is None:
        small = {
            "title": f"Provplan {number}",
            "kind": "handlingsplan",
            "owners": (make_actor().name,),
        }
        plan = Plan(**small | fields)
    strategy = apply(plan)
    if published:
        publish(strategy, user=None, note="Första utgåvan")
        strategy.refresh_from_db()
    return strategy


def make_element(strategy: Strategy, **fields: Any) -> Element:
    parent = fields.get("parent")
    position = Element.objects.filter(strategy=strategy, parent=parent).count()
    fields = {"kind": "action", "title": f"Insats {next(_numbers)}", "position": position} | fields
    return Element.objects.create(strategy=strategy, **fields)


def make_involvement(element: Element, actor: Actor, role: str = "medverkar") -> Involvement:
    return Involvement.objects.create(
        strategy=element.strategy, element=element, actor=actor, role=role
    )


def make_comment(element: Element, user: User, **fields: Any) -> Comment:
    """A comment on an element, through a link of its own."""
    link = PreviewLink(
        strategy=element.strategy,
        made_by=user,
        email="sakkunnig@prov.example",
        element_key=element.key,
    )
    link.store(timezone.localdate() + timedelta(days=1))
    fields = {"number": 1, "text": "Det är tolv företag."} | fields
    return Comment.objects.create(link=link, **fields)


def current(strategy: Strategy) -> Edition:
    """The strategy's current edition, read afresh."""
    edition = Strategy.objects.get(pk=strategy.pk).current_edition
    assert edition is not None
    return edition

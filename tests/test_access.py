"""Who sees, edits and publishes what: one rule each, on querysets, for every kind of visitor."""

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Membership, User, Visitor
from strategies.models import Element, Strategy
from tests.factories import make_actor, make_element, make_strategy

pytestmark = pytest.mark.django_db

ROLES = ("reader", "editor", "approver", "administrator")


def member(*actors: Actor, role: str = "editor", **fields: bool) -> User:
    # Not make_member: nobody signs in here, and hashing a password takes its time.
    user = User.objects.create(email=f"person{User.objects.count()}@prov.example", **fields)
    for actor in actors:
        Membership.objects.create(user=user, actor=actor, role=role)
    return user


def titles(strategies: Iterable[Strategy]) -> list[str]:
    return sorted(strategy.title for strategy in strategies)


@pytest.fixture
def owner() -> Actor:
    """An actor with a draft and a published plan; somebody else has the same."""
    ours, theirs = make_actor("Vi"), make_actor("De")
    for actor, name in ((ours, "vår"), (theirs, "deras")):
        make_strategy(title=f"{name} plan", owners=(actor.name,), published=True)
        make_strategy(title=f"{name} skiss", owners=(actor.name,))
    return ours


OURS = ["vår plan", "vår skiss"]
PUBLIC = ["deras plan", "vår plan"]
ALL = ["deras plan", "deras skiss", "vår plan", "vår skiss"]


@pytest.mark.parametrize("role", ROLES)
def test_a_member_edits_and_publishes_what_the_role_allows(owner: Actor, role: str) -> None:
    user = member(owner, role=role)
    edits = OURS if role != "reader" else []
    publishes = OURS if role in ("approver", "administrator") else []
    assert titles(Strategy.objects.editable_by(user)) == edits
    assert titles(Strategy.objects.publishable_by(user)) == publishes
    assert titles(Strategy.objects.readable_by(user)) == OURS
    assert titles(Strategy.objects.visible_to(user)) == sorted({*PUBLIC, *OURS})


@pytest.mark.parametrize("role", ROLES)
def test_another_actors_member_has_no_say(owner: Actor, role: str) -> None:
    user = member(make_actor("Någon annan"), role=role)
    assert_only_reads(user)


def test_somebody_without_membership_has_no_say(owner: Actor) -> None:
    assert_only_reads(member())
    assert_only_reads(AnonymousUser())


@pytest.mark.parametrize("superuser", [False, True])
def test_who_has_been_deactivated_has_no_say(owner: Actor, superuser: bool) -> None:
    assert_only_reads(member(owner, role="administrator", is_active=False, is_superuser=superuser))


def assert_only_reads(user: Visitor) -> None:
    assert titles(Strategy.objects.visible_to(user)) == PUBLIC
    assert titles(Strategy.objects.readable_by(user)) == []
    assert titles(Strategy.objects.editable_by(user)) == []
    assert titles(Strategy.objects.publishable_by(user)) == []


def test_a_superuser_sees_edits_and_publishes_everything_stubs_too(owner: Actor) -> None:
    user = member(is_superuser=True)
    stub = Strategy.objects.create(title="åberopad", slug="stubbe", kind="annat", stub=True)
    for strategies in (
        Strategy.objects.visible_to(user),
        Strategy.objects.editable_by(user),
        Strategy.objects.publishable_by(user),
    ):
        assert titles(strategies) == [*ALL, stub.title]


def test_staff_is_no_licence(owner: Actor) -> None:
    assert_only_reads(member(is_staff=True))


def test_several_memberships_and_owners_repeat_nothing(owner: Actor) -> None:
    other = Actor.objects.get(name="De")
    make_strategy(title="gemensam", owners=("Vi", "De"), published=True)
    user = member(owner, other, role="approver")
    expected = sorted([*ALL, "gemensam"])
    assert titles(Strategy.objects.visible_to(user)) == expected
    assert titles(Strategy.objects.editable_by(user)) == expected
    assert titles(Strategy.objects.publishable_by(user)) == expected
    assert Strategy.objects.visible_to(user).count() == len(expected)


def test_each_membership_counts_for_its_own_actor_alone(owner: Actor) -> None:
    user = member(owner, role="approver")
    Membership.objects.create(user=user, actor=Actor.objects.get(name="De"), role="reader")
    assert titles(Strategy.objects.editable_by(user)) == OURS
    assert titles(Strategy.objects.publishable_by(user)) == OURS


def test_a_shared_plan_is_edited_by_the_members_of_each_owner(owner: Actor) -> None:
    make_strategy(title="gemensam", owners=("Vi", "De"))
    for name in ("Vi", "De"):
        user = member(Actor.objects.get(name=name))
        assert "gemensam" in titles(Strategy.objects.editable_by(user))


def test_a_plan_without_owner_is_edited_by_superusers_alone(owner: Actor) -> None:
    make_strategy(title="herrelös", owners=())
    assert "herrelös" not in titles(Strategy.objects.editable_by(member(owner)))
    assert "herrelös" not in titles(Strategy.objects.editable_by(AnonymousUser()))
    assert "herrelös" in titles(Strategy.objects.editable_by(member(is_superuser=True)))


def test_the_rules_go_on_from_any_queryset(owner: Actor) -> None:
    user = member(owner)
    found = Strategy.objects.filter(title__contains="skiss")
    assert titles(found.editable_by(user)) == ["vår skiss"]
    assert titles(found.visible_to(user)) == ["vår skiss"]
    assert titles(Strategy.objects.visible_to(user).filter(title__contains="plan")) == PUBLIC
    assert titles(Strategy.objects.published().editable_by(user)) == ["vår plan"]


def test_elements_follow_their_strategy(owner: Actor) -> None:
    ours, theirs = (
        make_element(Strategy.objects.get(title=title)) for title in ("vår plan", "deras plan")
    )
    user = member(owner)
    assert list(Element.objects.editable_by(user)) == [ours]
    assert list(Element.objects.editable_by(AnonymousUser())) == []
    assert set(Element.objects.editable_by(member(is_superuser=True))) == {ours, theirs}


def test_asking_takes_one_query(owner: Actor) -> None:
    user = member(owner)
    with CaptureQueriesContext(connection) as queries:
        list(Strategy.objects.visible_to(user))
    assert len(queries) == 1

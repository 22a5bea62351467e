"""How far a membership reaches: its own actor, and those below where it says so."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Membership, MembershipRole, User, roles_of
from strategies.models import Strategy
from tests.factories import make_actor, make_member, make_strategy, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> list[Actor]:
    """A region, a company in it, and a board of the company."""
    region = make_actor("Regionen")
    company = make_actor("Bolaget", parent=region)
    return [region, company, make_actor("Styrelsen", parent=company)]


def member(actor: Actor, role: str = "editor", *, inherits: bool = False) -> User:
    user = make_member(actor, role)
    Membership.objects.filter(user=user).update(inherits=inherits)
    return user


def names(actors: object) -> set[str]:
    return {str(actor) for actor in actors}  # type: ignore[attr-defined]


def test_a_membership_counts_for_its_own_actor_alone(tree: list[Actor]) -> None:
    assert names(Actor.objects.edited_by(member(tree[0]))) == {"Regionen"}


def test_one_that_inherits_counts_at_any_depth_and_never_upwards(tree: list[Actor]) -> None:
    user = member(tree[0], inherits=True)
    assert names(Actor.objects.edited_by(user)) == {"Regionen", "Bolaget", "Styrelsen"}
    middle = member(tree[1], inherits=True)
    assert names(Actor.objects.edited_by(middle)) == {"Bolaget", "Styrelsen"}


@pytest.mark.parametrize("role", MembershipRole.values)
def test_every_rule_follows(tree: list[Actor], role: str) -> None:
    below = make_strategy(owners=("Styrelsen",))
    user = member(tree[0], role, inherits=True)
    assert list(Strategy.objects.readable_by(user)) == [below]
    assert Strategy.objects.editable_by(user).exists() == (role != "reader")
    assert Strategy.objects.publishable_by(user).exists() == (role in ("approver", "administrator"))
    assert Actor.objects.administered_by(user).exists() == (role == "administrator")


def test_a_low_role_that_inherits_lends_nothing_to_a_high_one_that_does_not(
    tree: list[Actor],
) -> None:
    user = member(tree[0], "reader", inherits=True)
    user.memberships.create(actor=tree[1], role="administrator")
    assert names(Actor.objects.administered_by(user)) == {"Bolaget"}
    assert not Actor.objects.administered_by(user, with_those_below=True).exists()
    assert roles_of(user) == {
        tree[0].pk: "reader",
        tree[1].pk: "administrator",
        tree[2].pk: "reader",
    }


def test_actors_in_a_circle_end(tree: list[Actor]) -> None:
    Actor.objects.filter(pk=tree[0].pk).update(parent=tree[2])
    user = member(tree[1], inherits=True)
    assert names(Actor.objects.edited_by(user)) == {"Regionen", "Bolaget", "Styrelsen"}
    assert set(Membership.objects.counting_for([tree[0].pk])) == set(user.memberships.all())


def test_one_query_however_deep(tree: list[Actor]) -> None:
    for _ in range(20):
        tree.append(make_actor(parent=tree[-1]))
    user = member(tree[0], inherits=True)
    with CaptureQueriesContext(connection) as queries:
        assert len(Actor.objects.edited_by(user)) == 23
    assert len(queries) == 1


def test_a_new_parent_is_followed_at_once(tree: list[Actor]) -> None:
    user = member(tree[0], inherits=True)
    Actor.objects.filter(pk=tree[1].pk).update(parent=None)
    assert names(Actor.objects.edited_by(user)) == {"Regionen"}


def test_those_who_count_for_an_actor_are_its_own_and_inheriting_ones_above(
    tree: list[Actor],
) -> None:
    own, above = member(tree[2]), member(tree[0], inherits=True)
    member(tree[0])
    found = Membership.objects.counting_for([tree[2].pk])
    assert {row.user for row in found} == {own, above}


def test_a_membership_that_reaches_below_is_changed_only_by_somebody_who_reaches_as_far(
    tree: list[Actor],
) -> None:
    target = member(tree[1], inherits=True).memberships.get()
    near, far = member(tree[1], "administrator"), member(tree[0], "administrator", inherits=True)
    assert target not in Membership.objects.manageable_by(near)
    assert target in Membership.objects.manageable_by(far)
    assert not Membership.objects.manageable_by(member(tree[1], "approver", inherits=True)).exists()
    assert target in Membership.objects.manageable_by(make_user(is_superuser=True))


@pytest.mark.parametrize("wrong", [{"role": "kung"}, {"source": "hemlig"}])
def test_the_database_knows_the_roles(wrong: dict[str, str]) -> None:
    user = make_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(**{"user": user, "actor": make_actor(), "role": "editor"} | wrong)

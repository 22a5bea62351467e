"""What the desk says waits for somebody: texts to approve, to change or to publish, and comments of fact checks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from actors.models import Actor, MembershipRole, User
from strategies.editing.waiting import waiting
from strategies.models import Element, StepKind, Strategy
from strategies.publishing.order import Said
from strategies.publishing.steps import take
from tests.factories import (
    make_actor,
    make_comment,
    make_element,
    make_member,
    make_strategy,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Actor:
    return make_actor()


@pytest.fixture
def editor(owner: Actor) -> User:
    return make_member(owner, MembershipRole.EDITOR)


@pytest.fixture
def approver(owner: Actor) -> User:
    return make_member(owner, MembershipRole.APPROVER)


def sent(owner: Actor, editor: User) -> Strategy:
    strategy = make_strategy(owners=(owner.name,))
    take(strategy, StepKind.ASK, editor)
    return strategy


def kinds(user: User) -> list[str]:
    return [one.step.kind for one in waiting(user) if one.step]


def test_a_plan_sent_for_review_waits_for_approvers_alone(
    owner: Actor, editor: User, approver: User
) -> None:
    sent(owner, editor)
    assert kinds(approver) == ["ask"]
    assert kinds(editor) == []
    assert kinds(make_member(make_actor(), MembershipRole.APPROVER)) == []


def test_an_approver_does_not_wait_for_themselves(owner: Actor, approver: User) -> None:
    sent(owner, approver)
    assert kinds(approver) == []
    assert kinds(make_member(owner, MembershipRole.APPROVER)) == ["ask"]


def test_nothing_waits_in_a_plan_that_was_withdrawn(
    owner: Actor, editor: User, approver: User
) -> None:
    strategy = make_strategy(owners=(owner.name,), published=True)
    make_element(strategy)
    take(strategy, StepKind.ASK, editor)
    assert kinds(approver) == ["ask"]
    take(strategy, StepKind.WITHDRAW, make_user(is_superuser=True), Said("Fel bilaga"))
    assert kinds(approver) == []


@pytest.mark.django_db(transaction=True)  # the history tells when a transaction began
def test_a_text_that_was_changed_since_is_a_draft_again(
    owner: Actor, editor: User, approver: User
) -> None:
    strategy = sent(owner, editor)
    make_element(strategy)
    assert kinds(approver) == []


def test_a_returned_plan_waits_for_editors_until_it_is_sent_again(
    owner: Actor, editor: User, approver: User
) -> None:
    strategy = sent(owner, editor)
    take(strategy, StepKind.RETURN, approver, Said("Perioden saknas"))
    assert kinds(editor) == ["return"]
    make_element(strategy)
    assert kinds(editor) == ["return"]
    take(Strategy.objects.get(pk=strategy.pk), StepKind.ASK, editor)
    assert kinds(editor) == []
    assert kinds(approver) == ["ask"]


def test_an_approved_plan_waits_to_be_published(owner: Actor, editor: User, approver: User) -> None:
    strategy = sent(owner, editor)
    take(strategy, StepKind.APPROVE, make_member(owner, MembershipRole.APPROVER))
    assert kinds(approver) == ["approve"]
    assert kinds(editor) == []
    said = Said("Första", publish_at=timezone.now() + timedelta(hours=1))
    take(strategy, StepKind.SCHEDULE, approver, said)
    assert kinds(approver) == []
    take(strategy, StepKind.UNSCHEDULE, approver)
    assert kinds(approver) == ["unschedule"]
    take(strategy, StepKind.PUBLISH, approver, Said("Första utgåvan"))
    assert kinds(approver) == []


def test_who_approved_can_publish_and_is_waited_for_too(
    owner: Actor, editor: User, approver: User
) -> None:
    take(sent(owner, editor), StepKind.APPROVE, approver)
    assert kinds(approver) == ["approve"]


def test_comments_wait_for_editors_until_they_are_settled(
    client: Client, owner: Actor, editor: User
) -> None:
    strategy = make_strategy(owners=(owner.name,))
    element: Element = make_element(strategy)
    comment = make_comment(element, editor)
    (one,) = waiting(editor)
    assert (one.strategy, one.comments) == (strategy, 1)
    client.force_login(editor)
    assert reverse("fact-checks", args=[strategy.slug]) in client.get(reverse("desk")).text
    address = reverse("settle-comment", args=[strategy.slug, comment.pk])
    client.post(address, {"outcome": "inarbetad"})
    assert waiting(editor) == []


def test_a_reader_of_drafts_is_waited_for_by_nobody(
    owner: Actor, editor: User, client: Client
) -> None:
    sent(owner, editor)
    reader = make_member(owner, MembershipRole.READER)
    assert waiting(reader) == []
    client.force_login(reader)
    assert "Väntar på dig" not in client.get(reverse("desk")).text


def test_the_desk_tells_what_to_do(
    client: Client, owner: Actor, editor: User, approver: User
) -> None:
    strategy = sent(owner, editor)
    client.force_login(approver)
    page = client.get(reverse("desk")).text
    assert "Ska godkännas eller lämnas tillbaka." in page
    assert f'href="{reverse("publish", args=[strategy.slug])}"' in page


def test_queries_do_not_grow_with_the_plans(
    owner: Actor, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        make_comment(make_element(sent(owner, editor)), editor)
    for _ in range(3):
        sent(owner, editor)
    administrator = make_user(is_superuser=True)
    with django_assert_max_num_queries(4):
        assert len(waiting(administrator)) == 7

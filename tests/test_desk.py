import re
from datetime import timedelta
from typing import Any

import pytest
from django.template.defaultfilters import date
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import MembershipRole, User
from strategies.models import StepKind, Strategy
from strategies.publishing.order import Said
from strategies.publishing.steps import take
from tests.factories import (
    make_actor,
    make_element,
    make_member,
    make_region,
    make_strategy,
    make_user,
)

pytestmark = pytest.mark.django_db

DESK = reverse("desk")
NEW = reverse("new-strategy")


def test_the_desk_has_the_plans_that_one_may_edit_and_no_others(client: Client) -> None:
    owner = make_actor()
    make_strategy(title="Min plan", owners=(owner.name,), published=True)
    make_strategy(title="Mitt utkast", owners=(owner.name,))
    make_strategy(title="Grannens plan", published=True)
    client.force_login(make_member(owner))
    page = client.get(DESK).text
    assert "Min plan" in page
    assert "utgåva 1 från" in page
    assert "Mitt utkast" in page
    assert "inte publicerad än" in page
    assert "Grannens plan" not in page
    assert "redaktör" in page


def test_a_name_that_others_mention_is_no_plan_to_edit(client: Client) -> None:
    stub = Strategy.objects.create(title="RUS", slug="rus", kind="annat", stub=True)
    client.force_login(make_user(is_superuser=True))
    assert "RUS" not in client.get(DESK).text
    assert client.get(reverse("edit-strategy", args=[stub.slug])).status_code == 404


def test_the_highest_of_several_roles_is_told(client: Client) -> None:
    first, second = make_actor(), make_actor()
    make_strategy(owners=(first.name, second.name))
    user = make_member(first)
    user.memberships.create(actor=second, role=MembershipRole.APPROVER)
    client.force_login(user)
    assert "godkännare" in client.get(DESK).text


def test_a_reader_of_drafts_opens_them_from_the_desk_and_changes_nothing(client: Client) -> None:
    owner = make_actor()
    plan = make_strategy(title="Planen", owners=(owner.name,))
    client.force_login(make_member(owner, MembershipRole.READER))
    page = client.get(DESK).text
    assert "läsare" in page
    assert reverse("preview", args=[plan.slug]) in page
    assert f'"{reverse("edit-strategy", args=[plan.slug])}"' not in page
    assert "Planen" in client.get(reverse("preview", args=[plan.slug])).text
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, {"title": "Ny"}).status_code == 404


def test_who_has_no_membership_meets_an_empty_desk_that_tells_what_to_do(client: Client) -> None:
    make_strategy(title="Planen", owners=(make_actor().name,))
    client.force_login(make_user())
    page = client.get(DESK).text
    assert "Planen" not in page
    assert "Be portalens administratör" in page


def test_an_inherited_role_is_told(client: Client) -> None:
    above = make_actor()
    make_strategy(owners=(make_actor(parent=above).name,))
    user = make_member(above, MembershipRole.APPROVER)
    user.memberships.update(inherits=True)
    client.force_login(user)
    assert "godkännare" in client.get(DESK).text


def test_queries_do_not_grow_with_the_desk(client: Client, count_queries: Any) -> None:
    owner = make_actor()
    make_strategy(owners=(owner.name,), published=True)
    client.force_login(make_member(owner))
    few = count_queries(DESK)
    for _ in range(5):
        make_strategy(owners=(owner.name,), published=True)
    assert count_queries(DESK) == few


# --- where each plan is on its way


def state(client: Client, user: User) -> str:
    client.force_login(user)
    words = re.search(r'<strong class="tag[^>]*>([^<]*)<', client.get(DESK).text)
    assert words
    return words[1]


@pytest.mark.django_db(transaction=True)  # the history tells when a transaction began
def test_the_desk_tells_where_each_plan_is(client: Client) -> None:
    owner = make_actor()
    editor, approver = make_member(owner), make_member(owner, MembershipRole.APPROVER)
    plan = make_strategy(owners=(owner.name,))
    soon = timezone.now() + timedelta(hours=1)
    assert state(client, editor) == "Utkast"
    for kind, user, said, told in (
        (StepKind.ASK, editor, Said(), "På granskning"),
        (StepKind.RETURN, approver, Said("Perioden saknas"), "Återlämnad"),
        (StepKind.ASK, editor, Said(), "På granskning"),
        (StepKind.APPROVE, approver, Said(), "Godkänd"),
        (StepKind.SCHEDULE, approver, Said("Nytt", publish_at=soon), "Planerad"),
        (StepKind.PUBLISH, approver, Said("Nytt"), "Publicerad"),
    ):
        take(plan, kind, user, said)
        assert state(client, editor) == told
    make_element(plan)
    assert state(client, editor) == "Utkast"
    assert "ändrad sedan den blev publicerad" in client.get(DESK).text
    take(plan, StepKind.WITHDRAW, approver, Said("Fel bilaga"))
    assert state(client, editor) == "Återkallad"
    page = client.get(DESK).text
    assert f"återkallad {date(timezone.localtime(), 'j F Y')}" in page
    assert "inte publicerad än" not in page
    take(plan, StepKind.ASK, editor)
    assert state(client, editor) == "På granskning"


def test_queries_do_not_grow_with_plans_on_their_way(client: Client, count_queries: Any) -> None:
    owner = make_actor()
    editor, approver = make_member(owner), make_member(owner, MembershipRole.APPROVER)

    def one_of_each() -> None:
        take(make_strategy(owners=(owner.name,)), StepKind.ASK, editor)
        withdrawn = make_strategy(owners=(owner.name,), published=True)
        take(withdrawn, StepKind.WITHDRAW, approver, Said("Fel bilaga"))

    one_of_each()
    client.force_login(editor)
    few = count_queries(DESK)
    for _ in range(3):
        one_of_each()
    assert count_queries(DESK) == few


# --- a new plan


def test_a_plan_is_begun(client: Client) -> None:
    owner = make_actor("Region Prov")
    make_region("Provlän")
    client.force_login(make_member(owner))
    sent = {
        "title": "Ny plan för Åre",
        "kind": "strategi",
        "owner": owner.pk,
        "regions": ["Provlän"],
        "starts": "2026",
        "ends": "2030",
    }
    answer = client.post(NEW, sent)
    assert answer.status_code == 303
    made = Strategy.objects.get()
    assert answer["Location"] == reverse("edit-strategy", args=["ny-plan-for-are"])
    assert [str(actor) for actor in made.owners.all()] == ["Region Prov"]
    assert [str(region) for region in made.regions.all()] == ["Provlän"]
    assert (made.starts, made.ends) == ("2026", "2030")
    page = client.get(answer["Location"]).text
    assert "Planen är upplagd" in page
    assert "Planen är tom" in page


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": " \u200b"}, "Skriv en titel."),
        ({"title": "x" * 501}, "500"),
        ({"kind": "dikt"}, "dikt"),
        ({"regions": ["Atlantis"]}, "Atlantis"),
        ({"starts": "2030", "ends": "2026"}, "slutar innan den börjar"),
        ({"starts": "snart"}, "är inget datum"),
    ],
)
def test_a_plan_that_cannot_be_is_not_begun(
    client: Client, changed: dict[str, Any], told: str
) -> None:
    owner = make_actor()
    client.force_login(make_member(owner))
    answer = client.post(NEW, {"title": "Ny", "kind": "strategi", "owner": owner.pk} | changed)
    assert answer.status_code == 422
    assert told in answer.text
    assert not Strategy.objects.exists()


def test_a_plan_is_begun_for_ones_own_actors_only(client: Client) -> None:
    other = make_actor()
    client.force_login(make_member(make_actor()))
    answer = client.post(NEW, {"title": "Kapad", "kind": "strategi", "owner": other.pk})
    assert answer.status_code == 422
    assert not Strategy.objects.exists()


def test_two_plans_of_one_title_get_addresses_of_their_own(client: Client) -> None:
    owner = make_actor()
    client.force_login(make_member(owner))
    for _ in range(2):
        client.post(NEW, {"title": "Ny", "kind": "strategi", "owner": owner.pk})
    assert {plan.slug for plan in Strategy.objects.all()} == {"ny", "ny-2"}
    assert client.get(reverse("edit-strategy", args=["ny"])).status_code == 200

"""People: who sees whom, changes of roles, and that nobody takes or gives more than they have."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actors.models import Actor, Membership, User
from strategies.models import Element
from tests.editing import Desk
from tests.factories import make_actor, make_member, make_user

pytestmark = pytest.mark.django_db

PEOPLE = reverse("people")


@pytest.fixture
def owner() -> Actor:
    return make_actor("Region Provland")


@pytest.fixture
def boss(owner: Actor) -> User:
    return make_member(owner, "administrator", name="Alva Chef")


def member_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def url_of(name: str, user: User) -> str:
    return reverse(name, args=[member_of(user).pk])


def test_an_administrator_sees_the_organisations_people_and_no_others(
    client: Client, owner: Actor, boss: User
) -> None:
    make_member(owner, name="Disa Redaktör")
    make_member(make_actor("Grannen"), name="Gro Granne")
    client.force_login(boss)
    page = client.get(PEOPLE).text
    assert "Disa Redaktör" in page
    assert "redaktör" in page
    assert "Gro Granne" not in page
    assert "Utan roll" not in page


def test_a_portal_administrator_sees_everybody_and_finds_by_name(client: Client) -> None:
    make_member(make_actor("Ena"), name="Disa")
    make_member(make_actor("Andra"), name="Gro")
    client.force_login(make_user(is_superuser=True))
    page = client.get(PEOPLE).text
    assert "Disa" in page
    assert "Gro" in page
    found = client.get(PEOPLE, {"q": "disa"}).text
    assert "Ena" in found
    assert "Gro" not in found
    assert "Visa alla" in client.get(PEOPLE, {"q": "finns inte"}).text


def test_queries_do_not_grow_with_the_people(
    client: Client, owner: Actor, boss: User, count_queries: Any
) -> None:
    make_member(owner)
    client.force_login(boss)
    few = count_queries(PEOPLE)
    for _ in range(5):
        make_member(owner)
    assert count_queries(PEOPLE) == few


def test_a_role_is_changed(client: Client, owner: Actor, boss: User) -> None:
    disa = make_member(owner, name="Disa")
    client.force_login(boss)
    assert 'value="editor"' in client.get(url_of("member", disa)).text
    answer = client.post(url_of("member", disa), {"role": "approver"}, follow=True)
    assert "Disa är nu godkännare." in answer.text
    assert member_of(disa).role == "approver"


@pytest.mark.parametrize("role", ["kung", ""])
def test_a_role_that_there_is_not_is_refused(
    client: Client, owner: Actor, boss: User, role: str
) -> None:
    disa = make_member(owner)
    client.force_login(boss)
    assert client.post(url_of("member", disa), {"role": role}).status_code == 422
    assert member_of(disa).role == "editor"


def test_a_role_is_ended_and_what_was_done_keeps_its_name(client: Client) -> None:
    desk = Desk()
    boss = make_member(desk.owner, "administrator")
    client.force_login(desk.editor)
    element = desk.element("Insats a")
    client.post(desk.edit_url(element), {"version": element.version, "title": "Nytt", "text": "x"})
    assert Element.objects.filter(title="Nytt").exists()
    client.force_login(boss)
    answer = client.post(url_of("end-membership", desk.editor), follow=True)
    assert "Disa Redaktör är inte längre redaktör i Region Provland" in answer.text
    assert "ingen roll kvar" in answer.text
    assert "Disa Redaktör" in client.get(desk.url("part-history", "delar", element.key)).text


# --- the last administrator


def test_the_last_administrator_stays(client: Client, owner: Actor, boss: User) -> None:
    make_member(owner, "approver")
    make_member(owner, "administrator", is_active=False)  # cannot sign in, so does not count
    client.force_login(boss)
    assert "enda administratör" in client.get(url_of("member", boss)).text
    lowered = client.post(url_of("member", boss), {"role": "editor"})
    assert lowered.status_code == 422
    assert "Gör någon annan till administratör först" in lowered.text
    assert client.post(url_of("end-membership", boss)).status_code == 409
    assert member_of(boss).role == "administrator"


def test_with_another_administrator_one_may_go(client: Client, owner: Actor, boss: User) -> None:
    make_member(owner, "administrator")
    client.force_login(boss)
    assert client.post(url_of("end-membership", boss))["Location"] == reverse("desk")
    assert not boss.memberships.exists()


def test_a_portal_administrator_may_end_the_last_and_is_asked_to_deactivate(
    client: Client, boss: User
) -> None:
    client.force_login(make_user(is_superuser=True))
    answer = client.post(url_of("end-membership", boss))
    assert answer["Location"] == reverse("deactivate", args=[boss.pk])
    assert "Utan roll" in client.get(PEOPLE).text


# --- nobody gives more than they have


def test_who_does_not_reach_below_cannot_give_a_role_that_does(
    client: Client, owner: Actor, boss: User
) -> None:
    disa = make_member(owner)
    client.force_login(boss)
    assert 'name="inherits"' not in client.get(url_of("member", disa)).text
    client.post(url_of("member", disa), {"role": "administrator", "inherits": "on"})
    assert member_of(disa).role == "administrator"
    assert not member_of(disa).inherits


def test_who_reaches_below_can(client: Client, owner: Actor, boss: User) -> None:
    Membership.objects.filter(user=boss).update(inherits=True)
    below = make_actor("Bolaget", parent=owner)
    disa = make_member(below)
    client.force_login(boss)
    assert "Bolaget" in client.get(PEOPLE).text
    client.post(url_of("member", disa), {"role": "editor", "inherits": "on"})
    assert member_of(disa).inherits


def test_one_who_reaches_further_is_shown_without_a_button(
    client: Client, owner: Actor, boss: User
) -> None:
    far = make_member(owner, "administrator", name="Når Längre")
    Membership.objects.filter(user=far).update(inherits=True)
    client.force_login(boss)
    page = client.get(PEOPLE).text
    assert "Når Längre" in page
    assert url_of("member", far) not in page
    assert client.post(url_of("end-membership", far)).status_code == 404


def test_nobody_becomes_a_portal_administrator_through_a_form(
    client: Client, owner: Actor, boss: User
) -> None:
    disa = make_member(owner)
    client.force_login(boss)
    sent = {"role": "editor", "is_superuser": "on", "is_staff": "on", "user": boss.pk}
    client.post(url_of("member", disa), sent)
    disa.refresh_from_db()
    assert not disa.is_superuser
    assert not disa.is_staff


# --- who leaves


def test_who_is_deactivated_is_out_at_once_and_cannot_come_in(client: Client, owner: Actor) -> None:
    disa = make_member(owner, email="disa@prov.example", password="granar-och-tallar")
    theirs = Client()
    sent = {"login": "disa@prov.example", "password": "granar-och-tallar"}
    theirs.post(reverse("account_login"), sent)
    assert theirs.get(reverse("desk")).status_code == 200
    client.force_login(make_user(is_superuser=True))
    url = reverse("deactivate", args=[disa.pk])
    assert "Historiken står kvar" in client.get(url).text
    assert "kan inte längre logga in" in client.post(url, follow=True).text
    assert theirs.get(reverse("desk")).status_code == 302
    theirs.post(reverse("account_login"), sent)
    assert theirs.get(reverse("desk")).status_code == 302
    page = client.get(PEOPLE).text
    assert "avaktiverad" in page
    assert User.objects.filter(pk=disa.pk).exists()


def test_who_was_deactivated_is_let_in_again_with_the_same_role(
    client: Client, owner: Actor
) -> None:
    disa = make_member(owner, is_active=False)
    client.force_login(make_user(is_superuser=True))
    client.post(reverse("activate", args=[disa.pk]))
    disa.refresh_from_db()
    assert disa.is_active
    assert member_of(disa).role == "editor"


def test_nobody_shuts_themselves_out(client: Client) -> None:
    user = make_user(is_superuser=True)
    client.force_login(user)
    assert client.post(reverse("deactivate", args=[user.pk])).status_code == 404
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize("name", ["deactivate", "activate"])
def test_an_actors_administrator_shuts_nobody_out_or_in(
    client: Client, owner: Actor, boss: User, name: str
) -> None:
    disa = make_member(owner, is_active=name == "deactivate")
    client.force_login(boss)
    assert client.post(reverse(name, args=[disa.pk])).status_code == 404


# --- one's own account


def test_one_changes_ones_own_name(client: Client, boss: User) -> None:
    client.force_login(boss)
    url = reverse("account")
    assert "Alva Chef" in client.get(url).text
    assert "Namnet är sparat" in client.post(url, {"name": " Alva  Ny "}, follow=True).text
    boss.refresh_from_db()
    assert boss.name == "Alva Ny"
    assert client.post(url, {"name": " "}).status_code == 422


def test_the_account_page_tells_ones_roles(client: Client, boss: User) -> None:
    client.force_login(boss)
    page = client.get(reverse("account")).text
    assert "Region Provland" in page
    assert "administratör" in page
    client.force_login(make_user())
    assert "Du har ingen roll än" in client.get(reverse("account")).text

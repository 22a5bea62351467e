"""The page that merges two actors: who may, what it tells first, and what it does."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actors.merge import pointers
from actors.models import Actor, Membership, MembershipRole
from strategies.editing.merging import CALLED
from strategies.models import Subscription
from tests.factories import (
    make_actor,
    make_element,
    make_involvement,
    make_member,
    make_strategy,
    make_subscription,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Actor, Actor]:
    return make_actor("ALMI Prov", slug="almi"), make_actor("Almi AB", slug="almi-ab")


def url(actor: Actor) -> str:
    return reverse("merge-actors", args=[actor.slug])


def administrator(*actors: Actor) -> Any:
    user = make_user()
    for actor in actors:
        Membership.objects.create(user=user, actor=actor, role=MembershipRole.ADMINISTRATOR)
    return user


def test_every_table_that_points_at_actors_has_a_name_for_people() -> None:
    assert {field.model._meta.model_name for field in pointers(Actor)} == set(CALLED)


def test_a_visitor_is_asked_to_log_in(client: Client, pair: tuple[Actor, Actor]) -> None:
    answer = client.get(url(pair[0]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    # What was sent comes back with status 401 (portal/signing_in.py), or leads to the login page.
    assert client.post(url(pair[0]), {"med": pair[1].pk}).status_code in (302, 401)
    assert Actor.objects.filter(pk=pair[1].pk).exists()


@pytest.mark.parametrize("role", ["reader", "editor", "approver"])
def test_whoever_does_not_administer_it_finds_nothing(
    client: Client, pair: tuple[Actor, Actor], role: str
) -> None:
    user = make_member(pair[0], role)
    Membership.objects.create(user=user, actor=pair[1], role=role)
    client.force_login(user)
    assert client.get(url(pair[0])).status_code == 404
    assert client.post(url(pair[0]), {"med": pair[1].pk}).status_code == 404
    assert Actor.objects.filter(pk=pair[1].pk).exists()


@pytest.mark.parametrize("mine", [0, 1])
def test_an_administrator_of_only_one_of_them_may_not(
    client: Client, pair: tuple[Actor, Actor], mine: int
) -> None:
    client.force_login(administrator(pair[mine]))
    own, other = pair[mine], pair[1 - mine]
    assert client.get(url(own), {"med": other.pk}).status_code == 404
    assert client.post(url(own), {"med": other.pk}).status_code == 404
    assert client.post(url(other), {"med": own.pk}).status_code == 404
    page = client.get(url(own), {"q": "almi"}).text
    assert "Du är inte administratör för någon annan aktör" in page
    assert f"?med={other.pk}" not in page
    assert Actor.objects.count() == 2


def test_an_administrator_of_both_may(client: Client, pair: tuple[Actor, Actor]) -> None:
    client.force_login(administrator(*pair))
    answer = client.post(url(pair[0]), {"med": pair[1].pk})
    assert answer.status_code == 303
    assert "är nu samma aktör som ”ALMI Prov”" in client.get(answer["Location"]).text
    assert list(Actor.objects.all()) == [pair[0]]


def test_an_administrator_of_the_portal_searches_sees_and_merges(
    client: Client, pair: tuple[Actor, Actor]
) -> None:
    client.force_login(make_user(is_superuser=True))
    make_involvement(make_element(make_strategy()), pair[1])
    page = client.get(url(pair[0]), {"q": "almi"}).text
    assert f'href="?med={pair[1].pk}"' in page
    assert f'href="?med={pair[0].pk}"' not in page
    page = client.get(url(pair[0]), {"med": pair[1].pk}).text
    assert "Slå ihop ”Almi AB” med ”ALMI Prov”?" in page
    assert "<dt>Roller i planer</dt><dd>1</dd>" in page
    assert f'href="{url(pair[1])}?med={pair[0].pk}"' in page
    assert Actor.objects.filter(pk=pair[1].pk).exists()
    client.post(url(pair[0]), {"med": pair[1].pk})
    assert not Actor.objects.filter(pk=pair[1].pk).exists()


@pytest.mark.parametrize("sent", ["", "x", "0", "²", "-1", "9" * 18, "9" * 30])
def test_an_actor_that_is_not_there_is_not_found(
    client: Client, pair: tuple[Actor, Actor], sent: str
) -> None:
    client.force_login(make_user(is_superuser=True))
    assert client.get(url(pair[0]), {"med": sent}).status_code == 404
    assert client.post(url(pair[0]), {"med": sent}).status_code == 404


def test_who_has_confirmed_that_they_follow_one_of_them_still_does(
    client: Client, pair: tuple[Actor, Actor]
) -> None:
    kept, removed = pair
    confirmed = make_subscription("Nils@prov.example", actor=removed)
    make_subscription("nils@prov.example", actor=kept, confirmed_at=None)
    client.force_login(administrator(*pair))
    client.post(url(kept), {"med": removed.pk})
    (left,) = Subscription.objects.all()
    assert (left, left.actor) == (confirmed, kept)
    assert left.confirmed_at


def test_an_actor_is_not_merged_with_itself(client: Client, pair: tuple[Actor, Actor]) -> None:
    client.force_login(make_user(is_superuser=True))
    assert client.post(url(pair[0]), {"med": pair[0].pk}).status_code == 404


def test_the_actors_page_leads_administrators_here_and_nobody_else(
    client: Client, pair: tuple[Actor, Actor]
) -> None:
    page = pair[0].get_absolute_url()
    assert url(pair[0]) not in client.get(page).text
    client.force_login(make_member(pair[0]))
    assert url(pair[0]) not in client.get(page).text
    client.force_login(administrator(pair[0]))
    assert url(pair[0]) in client.get(page).text


def test_a_search_that_finds_nobody_says_so(client: Client, pair: tuple[Actor, Actor]) -> None:
    client.force_login(make_user(is_superuser=True))
    assert "heter så" in client.get(url(pair[0]), {"q": "finnsinte"}).text


def test_another_method_and_another_site_are_refused(pair: tuple[Actor, Actor]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(is_superuser=True))
    assert client.post(url(pair[0]), {"med": pair[1].pk}).status_code == 403
    assert client.get(reverse("merge-actors", args=["finns-inte"])).status_code == 404
    unchecked = Client()
    unchecked.force_login(make_user(is_superuser=True))
    assert unchecked.put(url(pair[0])).status_code == 405


def test_queries_do_not_grow_with_what_is_to_be_moved(
    client: Client, pair: tuple[Actor, Actor], count_queries: Any
) -> None:
    client.force_login(make_user(is_superuser=True))
    page = f"{url(pair[0])}?med={pair[1].pk}"
    few = count_queries(page)
    for _ in range(5):
        make_involvement(make_element(make_strategy()), pair[1])
        make_actor(parent=pair[1])
    assert count_queries(page) == few

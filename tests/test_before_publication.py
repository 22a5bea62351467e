"""What staff have written and not published stays theirs, and one plan's staff cannot change what another's readers see."""

import re

import pytest
from django.test import Client

from actors.models import Actor
from strategies.apply import apply
from strategies.models import Strategy
from strategies.plan import Element, Involvement, Plan, Relation
from strategies.publishing.publish import publish
from strategies.snapshot import snapshot
from tests.factories import make_actor, make_strategy

pytestmark = pytest.mark.django_db


def read(client: Client, strategy: Strategy) -> str:
    response = client.get(strategy.get_absolute_url())
    assert response.status_code == 200
    return response.text


def test_an_actor_that_staff_have_made_is_met_by_readers_when_a_plan_that_names_it_is_published(
    client: Client,
) -> None:
    strategy = make_strategy(published=True)
    plan = snapshot(strategy)
    tie = Involvement(actor="Ännu hemlig partner", role="medverkar")
    apply(plan.model_copy(update={"involvements": (tie,)}), strategy)
    partner = Actor.objects.get(name="Ännu hemlig partner")
    assert client.get(partner.get_absolute_url()).status_code == 404
    assert "hemlig partner" not in client.get("/aktorer/", {"q": "hemlig"}).text.replace(
        "q=hemlig", ""
    )
    assert partner.get_absolute_url() not in client.get("/sok/", {"q": "hemlig partner"}).text
    publish(strategy, user=None, note="En ny partner")
    assert client.get(partner.get_absolute_url()).status_code == 200
    assert partner.get_absolute_url() in read(client, strategy)


def test_a_working_title_draws_no_links_from_other_plans(client: Client) -> None:
    relation = Relation(kind="utgår från", to="Regional utvecklingsstrategi för Provlän")
    reader = make_strategy(published=True, relations=(relation,))
    other = make_strategy(published=True)
    Strategy.objects.filter(pk=other.pk).update(title="Regional utvecklingsstrategi för Provlän")
    make_actor()  # the kept page is made anew
    assert other.get_absolute_url() not in read(client, reader)


def test_a_plan_with_several_kinds_at_the_top_can_be_read(client: Client) -> None:
    elements = (
        Element(kind="direction", title="En inriktning"),
        Element(kind="action", title="En insats"),
    )
    plan = Plan(
        title="Blandad plan", kind="program", owners=(make_actor().name,), elements=elements
    )
    page = read(client, make_strategy(plan, published=True))
    assert "En inriktning" in page
    assert "En insats" in page


def test_the_address_made_of_the_plans_own_key_is_not_found(client: Client) -> None:
    strategy = make_strategy(published=True)
    assert client.get(f"{strategy.get_absolute_url()}{str(strategy.key)[:8]}/").status_code == 404


def test_a_visitor_cannot_move_the_portals_addresses(client: Client) -> None:
    strategy = make_strategy(published=True)
    response = client.get(strategy.get_absolute_url(), headers={"Script-Name": "/elsewhere"})
    assert "/elsewhere" not in response.text
    assert (
        "/elsewhere" not in client.get(strategy.get_absolute_url(), SCRIPT_NAME="/elsewhere").text
    )


def test_in_production_a_port_that_a_visitor_sends_makes_no_page_anew(
    client: Client, settings: object
) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    settings.SECURE_SSL_REDIRECT = False  # type: ignore[attr-defined]
    strategy = make_strategy(published=True)
    first = client.get(strategy.get_absolute_url(), headers={"Host": "testserver"})
    second = client.get(strategy.get_absolute_url(), headers={"Host": "testserver:4711"})
    assert first.headers["ETag"] == second.headers["ETag"]
    assert re.search(r'rel="canonical" href="http://testserver/', second.text)


def test_a_password_typed_after_the_session_ended_is_not_shown(client: Client) -> None:
    typed = {"oldpassword": "hemligt-gammalt", "password1": "hemligt-nytt"}
    response = client.post("/konto/losenord/byt/", typed)
    assert "hemligt" not in response.text


def test_a_plans_text_typed_after_the_session_ended_comes_back_and_is_kept_nowhere(
    client: Client,
) -> None:
    response = client.post("/redigera/en-plan/uppgifter/", {"summary": "Det jag just skrev"})
    assert response.status_code == 401
    assert "Det jag just skrev" in response.text
    assert "no-store" in response.headers["Cache-Control"]

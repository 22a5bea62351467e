"""The tree of a plan is at hand for as long as the plan and its names are the same, and no longer."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Actor
from strategies.models import Strategy, WithheldName
from strategies.plan import Element, Flag, Involvement, Person, Plan, Relation
from strategies.publishing.public import public_plan
from strategies.publishing.publish import publish
from strategies.reading.body import BODIES, Body, body_of
from strategies.reading.editions import PLANS, current_edition, plan_of
from strategies.reading.plan_view import Showing
from tests.factories import make_actor, make_element, make_strategy

pytestmark = pytest.mark.django_db

ACTOR = "Almi"


def plan(**more: object) -> Strategy:
    tie = Involvement(actor=ACTOR, role="ansvarig")
    action = Element(kind="action", title="Rådgivning", involvements=(tie,))
    return make_strategy(published=True, elements=(action,), **more)


def body(strategy: Strategy, pages: str | None = "", register: int | None = None) -> Body:
    edition = current_edition(strategy.slug)
    key = Showing(strategy.slug, edition).of
    return body_of(public_plan(plan_of(edition)), pages, sources=True, key=key, register=register)


def test_the_same_body_is_at_hand() -> None:
    strategy = plan()
    first = body(strategy)
    make_strategy(published=True)  # what has every page made again
    assert body(strategy).tree is first.tree
    BODIES.clear()
    assert body(strategy).tree is not first.tree


def test_its_names_are_looked_up_each_time(client: Client) -> None:
    actor = make_actor(name=ACTOR, slug="almi")
    strategy = plan()
    assert 'href="/aktorer/almi/"' in body(strategy).html
    actor.slug = "almi-mitt"
    actor.save()
    assert 'href="/aktorer/almi-mitt/"' in body(strategy).html
    assert "/aktorer/almi/" not in client.get(strategy.get_absolute_url()).content.decode()
    Actor.objects.update(listed=False)
    assert "/aktorer/" not in body(strategy).html


def test_under_another_address_it_is_another() -> None:
    strategy = plan()
    assert body(strategy, "").html != body(strategy, f"/strategier/{strategy.slug}/").html
    assert '<p class="what">Rådgivning' in body(strategy, None).html


def test_a_withheld_name_is_gone_from_it_at_once() -> None:
    strategy = plan(
        persons=(Person(name="Bo Alm", name_approved=True),),
        flags=(Flag(kind="att kontrollera", text="Fråga Bo Alm."),),
    )
    assert body(strategy).tree.plan.flags
    WithheldName.objects.create(strategy=strategy, name="Bo Alm")
    assert not body(strategy).tree.plan.flags


def test_a_preview_is_made_each_time() -> None:
    draft = Plan(title="Utkast", kind="strategi")
    assert Showing("utkast").of is None
    assert body_of(draft, None, sources=False).tree is not body_of(draft, None, sources=False).tree
    assert not len(BODIES)


def test_names_are_looked_up_when_the_register_has_changed() -> None:
    strategy = plan()
    edition = current_edition(strategy.slug)
    read, key = public_plan(plan_of(edition)), Showing(strategy.slug, edition).of

    def queries(register: int | None) -> int:
        with CaptureQueriesContext(connection) as asked:
            body_of(read, "", sources=True, key=key, register=register)
        return len(asked)

    assert [queries(register) for register in (7, 7, 8, 8, None, None, 8)] == [1, 0, 1, 0, 1, 1, 1]


def test_plans_that_it_names_are_looked_up_each_time() -> None:
    strategy = plan(relations=(Relation(kind="utgår från", to="Länets strategi"),))
    assert not body(strategy, register=1).tree.links.strategies
    other = make_strategy(published=True, title="Länets strategi")
    assert body(strategy, register=1).tree.links.strategy("Länets strategi")["href"] == (
        other.get_absolute_url()
    )


def test_the_pages_way_to_it_asks_for_no_names_again(client: Client) -> None:
    strategy, other = plan(), make_strategy()
    url = strategy.get_absolute_url()

    def named() -> bool:
        make_element(other)
        publish(other, user=None, note="Mer")
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return any("unnest(aliases)" in query["sql"] for query in asked)

    assert [named(), named()] == [True, False]
    make_actor()
    assert [named(), named()] == [True, False]


def test_there_is_no_more_of_them_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    strategy = plan()
    monkeypatch.setattr(BODIES, "most", 10)
    assert body(strategy).tree is not body(strategy).tree
    assert BODIES.size == 0
    assert len(PLANS) == 1

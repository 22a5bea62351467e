"""The tree of a plan is at hand for as long as the plan and its names are the same, and no longer."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Actor
from strategies.models import Strategy, WithheldName
from strategies.plan import Element, Flag, Involvement, Person, Plan
from strategies.publishing.public import public_plan
from strategies.reading.body import BODIES, Body, body_of
from strategies.reading.editions import PLANS, current_edition, plan_of
from strategies.reading.plan_view import Showing
from tests.factories import make_actor, make_strategy

pytestmark = pytest.mark.django_db

ACTOR = "Almi"


def plan(**more: object) -> Strategy:
    tie = Involvement(actor=ACTOR, role="ansvarig")
    action = Element(kind="action", title="Rådgivning", involvements=(tie,))
    return make_strategy(published=True, elements=(action,), **more)


def body(strategy: Strategy, pages: str | None = "", *, sources: bool = True) -> Body:
    edition = current_edition(strategy.slug)
    key = Showing(strategy.slug, edition).of
    return body_of(public_plan(plan_of(edition)), pages, sources=sources, key=key)


def test_the_same_body_is_at_hand() -> None:
    strategy = plan()
    first = body(strategy)
    make_strategy(published=True)  # what has every page made again
    assert body(strategy) is first
    BODIES.clear()
    assert body(strategy) is not first


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
    assert body_of(draft, None, sources=False) is not body_of(draft, None, sources=False)
    assert not len(BODIES)


def test_a_body_at_hand_costs_no_more_queries_than_its_names() -> None:
    strategy = plan()
    body(strategy)
    edition = current_edition(strategy.slug)
    read, key = public_plan(plan_of(edition)), Showing(strategy.slug, edition).of
    with CaptureQueriesContext(connection) as asked:
        body_of(read, "", sources=True, key=key)
    assert len(asked) == 1


def test_there_is_no_more_of_them_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    strategy = plan()
    monkeypatch.setattr(BODIES, "most", 10)
    assert body(strategy) is not body(strategy)
    assert BODIES.size == 0
    assert len(PLANS) == 1

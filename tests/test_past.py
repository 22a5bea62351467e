"""What a strategy said earlier is read back from its history, exactly, and brought back as a new change."""

import random
from threading import Event, Thread
from typing import Any

import pghistory
import pytest
from django.db import connection, transaction
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actors.models import Actor
from strategies.acts import act_before, act_of, acts_of, people_of
from strategies.apply import apply
from strategies.changes import changes_of
from strategies.differences import differences
from strategies.models import Element, Involvement, Statement, Strategy
from strategies.names import PlanError
from strategies.past import plan_at, plan_before, restore, unknown_actors
from strategies.plan import Plan
from strategies.snapshot import TABLES, snapshot
from tests.editing import Desk
from tests.factories import make_actor, make_element, make_member, make_region, make_strategy
from tests.kept import REGIONS, storable_plans

pytestmark = pytest.mark.django_db

checked = settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def last_act(strategy: Strategy) -> Any:
    return acts_of(strategy, limit=1)[0]


@checked
@given(plans=st.lists(storable_plans(), min_size=2, max_size=4))
def test_history_replays_to_the_present(plans: list[Plan]) -> None:
    with transaction.atomic():
        for name in REGIONS:
            make_region(name)
        with pghistory.context(reason="0"):
            strategy = apply(plans[0])
        said = [snapshot(strategy)]
        for number, plan in enumerate(plans[1:], 1):
            with pghistory.context(reason=str(number)):
                strategy = apply(plan.model_copy(update={"key": plans[0].key}), strategy)
            said.append(snapshot(strategy))
        acts = acts_of(strategy)[::-1]
        for act in acts:
            assert plan_at(strategy, act.last) == said[int(act.reason)]
        changes = changes_of(strategy, acts)
        for act in acts[1:]:
            before, after = plan_before(strategy, act.id), plan_at(strategy, act.last)
            assert changes.get(act.id, ()) == differences(before, after)
        transaction.set_rollback(True)


class Hands:
    """Random edits of a plan, each a request of its own, and what the plan said after each."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.desk = Desk()
        self.strategy = self.desk.strategy
        self.actors = [make_actor() for _ in range(3)]
        self.said = {last_act(self.strategy).last: snapshot(self.strategy)}

    def elements(self) -> list[Element]:
        return list(Element.objects.filter(strategy=self.strategy))

    def work(self) -> None:
        edit = self.chance.choice(
            [self.write, self.move, self.remove, self.add, self.involve, self.say, self.raw]
        )
        with pghistory.context(reason=edit.__name__, user=self.desk.editor.pk):
            edit()
        self.strategy = Strategy.objects.get(pk=self.strategy.pk)
        self.said[last_act(self.strategy).last] = snapshot(self.strategy)

    def write(self) -> None:
        if rows := self.elements():
            element = self.chance.choice(rows)
            element.text += f" Ord {self.chance.random()}"
            element.save()

    def move(self) -> None:
        """Change the order of the elements under one parent, all at once."""
        if rows := self.elements():
            parent = self.chance.choice(rows).parent_id
            children = [row for row in rows if row.parent_id == parent]
            self.chance.shuffle(children)
            for position, row in enumerate(children):
                Element.objects.filter(pk=row.pk).update(position=position)

    def remove(self) -> None:
        if len(rows := self.elements()) > 3:
            self.chance.choice(rows).delete()

    def add(self) -> None:
        parents = [None, *(row for row in self.elements() if row.kind == "direction")]
        parent = self.chance.choice(parents)
        last = (
            Element.objects.filter(strategy=self.strategy, parent=parent)
            .order_by("position")
            .last()
        )
        place = last.position + 1 if last else 0
        make_element(self.strategy, parent=parent, position=place)

    def involve(self) -> None:
        actor, rows = self.chance.choice(self.actors), self.elements()
        element = self.chance.choice([None, *rows])
        known = Involvement.objects.filter(strategy=self.strategy, element=element, actor=actor)
        if not known.delete()[0]:
            Involvement.objects.create(
                strategy=self.strategy, element=element, actor=actor, role="medverkar"
            )

    def say(self) -> None:
        element = self.chance.choice([None, *self.elements()])
        Statement.objects.create(
            strategy=self.strategy, element=element, kind="mål", text=f"Mål {self.chance.random()}"
        )
        Strategy.objects.filter(pk=self.strategy.pk).update(summary=F("title"))

    def raw(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE strategies_element SET title = title || '!' WHERE strategy_id = %s "
                "AND mod(id, 2) = 0",
                [self.strategy.pk],
            )


@pytest.mark.parametrize("seed", range(4))
def test_every_moment_of_random_editing_is_read_back(seed: int) -> None:
    hands = Hands(seed)
    for _ in range(20):
        hands.work()
    for moment, said in hands.said.items():
        assert plan_at(hands.strategy, moment) == said
    acts = acts_of(hands.strategy)
    changes = changes_of(hands.strategy, acts[:-1])
    for act in acts[:-1]:
        before = plan_before(hands.strategy, act.id)
        assert changes[act.id] == differences(before, plan_at(hands.strategy, act.last))


@pytest.mark.parametrize("seed", range(4, 6))
def test_any_moment_can_be_brought_back(seed: int) -> None:
    hands = Hands(seed)
    for _ in range(12):
        hands.work()
    for plan in hands.said.values():
        strategy = restore(hands.strategy, plan, "Återställd")
        assert snapshot(strategy) == plan
        assert last_act(hands.strategy).reason == "Återställd"


def test_an_act_tells_who_when_where_and_why(client: Any) -> None:
    desk = Desk()
    client.force_login(desk.editor)
    element = desk.element("Insats a")
    client.post(
        desk.edit_url(element),
        {"title": "Insats ä", "kind": "action", "version": element.version, "reason": "Stavfel"},
    )
    act = last_act(desk.strategy)
    assert (act.user, act.reason, act.url) == (desk.editor, "Stavfel", desk.edit_url(element))
    assert "ändrad: Insats: Insats ä – Titel" in map(str, changes_of(desk.strategy, [act])[act.id])
    assert act_of(desk.strategy, act.id) == act
    assert act_of(desk.strategy, act.last + 1) is None
    assert acts_of(desk.strategy, user=desk.editor) == [act]
    assert acts_of(desk.strategy, user=make_member(desk.owner)) == []
    (made,) = acts_of(desk.strategy, before=act.id)
    assert made.user is None
    assert acts_of(desk.strategy, after=made.last) == [act]
    assert act_before(desk.strategy, act.id - 1) == made
    assert act_before(desk.strategy, made.last - 1) is None
    assert list(people_of(desk.strategy)) == [desk.editor]
    assert acts_of(desk.strategy, where={Element: Q()})[0] == act
    assert act not in acts_of(desk.strategy, where={Statement: Q()})


def test_queries_do_not_grow_with_what_is_read_back() -> None:
    hands = Hands(1)
    hands.work()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            plan_at(hands.strategy, last_act(hands.strategy).last)
            changes_of(hands.strategy, acts_of(hands.strategy))
        return len(queries)

    few = count()
    for _ in range(8):
        hands.work()
    assert count() <= few + 2  # as soon as there are involvements, actors are read


@pytest.mark.django_db(transaction=True)
def test_changes_without_a_context_are_one_act_a_transaction() -> None:
    strategy = make_strategy()
    first = last_act(strategy)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE strategies_strategy SET summary = 'a' WHERE id = %s", [strategy.pk])
        cursor.execute("UPDATE strategies_strategy SET summary = 'b' WHERE id = %s", [strategy.pk])
    second, third = acts_of(strategy)[:2][::-1]
    assert (second.user, second.reason, second.url) == (None, "", "")
    assert plan_at(strategy, first.when).summary == ""
    assert plan_at(strategy, second.when).summary == "a"
    assert plan_at(strategy, third.when).summary == "b"
    assert acts_of(strategy, since=second.when) == [third]


@pytest.mark.django_db(transaction=True)
def test_who_waited_for_another_comes_after_though_the_transaction_began_before() -> None:
    strategy = make_strategy()
    began, written = Event(), Event()

    def patient() -> None:
        with transaction.atomic(), pghistory.context(reason="Den som väntade"):
            Strategy.objects.exists()  # the transaction begins
            began.set()
            assert written.wait(30)
            Strategy.objects.filter(pk=strategy.pk).update(summary="Sist")
        connection.close()

    thread = Thread(target=patient)
    thread.start()
    assert began.wait(30)
    with pghistory.context(reason="Den som kom emellan"):
        Strategy.objects.filter(pk=strategy.pk).update(summary="Först")
    written.set()
    thread.join()
    last, first = acts_of(strategy, limit=2)
    assert (last.reason, first.reason) == ("Den som väntade", "Den som kom emellan")
    assert last.when < first.when
    assert plan_before(strategy, last.id).summary == "Först"
    assert plan_at(strategy, last.last).summary == "Sist"


def test_an_actor_that_has_a_new_name_is_called_by_it() -> None:
    desk = Desk()
    moment = last_act(desk.strategy).last
    Actor.objects.filter(pk=desk.owner.pk).update(name="Region Nyland")
    assert plan_at(desk.strategy, moment).owners == ("Region Nyland",)


def test_an_actor_that_is_gone_keeps_its_name_and_comes_back() -> None:
    actor = make_actor("Bolaget")
    desk = Desk()
    involvement = Involvement.objects.create(strategy=desk.strategy, actor=actor, role="medverkar")
    moment = last_act(desk.strategy).last
    with pghistory.context(reason="Bort"):
        involvement.delete()
    actor.delete()
    plan = plan_at(desk.strategy, moment)
    assert [tie.actor for tie in plan.involvements] == ["Bolaget"]
    assert unknown_actors(plan) == ["Bolaget"]
    restore(desk.strategy, plan, "Åter")
    assert snapshot(desk.strategy) == plan


def test_actors_that_have_become_one_are_brought_back_once() -> None:
    kept, other = make_actor("Almi"), make_actor("Almi AB")
    desk = Desk()
    ties = [
        Involvement.objects.create(strategy=desk.strategy, actor=actor, role="medverkar")
        for actor in (kept, other)
    ]
    moment = last_act(desk.strategy).last
    with pghistory.context(reason="Sammanslagna"):
        ties[1].delete()
    other.delete()
    Actor.objects.filter(pk=kept.pk).update(aliases=["Almi AB"])
    plan = plan_at(desk.strategy, moment)
    assert unknown_actors(plan) == []
    restore(desk.strategy, plan, "Åter")
    assert [str(row.actor) for row in Involvement.objects.all()] == ["Almi"]


def test_a_refused_restoring_leaves_nothing() -> None:
    desk = Desk()
    before, acts = snapshot(desk.strategy), acts_of(desk.strategy)
    wrong = before.model_copy(update={"title": "Ny titel", "regions": ("Ingenstans",)})
    with pytest.raises(PlanError, match="Ingenstans"):
        restore(desk.strategy, wrong, "Åter")
    assert snapshot(desk.strategy) == before
    assert acts_of(desk.strategy) == acts


def test_one_counter_numbers_the_changes_of_every_table_of_a_plan() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            name = table.pgh_event_model._meta.db_table
            cursor.execute(
                "SELECT column_default FROM information_schema.columns "
                "WHERE table_name = %s AND column_name = 'pgh_id'",
                [name],
            )
            assert cursor.fetchone() == ("nextval('history_number'::regclass)",), name

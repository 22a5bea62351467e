"""Several people edit one plan in any order: the tree holds, nothing saved is lost, undo is exact, and history replays to the present."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from strategies.acts import acts_of
from strategies.models import Element, Strategy
from strategies.past import plan_at
from strategies.plan import RANK
from strategies.snapshot import snapshot
from tests.editing import HTMX, Desk
from tests.factories import make_member

TITLES = st.text("abcåäö ", min_size=1, max_size=8).filter(str.strip)
WAYS = st.sampled_from(["upp", "ned", "ut", "in"])
PICK = st.integers(0, 200)
WHO = st.integers(0, 2)


class Editors(RuleBasedStateMachine):
    """Three people with a browser each; `said` is what each has last been told is saved, by key."""

    @initialize()
    def open_the_plan(self) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.desk = Desk()
        people = [self.desk.editor, make_member(self.desk.owner), make_member(self.desk.owner)]
        self.people = people
        self.browsers = [Client() for _ in people]
        for browser, person in zip(self.browsers, people, strict=True):
            browser.force_login(person)
        self.said: dict[UUID, str] = {one.key: one.title for one in self.elements()}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def elements(self) -> list[Element]:
        return list(Element.objects.filter(strategy=self.desk.strategy).order_by("pk"))

    def plan(self) -> Any:
        return snapshot(Strategy.objects.get(pk=self.desk.strategy.pk))

    def pick(self, number: int) -> Element | None:
        elements = self.elements()
        return elements[number % len(elements)] if elements else None

    def post(self, who: int, name: str, *args: object, **sent: object) -> Any:
        url = reverse(name, args=[self.desk.strategy.slug, *args])
        answer = self.browsers[who].post(url, sent, headers=HTMX)
        assert answer.status_code in (200, 409), answer.text
        return answer

    @rule(who=WHO, number=PICK, title=TITLES)
    def type_a_title(self, who: int, number: int, title: str) -> None:
        if element := self.pick(number):
            self.post(who, "write-element", element.key, version=element.version, title=title)
            self.said[element.key] = " ".join(title.split())

    @rule(number=PICK, one=TITLES, other=TITLES)
    def two_type_in_the_same_title(self, number: int, one: str, other: str) -> None:
        if element := self.pick(number):
            self.post(0, "write-element", element.key, version=element.version, title=one)
            answer = self.post(
                1, "write-element", element.key, version=element.version, title=other
            )
            element.refresh_from_db()
            changed = " ".join(one.split()) != self.said[element.key]
            mine = " ".join(other.split())
            refused = answer.status_code == 409
            assert refused == (changed and mine not in {element.title, self.said[element.key]})
            self.said[element.key] = element.title

    @rule(who=WHO, number=PICK, text=TITLES)
    def write_a_text_with_an_old_form(self, who: int, number: int, text: str) -> None:
        """The form was opened before the title was changed: both are kept."""
        if element := self.pick(number):
            sent = {"version": 1, "kind": element.kind, "text": f"{text}.{element.version}"}
            self.post(who, "edit-element", element.key, **sent)

    @rule(who=WHO, number=PICK, title=TITLES, under=st.booleans())
    def begin_a_line(self, who: int, number: int, title: str, under: bool) -> None:
        beside = self.pick(number)
        key = uuid4()
        place = {}
        if beside:
            place = {"under" if under and beside.kind != "action" else "efter": beside.key}
        self.post(who, "write-element", key, title=title, **place)
        self.said[key] = " ".join(title.split())

    @rule(who=WHO, number=PICK, way=WAYS)
    def move(self, who: int, number: int, way: str) -> None:
        if element := self.pick(number):
            self.post(who, "write-element", element.key, till=way)

    @rule(who=WHO, number=PICK, other=PICK)
    def drop(self, who: int, number: int, other: int) -> None:
        one, place = self.pick(number), self.pick(other)
        if one and place:
            self.post(who, "write-element", one.key, till="plats", efter=place.key)

    @rule(who=WHO, number=PICK)
    def remove(self, who: int, number: int) -> None:
        if element := self.pick(number):
            self.post(who, "remove-part", "delar", element.key)
            left = {one.key for one in self.elements()}
            self.said = {key: title for key, title in self.said.items() if key in left}

    @rule(who=WHO, number=PICK, way=WAYS)
    def undo_at_once(self, who: int, number: int, way: str) -> None:
        if element := self.pick(number):
            before = self.plan()
            self.post(who, "write-element", element.key, till=way)
            if self.plan() != before:
                self.post(who, "undo")
            assert self.plan() == before

    @invariant()
    def the_tree_holds(self) -> None:
        connection.check_constraints()
        elements = self.elements()
        places: dict[int | None, list[int]] = {}
        for one in elements:
            places.setdefault(one.parent_id, []).append(one.position)
            if one.parent:
                assert RANK[one.parent.kind] < RANK[one.kind]  # type: ignore[index]
        for taken in places.values():
            assert sorted(taken) == list(range(len(taken)))

    @invariant()
    def nothing_saved_is_lost(self) -> None:
        assert {one.key: one.title for one in self.elements()} == self.said

    @invariant()
    def history_replays_to_the_present(self) -> None:
        latest = acts_of(self.desk.strategy, limit=1)
        assert plan_at(self.desk.strategy, latest[0].last) == self.plan()


@pytest.mark.django_db
def test_any_edits_by_several_people_keep_what_was_promised() -> None:
    run_state_machine_as_test(
        Editors, settings=settings(max_examples=8, stateful_step_count=14, deadline=None)
    )

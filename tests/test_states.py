"""The states of a plan: every row of the one table taken and refused, and that only what was approved is published."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from actors.models import MembershipRole, User
from strategies.dates import PartialDate, Period
from strategies.models import Edition, Flag, Step, StepKind, Strategy
from strategies.plan import Decision, Relation
from strategies.publishing.canonical import digest
from strategies.publishing.edited import note_change
from strategies.publishing.order import Said
from strategies.publishing.publish import publish
from strategies.publishing.states import (
    BY_KIND,
    OF_A_TEXT,
    OF_THE_PUBLIC,
    ON_THE_WAY,
    READY,
    TABLE,
    Progress,
    State,
    Transition,
    Who,
    progress_of,
)
from strategies.publishing.steps import (
    ChangedError,
    NotTheirsError,
    StepError,
    offered,
    sources,
    take,
)
from strategies.snapshot import snapshot
from tests.editing import Desk
from tests.factories import (
    current,
    make_actor,
    make_element,
    make_member,
    make_strategy,
    make_user,
)

pytestmark = pytest.mark.django_db

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
ids = {"ids": lambda one: str(getattr(one, "kind", one))}


class Way:
    """A plan, an editor of it and two approvers, who can bring it to any state."""

    def __init__(self, *, published: bool = False) -> None:
        self.desk = Desk(published=published)
        self.strategy = self.desk.strategy
        self.editor = self.desk.editor
        self.approver = self.member(MembershipRole.APPROVER, "Gunnar Godkännare")
        self.other = self.member(MembershipRole.APPROVER, "Greta Godkännare")

    def member(self, role: str, name: str) -> User:
        return make_member(self.desk.owner, role, name=name)

    @property
    def progress(self) -> Progress:
        strategy = Strategy.objects.get(pk=self.strategy.pk)
        return progress_of(strategy, digest(snapshot(strategy)))

    def take(self, kind: StepKind, user: User | None, **said: Any) -> Step:
        return take(self.strategy, kind, user, Said(**said))

    def edit(self) -> None:
        make_element(self.strategy)

    def to(self, state: State) -> None:
        """Bring the plan there by the shortest way."""
        before: dict[State, Callable[[], Any]] = {
            State.DRAFT: self.edit,
            State.IN_REVIEW: lambda: self.take(StepKind.ASK, self.editor),
            State.RETURNED: lambda: self.take(StepKind.RETURN, self.approver, comment="Nej"),
            State.APPROVED: lambda: self.take(StepKind.APPROVE, self.approver),
            State.SCHEDULED: lambda: self.take(
                StepKind.SCHEDULE, self.approver, comment="Nytt", publish_at=soon()
            ),
            State.PUBLISHED: lambda: self.take(StepKind.PUBLISH, self.approver, comment="Nytt"),
            State.SUPERSEDED: self.replace,
            State.WITHDRAWN: lambda: self.take(StepKind.WITHDRAW, self.approver, comment="Fel"),
        }
        for step in WAYS[state]:
            before[step]()

    def replace(self, **fields: Any) -> Strategy:
        common: dict[str, Any] = {
            "title": "Nästa plan",
            "decisions": (Decision(date={"value": "2022-06-14"}),),
            "relations": (Relation(kind="ersätter", to=self.strategy.title),),
        }
        return make_strategy(published=True, **common | fields)

    def replacing(self) -> list[tuple[str, str]]:
        """What the steps say of other plans that replace it."""
        kinds = (StepKind.SUPERSEDE, StepKind.RESTORE)
        return list(self.strategy.steps.filter(kind__in=kinds).values_list("kind", "comment"))

    def who(self, transition: Transition) -> User | None:
        if transition.who == Who.NOBODY:
            return None
        return self.editor if transition.who == Who.EDITORS else self.approver


TO_APPROVED = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
WAYS: dict[State, tuple[State, ...]] = {
    State.DRAFT: (State.DRAFT,),
    State.IN_REVIEW: (State.DRAFT, State.IN_REVIEW),
    State.RETURNED: (State.DRAFT, State.IN_REVIEW, State.RETURNED),
    State.APPROVED: TO_APPROVED,
    State.SCHEDULED: (*TO_APPROVED, State.SCHEDULED),
    State.PUBLISHED: (*TO_APPROVED, State.PUBLISHED),
    State.SUPERSEDED: (*TO_APPROVED, State.PUBLISHED, State.SUPERSEDED),
    State.WITHDRAWN: (*TO_APPROVED, State.PUBLISHED, State.WITHDRAWN),
}


def soon() -> Any:
    return timezone.now() + timedelta(hours=1)


# What each kind of step is told with when all is in order.
SOUND: dict[str, Callable[[], dict[str, Any]]] = {
    StepKind.RETURN: lambda: {"comment": "Skriv om syftet."},
    StepKind.SCHEDULE: lambda: {"comment": "Nya insatser", "publish_at": soon()},
    StepKind.PUBLISH: lambda: {"comment": "Nya insatser"},
    StepKind.WITHDRAW: lambda: {"comment": "Fel bilaga."},
}


@pytest.fixture(autouse=True)
def _two_persons(settings: Any) -> None:
    settings.ONE_APPROVER = False
    settings.TASKS = QUEUE


@pytest.fixture
def letters(settings: Any) -> list[Any]:
    """Mail, sent at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    return mail.outbox


# They follow from something else, and nobody can take them.
FOLLOWS = (StepKind.SUPERSEDE, StepKind.RESTORE, StepKind.CHANGE, StepKind.STOP)
TAKEN = [
    (transition, source)
    for transition in TABLE
    for source in transition.sources
    if transition.kind not in FOLLOWS
]
REFUSED = [
    (transition, state)
    for transition in TABLE
    for state in State
    if state not in transition.sources
    and transition.kind not in FOLLOWS
    # The public's states are for steps of the public edition; where they meet, "published" is the working copy's too.
    and (state in OF_THE_PUBLIC if transition.public else state not in OF_THE_PUBLIC - OF_A_TEXT)
]


@pytest.mark.parametrize(("transition", "source"), TAKEN, **ids)
def test_a_step_of_the_table_leads_where_it_says(transition: Transition, source: State) -> None:
    way = Way()
    way.to(source)
    assert way.progress.at(transition) == source
    user = way.who(transition)
    step = way.take(transition.kind, user, **SOUND.get(transition.kind, dict)())
    assert way.progress.at(transition) == transition.target
    assert (step.kind, step.user) == (transition.kind, user)
    assert step.sha256 == (current(way.strategy).sha256 if step.kind == "publish" else step.sha256)


@pytest.mark.parametrize(("transition", "state"), REFUSED, **ids)
def test_a_step_from_another_state_is_refused(transition: Transition, state: State) -> None:
    way = Way()
    way.to(state)
    steps = Step.objects.count()
    with pytest.raises(StepError, match="det går inte att"):
        way.take(transition.kind, way.who(transition), **SOUND.get(transition.kind, dict)())
    assert Step.objects.count() == steps


@pytest.mark.parametrize(
    ("transition", "role"),
    [
        (transition, role)
        for transition in TABLE
        for role in ["", "reader", "editor", "approver"]
        if transition.who == Who.NOBODY
        or role in ("", "reader")
        or (role == "editor" and transition.who != Who.EDITORS)
    ],
    **ids,
)
def test_a_step_is_only_for_those_of_the_table(transition: Transition, role: str) -> None:
    way = Way()
    way.to(transition.sources[0])
    stranger = make_member(make_actor(), MembershipRole.ADMINISTRATOR)
    user = way.member(role, "Någon") if role else stranger
    with pytest.raises(NotTheirsError):
        way.take(transition.kind, user, **SOUND.get(transition.kind, dict)())
    assert transition.kind not in offered(user, way.strategy, way.progress)


def without_an_owner(way: Way) -> None:
    way.strategy.owner_rows.all().delete()


def with_a_blocking_flag(way: Way) -> None:
    Flag.objects.create(strategy=way.strategy, kind="att kontrollera")


def with_nothing_new(way: Way) -> None:
    publish(way.strategy, None, "Samma")
    element = make_element(way.strategy)
    way.take(StepKind.ASK, way.editor)
    way.take(StepKind.RETURN, way.approver, comment="Behövs inte")
    element.delete()


def with_a_decision_to_come(way: Way) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    way.strategy.decisions.update(date=PartialDate(value=tomorrow.isoformat()))


def with_an_adoption_that_nobody_knows_of(way: Way) -> None:
    way.strategy.decisions.update(kind="antagen", body=None, date=PartialDate())


def replacing_another(way: Way, **fields: Any) -> Strategy:
    """A published plan that the way's plan is said to replace."""
    other = make_strategy(published=True, **{"title": "Den andra", "period": None} | fields)
    way.strategy.relations.create(kind="ersätter", to=other)
    return other


def with_somebody_elses_plan_to_end(way: Way) -> None:
    replacing_another(way, owners=("Region Grannland",))


DISORDER: dict[str, tuple[Callable[[Way], None], str]] = {
    "has_an_owner": (without_an_owner, "saknar ägare"),
    "has_no_blocking_flag": (with_a_blocking_flag, "ska kontrolleras"),
    "has_no_decision_to_come": (with_a_decision_to_come, "inte fattats än"),
    "tells_of_its_decisions": (with_an_adoption_that_nobody_knows_of, "inte när eller av vem"),
    "ends_only_what_it_may": (with_somebody_elses_plan_to_end, "ägs av Region Grannland"),
    "is_something_new": (with_nothing_new, "Inget är ändrat"),
}


@pytest.mark.parametrize("check", DISORDER)
def test_a_plan_that_is_not_in_order_is_not_sent_for_review(check: str) -> None:
    way = Way()
    spoil, words = DISORDER[check]
    spoil(way)
    with pytest.raises(StepError, match=words):
        way.take(StepKind.ASK, make_member(make_actor(), is_superuser=True))
    assert way.progress.working in (State.DRAFT, State.RETURNED)


def test_a_plan_does_not_end_one_that_begins_later_or_that_ends_it() -> None:
    way = Way()
    own = {"owners": (way.desk.owner.name,)}
    later = replacing_another(way, **own, period=Period(start="2019", end="2030"))
    with pytest.raises(StepError, match="som börjar gälla senare"):
        way.take(StepKind.ASK, way.editor)
    way.strategy.relations.all().delete()
    adopted = (Decision(date={"value": "2022-06-14"}),)
    back = (Relation(kind="ersätter", to="Provplanen"),)
    replacing_another(way, **own, decisions=adopted, relations=back)
    publish(way.strategy, None, "Första")
    way.edit()
    with pytest.raises(StepError, match="som i sin tur ersätter den här"):
        way.take(StepKind.ASK, way.editor)
    way.strategy.relations.all().delete()
    way.strategy.relations.create(kind="ersätter", to=later, part="Kapitlet om turism")
    assert way.take(StepKind.ASK, way.editor).kind == StepKind.ASK


def test_readiness_has_a_test_for_each_of_its_checks() -> None:
    assert {check.__name__ for check in READY} == set(DISORDER)


@pytest.mark.parametrize("kind", [StepKind.RETURN, StepKind.WITHDRAW])
def test_what_is_sent_back_or_taken_away_says_why(kind: StepKind) -> None:
    way = Way()
    way.to(BY_KIND[kind].sources[0])
    with pytest.raises(StepError, match="Skriv varför"):
        way.take(kind, way.approver, comment=" \n")


@pytest.mark.parametrize("kind", [StepKind.PUBLISH, StepKind.SCHEDULE])
def test_a_later_edition_says_what_is_new_or_is_a_correction(kind: StepKind) -> None:
    way = Way(published=True)
    way.to(State.APPROVED)
    more = {"publish_at": soon()} if kind == StepKind.SCHEDULE else {}
    with pytest.raises(StepError, match="Skriv vad som är nytt"):
        way.take(kind, way.approver, **more)
    assert way.take(kind, way.approver, correction=True, **more).correction


def test_an_edition_tells_that_it_is_a_correction() -> None:
    way = Way(published=True)
    way.to(State.APPROVED)
    way.take(StepKind.PUBLISH, way.approver, correction=True)
    assert current(way.strategy).correction


def test_a_publication_is_not_planned_for_yesterday() -> None:
    way = Way()
    way.to(State.APPROVED)
    for when in (None, timezone.now() - timedelta(days=1)):
        with pytest.raises(StepError, match=r"Skriv när|redan varit"):
            way.take(StepKind.SCHEDULE, way.approver, publish_at=when)


# --- the text


@pytest.mark.parametrize("state", sorted(OF_A_TEXT))
def test_whoever_changes_a_word_has_a_draft_again(state: State) -> None:
    way = Way()
    way.to(state)
    way.edit()
    assert (way.progress.working, way.progress.edited) == (State.DRAFT, True)


def test_a_plan_that_is_planned_twice_in_the_same_way_is_planned_once() -> None:
    way = Way()
    way.to(State.APPROVED)
    when = soon()
    first = way.take(StepKind.SCHEDULE, way.approver, comment="Nytt", publish_at=when)
    told = len(mail.outbox)
    assert way.take(StepKind.SCHEDULE, way.approver, comment="Nytt ", publish_at=when) == first
    assert len(mail.outbox) == told
    again = way.take(StepKind.SCHEDULE, way.approver, comment="Nyare", publish_at=when)
    assert again != first


def test_only_what_was_approved_can_be_published() -> None:
    way = Way()
    way.to(State.APPROVED)
    way.edit()
    with pytest.raises(StepError, match="Planen är utkast"):
        way.take(StepKind.PUBLISH, way.approver, comment="Nytt")
    assert not Edition.objects.exists()


def test_a_change_that_is_taken_back_leaves_the_approval() -> None:
    way = Way()
    way.to(State.APPROVED)
    make_element(way.strategy).delete()
    assert way.progress.working == State.APPROVED


def test_what_was_not_read_is_not_approved() -> None:
    way = Way()
    way.to(State.IN_REVIEW)
    with pytest.raises(ChangedError, match="har ändrats sedan du öppnade"):
        take(way.strategy, StepKind.APPROVE, way.approver, seen="0" * 64)


def test_a_returned_plan_stays_returned_while_it_is_mended() -> None:
    way = Way()
    way.to(State.RETURNED)
    way.edit()
    assert way.progress.working == State.RETURNED
    way.take(StepKind.ASK, way.editor)
    assert way.progress.working == State.IN_REVIEW


# --- the second person


def test_a_second_person_approves() -> None:
    way = Way()
    way.take(StepKind.ASK, way.approver)
    assert StepKind.APPROVE not in offered(way.approver, way.strategy, way.progress)
    with pytest.raises(StepError, match="Någon annan behöver godkänna"):
        way.take(StepKind.APPROVE, way.approver)
    way.take(StepKind.APPROVE, way.other)
    way.take(StepKind.PUBLISH, way.approver)
    assert not current(way.strategy).sole_approver


def test_nobody_approves_a_draft_where_two_are_needed() -> None:
    way = Way()
    with pytest.raises(StepError, match="Planen är utkast"):
        way.take(StepKind.APPROVE, way.approver)


def test_a_portal_may_let_one_person_approve_and_it_shows(settings: Any) -> None:
    settings.ONE_APPROVER = True
    way = Way()
    assert State.DRAFT in sources(BY_KIND[StepKind.APPROVE])
    way.take(StepKind.APPROVE, way.approver)
    way.take(StepKind.PUBLISH, way.approver)
    assert current(way.strategy).sole_approver


def test_two_persons_are_two_also_where_one_would_do(settings: Any) -> None:
    settings.ONE_APPROVER = True
    way = Way()
    way.to(State.PUBLISHED)
    assert not current(way.strategy).sole_approver


# --- those concerned


CONCERNED: dict[StepKind, set[str]] = {
    StepKind.ASK: {"Gunnar Godkännare", "Greta Godkännare"},
    StepKind.TAKE_BACK: {"Gunnar Godkännare", "Greta Godkännare"},
    StepKind.RETURN: {"Disa Redaktör"},
    StepKind.APPROVE: {"Disa Redaktör"},
    StepKind.SCHEDULE: {"Disa Redaktör"},
    StepKind.UNSCHEDULE: {"Disa Redaktör"},
    StepKind.PUBLISH: {"Disa Redaktör"},
    StepKind.CHANGE: {"Disa Redaktör", "Gunnar Godkännare", "Greta Godkännare"},
    StepKind.MISS: {"Disa Redaktör", "Gunnar Godkännare"},
    StepKind.STOP: {"Disa Redaktör", "Greta Godkännare", "Petra Portal"},
    StepKind.WITHDRAW: {"Disa Redaktör", "Greta Godkännare"},
    StepKind.SUPERSEDE: {"Disa Redaktör", "Gunnar Godkännare", "Greta Godkännare"},
    StepKind.RESTORE: {"Disa Redaktör", "Gunnar Godkännare", "Greta Godkännare"},
}


@pytest.mark.parametrize("transition", TABLE, **ids)
def test_those_concerned_get_one_letter_each(
    letters: list[Any], settings: Any, transition: Transition
) -> None:
    way = Way(published=transition.kind == StepKind.STOP)
    make_member(way.desk.owner, MembershipRole.READER, name="Lena Läsare")
    make_member(way.desk.owner, MembershipRole.ADMINISTRATOR, name="Slutat", is_active=False)
    way.to(transition.sources[0])
    if transition.kind == StepKind.STOP:  # asked by somebody who is no member
        way.take(StepKind.TAKE_BACK, way.editor)
        way.take(StepKind.ASK, make_user(is_superuser=True, name="Petra Portal"))
    letters.clear()
    if transition.kind == StepKind.SUPERSEDE:
        way.replace()
    elif transition.kind == StepKind.RESTORE:
        take(Strategy.objects.get(title="Nästa plan"), StepKind.WITHDRAW, None, Said("Fel"))
    elif transition.kind == StepKind.STOP:
        way.take(StepKind.WITHDRAW, way.approver, comment="Fel")
    elif transition.kind == StepKind.CHANGE:
        way.edit()
        note_change.call(way.strategy.pk, None)
    else:
        way.take(transition.kind, way.who(transition), **SOUND.get(transition.kind, dict)())
    names = dict(User.objects.values_list("email", "name"))
    assert sorted(names[letter.to[0]] for letter in letters) == sorted(CONCERNED[transition.kind])
    assert all(way.strategy.title in letter.subject for letter in letters)
    assert all(f"/redigera/{way.strategy.slug}/publicera/" in letter.body for letter in letters)


def test_whoever_planned_a_publication_is_told_that_it_is_moved(letters: list[Any]) -> None:
    way = Way()
    way.to(State.SCHEDULED)
    letters.clear()
    way.take(StepKind.SCHEDULE, way.other, publish_at=soon() + timedelta(days=1))
    names = dict(User.objects.values_list("email", "name"))
    assert sorted(names[one.to[0]] for one in letters) == ["Disa Redaktör", "Gunnar Godkännare"]
    assert "Publiceras: " in letters[0].body


def test_every_step_has_somebody_to_tell() -> None:
    assert set(CONCERNED) == set(StepKind) == set(BY_KIND)


def test_a_letter_says_what_was_said(letters: list[Any]) -> None:
    way = Way()
    way.to(State.IN_REVIEW)
    letters.clear()
    way.take(StepKind.RETURN, way.approver, comment="Skriv <om> syftet & målen.")
    assert "Skriv <om> syftet & målen." in letters[0].body
    assert "Gunnar Godkännare" in letters[0].body


def test_the_letter_of_an_edition_says_which_and_where_readers_see_it(letters: list[Any]) -> None:
    way = Way()
    way.to(State.APPROVED)
    letters.clear()
    way.take(StepKind.PUBLISH, way.approver, correction=True)
    (letter,) = letters
    assert "publicerad som utgåva 1, en rättelse" in letter.subject
    assert "publicerad som utgåva 1, en rättelse" in letter.body
    assert f"/strategier/{way.strategy.slug}/utgavor/1/" in letter.body


def test_a_step_that_is_followed_at_once_sends_no_letter_of_its_own(letters: list[Any]) -> None:
    way = Way()
    way.to(State.IN_REVIEW)
    letters.clear()
    take(way.strategy, StepKind.APPROVE, way.approver, tell=False)
    assert letters == []
    assert way.progress.working == State.APPROVED


# --- edited on its way


@pytest.mark.parametrize("state", sorted(ON_THE_WAY))
def test_those_who_wait_for_a_text_are_told_once_that_it_was_changed(
    letters: list[Any], state: State
) -> None:
    way = Way()
    way.to(state)
    letters.clear()
    way.edit()
    changed = digest(snapshot(way.strategy))
    for _ in range(3):
        note_change.call(way.strategy.pk, way.editor.pk)
        way.edit()
    names = dict(User.objects.values_list("email", "name"))
    # Whoever edits knows.
    assert sorted(names[one.to[0]] for one in letters) == ["Greta Godkännare", "Gunnar Godkännare"]
    step = way.strategy.steps.get(kind=StepKind.CHANGE)
    assert (step.user, step.sha256) == (way.editor, changed)
    assert step.comment in letters[0].body
    assert way.progress.working == State.DRAFT


def test_they_are_told_anew_when_a_text_that_was_asked_for_again_is_changed() -> None:
    way = Way()
    for _ in range(2):
        way.edit()
        way.take(StepKind.ASK, way.editor)
        way.edit()
        note_change.call(way.strategy.pk, way.editor.pk)
    assert way.strategy.steps.filter(kind=StepKind.CHANGE).count() == 2


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.PUBLISHED])
def test_nobody_is_told_of_a_change_that_nobody_waited_for(state: State) -> None:
    way = Way()
    way.to(state)
    way.edit()
    note_change.call(way.strategy.pk, way.editor.pk)
    assert not way.strategy.steps.filter(kind=StepKind.CHANGE).exists()


def test_a_change_that_is_taken_back_gives_the_state_back_also_after_the_letter() -> None:
    way = Way()
    way.to(State.SCHEDULED)
    note_change.call(way.strategy.pk, way.editor.pk)
    assert not way.strategy.steps.filter(kind=StepKind.CHANGE).exists()
    element = make_element(way.strategy)
    note_change.call(way.strategy.pk, way.editor.pk)
    assert way.progress.working == State.DRAFT
    element.delete()
    assert way.progress.working == State.SCHEDULED


# --- superseded, withdrawn


def test_a_plan_is_replaced_while_the_other_is_published() -> None:
    way = Way()
    way.to(State.PUBLISHED)
    newer = way.replace()
    assert way.progress.public == State.SUPERSEDED
    assert way.strategy.steps.latest("pk").comment == "Ersätts av ”Nästa plan”."
    take(newer, StepKind.WITHDRAW, make_member(newer.owners.get(), "approver"), Said("Fel"))
    assert way.progress.public == State.PUBLISHED


NEXT = Period(start="2028")


def test_a_plan_is_replaced_from_the_day_that_the_next_one_begins(
    letters: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2027, 12, 31))
    way = Way(published=True)
    way.replace(period=NEXT)
    told = "Ersätts den 1 januari 2028 av ”Nästa plan”."
    assert way.progress.public == State.PUBLISHED
    assert way.replacing() == [("supersede", told)]
    assert len(letters) == 3
    for letter in letters:
        assert letter.subject == "”Provplanen”: ersätts av en annan plan"
        assert letter.body.startswith("Planen ”Provplanen” ersätts av en annan plan.")
        assert told in letter.body
        assert "ersatt" not in letter.body
    monkeypatch.setattr(timezone, "localdate", lambda: date(2028, 1, 1))
    assert way.progress.public == State.SUPERSEDED


@pytest.mark.parametrize("period", [None, NEXT])
def test_those_concerned_are_told_that_a_plan_is_replaced_no_longer(
    letters: list[Any], period: Period | None
) -> None:
    way = Way(published=True)
    newer = way.replace(period=period)
    letters.clear()
    take(newer, StepKind.WITHDRAW, None, Said("Fel"))
    told = "Ersätts inte längre av ”Nästa plan”."
    assert way.replacing()[1:] == [("restore", told)]
    assert len(letters) == 3
    assert all(
        one.body.startswith("Planen ”Provplanen” ersätts inte längre av en annan plan.")
        and told in one.body
        for one in letters
    )
    assert way.progress.public == State.PUBLISHED


def test_so_are_they_when_the_other_no_longer_says_it() -> None:
    way = Way(published=True)
    newer = way.replace()
    newer.relations.all().delete()
    publish(newer, None, "Ändrad")
    assert way.replacing()[1:] == [("restore", "Ersätts inte längre av ”Nästa plan”.")]
    # Nor once more.
    make_element(newer)
    publish(newer, None, "Igen")
    assert len(way.replacing()) == 2


def test_they_are_told_of_another_day() -> None:
    way = Way(published=True)
    newer = way.replace(period=Period(start="2128"))
    Strategy.objects.filter(pk=newer.pk).update(starts="2129")
    publish(newer, None, "Senare")
    assert way.replacing()[1:] == [("supersede", "Ersätts den 1 januari 2129 av ”Nästa plan”.")]


def test_of_two_that_replace_a_plan_the_first_is_told_of() -> None:
    way = Way(published=True)
    newer = way.replace()
    way.replace(title="Nästnästa plan", period=Period(start="2128"))
    assert len(way.replacing()) == 1
    take(newer, StepKind.WITHDRAW, None, Said("Fel"))
    told = "Ersätts inte längre av ”Nästa plan”. Ersätts den 1 januari 2128 av ”Nästnästa plan”."
    assert way.replacing()[1:] == [("supersede", told)]
    assert way.progress.public == State.PUBLISHED


def test_a_plan_that_is_adopted_after_all_is_replaced_no_longer() -> None:
    """Nobody has adopted the other."""
    way = Way(published=True)
    way.strategy.decisions.all().delete()
    publish(way.strategy, None, "Utan beslut")
    way.replace(decisions=())
    assert way.progress.public == State.SUPERSEDED
    way.strategy.decisions.create(kind="antagen", date=PartialDate(value="2022-06-14"))
    publish(way.strategy, None, "Med beslut")
    assert [kind for kind, _ in way.replacing()] == ["supersede", "restore"]
    assert way.progress.public == State.PUBLISHED


def test_a_replaced_plan_that_is_withdrawn_is_told_of_nothing_more() -> None:
    way = Way(published=True)
    newer = way.replace()
    way.take(StepKind.WITHDRAW, way.approver, comment="Fel")
    take(newer, StepKind.WITHDRAW, None, Said("Fel"))
    assert [kind for kind, _ in way.replacing()] == ["supersede"]


def test_a_plan_is_told_once_that_it_is_replaced() -> None:
    way = Way()
    way.to(State.PUBLISHED)
    newer = way.replace()
    make_element(newer)
    publish(newer, None, "Igen")
    assert way.strategy.steps.filter(kind=StepKind.SUPERSEDE).count() == 1


def test_a_withdrawn_plan_may_come_back_as_a_new_edition() -> None:
    way = Way()
    way.to(State.WITHDRAWN)
    assert (way.progress.working, way.progress.public) == (State.DRAFT, State.WITHDRAWN)
    way.take(StepKind.ASK, way.editor)
    way.take(StepKind.APPROVE, way.approver)
    way.take(StepKind.PUBLISH, way.approver, comment="Rätt bilaga")
    assert (way.progress.public, current(way.strategy).number) == (State.PUBLISHED, 2)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.IN_REVIEW, "Granskningen avbryts."),
        (State.APPROVED, "Godkännandet gäller inte längre."),
        (State.SCHEDULED, "Den planerade publiceringen den "),
    ],
)
def test_a_withdrawal_stops_what_is_on_its_way(letters: list[Any], state: State, told: str) -> None:
    way = Way(published=True)
    way.to(state)
    letters.clear()
    way.take(StepKind.WITHDRAW, way.approver, comment="Fel bilaga")
    progress = way.progress
    assert (progress.working, progress.foremost) == (State.DRAFT, State.WITHDRAWN)
    assert (progress.asked, progress.approved, progress.told) == (None, None, None)
    stop, withdrawal = way.strategy.steps.order_by("-pk")[:2][::-1]
    assert (stop.kind, withdrawal.kind) == (StepKind.STOP, StepKind.WITHDRAW)
    assert told in stop.comment
    assert all(told in one.body and "Fel bilaga" in one.body for one in letters)
    with pytest.raises(StepError, match="Planen är utkast"):
        way.take(StepKind.PUBLISH, way.approver, comment="Nytt")


def test_a_withdrawal_with_nothing_on_its_way_stops_nothing() -> None:
    way = Way(published=True)
    way.edit()
    way.take(StepKind.WITHDRAW, way.approver, comment="Fel")
    assert not way.strategy.steps.filter(kind=StepKind.STOP).exists()


def test_a_planned_text_that_was_changed_stays_stopped_when_it_is_changed_back() -> None:
    way = Way(published=True)
    way.to(State.SCHEDULED)
    element = make_element(way.strategy)
    way.take(StepKind.WITHDRAW, way.approver, comment="Fel")
    element.delete()
    assert way.progress.working == State.DRAFT


def test_who_asked_before_a_withdrawal_has_not_asked_after_it(settings: Any) -> None:
    settings.ONE_APPROVER = True
    way = Way(published=True)
    way.to(State.APPROVED)
    way.take(StepKind.WITHDRAW, way.approver, comment="Fel")
    way.take(StepKind.APPROVE, way.approver)
    assert way.progress.by_one_person
    way.take(StepKind.PUBLISH, way.approver, comment="Rätt")
    assert current(way.strategy).sole_approver


# --- two at once


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_publish_once(settings: Any) -> None:
    way = Way()
    way.to(State.APPROVED)
    barrier = threading.Barrier(2, timeout=20)

    def run(user: User) -> str:
        try:
            barrier.wait()
            return f"utgåva {way.take(StepKind.PUBLISH, user).edition.number}"  # type: ignore[union-attr]
        except StepError as error:
            return str(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(run, (way.approver, way.other)))
    assert outcomes == [
        "Planen är publicerad, så det går inte att publicera nu.",
        "utgåva 1",
    ]
    assert Edition.objects.count() == 1
    assert Step.objects.filter(kind=StepKind.PUBLISH).count() == 1


# --- the diagram


def test_the_diagram_in_the_docs_is_that_of_the_table() -> None:
    told = StringIO()
    call_command("states_diagram", "--check", stdout=told)
    assert "stämmer" in told.getvalue()


def test_an_old_diagram_is_told(tmp_path: Any, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="states_diagram"):
        call_command("states_diagram", "--check")
    call_command("states_diagram", stdout=StringIO())
    call_command("states_diagram", "--check", stdout=StringIO())

"""What must always hold is held by the database, against bulk and raw writes and against two writers at once."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from actors.models import Actor, Invitation, Membership, Region, User
from portal.legal.models import AccessibilityStatement, FaultReport, Shortcoming
from strategies.models import (
    Action,
    Basis,
    Challenge,
    Comment,
    Decision,
    Delivery,
    Direction,
    Document,
    Draft,
    Edition,
    Element,
    Entry,
    EntryRelation,
    Flag,
    FocusArea,
    Involvement,
    LevelWord,
    Link,
    Mention,
    Note,
    Paper,
    Participant,
    Passage,
    Presence,
    PreviewLink,
    Relation,
    RenderedPage,
    Resource,
    SourceFile,
    Statement,
    Step,
    Strategy,
    StrategyOwner,
    StrategyRegion,
    Subscription,
    ThemeLink,
    WithheldName,
)
from tests.factories import (
    current,
    make_actor,
    make_comment,
    make_element,
    make_region,
    make_strategy,
)

pytestmark = pytest.mark.django_db

KEY = UUID("11111111-2222-4333-8444-555555555555")
FILE: dict[str, Any] = {"sha256": "b" * 64, "name": "b.txt", "size": 1, "data": "kallor/b"}


class House:
    """Some rows for a bad row to clash with."""

    def __init__(self) -> None:
        self.actor, self.region = make_actor("Region Prov"), make_region("Provlän", code="98")
        self.user = User.objects.create(email="eva@prov.example")
        Membership.objects.create(user=self.user, actor=self.actor)
        self.strategy = make_strategy(published=True)
        self.other = make_strategy()
        self.element = make_element(self.strategy, key=KEY)
        self.area = make_element(self.strategy, kind="focus_area")
        own: dict[str, Any] = {"strategy": self.strategy}
        self.own = own
        self.challenge = Challenge.objects.create(**own, key=KEY, title="Flytt")
        self.statement = Statement.objects.create(**own, key=KEY, kind="mål", text="Fler.")
        self.decision = Decision.objects.create(**own, key=KEY, body=self.actor)
        self.document = Document.objects.create(**own, title="Källa")
        self.file = SourceFile.objects.create(
            sha256="a" * 64, name="a.txt", size=1, data="kallor/a"
        )
        self.link = make_comment(self.element, self.user).link
        StrategyOwner.objects.create(**own, actor=self.actor, position=1)
        StrategyRegion.objects.create(**own, region=self.region)
        Mention.objects.create(**own, actor=self.actor)
        Involvement.objects.create(**own, actor=self.actor, role="ansvarig")


Rows = Callable[[House], list[Any]]


# For each constraint, rows that break it. They are written in bulk, past every form and every full_clean.
def invited(house: "House", **fields: Any) -> Invitation:
    now = timezone.now()
    sound = {"email": "ny@prov.example", "sent_at": now, "expires_at": now + timedelta(days=1)}
    return Invitation(**{"actor": house.actor, "invited_by": house.user} | sound | fields)


def shared(house: "House", **fields: Any) -> PreviewLink:
    now = timezone.now()
    sound = {"made_at": now, "ends_at": now + timedelta(days=1), "token_hash": "2"}
    return PreviewLink(**house.own, made_by=house.user, **sound | fields)


def said(house: "House", **fields: Any) -> Comment:
    return Comment(**{"link": house.link, "number": 2, "text": "Tolv."} | fields)


def shortcoming(**fields: Any) -> Shortcoming:
    sound = {"situation": "utan-syn", "text": "Kartan", "reason": "Tiden har inte räckt"}
    return Shortcoming(**sound | fields)


def about(house: "House", **fields: Any) -> ThemeLink:
    return ThemeLink(**house.own | {"key": KEY, "theme": "energi", "words": ["elnät"]} | fields)


BAD: dict[str, Rows] = {
    "region_name_once": lambda _: [Region(slug="x", name="Provlän", kind="län")],
    "region_code_once": lambda _: [Region(slug="x", name="Annat", kind="län", code="98")],
    "region_kommun_lies_in_a_lan": lambda _: [Region(slug="x", name="Byn", kind="kommun")],
    "region_accent_is_a_colour": lambda _: [Region(slug="x", name="X", kind="län", accent="red;}")],
    "user_email_once": lambda _: [User(email="EVA@prov.example")],
    "actor_name_once": lambda _: [Actor(slug="x", name="REGION PROV")],
    "actor_has_a_name": lambda _: [Actor(slug="x", name="")],
    "actor_is_not_its_own_parent": lambda _: [Actor(pk=999, slug="x", name="X", parent_id=999)],
    "membership_once": lambda h: [Membership(user=h.user, actor=h.actor, role="reader")],
    "membership_role": lambda h: [Membership(user=h.user, actor=make_actor(), role="kung")],
    "membership_source": lambda h: [Membership(user=h.user, actor=make_actor(), source="rykte")],
    "invitation_open_once": lambda h: [
        invited(h, token_hash="1"),
        invited(h, token_hash="2", email="NY@prov.example"),
    ],
    "invitation_role": lambda h: [invited(h, role="kung")],
    "invitation_has_an_address": lambda h: [invited(h, email="")],
    "invitation_stands_a_while": lambda h: [invited(h, expires_at=timezone.now())],
    "invitation_is_accepted_by_somebody_or_withdrawn": lambda h: [
        invited(h, accepted_at=timezone.now())
    ],
    "presence_once": lambda h: [
        Presence(**h.own, user=h.user, seen_at=timezone.now()) for _twice in range(2)
    ],
    "preview_link_stands_a_while": lambda h: [shared(h, ends_at=timezone.now())],
    "preview_link_asks_somebody_of_an_element": lambda h: [shared(h, email="ny@prov.example")],
    "comment_number_once": lambda h: [said(h, number=1)],
    "comment_bound": lambda h: [said(h, number=31)],
    "comment_has_a_text": lambda h: [said(h, text="")],
    "comment_outcome": lambda h: [
        said(h, outcome="kanske", settled_at=timezone.now(), settled_by=h.user)
    ],
    "comment_is_settled_by_somebody": lambda h: [said(h, outcome="inarbetad")],
    "comment_is_rejected_with_a_reason": lambda h: [
        said(h, outcome="avvisad", settled_at=timezone.now(), settled_by=h.user)
    ],
    "note_has_a_text": lambda h: [Note(**h.own, key=KEY, user=h.user, text="")],
    "withheld_name_once": lambda h: [WithheldName(**h.own, name="Bo Alm") for _twice in range(2)],
    "withheld_name_is_given": lambda h: [WithheldName(**h.own, name="")],
    "accessibility_statement_is_one": lambda _: [AccessibilityStatement(pk=2)],
    "accessibility_statement_words": lambda _: [
        AccessibilityStatement(pk=1, conformance="nog", method="själv", assessed_on="2026-11-27")
    ],
    "accessibility_statement_is_assessed_wholly": lambda _: [
        AccessibilityStatement(pk=1, conformance="helt")
    ],
    "shortcoming_kind": lambda _: [shortcoming(kind="slarv")],
    "shortcoming_situation": lambda _: [shortcoming(situation="")],
    "shortcoming_tells_what_and_why": lambda _: [shortcoming(reason="")],
    "shortcoming_that_is_exempt_is_not_mended": lambda _: [
        shortcoming(kind="utanför", mended_by="2027-01-01")
    ],
    "fault_report_has_a_text": lambda _: [FaultReport(text="")],
    "fault_report_state": lambda _: [
        FaultReport(text="X", state="glömd", handled_at=timezone.now())
    ],
    "fault_report_tells_when_it_was_handled": lambda _: [FaultReport(text="X", state="besvarad")],
    "strategy_kind": lambda _: [Strategy(slug="x", title="X", kind="roman")],
    "strategy_level": lambda _: [Strategy(slug="x", title="X", kind="annat", level="lokal")],
    "strategy_legal_weight": lambda _: [
        Strategy(slug="x", title="X", kind="annat", legal_weight="tung")
    ],
    "strategy_has_a_title": lambda _: [Strategy(slug="x", title="", kind="annat")],
    "strategy_period_is_edtf": lambda _: [
        Strategy(slug="x", title="X", kind="annat", ends="snart")
    ],
    "strategy_stub_is_not_published": lambda h: [
        Strategy(
            slug="x", title="X", kind="annat", stub=True, current_edition=h.strategy.current_edition
        )
    ],
    "strategy_owner_once": lambda h: [StrategyOwner(**h.own, actor=h.actor)],
    "strategy_region_once": lambda h: [StrategyRegion(**h.own, region=h.region)],
    "level_word_once": lambda h: [LevelWord(**h.own, kind="action")],
    "level_word_kind": lambda h: [LevelWord(**h.own, kind="kapitel")],
    "element_kind": lambda h: [Element(**h.own, kind="kapitel", title="X", position=9)],
    "element_has_a_title": lambda h: [Element(**h.own, kind="action", title="", position=9)],
    "element_position_once": lambda h: [Element(**h.own, kind="action", title="X", position=0)],
    "element_key_once": lambda h: [
        Element(strategy=h.other, key=KEY, kind="action", title="X", position=9)
    ],
    "element_address_once": lambda h: [
        Element(**h.own, key=UUID(int=KEY.int + 1), kind="action", title="X", position=9)
    ],
    "element_time_is_for_actions": lambda h: [
        Element(**h.own, kind="direction", title="X", position=9, starts="2018")
    ],
    "element_time_is_edtf": lambda h: [
        Element(**h.own, kind="action", title="X", position=9, starts="2018-13")
    ],
    "challenge_has_a_title": lambda h: [Challenge(**h.own, title="")],
    "challenge_key_once": lambda h: [Challenge(strategy=h.other, key=KEY, title="X")],
    "statement_kind": lambda h: [Statement(**h.own, kind="dikt", text="X")],
    "statement_has_a_text": lambda h: [Statement(**h.own, kind="mål", text="")],
    "statement_key_once": lambda h: [Statement(strategy=h.other, key=KEY, kind="mål", text="X")],
    "decision_kind": lambda h: [Decision(**h.own, kind="glömd")],
    "decision_key_once": lambda h: [Decision(strategy=h.other, key=KEY)],
    "decision_once": lambda h: [Decision(**h.own, body=h.actor)],
    "edition_number_once": lambda h: [edition(h, number=1)],
    "edition_number_from_one": lambda h: [edition(h, number=0)],
    "rendered_page_once": lambda h: [
        RenderedPage(edition=h.strategy.current_edition, language="sv") for _twice in range(2)
    ],
    "paper_once": lambda h: [paper(h), paper(h)],
    "paper_since_another": lambda h: [paper(h, since=h.strategy.current_edition)],
    "paper_is_stored": lambda h: [paper(h, data="")],
    "paper_has_pages": lambda h: [paper(h, pages=0)],
    "entry_once": lambda h: [
        Entry(**h.own, key=h.strategy.key, kind="strategy", title="X", position=0)
    ],
    "entry_of_a_document_has_its_file": lambda h: [
        Entry(**h.own, key=KEY, kind="document", title="X", position=9, number=1)
    ],
    "resource_span_is_in_order": lambda h: [Resource(**h.own, title="X", low=2, high=1)],
    "basis_kind": lambda h: [Basis(**h.own, kind="känsla", text="X")],
    "participant_kind": lambda h: [Participant(**h.own, kind="djur", name="X")],
    "passage_has_at_most_one_target": lambda h: [
        Passage(**h.own, source=h.document, element=h.element, challenge=h.challenge)
    ],
    "passage_certainty": lambda h: [Passage(**h.own, source=h.document, certainty="kanske")],
    "passage_range_is_in_order": lambda h: [Passage(**h.own, source=h.document, start=2, end=1)],
    "flag_kind": lambda h: [Flag(**h.own, kind="fel")],
    "flag_has_at_most_one_target": lambda h: [
        Flag(**h.own, kind="stavning", statement=h.statement, decision=h.decision)
    ],
    "flag_refers_to_at_most_one": lambda h: [
        Flag(**h.own, kind="stavning", refers_element=h.element, refers_decision=h.decision)
    ],
    "involvement_role": lambda h: [Involvement(**h.own, actor=h.actor, role="publik")],
    "involvement_once": lambda h: [Involvement(**h.own, actor=h.actor, role="ansvarig")],
    "mention_once": lambda h: [Mention(**h.own, actor=h.actor)],
    "link_kind": lambda h: [Link(**h.own, element=h.element, kind="liknar", to_element=h.area)],
    "link_origin": lambda h: [
        Link(**h.own, element=h.element, kind="bidrar till", to_element=h.area, origin="rykte")
    ],
    "link_has_one_target": lambda h: [Link(**h.own, element=h.element, kind="bidrar till")],
    "relation_kind": lambda h: [Relation(**h.own, kind="liknar", to=h.other)],
    "relation_is_to_another": lambda h: [Relation(**h.own, kind="ersätter", to=h.strategy)],
    "source_file_format": lambda _: [SourceFile(**FILE | {"format": "exe"})],
    "source_file_sha256": lambda _: [SourceFile(**FILE | {"sha256": "b" * 63})],
    "source_file_has_a_name": lambda _: [SourceFile(**FILE | {"name": ""})],
    "source_file_is_stored": lambda _: [SourceFile(**FILE | {"data": ""})],
    "source_file_is_not_empty": lambda _: [SourceFile(**FILE | {"size": 0})],
    "draft_state": lambda h: [Draft(source=h.file, state="glömt")],
    "draft_that_is_read_has_a_plan": lambda h: [Draft(source=h.file, state="att granska", plan={})],
    "draft_tells_why_it_failed": lambda h: [Draft(source=h.file, state="misslyckades")],
    "entry_relation_kind": lambda h: [
        EntryRelation(strategy=h.strategy, to=h.other, kind="liknar", name="Annan")
    ],
    "entry_relation_once": lambda h: [
        EntryRelation(strategy=h.strategy, to=h.other, kind="ersätter", name="Annan")
        for _ in range(2)
    ],
    "step_kind": lambda h: [step(h, kind="drömd")],
    "step_names_its_text": lambda h: [step(h, sha256="")],
    "step_tells_why": lambda h: [step(h, kind="return")],
    "step_has_its_time": lambda h: [step(h, kind="schedule")],
    "step_has_its_edition": lambda h: [step(h, kind="publish")],
    "step_that_replaces_names_the_other": lambda h: [
        step(h, kind="ask", replaced_by=h.strategy),
        step(h, kind="restore", edition=h.strategy.current_edition, replaced_by=h.strategy),
    ],
    "step_publishes_once": lambda h: [step(h, kind="publish", edition=h.strategy.current_edition)],
    "draft_tells_when_it_was_taken_in": lambda h: [
        Draft(source=h.file, state="inläst", proposed={}, plan={}, strategy=h.strategy)
    ],
    "subscription_once": lambda h: [
        Subscription(email="ny@prov.example", region=h.region),
        Subscription(email="NY@prov.example", region=h.region),
    ],
    "subscription_one_target": lambda h: [
        Subscription(email="ny@prov.example", region=h.region, actor=h.actor)
    ],
    "subscription_frequency": lambda _: [Subscription(email="ny@prov.example", frequency="ofta")],
    "subscription_has_an_address_while_it_lasts": lambda _: [Subscription(email="")],
    "subscription_is_confirmed_after_it_was_requested": lambda _: [
        Subscription(email="ny@prov.example", confirmed_at=datetime(2018, 6, 14, tzinfo=UTC))
    ],
    "theme_link_once": lambda h: [about(h), about(h)],
    "theme_is_known": lambda h: [about(h, theme="astrologi")],
    "theme_link_state": lambda h: [
        about(h, state="kanske", decided_by=h.user, decided_at=timezone.now())
    ],
    "theme_link_is_decided_by_somebody": lambda h: [about(h, state="confirmed")],
    "theme_is_proposed_with_words": lambda h: [about(h, words=[])],
    "delivery_once": lambda h: [delivery(h), delivery(h)],
    "delivery_state": lambda h: [delivery(h, state="på väg")],
    "delivery_tells_when_it_was_handed_over": lambda h: [delivery(h, state="lämnad")],
}


def paper(house: House, **fields: Any) -> Paper:
    known = {"edition": house.strategy.current_edition, "version": "0" * 64, "data": "papper/a.pdf"}
    return Paper(**{"size": 1, "pages": 1} | known | fields)


def edition(house: House, number: int) -> Edition:
    return Edition(
        strategy=house.strategy,
        number=number,
        plan={},
        title="X",
        kind="annat",
        published_at=datetime(2018, 6, 14, tzinfo=UTC),
    )


def step(house: House, **fields: Any) -> Step:
    return Step(**{"strategy": house.strategy, "kind": "ask", "sha256": "a" * 64} | fields)


def delivery(house: House, **fields: Any) -> Delivery:
    follower, _new = Subscription.objects.get_or_create(email="ny@prov.example")
    return Delivery(subscription=follower, step=house.strategy.steps.get(), **fields)


@contextmanager
def settled() -> Iterator[None]:
    """A transaction of its own; what waits until it ends is checked."""
    with transaction.atomic():
        yield
        connection.check_constraints()


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("name", BAD)
def test_the_database_refuses_what_breaks(name: str) -> None:
    rows = BAD[name](House())
    with pytest.raises(IntegrityError) as caught, settled():
        type(rows[0])._default_manager.bulk_create(rows)
    assert caught.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


def test_every_constraint_has_a_row_that_breaks_it() -> None:
    names = {
        constraint.name
        for room in ("actors", "strategies", "legal")
        for model in apps.get_app_config(room).get_models()
        for constraint in model._meta.constraints
    }
    assert names == set(BAD)


def test_a_draft_that_is_not_taken_in_tells_of_nobody_who_did() -> None:
    house = House()
    with pytest.raises(IntegrityError, match="draft_tells_when_it_was_taken_in"):
        Draft.objects.create(source=house.file, taken_in_by=house.user)


def test_a_draft_with_an_error_has_failed() -> None:
    house = House()
    with pytest.raises(IntegrityError, match="draft_tells_why_it_failed"):
        Draft.objects.create(source=house.file, error="tom-fil")


def test_a_subscription_to_everything_is_one_too() -> None:
    Subscription.objects.create(email="ny@prov.example")
    with pytest.raises(IntegrityError, match="subscription_once"):
        Subscription.objects.create(email="Ny@prov.example")


def test_a_dead_mailbox_leaves_no_address() -> None:
    with pytest.raises(IntegrityError, match="subscription_has_an_address_while_it_lasts"):
        Subscription.objects.create(email="ny@prov.example", refused_at=timezone.now())


def test_a_delivery_that_has_been_sent_never_waits_again() -> None:
    sent = delivery(House(), state="lämnad", handed_at=timezone.now())
    sent.save()
    with pytest.raises(DatabaseError, match="delivery_is_never_repeated"), settled():
        sql("UPDATE strategies_delivery SET state = 'väntar', handed_at = NULL")


def test_a_link_has_no_two_targets() -> None:
    house = House()
    with pytest.raises(IntegrityError, match="link_has_one_target"):
        Link.objects.create(
            **house.own,
            element=house.element,
            kind="svarar på",
            to_element=house.area,
            to_challenge=house.challenge,
        )


def test_an_actor_that_a_plan_names_cannot_be_removed() -> None:
    house = House()
    with pytest.raises(IntegrityError), settled():
        sql("DELETE FROM actors_actor WHERE id = %s", house.actor.pk)


# --- the tree


def refused_tree() -> Any:
    return pytest.raises(IntegrityError, match="does not rank")


@pytest.mark.parametrize(
    ("parent", "child"),
    [
        *(("direction", "direction"), ("focus_area", "direction"), ("focus_area", "focus_area")),
        *(("action", "direction"), ("action", "focus_area"), ("action", "action")),
    ],
)
def test_an_element_ranks_below_its_parent(parent: str, child: str) -> None:
    strategy = make_strategy()
    above = make_element(strategy, kind=parent)
    with refused_tree(), settled():
        make_element(strategy, kind=child, parent=above)
    below = make_element(strategy, kind=child)
    with refused_tree(), settled():
        sql(
            "UPDATE strategies_element SET parent_id = %s, position = 9 WHERE id = %s",
            above.pk,
            below.pk,
        )


def test_a_parent_keeps_its_rank_above_its_children() -> None:
    strategy = make_strategy()
    area = make_element(strategy, kind="focus_area")
    make_element(strategy, kind="action", parent=area)
    with refused_tree(), settled():
        Element.objects.filter(pk=area.pk).update(kind="action")


def test_an_element_hangs_under_one_of_its_own_strategy() -> None:
    mine, theirs = make_strategy(), make_strategy()
    foreign = make_element(theirs, kind="direction")
    with refused_tree(), settled():
        make_element(mine, parent=foreign)
    make_element(theirs, parent=foreign)
    with refused_tree(), settled():
        sql("UPDATE strategies_element SET strategy_id = %s WHERE id = %s", mine.pk, foreign.pk)


def test_an_element_is_not_its_own_ancestor() -> None:
    element = make_element(make_strategy(), kind="focus_area")
    with refused_tree(), settled():
        Element.objects.filter(pk=element.pk).update(parent=element.pk)


def test_a_branch_may_pass_through_any_order_of_steps() -> None:
    strategy = make_strategy()
    area = make_element(strategy, kind="focus_area")
    below = make_element(strategy, kind="action", parent=area)
    with settled():
        # Wrong for a while: the child rises above its parent before it is moved out.
        Element.objects.filter(pk=below.pk).update(kind="direction")
        late = make_element(strategy, kind="direction", parent=area)
        Element.objects.filter(pk=below.pk).update(parent=None, position=7)
        Element.objects.filter(pk=late.pk).update(kind="action")
        Element.objects.filter(pk=area.pk).update(parent=below.pk, position=0)
    assert list(Element.objects.get(pk=below.pk).children.all()) == [area]


def test_a_removed_element_leaves_no_debt_to_the_rule() -> None:
    strategy = make_strategy()
    area = make_element(strategy, kind="focus_area")
    with settled():
        wrong = make_element(strategy, kind="direction", parent=area)
        wrong.delete()


def test_siblings_may_swap_places_in_one_transaction() -> None:
    strategy = make_strategy()
    first, second = make_element(strategy), make_element(strategy)
    with settled():
        Element.objects.filter(pk=first.pk).update(position=1)
        Element.objects.filter(pk=second.pk).update(position=0)
    assert list(strategy.elements.all()) == [second, first]


def test_each_kind_has_a_manager_of_its_own() -> None:
    strategy = make_strategy()
    made = [
        kind.objects.create(strategy=strategy, title="X", position=n)
        for n, kind in enumerate((Direction, FocusArea, Action))
    ]
    assert [element.kind for element in made] == ["direction", "focus_area", "action"]
    assert [kind.objects.count() for kind in (Direction, FocusArea, Action)] == [1, 1, 1]


# --- versions


def version(row: Any) -> int:
    found: int = type(row).objects.values_list("version", flat=True).get(pk=row.pk)
    return found


def test_the_version_counts_changes_of_content_however_they_are_made() -> None:
    house = House()
    rows = [house.element, house.challenge, house.statement, house.decision, house.strategy]
    before = [version(row) for row in rows]
    Element.objects.update(title="Ny")
    Challenge.objects.update(text="Ny")
    Statement.objects.update(text="Ny")
    Decision.objects.update(paragraph="§ 1")
    sql("UPDATE strategies_strategy SET summary = 'Ny'")
    assert [version(row) for row in rows] == [number + 1 for number in before]


def test_the_version_does_not_count_moves_or_writes_that_change_nothing() -> None:
    house = House()
    Element.objects.filter(pk=house.element.pk).update(position=8)
    Element.objects.filter(pk=house.element.pk).update(parent=house.area, position=0)
    Element.objects.filter(pk=house.element.pk).update(title=house.element.title)
    Statement.objects.update(position=4, element=house.element)
    Challenge.objects.update(position=4)
    Decision.objects.update(position=4)
    rows = (house.element, house.statement, house.challenge, house.decision)
    assert [version(row) for row in rows] == [1, 1, 1, 1]


def test_publishing_is_no_change_of_a_strategys_content() -> None:
    assert version(make_strategy(published=True)) == 1


# --- editions


def test_an_edition_can_be_neither_changed_nor_removed() -> None:
    found = make_strategy(published=True).current_edition
    assert found is not None
    found.title = "Ändrad"
    attempts: list[Callable[[], Any]] = [
        found.save,
        found.delete,
        lambda: Edition.objects.update(note="Ändrad"),
        lambda: sql("UPDATE strategies_edition SET plan = '{}'"),
        lambda: sql("DELETE FROM strategies_edition"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), settled():
            attempt()
    assert Edition.objects.get().title != "Ändrad"


def test_a_strategys_current_edition_is_one_of_its_own() -> None:
    mine, theirs = make_strategy(published=True), make_strategy(published=True)
    own, foreign = current(mine), current(theirs)
    Strategy.objects.filter(pk=theirs.pk).update(current_edition=None)
    change = "UPDATE strategies_strategy SET current_edition_id = %s WHERE id = %s"
    attempts: list[Callable[[], Any]] = [
        lambda: sql(change, foreign.pk, mine.pk),
        lambda: sql(change, own.pk + foreign.pk, theirs.pk),
        lambda: Strategy.objects.create(
            title="Ny", slug="ny", kind="annat", current_edition=foreign
        ),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="has no edition"), settled():
            attempt()
    with settled():
        sql(change, None, mine.pk)
        sql(change, own.pk, mine.pk)
        sql(change, foreign.pk, theirs.pk)


# What an edition is known by in lists, and how it came to be. Of its owners, one may only become the actor that it was merged into.
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE strategies_edition CASCADE",
        "TRUNCATE strategies_edition_owners",
        "TRUNCATE strategies_edition_regions",
        "TRUNCATE strategies_step",
        "DELETE FROM strategies_edition_owners",
        "UPDATE strategies_edition_owners SET edition_id = edition_id + 1",
        "DELETE FROM strategies_edition_regions",
        "UPDATE strategies_edition_regions SET region_id = region_id",
        "UPDATE strategies_step SET comment = 'Aldrig sagt'",
        "DELETE FROM strategies_step",
        "INSERT INTO strategies_edition (strategy_id, number, plan, sha256, public_sha256, title, kind, repealed, note, correction, sole_approver, published_at)"
        " SELECT strategy_id, number, plan, sha256, public_sha256, title, kind, repealed, note, correction, sole_approver, published_at FROM strategies_edition",
    ],
)
def test_raw_sql_cannot_change_what_was_published(statement: str) -> None:
    make_region("Provlän")
    make_strategy(published=True, regions=("Provlän",))
    with pytest.raises(DatabaseError), settled():
        sql(statement)


def test_the_page_of_an_edition_is_no_part_of_it_and_can_be_thrown_away(client: Client) -> None:
    strategy = make_strategy(published=True)
    before = client.get(strategy.get_absolute_url()).content
    sql("DELETE FROM strategies_renderedpage")
    assert client.get(strategy.get_absolute_url()).content == before


def test_a_published_strategy_cannot_be_removed() -> None:
    strategy = make_strategy(published=True)
    with pytest.raises(DatabaseError), settled():
        strategy.delete()
    with pytest.raises(DatabaseError), settled():
        sql("DELETE FROM strategies_strategy WHERE id = %s", strategy.pk)


# --- two at once


def at_once(*steps: Callable[[threading.Barrier], None]) -> list[Exception | None]:
    """Run each step in a transaction of its own; all meet at the barrier before any commits."""
    barrier = threading.Barrier(len(steps), timeout=20)

    def run(step: Callable[[threading.Barrier], None]) -> Exception | None:
        try:
            with transaction.atomic():
                step(barrier)
        except DatabaseError as error:
            return error
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


@pytest.mark.django_db(transaction=True)
def test_a_parent_cannot_sink_while_somebody_hangs_a_child_under_it() -> None:
    strategy = make_strategy()
    area = make_element(strategy, kind="focus_area")

    def sink(barrier: threading.Barrier) -> None:
        Element.objects.filter(pk=area.pk).update(kind="action")
        barrier.wait()

    def hang(barrier: threading.Barrier) -> None:
        make_element(strategy, kind="action", parent=area)
        barrier.wait()

    outcomes = at_once(sink, hang)

    assert sum(error is not None for error in outcomes) == 1
    area.refresh_from_db()
    assert (area.kind == "action") != area.children.exists()


@pytest.mark.django_db(transaction=True)
def test_two_branches_cannot_be_hung_under_each_other() -> None:
    strategy = make_strategy()
    first = make_element(strategy, kind="direction")
    second = make_element(strategy, kind="direction")

    def hang(element: Element, under: Element) -> Callable[[threading.Barrier], None]:
        def step(barrier: threading.Barrier) -> None:
            Element.objects.filter(pk=element.pk).update(
                kind="focus_area", parent=under.pk, position=0
            )
            barrier.wait()

        return step

    outcomes = at_once(hang(first, second), hang(second, first))

    assert any(outcomes)
    parents = set(Element.objects.values_list("parent", flat=True))
    assert None in parents


@pytest.mark.django_db(transaction=True)
def test_two_writers_cannot_take_the_same_place() -> None:
    strategy = make_strategy()

    def take(barrier: threading.Barrier) -> None:
        make_element(strategy, position=0)
        barrier.wait()

    assert sum(error is not None for error in at_once(take, take)) == 1
    assert Element.objects.filter(strategy=strategy).count() == 1

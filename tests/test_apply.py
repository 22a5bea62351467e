"""A plan into rows and back: what the rows keep, what is refused, and that nothing is written in vain."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, event, given, settings

from actors.models import Actor
from strategies.apply import apply
from strategies.dates import PartialDate, Period
from strategies.models import Element, Involvement, Statement, Strategy
from strategies.names import PlanError
from strategies.plan import (
    Challenge,
    Decision,
    Document,
    Link,
    Passage,
    Person,
    Plan,
    Relation,
    Resource,
    Segment,
)
from strategies.plan import (
    Element as PlanElement,
)
from strategies.plan import (
    Involvement as PlanInvolvement,
)
from strategies.plan import (
    Statement as PlanStatement,
)
from strategies.snapshot import snapshot
from tests.factories import make_actor, make_region
from tests.kept import REGIONS, kept, storable_plans
from tests.plans import plans

pytestmark = pytest.mark.django_db

checked = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
WRITES = ("INSERT", "UPDATE", "DELETE")


def small(**fields: Any) -> Plan:
    return Plan(**{"title": "Provplan", "kind": "handlingsplan"} | fields)


def action(title: str = "Stärk kompetensen", **fields: Any) -> PlanElement:
    return PlanElement(**{"kind": "action", "title": title} | fields)


def writes(queries: CaptureQueriesContext) -> list[str]:
    sent = [query["sql"] for query in queries.captured_queries]
    return [
        sql for sql in sent if any(f"{word} " in sql for word in WRITES) and "FOR UPDATE" not in sql
    ]


def history() -> int:
    """How many events the database has written."""
    events = [model for model in apps.get_models() if model.__name__.endswith("Event")]
    return sum(model._default_manager.count() for model in events)


@pytest.fixture
def regions(db: None) -> None:
    for name in REGIONS:
        make_region(name)


# --- laws


@checked
@given(plan=storable_plans())
def test_the_rows_keep_everything_that_a_plan_says(regions: None, plan: Plan) -> None:
    with transaction.atomic():
        strategy = apply(plan)
        assert snapshot(strategy) == kept(plan, strategy.slug)
        transaction.set_rollback(True)


@checked
@given(plan=storable_plans())
def test_applying_what_the_rows_say_writes_nothing(regions: None, plan: Plan) -> None:
    with transaction.atomic():
        strategy = apply(plan)
        told = history()
        with CaptureQueriesContext(connection) as queries:
            apply(plan, strategy)
            apply(snapshot(strategy), strategy)
        assert writes(queries) == []
        assert history() == told
        transaction.set_rollback(True)


@checked
@given(first=storable_plans(), second=storable_plans())
def test_a_plan_replaces_another_wholly(regions: None, first: Plan, second: Plan) -> None:
    with transaction.atomic():
        strategy = apply(second, apply(first))
        says = snapshot(strategy)
        # Actors have the names that they got first, so those of the first plan are called as there.
        assert _lower(says) == _lower(
            kept(second, strategy.slug).model_copy(update={"key": first.key})
        )
        transaction.set_rollback(True)


def _lower(plan: Plan) -> str:
    return plan.model_dump_json().lower()


@checked
@given(plan=plans())
def test_what_cannot_be_kept_is_refused_with_a_remedy_and_leaves_nothing(
    regions: None, plan: Plan
) -> None:
    told, refused = history(), None
    try:
        with transaction.atomic():
            strategy = apply(plan)
            assert snapshot(strategy) == kept(plan, strategy.slug)
            transaction.set_rollback(True)
    except PlanError as error:
        refused = error
    event(refused.message.split("”")[0] if refused else "kept")
    assert refused is None or refused.message.endswith(".")
    assert refused is None or refused.remedy.endswith((".", "?"))
    assert history() == told


# --- names


def test_an_actor_is_found_by_name_whatever_its_case_and_by_alias() -> None:
    almi = make_actor("ALMI Företagspartner", aliases=["ALMI"])
    plan = small(
        owners=("almi företagspartner", "ALMI"),
        mentioned_actors=("ALMI", "Ny Aktör", "ny aktör"),
        decisions=(Decision(body="ALMI"),),
        persons=(Person(name="Eva", actor="ALMI"),),
    )

    says = snapshot(apply(plan))

    assert says.owners == (almi.name,)
    assert says.mentioned_actors == (almi.name, "Ny Aktör")
    assert says.decisions[0].body == says.persons[0].actor == almi.name
    assert Actor.objects.count() == 2


@pytest.mark.parametrize("name", ["İstanbul", "ΑΣ", "ΑΣ β", "Straße", "ẞ", "ǅ", "🙂", "Å" * 200])
def test_letters_that_change_with_case_do_not_make_a_second_actor(name: str) -> None:
    strategy = apply(small(owners=(name,), mentioned_actors=(name.lower(), name)))
    first = snapshot(strategy)

    assert snapshot(apply(small(owners=(name,)), strategy)).owners == first.owners == (name,)
    assert Actor.objects.filter(name=name).count() == 1


def test_an_alias_that_several_actors_have_is_refused_with_their_names() -> None:
    make_actor("Region A", aliases=["Regionen"])
    make_actor("Region B", aliases=["Regionen"])

    with pytest.raises(PlanError) as caught:
        apply(small(owners=("Regionen",)))
    assert caught.value.message == "”Regionen” kan betyda flera aktörer."
    assert set(caught.value.remedy.split()) >= {"Skriv", "eller"}
    assert Strategy.objects.count() == 0


def test_an_unknown_region_is_refused_with_the_nearest_name(regions: None) -> None:
    with pytest.raises(
        PlanError, match=r"Det finns inget område som heter ”Örebo län”. Menade du ”Örebro län”?"
    ):
        apply(small(regions=("Örebo län",)))


def test_a_relation_to_a_plan_that_nobody_has_loaded_makes_one_stub() -> None:
    plan = small(
        relations=(
            Relation(kind="utgår från", to="RUS för Provlän", part="kapitel 2"),
            Relation(kind="bidrar till", to="RUS för Provlän"),
        )
    )
    strategy = apply(plan)
    apply(plan, strategy)

    assert snapshot(strategy).relations == plan.relations
    stub = Strategy.objects.get(stub=True)
    assert (stub.title, stub.slug) == ("RUS för Provlän", "rus-for-provlan")


def test_a_relation_to_the_plans_own_title_means_another_plan() -> None:
    plan = small(relations=(Relation(kind="ersätter", to="Provplan"),))
    strategy = apply(plan)

    assert snapshot(apply(plan, strategy)).relations == plan.relations
    assert [stub.slug for stub in Strategy.objects.filter(stub=True)] == ["provplan-2"]


def test_a_relation_stays_with_the_plan_it_means_when_another_takes_that_title() -> None:
    other = apply(small(title="Annan"))
    plan = small(relations=(Relation(kind="bidrar till", to="RUS"),))
    strategy = apply(plan)
    meant = Strategy.objects.get(title="RUS")
    apply(small(title="RUS"), other)

    apply(plan, strategy)

    assert [relation.to for relation in strategy.relations.all()] == [meant]


# --- addresses and keys


def test_an_address_that_is_taken_gets_a_number_and_still_has_room() -> None:
    slugs = [apply(small(title="x" * 300)).slug for _ in range(2)]
    assert slugs == ["x" * 100, "x" * 98 + "-2"]
    assert apply(small(slug="a" * 100)).slug == "a" * 100
    assert apply(small(slug="a" * 100)).slug == "a" * 98 + "-2"
    assert apply(small(title="🙂")).slug == "namnlos"


@pytest.mark.parametrize("dash", ["-", "–", "—", " – ", "\u2011"])
def test_a_period_keeps_its_dash_in_an_address(dash: str) -> None:
    assert apply(small(title=f"Plan 2025{dash}2028")).slug == "plan-2025-2028"


def test_an_address_never_changes_once_a_plan_has_it() -> None:
    strategy = apply(small(slug="planen"))
    assert apply(small(slug="en-annan"), strategy).slug == "planen"


def test_a_stub_takes_the_address_of_the_plan_that_fills_it() -> None:
    apply(small(relations=(Relation(kind="bidrar till", to="RUS"),)))
    stub = Strategy.objects.get(stub=True)

    strategy = apply(small(title="RUS", slug="rus-provlan"), stub)

    assert (strategy.pk, strategy.slug, strategy.stub) == (stub.pk, "rus-provlan", False)


def test_keys_of_another_plan_are_refused() -> None:
    mine = action()
    apply(small(elements=(mine,)))
    with pytest.raises(PlanError, match="nyckel som redan finns i en annan plan"):
        apply(small(title="Kopia", elements=(mine,)))
    assert not Strategy.objects.filter(title="Kopia").exists()


def test_a_plan_whose_key_another_has_is_refused() -> None:
    plan = small()
    apply(plan)
    with pytest.raises(PlanError, match="Planens nyckel hör redan till en annan plan"):
        apply(plan)


# --- what rows refuse, told to people


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"elements": (action(label="x" * 21),)}, "Beteckning"),
        ({"elements": (action(short_title="x" * 121),)}, "120"),
        ({"level_words": {"action": "x" * 81}}, "80"),
        ({"persons": ({"name": "Eva", "email": "x" * 255},)}, "E-post"),
        ({"participants": ({"name": "Alla", "count": 10**12},)}, "Antal"),
        ({"stated_counts": {"action": 10**12}}, "Angivet antal"),
        ({"owners": ("x" * 201,)}, "högst 200"),
        ({"passages": ({"start": 1, "end": 2},)}, "planen har 0"),
        (
            {"documents": ({"title": "Källa"},), "passages": ({"start": 3, "end": 2},)},
            "slutar innan det börjar",
        ),
        (
            {"documents": ({"title": "Källa", "published_at": datetime(1, 1, 1, tzinfo=UTC)},)},
            "år från 1000 till 2999",
        ),
        (
            {
                "decisions": (
                    {"body": "Fullmäktige", "date": PartialDate(value="2018")},
                    {"body": "Fullmäktige", "date": PartialDate(value="2018")},
                )
            },
            "Samma beslut står två gånger",
        ),
    ],
)
def test_what_has_no_room_is_refused_with_a_remedy(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(PlanError, match=words) as caught:
        apply(small(**fields))
    assert caught.value.remedy
    assert Strategy.objects.count() == 0


def test_the_same_involvement_twice_is_refused_with_actor_and_place() -> None:
    make_actor("ALMI Företagspartner", aliases=["ALMI"])
    twice = (
        PlanInvolvement(actor="ALMI", role="medverkar"),
        PlanInvolvement(actor="ALMI Företagspartner", role="medverkar"),
    )
    with pytest.raises(PlanError) as caught:
        apply(small(elements=(action("Rusta", involvements=twice),)))
    assert "”ALMI Företagspartner” har rollen medverkar två gånger i ”Rusta”." in str(caught.value)


# --- what is kept when a plan changes


def test_a_moved_and_reworded_part_keeps_its_row() -> None:
    goal = PlanStatement(kind="mål", text="Fler i arbete.")
    moving = action(statements=(goal,))
    old = PlanElement(kind="direction", title="Gammal", elements=(moving,))
    strategy = apply(small(elements=(old,)))
    row, statement = Element.objects.get(key=moving.key), Statement.objects.get(key=goal.key)

    new = PlanElement(
        kind="direction",
        title="Ny",
        statements=(goal,),
        elements=(action("Höj kompetensen", key=moving.key),),
    )
    changed = small(elements=(new,))
    apply(changed, strategy)

    assert snapshot(strategy).elements == changed.elements
    assert Element.objects.get(key=moving.key).pk == row.pk
    assert Statement.objects.get(key=goal.key).pk == statement.pk


def test_a_part_may_rise_to_a_level_above_its_former_parent() -> None:
    low = PlanElement(kind="focus_area", title="Låg")
    high = PlanElement(kind="direction", title="Hög", elements=(low,))
    strategy = apply(small(elements=(high,)))

    turned = PlanElement(
        kind="direction",
        title="Låg",
        key=low.key,
        elements=(PlanElement(kind="focus_area", title="Hög", key=high.key),),
    )
    apply(small(elements=(turned,)), strategy)

    assert snapshot(strategy).elements == (turned,)


def test_siblings_and_decisions_may_change_places() -> None:
    parts = (action("Först"), action("Sist"))
    made = (
        Decision(body="Fullmäktige", date=PartialDate(value="2018")),
        Decision(body="Fullmäktige", date=PartialDate(value="2020")),
    )
    strategy = apply(small(elements=parts, decisions=made))

    dates = [decision.date for decision in made][::-1]
    swapped = tuple(
        decision.model_copy(update={"date": date})
        for decision, date in zip(made, dates, strict=True)
    )
    apply(small(elements=parts[::-1], decisions=swapped), strategy)

    assert snapshot(strategy).elements == parts[::-1]
    assert snapshot(strategy).decisions == swapped


def test_one_new_involvement_writes_one_row() -> None:
    def with_actors(*names: str) -> Plan:
        ties = tuple(PlanInvolvement(actor=name, role="medverkar") for name in names)
        later = PlanInvolvement(actor="C", role="ansvarig")
        return small(
            elements=(first.model_copy(update={"involvements": ties}), second),
            involvements=(later,),
        )

    first, second = (
        action("Ett"),
        action("Två", involvements=(PlanInvolvement(actor="D", role="utförare"),)),
    )
    strategy = apply(with_actors("A"))
    make_actor("B")
    with CaptureQueriesContext(connection) as queries:
        apply(with_actors("A", "B"), strategy)
    assert len(writes(queries)) == 1
    assert Involvement.objects.count() == 4


def test_the_rows_win_over_what_the_caller_last_read() -> None:
    strategy = apply(small(title="Först"))
    stale = Strategy.objects.get(pk=strategy.pk)
    apply(small(title="Sedan"), strategy)

    assert apply(small(title="Först"), stale).title == "Först"
    assert Strategy.objects.get(pk=strategy.pk).title == "Först"


def test_fields_of_every_kind_come_back_as_they_were() -> None:
    challenge = Challenge(title="Ungas flytt", challenges=(Challenge(title="Bostäder"),))
    area = PlanElement(
        kind="focus_area",
        title="Kompetens",
        links=(Link(kind="svarar på", to=challenge.key),),
        elements=(action(period=Period(start="2019-05", end="2020-21")),),
    )
    plan = small(
        level="regional",
        period=Period(start="2018", end="2022"),
        challenges=(challenge,),
        elements=(area,),
        resources=(
            Resource(
                title="Medel", low=Decimal("1.50"), high=Decimal("99999999999999.99"), unit="kr"
            ),
        ),
        documents=(
            Document(
                title="Nyhet",
                published_at=datetime.fromisoformat("2018-06-14T09:30:00+02:00"),
                segments=(Segment(kind="navigering", text="Till start"),),
            ),
        ),
        passages=(Passage(start=0, end=9, on=area.key, text="källan"),),
    )
    says = snapshot(apply(plan))
    assert says.model_dump_json(exclude={"slug"}) == plan.model_dump_json(exclude={"slug"})


@pytest.mark.parametrize("offset", ["+00:00", "-18:11", "+23:59", "+05:45"])
def test_an_instant_keeps_its_offset_also_one_that_postgresql_refuses(offset: str) -> None:
    instant = datetime.fromisoformat(f"2018-06-14T09:30:00{offset}")
    plan = small(documents=(Document(title="Källa", published_at=instant),))
    kept_at = snapshot(apply(plan)).documents[0].published_at
    assert kept_at is not None
    assert kept_at.isoformat() == instant.isoformat()


# --- size


def large(number: int) -> Plan:
    """A plan of `number` actions in ten areas, each with three involvements and a goal."""
    ties = tuple(PlanInvolvement(actor=name, role="medverkar") for name in ("A", "B", "C"))
    areas = [
        PlanElement(
            kind="focus_area",
            title=f"Område {place}",
            elements=tuple(
                action(
                    f"Insats {place}.{n}",
                    involvements=ties,
                    statements=(PlanStatement(kind="mål", text="Fler."),),
                )
                for n in range(number // 10)
            ),
        )
        for place in range(10)
    ]
    return small(elements=tuple(areas))


def test_queries_do_not_grow_with_the_plan() -> None:
    counts = []
    for number in (10, 500):
        plan = large(number)
        with CaptureQueriesContext(connection) as applying:
            strategy = apply(plan)
        with CaptureQueriesContext(connection) as again:
            apply(plan, strategy)
        with CaptureQueriesContext(connection) as reading:
            says = snapshot(strategy)
        assert says.elements == plan.elements
        counts.append((len(applying), len(again), len(reading)))
    (small_apply, *rest), (large_apply, *large_rest) = counts
    assert large_rest == rest
    # bulk_create divides what it sends into batches only past some thousand rows; the actors are there the second time.
    assert large_apply <= small_apply

"""Publishing: what the public reads is an edition, made on purpose, once, and never changed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from actors.models import MembershipRole, User
from strategies.apply import apply
from strategies.dates import PartialDate
from strategies.models import Decision as DecisionRow
from strategies.models import Edition, Element, Entry, StepKind, Strategy, StrategyOwner
from strategies.plan import Decision, Plan
from strategies.publishing.canonical import digest
from strategies.publishing.publish import PublishError, publish
from strategies.publishing.steps import StepError, take
from strategies.snapshot import snapshot
from tests.factories import (
    current,
    make_actor,
    make_element,
    make_member,
    make_region,
    make_strategy,
)
from tests.kept import REGIONS, storable_plans

pytestmark = pytest.mark.django_db


def test_an_edition_says_what_the_working_copy_said() -> None:
    make_region("Örebro län")
    strategy = make_strategy(
        title="Vår plan",
        owners=(make_actor("Vi").name, make_actor("De").name),
        regions=("Örebro län",),
        period={"start": "2018-06", "end": "2022"},
    )
    make_element(strategy, title="Utbildning")
    user = User.objects.create(email="eva@prov.example")

    edition = publish(strategy, user)

    plan = Plan.model_validate(current(strategy).plan)
    assert plan == snapshot(strategy)
    assert (edition.number, edition.title, edition.kind) == (1, "Vår plan", "handlingsplan")
    assert (str(edition.first_day), str(edition.last_day)) == ("2018-06-01", "2022-12-31")
    assert edition.sha256 == digest(plan)
    assert edition.published_by == user
    assert [str(owner) for owner in edition.owners.order_by("pk")] == ["Vi", "De"]
    assert [str(region) for region in edition.regions.all()] == ["Örebro län"]


@settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(plan=storable_plans())
def test_every_plan_with_an_owner_can_be_published_and_read_back(plan: Plan) -> None:
    with transaction.atomic():
        for name in REGIONS:
            make_region(name)
        strategy = apply(plan.model_copy(update={"owners": plan.owners or ("Ägaren",)}))
        edition = publish(strategy, None)
        read = Plan.model_validate(Edition.objects.get(pk=edition.pk).plan)
        assert read == snapshot(strategy)
        assert digest(read) == edition.sha256
        assert set(Entry.objects.values_list("key", flat=True)) >= {
            element.key for _, element in plan.walk()
        }
        transaction.set_rollback(True)


def test_editing_changes_nothing_that_the_public_reads() -> None:
    strategy = make_strategy(published=True)
    before = list(Entry.objects.values())
    make_element(strategy, title="Skiss")
    Strategy.objects.update(title="Ny titel")

    assert list(Entry.objects.values()) == before
    assert "Skiss" not in str(current(strategy).plan)
    assert current(strategy).title != "Ny titel"


def test_a_second_edition_takes_the_firsts_place_and_the_first_stays() -> None:
    strategy = make_strategy(published=True)
    first = current(strategy)
    make_element(strategy, title="Utbildning")

    second = publish(strategy, None, " En insats till. ")

    assert (second.number, second.note) == (2, "En insats till.")
    assert current(strategy) == second
    assert Edition.objects.get(pk=first.pk).plan == first.plan
    assert list(Edition.objects.current()) == [second]


def test_a_strategy_without_owner_is_not_published() -> None:
    strategy = make_strategy(owners=())
    with pytest.raises(PublishError, match=r"saknar ägare. Ange vem"):
        publish(strategy, None)
    assert not Edition.objects.exists()


def test_nothing_new_is_not_published() -> None:
    strategy = make_strategy(published=True)
    with pytest.raises(PublishError, match="Inget är ändrat"):
        publish(strategy, None, "Igen")
    assert strategy.editions.count() == 1


def test_a_change_that_was_taken_back_is_nothing_new() -> None:
    strategy = make_strategy(published=True)
    make_element(strategy).delete()
    with pytest.raises(PublishError, match="Inget är ändrat"):
        publish(strategy, None, "Igen")


@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_later_edition_says_what_is_new(note: str) -> None:
    strategy = make_strategy(published=True)
    make_element(strategy)
    with pytest.raises(PublishError, match="Skriv vad som är nytt"):
        publish(strategy, None, note)
    assert strategy.editions.count() == 1


def test_a_note_that_has_no_room_is_refused_with_a_remedy() -> None:
    strategy = make_strategy(published=True)
    make_element(strategy)
    with pytest.raises(PublishError, match=r"fler än 500 tecken. Korta den."):
        publish(strategy, None, "x" * 501)
    assert publish(strategy, None, "x" * 500).number == 2


def test_a_stub_that_somebody_has_filled_in_is_published_as_a_strategy() -> None:
    stub = Strategy.objects.create(title="RUS", slug="rus", kind="annat", stub=True)
    StrategyOwner.objects.create(strategy=stub, actor=make_actor())
    publish(stub, None)
    stub.refresh_from_db()
    assert not stub.stub


def test_queries_do_not_grow_with_the_plan() -> None:
    counts = []
    for number in (2, 40):
        strategy = make_strategy()
        Element.objects.bulk_create(
            Element(strategy=strategy, kind="action", title=f"Insats {n}", position=n)
            for n in range(number)
        )
        with CaptureQueriesContext(connection) as queries:
            publish(strategy, None)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_edition() -> None:
    strategy = make_strategy()
    barrier = threading.Barrier(2, timeout=20)

    def run(_: int) -> str:
        try:
            barrier.wait()
            return f"utgåva {publish(strategy, None).number}"
        except PublishError as error:
            return str(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(run, range(2)))

    assert outcomes[0].startswith("Inget är ändrat")
    assert outcomes[1] == "utgåva 1"
    assert Edition.objects.count() == 1


def test_a_decision_that_is_still_to_come_is_not_published() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    decision = Decision(body="Nämnden", date={"value": tomorrow.isoformat()})
    strategy = make_strategy(decisions=(decision,))
    with pytest.raises(PublishError, match="har inte fattats än"):
        publish(strategy, None)
    assert not strategy.editions.exists()
    last_year = PartialDate(value=str(tomorrow.year - 1))
    DecisionRow.objects.filter(strategy=strategy).update(date=last_year)
    publish(strategy, None)


@pytest.mark.parametrize(
    ("decision", "goes"),
    [
        (Decision(), False),
        (Decision(body="Nämnden"), True),
        (Decision(date={"value": "2018"}), True),
        (Decision(date={"value": "", "written": "i dag"}), True),
        (Decision(kind="reviderad"), False),
        (Decision(kind="förlängd"), False),
        (Decision(kind="upphävd"), False),
    ],
)
def test_a_decision_that_nobody_knows_anything_of_is_not_reviewed(
    decision: Decision, goes: bool
) -> None:
    strategy = make_strategy(decisions=(decision,))
    editor = make_member(strategy.owners.get(), MembershipRole.EDITOR)
    if goes:
        assert take(strategy, StepKind.ASK, editor).kind == StepKind.ASK
    else:
        with pytest.raises(StepError, match="inte när eller av vem"):
            take(strategy, StepKind.ASK, editor)

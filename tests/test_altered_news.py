"""News of an edition whose text is not the adopted one: what a feed says of it, and that it is what the plan's page says."""

from collections.abc import Callable

import pytest
from django.test import Client

from strategies.dates import PartialDate
from strategies.models import Decision as DecisionRow
from strategies.models import Edition, Strategy
from strategies.news.altered import _digest, altered
from strategies.plan import Decision, Element, Plan
from strategies.publishing.publish import publish
from strategies.reading.editions import for_readers, plan_of
from strategies.reading.since_adopted import TEXT as COMPARED
from strategies.reading.since_adopted import changed_since
from tests.factories import make_strategy, publish_again

pytestmark = pytest.mark.django_db

ADOPTED = Decision(body="Nämnden", date={"value": "2018-06-14"})


def entries(client: Client, strategy: Strategy) -> list[str]:
    """What the plan's feed says, the newest first."""
    return client.get(f"{strategy.get_absolute_url()}nytt.atom").text.split("<entry>")[1:]


def test_a_feed_says_that_a_text_is_not_the_adopted_one_instead_of_the_decision(
    client: Client,
) -> None:
    strategy = make_strategy(decisions=(ADOPTED,), published=True)
    publish_again(strategy)
    newest, oldest = entries(client, strategy)
    assert "Texten har ändrats sedan den antogs (utgåva 1)." in newest
    assert "Antagen" not in newest
    assert "Beslut: Antagen 14 juni 2018, Nämnden" in oldest
    assert "har ändrats sedan" not in oldest


def test_a_decision_that_does_not_adopt_is_told_of_a_changed_text_too(client: Client) -> None:
    strategy = make_strategy(decisions=(ADOPTED,), published=True)
    DecisionRow.objects.create(
        strategy=strategy, kind="förlängd", date=PartialDate(value="2022-01-10")
    )
    publish_again(strategy)
    newest, _oldest = entries(client, strategy)
    assert "Texten har ändrats" in newest
    assert "Beslut: Förlängd 10 januari 2022" in newest


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"case_number": "18RS5123", "paragraph": "44"}, ", 18RS5123, § 44"),
        ({"paragraph": "§§ 4–5"}, ", §§ 4–5"),
        ({"case_number": "18RS5123"}, ", 18RS5123"),
        ({}, ""),
    ],
)
def test_a_feed_tells_of_a_decision_all_that_the_plans_page_does(
    client: Client, numbers: dict[str, str], said: str
) -> None:
    decision = ADOPTED.model_copy(update=numbers)
    strategy = make_strategy(decisions=(decision,), published=True)
    (entry,) = entries(client, strategy)
    assert f"Beslut: Antagen 14 juni 2018, Nämnden{said}&lt;/p" in entry
    assert said.removeprefix(", ") in client.get(strategy.get_absolute_url()).text


def test_a_feed_says_of_a_correction_that_it_is_one(client: Client) -> None:
    strategy = make_strategy(title="Planen", published=True)
    for number, note in ((2, ""), (3, "Fel årtal")):
        Strategy.objects.update(summary=f"Text {number}")
        publish(strategy, None, note, correction=True)
    third, second, first = entries(client, strategy)
    assert "Planen, utgåva 3 (rättelse)" in third
    assert "Rättelse: Fel årtal" in third
    assert "Rättelse." in second
    assert "ättelse" not in first


def test_the_news_say_what_the_pages_say() -> None:
    """A plan that is published, adopted, reworded, put back, revised and reworded again."""
    strategy = make_strategy(summary="Text 1", published=True)
    of = {"strategy": strategy}
    DecisionRow.objects.create(**of, kind="antagen", date=ADOPTED.date)
    publish(strategy, None, "Antagen")
    publish_again(strategy)
    Strategy.objects.update(summary="Text 1")
    publish(strategy, None, "Som den antogs")
    DecisionRow.objects.create(**of, kind="reviderad", date=PartialDate(value="2020-02-03"))
    publish_again(strategy)
    publish_again(strategy)
    editions = for_readers(Edition.objects.filter(strategy=strategy)).order_by("number")
    pages = [changed_since(plan_of(one), strategy.slug, one) for one in editions]
    found = altered(list(Edition.objects.filter(strategy=strategy)))
    assert [found.get(one.pk, 0) for one in editions] == pages == [0, 0, 2, 0, 0, 5]


def test_what_is_compared_is_what_the_pages_compare() -> None:
    whole = Plan(title="Planen", kind="program", elements=(Element(kind="action", title="Råd"),))
    for name in Plan.model_fields:
        other = whole.model_dump(mode="json") | {name: "annat"}
        told = _digest(other) != _digest(whole.model_dump(mode="json"))
        assert told == (name in COMPARED)


def test_an_edition_from_before_a_field_was_added_says_the_same() -> None:
    plan = Plan(title="Planen", kind="program", elements=(Element(kind="action", title="Råd"),))
    now = plan.model_dump(mode="json")
    assert _digest(plan.model_dump(mode="json", exclude_defaults=True)) == _digest(now)
    # But nothing is not none.
    now["stated_counts"]["action"] = 0
    assert _digest(now) != _digest(plan.model_dump(mode="json"))


def test_the_queries_do_not_grow_with_altered_editions(
    client: Client, count_queries: Callable[..., int]
) -> None:
    strategy = make_strategy(decisions=(ADOPTED,), published=True)
    address = f"{strategy.get_absolute_url()}nytt.atom"
    publish_again(strategy)
    few = count_queries(address)
    for _number in range(4):
        publish_again(strategy)
    assert count_queries(address) == few

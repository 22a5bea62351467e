"""What readers are told where an edition no longer says what was adopted: on its page and on paper, and as soon as it is so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from strategies.dates import PartialDate
from strategies.models import Decision as DecisionRow
from strategies.models import Edition, Strategy
from strategies.paper.contents import plan_sheets
from strategies.paper.keeping import imprint_of, paper_of
from strategies.paper.typesetting import typeset
from strategies.plan import Decision
from strategies.publishing.publish import publish
from strategies.reading.editions import PLANS, for_readers, plan_of
from strategies.reading.since_adopted import FOUND, changed_since
from tests.editing import Desk
from tests.factories import make_actor, make_element, make_strategy, publish_again
from tests.papers import MADE, faults, pages

pytestmark = pytest.mark.django_db

ADOPTED = Decision(body="Nämnden", date={"value": "2018-06-14"})
CHANGED = "Texten har ändrats sedan den antogs"


def adopted(**fields: Any) -> Strategy:
    return make_strategy(
        published=True, **{"title": "Planen", "summary": "Text 1", "decisions": (ADOPTED,)} | fields
    )


def link(older: int, newer: int) -> str:
    return f'{CHANGED}:</strong> <a href="/strategier/planen/utgavor/{older}/mot/{newer}/">se skillnaden</a>'


def edition(strategy: Strategy, number: int) -> Edition:
    rows = for_readers(Edition.objects.select_related("strategy"))
    return rows.get(strategy=strategy, number=number)


def test_a_plan_that_says_what_was_adopted_tells_of_no_change(client: Client) -> None:
    home = adopted().get_absolute_url()
    page = client.get(home).text
    assert "Antagen 14 juni 2018 av Nämnden" in page
    assert CHANGED not in page


def test_a_text_that_was_changed_is_told_beside_that_it_is_adopted(client: Client) -> None:
    strategy = adopted()
    home = strategy.get_absolute_url()
    client.get(home)  # the page is on its shelf, and says nothing of it
    publish_again(strategy)
    assert link(1, 2) in client.get(home).text
    publish_again(strategy)
    assert link(1, 3) in client.get(home).text
    assert link(1, 2) in client.get(f"{home}utgavor/2/").text
    assert CHANGED not in client.get(f"{home}utgavor/1/").text
    assert client.get(f"{home}utgavor/1/mot/3/").status_code == 200


def test_a_text_that_is_what_it_was_again_is_the_adopted_one(client: Client) -> None:
    strategy = adopted()
    publish_again(strategy)
    Strategy.objects.filter(pk=strategy.pk).update(summary="Text 1")
    publish(strategy, None, "Som den antogs")
    assert CHANGED not in client.get(strategy.get_absolute_url()).text


def test_what_is_not_the_plans_text_is_no_change_of_it(client: Client) -> None:
    strategy = adopted()
    DecisionRow.objects.filter(strategy=strategy).update(case_number="18RS1")
    publish(strategy, None, "Diarienummer")
    assert CHANGED not in client.get(strategy.get_absolute_url()).text


def test_a_plan_that_was_published_before_it_was_adopted_is_compared_with_what_was(
    client: Client,
) -> None:
    strategy = adopted(decisions=())
    publish_again(strategy)
    DecisionRow.objects.create(strategy=strategy, date=ADOPTED.date)
    publish(strategy, None, "Antagen")
    home = strategy.get_absolute_url()
    assert CHANGED not in client.get(home).text
    assert CHANGED not in client.get(f"{home}utgavor/2/").text  # nor does it say that it is adopted
    publish_again(strategy)
    assert link(3, 4) in client.get(home).text


def test_a_revised_plan_is_compared_with_the_revision(client: Client) -> None:
    strategy = adopted()
    day = PartialDate(value="2020-03-01", precision="day")
    DecisionRow.objects.create(strategy=strategy, kind="reviderad", date=day)
    publish_again(strategy, "Reviderad")
    home = strategy.get_absolute_url()
    assert "har ändrats sedan" not in client.get(home).text
    publish_again(strategy)
    page = client.get(home).text
    assert "Texten har ändrats sedan den reviderades" in page
    assert "/strategier/planen/utgavor/2/mot/3/" in page


@pytest.mark.parametrize(
    "entered",
    [
        {"kind": "antagen", "date": PartialDate(value="2017-05-02", precision="day")},
        {"kind": "reviderad"},
    ],
    ids=["an older decision", "a revision of no day"],
)
def test_no_later_words_become_those_that_were_adopted(
    client: Client, entered: dict[str, Any]
) -> None:
    strategy = adopted()
    publish_again(strategy)
    nobody = make_actor("Kommunfullmäktige")
    DecisionRow.objects.create(strategy=strategy, body=nobody, **entered)
    publish_again(strategy, "Nytt beslut")
    home = strategy.get_absolute_url()
    assert "/utgavor/1/mot/3/" in client.get(home).text
    listed = client.get(f"{home}utgavor/").text
    assert listed.count("Utgåvan som antogs") == 1
    assert listed.index("Utgåva 1</a>") < listed.index("Utgåvan som antogs")


def test_a_decision_that_is_entered_again_is_the_same(client: Client) -> None:
    strategy = adopted()
    row = DecisionRow.objects.get(strategy=strategy)
    DecisionRow.objects.create(
        strategy=strategy, kind=row.kind, body=row.body, date=row.date, position=1
    )
    row.delete()
    publish_again(strategy, "Annan text")
    home = strategy.get_absolute_url()
    assert "/utgavor/1/mot/2/" in client.get(home).text
    assert "Det här är utgåvan som antogs" not in client.get(f"{home}utgavor/2/kontroll/").text


def test_what_is_published_again_differs_in_nothing_from_what_was_adopted(client: Client) -> None:
    strategy = adopted()
    publish_again(strategy)
    Strategy.objects.filter(pk=strategy.pk).update(summary="Text 1")
    publish(strategy, None, "Som den antogs")
    listed = client.get(f"{strategy.get_absolute_url()}utgavor/").text
    assert "Skillnad mellan utgåva 2 och den som antogs" in listed
    assert "Skillnad mellan utgåva 3" not in listed


def test_a_preview_tells_it_before_it_is_published(client: Client, desk: Desk) -> None:
    DecisionRow.objects.filter(strategy=desk.strategy).exclude(kind="antagen").delete()
    publish(desk.strategy, None, "Första")
    assert CHANGED not in client.get(desk.url("preview")).text
    Strategy.objects.filter(pk=desk.strategy.pk).update(summary="Något annat")
    assert f"{CHANGED}.</strong>" in client.get(desk.url("preview")).text


def test_an_element_that_was_changed_says_so_and_no_other(
    client: Client, count_queries: Callable[..., int]
) -> None:
    part = {"kind": "direction", "text": "Ett"}
    elements = [part | {"title": title} for title in ("Råd", "Lokaler")]
    strategy = adopted(elements=elements, milestones=[{"title": "Start"}])
    home = strategy.get_absolute_url()
    advice, premises = strategy.elements.order_by("position")
    pages = [f"{home}{str(element.key)[:8]}/" for element in (advice, premises)]
    publish_again(strategy)  # another text, in the plan's summary
    assert [CHANGED in client.get(page).text for page in pages] == [False, False]
    queries = [count_queries(page) for page in pages]

    advice.text = "Två"
    advice.save()
    publish(strategy, None, "Råden")
    at = f"d-{str(advice.key)[:8]}"
    told = f'{CHANGED}:</strong> <a href="{home}utgavor/1/mot/3/#{at}">se skillnaden</a>'
    assert told in client.get(pages[0]).text
    assert CHANGED not in client.get(pages[1]).text
    assert f'id="{at}"' in client.get(f"{home}utgavor/1/mot/3/").text
    assert CHANGED not in client.get(pages[0].replace(home, f"{home}utgavor/1/")).text

    strategy.milestones.update(at=premises)
    new = make_element(strategy, title="Ny", position=9)
    publish(strategy, None, "Milstolpen")
    assert "/utgavor/1/mot/4/#milestones" in client.get(pages[1]).text
    added = f"{home}{str(new.key)[:8]}/"
    assert f"/utgavor/1/mot/4/#d-{str(new.key)[:8]}" in client.get(added).text
    assert [count_queries(page) for page in pages] == queries


def test_what_is_at_hand_costs_no_query(django_assert_num_queries: Any) -> None:
    strategy = adopted()
    publish_again(strategy)
    chosen = edition(strategy, 2)
    plan = plan_of(chosen)
    PLANS.clear()
    FOUND.clear()
    with django_assert_num_queries(3):  # the decisions, the edition that was adopted, and its plan
        assert changed_since(plan, "planen", chosen) == 1
    with django_assert_num_queries(0):
        assert changed_since(plan, "planen", chosen) == 1
        undecided = plan.model_copy(update={"decisions": ()})
        assert changed_since(undecided, "planen", chosen) == 0


def test_paper_says_it_on_the_cover_and_beside_the_decisions(tmp_path: Any) -> None:
    strategy = adopted()
    publish_again(strategy)
    first, second = edition(strategy, 1), edition(strategy, 2)
    with paper_of(second).data.open("rb") as file:
        pdf = file.read()
    found = [page.replace(" ", "") for page in pages(pdf)]
    for page in (found[0], found[-1]):
        assert f"{CHANGED} (utgåva 1). Skillnaden finns på".replace(" ", "") in page
        assert "/strategier/planen/utgavor/1/mot/2/" in page
    assert faults(pdf, tmp_path) == []
    unchanged = typeset(plan_sheets(plan_of(first), imprint_of(first)), MADE)
    assert not any("har ändrats sedan" in page for page in pages(unchanged))

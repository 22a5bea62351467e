"""What a plan lacks: each rule finds what it says and nothing else, in as many queries as there are for an empty plan."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from strategies.dates import bounds
from strategies.editing import completeness
from strategies.editing.completeness import RULES, months_after
from strategies.editing.missing import Finding, counted, places
from strategies.models import Challenge, Element, Flag, Link, Statement, Strategy
from strategies.plan import Plan
from tests.editing import Desk
from tests.factories import make_actor, make_element, make_involvement, make_member, make_strategy

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
WORDS = [rule.word for rule in RULES]


def complete(**changed: Any) -> Strategy:
    """A plan that lacks nothing on TODAY, but for what is `changed`."""
    owner, body = make_actor(), make_actor()
    goal, action, challenge = (str(uuid4()) for _ in range(3))
    answer = [{"kind": "svarar på", "to": challenge}]
    responsible = [{"actor": owner.name, "role": "ansvarig"}]
    plan = {
        "title": "Hel plan",
        "kind": "handlingsplan",
        "owners": [owner.name],
        "period": {"start": "2026", "end": "2030"},
        "decisions": [{"body": body.name, "date": {"value": "2026-01-14"}}],
        "statements": [{"kind": "vision", "text": "Alla ska kunna starta företag."}],
        "challenges": [{"key": challenge, "title": "Få nya företag"}],
        "stated_counts": {"direction": 1},
        "elements": [
            {
                "key": goal,
                "kind": "direction",
                "title": "Riktning",
                "text": "Vi vill.",
                "links": answer,
                "elements": [
                    {"key": action, "kind": "action", "title": "Insats", "text": "Vi gör."}
                    | {"involvements": responsible}
                ],
            }
        ],
    }
    return make_strategy(Plan.model_validate(plan | changed))


def found(strategy: Strategy, today: date = TODAY) -> dict[str, list[Finding]]:
    """What the rules found, and that counting tells the same."""
    plans = Strategy.objects.filter(pk=strategy.pk)
    listed = places(plans, today)
    assert {word: len(of_rule) for word, of_rule in listed.items()} == counted(plans, today)[
        strategy.pk
    ]
    return listed


def test_a_complete_plan_lacks_nothing() -> None:
    assert found(complete()) == {}


def element(strategy: Strategy, title: str) -> Element:
    made: Element = Element.objects.get(strategy=strategy, title=title)
    return made


def cut_responsible(strategy: Strategy) -> None:
    strategy.involvements.update(role="utförare")


def add_flag(strategy: Strategy) -> None:
    target = strategy.statements.get()
    Flag.objects.create(strategy=strategy, kind="stavning", text="Starta?", statement=target)


def cut_answers(strategy: Strategy) -> None:
    Link.objects.filter(strategy=strategy).delete()


def cut_text(strategy: Strategy) -> None:
    strategy.elements.filter(kind="action").update(text="")


def add_empty_direction(strategy: Strategy) -> None:
    make_element(strategy, kind="direction", title="Ensam", text="Vi vill.")
    strategy.level_words.update(stated_count=None)


def change_count(strategy: Strategy) -> None:
    strategy.level_words.filter(kind="direction").update(stated_count=4, word="Prioritering")


@pytest.mark.parametrize(
    ("word", "change", "title", "note"),
    [
        ("ansvarig", cut_responsible, "Insats", "Riktning"),
        ("anmarkningar", add_flag, "Alla ska kunna starta företag.", "Stavning: Starta?"),
        ("utmaningar", cut_answers, "Få nya företag", ""),
        ("text", cut_text, "Insats", "Riktning"),
        ("tomma", add_empty_direction, "Ensam", ""),
        ("antal", change_count, "Prioritering", "planen anger 4, här finns 1"),
        ("agare", lambda plan: plan.owner_rows.all().delete(), "Ange ägare", ""),
        ("beslut", lambda plan: plan.decisions.all().delete(), "Lägg till beslut", ""),
        ("period", lambda _: Strategy.objects.update(starts="", ends=""), "Ange period", ""),
        ("vision", lambda plan: plan.statements.update(kind="syfte"), "Lägg till vision", ""),
        ("slut", lambda _: Strategy.objects.update(ends="2026-11-21"), "Ändra perioden", ""),
        ("snart", lambda _: Strategy.objects.update(ends="2026"), "Ändra perioden", ""),
    ],
)
def test_a_rule_finds_what_it_says_and_nothing_else(
    word: str, change: Any, title: str, note: str
) -> None:
    strategy = complete()
    change(strategy)
    listed = found(strategy)
    assert list(listed) == [word]
    assert [(place.name, place.note) for place in listed[word]] == [(title, note)]


def test_every_rule_has_a_name_a_reason_and_a_test() -> None:
    marks = test_a_rule_finds_what_it_says_and_nothing_else.pytestmark  # type: ignore[attr-defined]
    cases = next(mark.args[1] for mark in marks if mark.name == "parametrize")
    assert sorted(case[0] for case in cases) == sorted(WORDS)
    for rule in RULES:
        assert str(rule.name)
        assert str(rule.reason).endswith(".")


def test_a_place_is_the_very_row_or_the_page_of_facts() -> None:
    strategy = complete()
    cut_text(strategy)
    strategy.decisions.all().delete()
    Strategy.objects.update(starts="", ends="")
    listed, page = found(strategy), reverse("edit-strategy", args=[strategy.slug])
    key = str(element(strategy, "Insats").key)[:8]
    assert listed["text"][0].address == f"{page}#d-{key}"
    assert listed["beslut"][0].address == f"{page}#beslut"
    assert listed["period"][0].address == f"{page}uppgifter/#id_starts"


def test_a_direction_that_only_gives_its_purpose_has_text() -> None:
    strategy = complete()
    strategy.elements.update(text="", purpose="Fler företag.")
    assert found(strategy) == {}


def test_an_answer_reaches_the_challenge_above_and_those_below() -> None:
    strategy = complete()
    answered = strategy.challenges.get()
    above = Challenge.objects.create(strategy=strategy, title="Vid", position=1)
    Challenge.objects.filter(pk=answered.pk).update(parent=above)
    Challenge.objects.create(strategy=strategy, title="Smal", parent=answered)
    Challenge.objects.create(strategy=strategy, title="En till", parent=above, position=1)
    assert [place.title for place in found(strategy)["utmaningar"]] == ["En till"]


def test_a_count_of_what_is_not_there_at_all_is_told() -> None:
    strategy = complete(stated_counts={"focus_area": 3})
    (place,) = found(strategy)["antal"]
    assert (place.title, place.note) == ("Insatsområde", "planen anger 3, här finns 0")


@pytest.mark.parametrize(
    "ends",
    [
        *("2025", "2026", "2027", "2026-10", "2026-11", "2027-05", "2027-06", "2028-02"),
        *("2026-21", "2026-22", "2026-23", "2026-24", "2027-21", "2027-22"),
        *("2026-11-21", "2026-11-22", "2026-11-23", "2027-05-22", "2027-05-23", "2099-12-31"),
    ],
)
def test_the_database_knows_the_last_day_of_a_period_as_python_does(ends: str) -> None:
    strategy = complete()
    Strategy.objects.update(starts="", ends=ends)
    last = bounds(ends)[1]
    soon = last <= months_after(TODAY, completeness.MONTHS_AHEAD)
    expected = ["slut"] if last < TODAY else ["snart"] if soon else []
    assert list(found(strategy)) == expected


@pytest.mark.parametrize(("today", "ends"), [("2026-10-30", "2027-04"), ("2026-08-31", "2027-02")])
def test_a_month_that_ends_half_a_year_from_now_ends_soon(today: str, ends: str) -> None:
    strategy = complete()
    Strategy.objects.update(starts="", ends=ends)
    assert list(found(strategy, date.fromisoformat(today))) == ["snart"]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 7, 1), 6, date(2027, 1, 1)),
        (date(2023, 8, 29), 6, date(2024, 2, 29)),
    ],
)
def test_half_a_year_later_is_a_day(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_plans_are_told_apart() -> None:
    whole, lacking = complete(), complete(challenges=[], elements=[], stated_counts={})
    lacking.decisions.all().delete()
    counts = counted(Strategy.objects.all(), TODAY)
    assert whole.pk not in counts
    assert counts[lacking.pk] == {"beslut": 1}


def test_two_queries_however_many_plans_and_parts() -> None:
    for _ in range(3):
        strategy = complete()
        for number in range(20):
            make_element(strategy, title=f"Utan {number}")
    with CaptureQueriesContext(connection) as queries:
        counts = counted(Strategy.objects.all(), TODAY)
        listed = places(Strategy.objects.all(), TODAY, most=5)
    assert len(queries) == 2
    assert sum(one["text"] for one in counts.values()) == 60
    assert len(listed["text"]) == 5


# --- the page


def test_the_list_tells_what_is_missing_why_and_where(client: Client, desk: Desk) -> None:
    page = client.get(desk.url("plan-todo")).text
    assert "Insatser utan ansvarig" in page
    assert "Utan ansvarig vet ingen vem som ska börja." in page
    anchor = f"#d-{str(desk.element('Insats a').key)[:8]}"
    assert f'href="{desk.url("edit-strategy")}{anchor}"' in page
    assert f'id="{anchor[1:]}"' in client.get(desk.url("edit-strategy")).text
    assert "Perioden är slut" in page
    assert "Få nya företag" in page
    # The most important first.
    assert page.index("Perioden är slut") < page.index("Insatser utan ansvarig")


def test_parts_come_in_reading_order(client: Client, desk: Desk) -> None:
    page = client.get(desk.url("plan-todo")).text
    section = page[page.index('id="text"') : page.index('id="tomma"')]
    titles = ["Riktning A", "Område A1", "Insats b", "Riktning B"]
    # Each as a link; the part above is told beside it.
    assert sorted(titles, key=lambda title: section.index(f">{title}</a>")) == titles


def test_a_plan_that_names_nobody_responsible_is_told_gently(client: Client, desk: Desk) -> None:
    gently = "Planen anger inte ansvarig för någon insats."
    assert gently in client.get(desk.url("plan-todo")).text
    make_involvement(desk.element("Insats b"), desk.owner, "ansvarig")
    page = client.get(desk.url("plan-todo")).text
    assert gently not in page
    assert "Insatser utan ansvarig" in page


def test_a_long_list_is_folded(client: Client, desk: Desk) -> None:
    assert "<details" not in client.get(desk.url("plan-todo")).text
    for _ in range(9):
        make_element(desk.strategy)
    assert "Visa alla 11" in client.get(desk.url("plan-todo")).text


def test_nothing_missing_is_told_too(client: Client) -> None:
    this_year = str(timezone.localdate().year)
    strategy = complete(period={"start": this_year, "end": "2100"})
    client.force_login(make_member(strategy.owners.get()))
    assert "Inget saknas." in client.get(reverse("plan-todo", args=[strategy.slug])).text
    head = client.get(reverse("edit-strategy", args=[strategy.slug])).text
    assert "Inget saknas" in head


def test_the_working_copy_leads_to_the_list_with_its_count(client: Client, desk: Desk) -> None:
    total = counted(Strategy.objects.all(), timezone.localdate())[desk.strategy.pk].total()
    page = client.get(desk.url("edit-strategy")).text
    assert f'href="{desk.url("plan-todo")}">{total} saker att göra' in page


def test_queries_do_not_grow_with_the_plan(client: Client, desk: Desk, count_queries: Any) -> None:
    pages = [desk.url("plan-todo"), desk.url("edit-strategy")]
    few = [count_queries(page) for page in pages]
    for number in range(30):
        make_element(desk.strategy, kind="direction")
        Challenge.objects.create(strategy=desk.strategy, title=f"U {number}", position=number)
        Flag.objects.create(strategy=desk.strategy, kind="stavning", position=number)
    assert [count_queries(page) for page in pages] == few


def test_a_flag_that_somebody_has_looked_at_is_closed(client: Client, desk: Desk) -> None:
    flag = Flag.objects.create(strategy=desk.strategy, kind="stavning", text="Härr?")
    page = client.get(desk.url("plan-todo")).text
    closing = desk.url("close-flag", flag.pk)
    assert f'action="{closing}"' in page
    answer = client.post(closing)
    assert answer.status_code == 303
    assert "Anmärkningen är avklarad." in client.get(answer["Location"]).text
    assert not Flag.objects.exists()


def test_a_flag_of_another_plan_is_not_found(client: Client, desk: Desk) -> None:
    flag = Flag.objects.create(strategy=make_strategy(), kind="stavning")
    assert client.post(desk.url("close-flag", flag.pk)).status_code == 404
    assert Flag.objects.exists()


def test_a_flag_tells_what_it_is_about() -> None:
    strategy = complete()
    Flag.objects.create(strategy=strategy, kind="härlett datum", decision=strategy.decisions.get())
    Flag.objects.create(strategy=strategy, kind="personuppgift", position=1)
    assert [(place.name, place.note) for place in found(strategy)["anmarkningar"]] == [
        ("Beslut: antagen", "Härlett datum"),
        ("Till planen", "Personuppgift"),
    ]


def test_a_vision_of_one_element_is_a_vision() -> None:
    strategy = complete()
    Statement.objects.update(element=element(strategy, "Riktning"))
    assert found(strategy) == {}

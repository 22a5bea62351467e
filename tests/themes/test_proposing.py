"""Proposals follow the text, and what a person has decided stands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.utils import timezone

from actors.models import User
from strategies.models import Element, Strategy, ThemeLink, ThemeState
from strategies.publishing.publish import publish
from strategies.snapshot import snapshot
from strategies.themes.proposing import propose
from tests.factories import make_strategy, make_user

pytestmark = pytest.mark.django_db


def make_plan(**fields: Any) -> Strategy:
    elements = [
        {"kind": "direction", "title": "Export och innovation"},
        {"kind": "direction", "title": "Turism"},
    ]
    return make_strategy(published=True, elements=elements, **fields)


def themes(strategy: Strategy) -> dict[str, str]:
    return dict(strategy.theme_links.values_list("theme", "state"))


def decide(link: ThemeLink, state: ThemeState, user: User) -> None:
    link.state, link.decided_by, link.decided_at = state, user, timezone.now()
    link.save()


def rewrite(strategy: Strategy, title: str, new: str) -> None:
    Element.objects.filter(strategy=strategy, title=title).update(title=new)
    publish(strategy, user=None, note="Ändrad")


def test_publishing_proposes_and_tells_the_words() -> None:
    strategy = make_plan()
    assert themes(strategy) == dict.fromkeys(
        ("innovation", "internationalisering", "besoksnaring"), "proposed"
    )
    link = strategy.theme_links.get(theme="internationalisering")
    assert link.words == ["export"]
    assert link.entry.title == "Export och innovation"


def test_a_draft_has_no_proposals() -> None:
    strategy = make_strategy(elements=({"kind": "direction", "title": "Export"},))
    assert not strategy.theme_links.exists()


def test_a_proposal_goes_with_the_words_that_gave_it() -> None:
    strategy = make_plan()
    rewrite(strategy, "Turism", "Energi")
    assert set(themes(strategy)) == {"innovation", "internationalisering", "energi"}
    rewrite(strategy, "Energi", "Vindkraft och solceller")
    assert strategy.theme_links.get(theme="energi").words == ["vindkraft", "solceller"]


@pytest.mark.parametrize("state", [ThemeState.CONFIRMED, ThemeState.REJECTED])
def test_what_a_person_decided_stands_when_the_text_changes_and_when_it_is_published_again(
    state: ThemeState,
) -> None:
    strategy, user = make_plan(), make_user()
    link = strategy.theme_links.get(theme="besoksnaring")
    decide(link, state, user)
    before = ThemeLink.objects.filter(pk=link.pk).values().get()
    rewrite(strategy, "Turism", "Turismens destinationer")
    rewrite(strategy, "Turismens destinationer", "Energi")
    call_command("propose_themes")
    assert ThemeLink.objects.filter(pk=link.pk).values().get() == before


def test_the_command_fills_in_what_is_missing_and_changes_nothing_the_second_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    strategy = make_plan()
    before = themes(strategy)
    strategy.theme_links.all().delete()
    call_command("propose_themes")
    assert themes(strategy) == before
    assert "3 förslag ändrade" in capsys.readouterr().out
    call_command("propose_themes")
    assert "0 förslag ändrade" in capsys.readouterr().out


def test_a_withdrawn_plan_has_no_theme_that_is_shown() -> None:
    strategy = make_plan()
    assert ThemeLink.objects.shown().filter(strategy=strategy).count() == 3
    strategy.entries.all().delete()
    assert not ThemeLink.objects.shown().filter(strategy=strategy).exists()


def test_readers_never_see_what_is_rejected_nor_what_the_edition_does_not_have() -> None:
    strategy, user = make_plan(), make_user()
    decide(strategy.theme_links.get(theme="besoksnaring"), ThemeState.REJECTED, user)
    ThemeLink.objects.create(strategy=strategy, key=UUID(int=7), theme="energi", words=["elnät"])
    shown = ThemeLink.objects.shown().values_list("theme", flat=True)
    assert set(shown) == {"innovation", "internationalisering"}


def test_only_what_people_decide_is_history() -> None:
    strategy, user = make_plan(), make_user()
    events = ThemeLink.pgh_event_model.objects.filter(strategy=strategy)  # type: ignore[attr-defined]
    assert not events.exists()
    decide(strategy.theme_links.get(theme="besoksnaring"), ThemeState.CONFIRMED, user)
    assert [(event.pgh_label, event.state) for event in events] == [("update", "confirmed")]


def test_queries_do_not_grow_with_the_plan(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    for count in (1, 12):
        elements = [{"kind": "direction", "title": f"Export {number}"} for number in range(count)]
        strategy = make_strategy(elements=elements)
        plan = snapshot(strategy)
        with django_assert_num_queries(4):
            assert propose(strategy, plan) == count

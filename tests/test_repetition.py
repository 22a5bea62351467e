"""What a plan says in the very words of another is told to whoever reviews it."""

import pytest

from strategies.plan import Element, Plan
from strategies.repetition import repeated_elsewhere
from tests.factories import make_actor, make_strategy

pytestmark = pytest.mark.django_db

WORDS = "Erbjuda rådgivning till nya företag i hela kommunen"


def plan(title: str, *titles: str) -> Plan:
    elements = tuple(Element(kind="action", title=words) for words in titles)
    owner = make_actor().name
    return Plan(title=title, kind="program", owners=(owner,), elements=elements)


def test_an_action_that_another_published_plan_has_word_for_word_is_flagged() -> None:
    make_strategy(plan("Program för Hjo", WORDS), published=True)
    ours = plan("Program för Tibro", WORDS.upper(), "Bygga en egen lekplats vid sjön")
    (flag,) = repeated_elsewhere(ours, None)
    assert (flag.kind, flag.on) == ("dubblett", ours.elements[0].key)
    assert flag.text == "Samma ord står i ”Program för Hjo”."


def test_a_newer_version_repeats_nobody_but_itself() -> None:
    stored = make_strategy(plan("Program för Hjo", WORDS), published=True)
    assert repeated_elsewhere(plan("Program för Hjo", WORDS), stored) == ()


def test_short_titles_are_everybodys_and_drafts_are_nobodys() -> None:
    make_strategy(plan("Program för Hjo", "Företagsklimat"), published=True)
    make_strategy(plan("Program för Mora", WORDS))
    assert repeated_elsewhere(plan("Program för Tibro", "Företagsklimat", WORDS), None) == ()


def test_one_query_however_long_the_plan(django_assert_num_queries) -> None:
    ours = plan("Program för Tibro", *(f"{WORDS} {number}" for number in range(60)))
    with django_assert_num_queries(1):
        assert repeated_elsewhere(ours, None) == ()

"""Beside an element stands what is like it in other plans, and why; a bounded search however much is published."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from strategies.dates import Period
from strategies.models import Entry, Strategy
from strategies.plan import Decision, Relation
from strategies.reading.similar import BROAD_WORDS, EMPTY_WORDS, MOST, MOST_OF_ONE, Similar, similar
from strategies.search.analyser import lexemes
from strategies.search.query import TsQuery
from tests.factories import make_actor, make_strategy, make_user

pytestmark = pytest.mark.django_db


def make_plan(*titles: str, **fields: Any) -> Strategy:
    elements = [{"kind": "direction", "title": title} for title in titles]
    return make_strategy(published=True, elements=elements, **fields)


def alike(plan: Strategy, title: str = "") -> list[str]:
    elements = plan.elements.filter(title=title) if title else plan.elements.all()
    return [one.entry.title for one in similar(plan.slug, elements[0].key)]


def likeness(plan: Strategy) -> list[Similar]:
    return similar(plan.slug, plan.elements.get().key)


def test_an_element_with_the_same_particular_word_is_similar_and_says_so() -> None:
    plan = make_plan("Strategisk kompetensförsörjning")
    make_plan("Kompetensförsörjningen i länet", "Vård och omsorg")
    key = plan.elements.get().key
    (one,) = similar(plan.slug, key)
    assert one.entry.title == "Kompetensförsörjningen i länet"
    assert one.words == ["kompetensförsörjning"]
    assert one.themes == ["Kompetensförsörjning"]


SMALL = "Stärkt omställningsförmåga för små och medelstora företag"


def test_a_word_is_found_within_a_longer_one_from_both_ends() -> None:
    # A theme alone makes many alike; these come before them.
    make_plan("Företagsutveckling", "Planering av företagsstöd")
    first, second = make_plan(SMALL), make_plan("Stöd omställningen i små och medelstora företag")
    for plan, title in (
        (first, "Stöd omställningen i små och medelstora företag"),
        (second, SMALL),
    ):
        one, *_others = likeness(plan)
        assert one.entry.title == title
        assert one.words == ["omställning", "små", "medelstora", "företag"]


def test_a_part_of_a_compound_in_both_tells_less_than_a_word_and_is_not_enough() -> None:
    plan = make_plan("Golvlampa")
    make_plan("Bordslampa")
    assert alike(plan) == []
    make_plan("Lampor")
    assert alike(plan) == ["Lampor"]


def test_whom_nearly_everything_is_for_makes_alike_only_together() -> None:
    plan = make_plan("Måla för små och medelstora företag")
    make_plan("Baka till medelstora, små företag", "Städa åt små företag")
    assert alike(plan) == ["Baka till medelstora, små företag"]


def test_of_a_compound_in_both_its_parts_are_not_told() -> None:
    plan = make_plan("Exportrådgivning och export")
    make_plan("Exportrådgivning")
    assert likeness(plan)[0].words == ["exportrådgivning"]


def test_one_part_is_as_like_another_as_that_one_is_like_it() -> None:
    titles = [
        SMALL,
        "Kompetens och kompetensförsörjning",
        "Strategisk kompetensförsörjning i små och medelstora företag",
        "Närings-, kompetens- och omställningsarbete",
        "Omställning, kompetens, export",
        "Export",
    ]
    plans = [make_plan(title) for title in titles]
    scores = {
        (plan.pk, one.entry.strategy_id): one.score for plan in plans for one in likeness(plan)
    }
    assert len(scores) > len(titles)
    assert scores == {(other, one): score for (one, other), score in scores.items()}


def test_the_words_that_tell_little_are_as_the_search_has_them() -> None:
    odd = [word for word in EMPTY_WORDS | BROAD_WORDS.keys() if word not in lexemes(word)]
    assert odd == []


def test_a_theme_in_common_is_enough() -> None:
    plan = make_plan("Livslångt lärande")
    make_plan("Matchning på arbetsmarknaden")
    assert alike(plan) == ["Matchning på arbetsmarknaden"]


def test_words_that_all_plans_use_make_nothing_alike() -> None:
    plan = make_plan("Stärka och utveckla länet")
    make_plan("Utveckla och stärka kommunen")
    assert alike(plan) == []


def test_a_shared_actor_is_told_but_is_not_enough_alone() -> None:
    almi = make_actor("ALMI").name
    tie = {"involvements": [{"actor": almi, "role": "medverkar"}]}
    plans = [
        make_strategy(published=True, elements=[{"kind": "action", "title": title} | tie])
        for title in ("Export för småföretag", "Exportråd", "Städning")
    ]
    found = similar(plans[0].slug, plans[0].elements.get().key)
    assert [(one.entry.title, one.actors) for one in found] == [("Exportråd", ["ALMI"])]


def test_the_more_alike_comes_first() -> None:
    plan = make_plan("Testbäddar för innovation")
    make_plan("Forskning")
    make_plan("Innovation i testbäddar")
    make_plan("Innovation")
    assert alike(plan) == ["Innovation i testbäddar", "Innovation", "Forskning"]


def test_the_plan_itself_drafts_and_what_it_replaces_are_no_other_plans() -> None:
    old = make_plan("Exportrådgivning", title="Gamla planen")
    make_strategy(elements=[{"kind": "direction", "title": "Exportrådgivning"}])
    plan = make_plan(
        "Exportrådgivning",
        "Exportråd",
        relations=[{"kind": "ersätter", "to": old.title}],
    )
    assert alike(plan, "Exportrådgivning") == []


def test_a_rejected_theme_makes_nothing_alike() -> None:
    plan, other = make_plan("Livslångt lärande"), make_plan("Matchning")
    other.theme_links.update(state="rejected", decided_by=make_user(), decided_at=timezone.now())
    assert alike(plan) == []


def test_a_few_are_shown_and_no_plan_more_than_twice() -> None:
    plan = make_plan("Exportrådgivning")
    titles = ("Exportrådgivning", "Exportrådgivning igen", "Exportrådgivning åter")
    others = [make_plan(*titles).pk for _ in range(2)]
    told = Counter(one.entry.strategy_id for one in likeness(plan))
    assert told == dict.fromkeys(others, MOST_OF_ONE)
    for _ in range(2):
        make_plan(*titles)
    assert len(likeness(plan)) == MOST


def test_what_a_plan_says_in_two_places_is_told_once() -> None:
    plan = make_plan("Exportrådgivning")
    make_plan("Exportrådgivning", "Exportrådgivning", "Export")
    assert alike(plan) == ["Exportrådgivning", "Export"]


def test_the_element_page_shows_them_with_the_way_there(client: Client) -> None:
    plan = make_plan("Exportrådgivning")
    other = make_plan("Exportrådgivning till fler", title="Den andra planen")
    key = str(plan.elements.get().key)[:8]
    page = client.get(f"{plan.get_absolute_url()}{key}/").text
    told = page.split("Liknande i andra planer")[1]
    there = f"/strategier/{other.slug}/{str(other.elements.get().key)[:8]}/"
    assert f'<a href="{there}">Exportrådgivning till fler</a>' in told
    assert "Den andra planen" in told
    assert "ord i båda rubrikerna: ”exportrådgivning”" in told
    old = client.get(f"{plan.get_absolute_url()}utgavor/1/{key}/").text
    assert "Liknande i andra planer" not in old


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"decisions": (Decision(kind="upphävd"),)}, "Upphävd"),
        ({"period": Period(start="2001", end="2002")}, "Avslutad"),
        ({}, "Ersatt"),
    ],
)
def test_a_similar_part_of_a_plan_that_no_longer_counts_says_so(
    client: Client, fields: dict[str, Any], word: str
) -> None:
    plan = make_plan("Exportrådgivning")
    make_plan("Exportrådgivning till fler", title="Gammal plan", **fields)
    url = f"{plan.get_absolute_url()}{str(plan.elements.get().key)[:8]}/"
    tag = f'<span class="tag past">{word}</span>'
    if word == "Ersatt":
        assert "tag past" not in client.get(url).text.split("Liknande i andra planer")[1]
        make_plan("Annat", relations=(Relation(kind="ersätter", to="Gammal plan"),))
    told = client.get(url).text.split("Liknande i andra planer")[1]
    assert f"Gammal plan {tag}" in told


def test_a_title_of_odd_signs_finds_nothing_and_breaks_nothing() -> None:
    assert alike(make_plan("':* & | !")) == []
    assert alike(make_plan("Och eller inte")) == []
    assert alike(make_plan("Rymd\\turism's & C++ 2030")) == []


def test_words_of_titles_are_found_through_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    found = Entry.objects.order_by().filter(vector=TsQuery("'^exportrådgivning'"))
    assert "entry_vector" in found.explain()


def test_the_search_is_bounded(
    count_queries: Callable[..., int], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    tie = {"involvements": [{"actor": make_actor("ALMI").name, "role": "medverkar"}]}
    part = {"kind": "direction", "title": "Exportrådgivning till små, medelstora företag"} | tie
    plan = make_strategy(published=True, elements=[part])
    make_strategy(published=True, elements=[part])
    url = f"{plan.get_absolute_url()}{str(plan.elements.get().key)[:8]}/"
    make_plan("Exportrådgivning")
    few = count_queries(url)
    for number in range(6):
        make_plan(f"Exportrådgivning {number}", "Export")
    assert count_queries(url) == few
    key = plan.elements.get().key
    with django_assert_max_num_queries(10):
        similar(plan.slug, key)

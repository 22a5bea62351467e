"""Beside an element stands what is like it in other plans, and why; a bounded search however much is published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.test import Client
from django.utils import timezone

from strategies.models import Entry, Strategy
from strategies.models.entry import TITLE_WORDS
from strategies.reading.similar import MOST, similar
from tests.factories import make_actor, make_strategy, make_user

pytestmark = pytest.mark.django_db


def make_plan(*titles: str, **fields: Any) -> Strategy:
    elements = [{"kind": "direction", "title": title} for title in titles]
    return make_strategy(published=True, elements=elements, **fields)


def alike(plan: Strategy, title: str = "") -> list[str]:
    elements = plan.elements.filter(title=title) if title else plan.elements.all()
    return [one.entry.title for one in similar(plan.slug, elements[0].key)]


def test_an_element_with_the_same_particular_word_is_similar_and_says_so() -> None:
    plan = make_plan("Strategisk kompetensförsörjning")
    make_plan("Kompetensförsörjningen i länet", "Vård och omsorg")
    key = plan.elements.get().key
    (one,) = similar(plan.slug, key)
    assert one.entry.title == "Kompetensförsörjningen i länet"
    assert one.words == ["kompetensförsörjning"]
    assert one.themes == ["Kompetensförsörjning"]


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
    for _ in range(4):
        make_plan("Exportrådgivning", "Exportrådgivning igen", "Exportrådgivning åter")
    found = similar(plan.slug, plan.elements.get().key)
    assert len(found) == MOST
    assert len({one.entry.strategy_id for one in found}) == 3


def test_the_element_page_shows_them_with_the_way_there(client: Client) -> None:
    plan = make_plan("Exportrådgivning")
    other = make_plan("Exportrådgivning till fler", title="Den andra planen")
    key = str(plan.elements.get().key)[:8]
    page = client.get(f"{plan.get_absolute_url()}{key}/").text
    told = page.split("Liknande i andra planer")[1]
    there = f"/strategier/{other.slug}/{str(other.elements.get().key)[:8]}/"
    assert f'<a href="{there}">Exportrådgivning till fler</a>' in told
    assert "Den andra planen" in told
    assert "”exportrådgivning”" in told
    old = client.get(f"{plan.get_absolute_url()}utgavor/1/{key}/").text
    assert "Liknande i andra planer" not in old


def test_a_title_of_odd_signs_finds_nothing_and_breaks_nothing() -> None:
    assert alike(make_plan("':* & | !")) == []
    assert alike(make_plan("Och eller inte")) == []


def test_words_of_titles_are_found_through_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    asked = SearchQuery("exportrådgivning", config="swedish")
    found = Entry.objects.order_by().alias(said=TITLE_WORDS).filter(said=asked)
    assert "entry_title_words" in found.explain()


def test_the_search_is_bounded(
    count_queries: Callable[..., int], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    plan = make_plan("Exportrådgivning")
    url = f"{plan.get_absolute_url()}{str(plan.elements.get().key)[:8]}/"
    make_plan("Exportrådgivning")
    few = count_queries(url)
    for number in range(6):
        make_plan(f"Exportrådgivning {number}", "Export")
    assert count_queries(url) == few
    with django_assert_max_num_queries(9):
        similar(plan.slug, plan.elements.get().key)

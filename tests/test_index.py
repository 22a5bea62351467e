"""The index: what current editions say, as rows for search and actor pages."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Actor
from strategies.apply import apply
from strategies.models import Entry, EntryActor, Strategy
from strategies.plan import (
    Challenge,
    Decision,
    Element,
    Forum,
    Involvement,
    LevelWords,
    Mandate,
    Participant,
    Plan,
    Statement,
)
from strategies.publishing.publish import publish
from strategies.publishing.sections import sections_of
from tests.factories import current, make_actor, make_strategy

pytestmark = pytest.mark.django_db


def rich() -> Plan:
    """A plan with one of everything that is indexed."""
    action = Element(
        kind="action",
        title="Utbildning",
        text="Fler platser.",
        purpose="Fler i arbete.",
        involvements=(Involvement(actor="ALMI", role="medverkar", note="rådgivning"),),
        statements=(Statement(kind="mål", text="ord " * 60),),
    )
    area = Element(kind="focus_area", title="Kompetens", elements=(action,))
    return Plan(
        title="Vår plan",
        kind="handlingsplan",
        summary="Kort sagt.",
        owners=("Vi",),
        level_words=LevelWords(action="Aktivitet"),
        decisions=(Decision(body="Fullmäktige"),),
        statements=(Statement(kind="vision", title="Bilden", text="Alla med."),),
        challenges=(Challenge(title="Flytt", text="Unga flyttar."),),
        elements=(area,),
        involvements=(Involvement(actor="Kommunen", role="ansvarig"),),
        participants=(Participant(kind="organisation", name="Rådet", actor="Rådet", role="skrev"),),
        forums=(Forum(name="Forum A", members=("Vi", "Okänd"), element=area.key),),
        mandates=(Mandate(actor="ALMI", role="finansiär"),),
        mentioned_actors=("Nämnd",),
    )


@pytest.fixture
def published() -> tuple[Strategy, Plan]:
    plan = rich()
    strategy = apply(plan)
    publish(strategy, None)
    return strategy, Plan.model_validate(current(strategy).plan)


def ties(**of: Any) -> list[tuple[str, str, str, str]]:
    return [
        (tie.entry.title, tie.actor.name, tie.role, tie.note)
        for tie in EntryActor.objects.filter(**of).select_related("entry", "actor")
    ]


def test_the_entries_are_what_the_edition_says_in_reading_order(
    published: tuple[Strategy, Plan],
) -> None:
    _, plan = published
    found = list(Entry.objects.values_list("kind", "word", "title"))
    assert found[0] == ("strategy", "handlingsplan", "Vår plan")
    assert ("statement", "vision", "Bilden") in found
    assert ("challenge", "utmaning", "Flytt") in found
    assert ("focus_area", "Insatsområde", "Kompetens") in found
    assert ("action", "Aktivitet", "Utbildning") in found
    indexed = {plan.key} | {part.key for part in plan.keyed()} - {
        made.key for made in plan.decisions
    }
    parts = Entry.objects.exclude(kind="section")
    assert set(parts.values_list("key", flat=True)) == indexed
    sections = Entry.objects.filter(kind="section")
    assert [(one.word, one.title) for one in sections] == [
        (one.word, one.title) for one in sections_of(plan)
    ]
    assert Entry.objects.get(kind="action").text == (
        "Fler i arbete.\n\nFler platser.\n\nALMI: rådgivning"
    )


def test_a_statement_without_title_is_called_by_its_first_words(
    published: tuple[Strategy, Plan],
) -> None:
    entry = Entry.objects.get(word="mål")
    assert entry.title.startswith("ord ord")
    assert entry.title.endswith(" …")
    assert len(entry.title) <= 122


def test_who_gave_a_mandate_is_tied_to_the_plan_like_who_has_it() -> None:
    for name in ("Regeringen", "Rådet i Askersund", "Rådet i Laxå"):
        make_actor(name, aliases=["Rådet"] if name.startswith("Rådet") else [], listed=False)
    make_strategy(
        published=True,
        title="Planen",
        mandates=(
            Mandate(actor="ALMI", role="finansiär", given_by="Regeringen"),
            Mandate(actor="ALMI", role="rådgivare", given_by="Okänd"),
            # It could be either, so it is neither.
            Mandate(actor="ALMI", role="värd", given_by="Rådet"),
            Mandate(actor="ALMI", role="granne"),
        ),
    )
    assert ties(role="gav uppdrag") == [("Planen", "Regeringen", "gav uppdrag", "finansiär")]
    assert Actor.objects.get(name="Regeringen").listed
    assert not Actor.objects.filter(name__startswith="Rådet", listed=True).exists()


def test_an_actor_is_tied_once_for_each_role(published: tuple[Strategy, Plan]) -> None:
    assert ties() == [
        ("Vår plan", "Vi", "ägare", ""),
        ("Vår plan", "Fullmäktige", "beslutade", "antagen"),
        ("Vår plan", "Kommunen", "ansvarig", ""),
        ("Vår plan", "Rådet", "deltog", "skrev"),
        ("Vår plan", "ALMI", "uppdrag", "finansiär"),
        ("Vår plan", "Nämnd", "nämns", ""),
        ("Kompetens", "Vi", "medlem", "Forum A"),
        ("Utbildning", "ALMI", "medverkar", "rådgivning"),
    ]


def test_a_name_of_a_forums_member_that_means_several_actors_ties_none() -> None:
    for name in ("A", "B"):
        make_actor(name, aliases=["Kommunen"])
    make_strategy(published=True, forums=(Forum(name="Rådet", members=("Kommunen", "B")),))
    assert [name for _, name, role, _ in ties(role="medlem")] == ["B"]


def test_a_new_edition_replaces_the_entries_and_leaves_other_strategies_alone(
    published: tuple[Strategy, Plan],
) -> None:
    strategy, _ = published
    other = make_strategy(published=True)
    theirs = list(Entry.objects.filter(strategy=other).values())
    apply(Plan(title="Vår plan", kind="handlingsplan", owners=("Vi",)), strategy)

    publish(strategy, None, "Allt är borta.")

    assert [entry.kind for entry in Entry.objects.filter(strategy=strategy)] == ["strategy"]
    assert ties(strategy=strategy) == [("Vår plan", "Vi", "ägare", "")]
    assert list(Entry.objects.filter(strategy=other).values()) == theirs


def test_an_actor_that_got_a_new_name_is_still_tied(published: tuple[Strategy, Plan]) -> None:
    Actor.objects.filter(name="ALMI").update(name="Almi AB")
    assert [role for _, _, role, _ in ties(actor__name="Almi AB")] == ["uppdrag", "medverkar"]


def test_queries_do_not_grow_with_the_edition() -> None:
    counts = []
    for number in (1, 30):
        ties = tuple(Involvement(actor=f"Aktör {n}", role="medverkar") for n in range(number))
        parts = tuple(
            Element(kind="action", title=f"Insats {n}", involvements=ties) for n in range(number)
        )
        strategy = make_strategy(elements=parts)
        with CaptureQueriesContext(connection) as queries:
            publish(strategy, None)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert EntryActor.objects.filter(role="medverkar").count() == 1 + 30 * 30

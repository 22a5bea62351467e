"""The panel: what an element has beside its line."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from strategies.models import Challenge, Link, Note, Passage
from strategies.models.sources import Document
from strategies.snapshot import snapshot
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_element, make_involvement, make_strategy

pytestmark = pytest.mark.django_db


def panel(client: Client, desk: Desk, title: str = "Insats a") -> str:
    answer = client.get(desk.url("edit-element", desk.element(title).key), headers=HTMX)
    assert answer.status_code == 200
    return answer.text


# --- challenges


def choose(client: Client, desk: Desk, *chosen: Challenge, seen: tuple[Challenge, ...] = ()) -> Any:
    url = desk.url("answered", desk.element("Insats a").key)
    sent = {"svarar": [c.key for c in chosen], "sedda": [c.key for c in seen]}
    return client.post(url, sent, headers=HTMX)


def answered(desk: Desk) -> list[str]:
    links = Link.objects.filter(element=desk.element("Insats a")).order_by("to_challenge__title")
    return [link.to_challenge.title for link in links if link.to_challenge]


def test_challenges_that_an_element_answers_are_chosen_by_editors(
    client: Client, desk: Desk
) -> None:
    few = Challenge.objects.get(title="Få nya företag")
    answer = choose(client, desk, few)
    assert answer.status_code == 200
    assert 'id="besvarar"' in answer.text
    assert "checked" in answer.text
    assert answered(desk) == ["Få nya företag"]
    link = snapshot(desk.strategy).elements[0].elements[0].elements[0].links[0]
    assert (link.kind, link.to, link.origin) == ("svarar på", few.key, "redaktionell")
    choose(client, desk, seen=(few,))
    assert answered(desk) == []


def test_a_colleagues_choice_is_kept(client: Client, desk: Desk, colleague: Client) -> None:
    few = Challenge.objects.get(title="Få nya företag")
    other = Challenge.objects.create(strategy=desk.strategy, title="Få unga", position=1)
    choose(colleague, desk, other)
    choose(client, desk, few)
    assert answered(desk) == ["Få nya företag", "Få unga"]
    choose(client, desk, few)
    assert answered(desk) == ["Få nya företag", "Få unga"]


def test_a_challenge_of_another_plan_is_not_tied(client: Client, desk: Desk) -> None:
    elsewhere = make_strategy(owners=(desk.owner.name,), challenges=({"title": "Deras"},))
    choose(client, desk, elsewhere.challenges.get())
    assert answered(desk) == []


def test_what_a_source_says_is_not_made_the_editors(client: Client, desk: Desk) -> None:
    few = Challenge.objects.get(title="Få nya företag")
    Link.objects.create(
        strategy=desk.strategy,
        element=desk.element("Insats a"),
        kind="svarar på",
        to_challenge=few,
        origin="källa",
    )
    choose(client, desk, few, seen=(few,))
    assert Link.objects.get().origin == "källa"


# --- notes


def write(client: Client, desk: Desk, text: str, title: str = "Insats a", **options: Any) -> Any:
    return client.post(desk.url("add-note", desk.element(title).key), {"text": text}, **options)


def test_a_note_is_seen_by_editors_and_is_never_in_the_plan(
    client: Client, desk: Desk, colleague: Client
) -> None:
    answer = write(client, desk, "Ring Almi före mötet.", headers=HTMX)
    assert answer.status_code == 200
    assert "Anteckningen är sparad" in answer.text
    said = panel(colleague, desk)
    assert "Ring Almi före mötet." in said
    assert "Disa Redaktör" in said
    assert "Ring Almi" not in snapshot(desk.strategy).model_dump_json()
    assert "Ring Almi" not in client.get(desk.url("preview")).text


def test_a_note_without_a_text_is_refused(client: Client, desk: Desk) -> None:
    for headers in ({}, HTMX):
        answer = write(client, desk, "  ", headers=headers)
        assert answer.status_code == 422
        assert "Skriv en anteckning" in answer.text
    assert write(client, desk, "x" * 5_001).status_code == 422
    assert not Note.objects.exists()


def test_only_who_wrote_a_note_takes_it_away(client: Client, desk: Desk, colleague: Client) -> None:
    write(client, desk, "Ring Almi.")
    url = desk.url("remove-note", Note.objects.get().pk)
    assert colleague.post(url).status_code == 404
    answer = client.post(url)
    assert answer.status_code == 303
    assert answer["Location"] == desk.url("edit-element", desk.element("Insats a").key)
    assert not Note.objects.exists()


def test_notes_are_there_again_when_what_they_were_of_is_brought_back(
    client: Client, desk: Desk
) -> None:
    write(client, desk, "Ring Almi.")
    element = desk.element("Insats a")
    client.post(desk.url("remove-part", "delar", element.key))
    client.post(desk.url("undo"))
    assert desk.element("Insats a").key == element.key
    assert "Ring Almi." in panel(client, desk)


# --- the panel itself


def test_the_panel_shows_actors_and_sources(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    make_involvement(element, make_actor("Almi Provland"), "ansvarig")
    document = Document.objects.create(strategy=desk.strategy, title="Beslutet i fullmäktige")
    Passage.objects.create(
        strategy=desk.strategy, element=element, source=document, text="Vi stärker rådgivningen"
    )
    said = panel(client, desk)
    assert "Almi Provland" in said
    assert "Beslutet i fullmäktige" in said
    assert "Vi stärker rådgivningen" in said


def test_an_actor_linked_in_the_panel_shows_in_the_line(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    url = desk.url("element-actors", element.key)
    sent = {"actor": make_actor("Almi Provland").pk, "role": "ansvarig"}
    beside = {"HX-Current-URL": f"http://testserver{desk.url('edit-strategy')}?visa=utan-text"}
    answer = client.post(url, sent, headers=HTMX | beside)
    assert f'id="a-{str(element.key)[:8]}" hx-swap-oob="true"' in answer.text
    assert "Almi Provland <span>ansvarig</span></li></ul>" in answer.text
    # On a page of its own there is no line to change.
    alone = client.post(
        url,
        sent | {"role": "medverkar"},
        headers=HTMX | {"HX-Current-URL": f"http://testserver{url}"},
    )
    assert alone.status_code == 200
    assert 'id="a-' not in alone.text


def test_saving_a_field_takes_few_queries_and_sends_little(client: Client, desk: Desk) -> None:
    """Whatever the plan's size; what opens and ends transactions is not counted, since tests have savepoints instead."""
    for _ in range(30):
        make_element(desk.strategy, kind="direction")
    # Under a direction an action could also be an area, and the form asks which.
    fixed, free = desk.element("Insats a"), desk.element("Insats b")
    for name, element, sent in (
        ("write-element", fixed, {"version": 1, "title": "Ny titel"}),
        ("edit-element", fixed, {"version": 2, "kind": "action", "text": "Ny text"}),
        ("edit-element", free, {"version": 1, "kind": "action", "text": "Ny text"}),
        # The text is saved since that version was seen: it is joined, and sent along.
        ("edit-element", fixed, {"version": 2, "text": fixed.text, "purpose": "Nytt syfte"}),
        ("edit-element", free, {"version": 1, "kind": "action", "purpose": "Nytt syfte"}),
    ):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(desk.url(name, element.key), sent, headers=HTMX)
        assert answer.status_code == 200
        told = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
        assert len(told) <= 12, told
        assert len(answer.content) < 2_000  # bytes


def test_without_javascript_the_panel_is_a_page(client: Client, desk: Desk) -> None:
    page = client.get(
        reverse("edit-element", args=[desk.strategy.slug, desk.element("Insats a").key])
    )
    assert "<html" in page.text
    assert 'name="title"' in page.text


def test_who_does_not_remove_it_after_all_gets_the_panel_back(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    asked = client.get(desk.url("remove-part", "delar", element.key), headers=HTMX)
    back = desk.url("part", "delar", element.key)
    assert f'hx-get="{back}"' in asked.text
    assert 'class="panel-body' in client.get(back, headers=HTMX, follow=True).text

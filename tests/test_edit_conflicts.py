"""Two people at the same text: nothing that anybody wrote is lost."""

import re
from typing import Any

import pytest
from django.test import Client

from strategies.models import Element, Strategy
from strategies.words import marked, woven
from tests.editing import HTMX, Desk
from tests.factories import make_element

pytestmark = pytest.mark.django_db


def sent(version: object = 1, **changed: Any) -> dict[str, Any]:
    return {
        "version": version,
        "title": "Insats a",
        "text": "Vi stärker rådgivningen.",
        "kind": "action",
    } | changed


def hidden_version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_second_save_is_refused_and_shows_both_texts(
    client: Client, desk: Desk, colleague: Client, headers: dict[str, str]
) -> None:
    element = desk.element("Insats a")
    url = desk.edit_url(element)
    assert colleague.post(url, sent(text="Vi stärker all rådgivning.")).status_code == 303
    answer = client.post(url, sent(text="Vi stärker rådgivningen till unga."), headers=headers)
    assert answer.status_code == 409
    assert "Kalle Kollega har sparat en nyare text" in answer.text
    plain = re.sub(r"<[^>]+>", "", answer.text)
    assert "all rådgivning" in re.sub(r"bara i den sparade texten: ", "", plain)
    assert re.search(r"<ins>.*till unga", answer.text, re.S)
    assert re.search(r"<del>.*rådgivning", answer.text, re.S)
    # What was typed is still in the form, and what is saved is still saved.
    assert re.search(
        r"<textarea[^>]*>\s*Vi stärker rådgivningen till unga\.</textarea>", answer.text
    )
    element.refresh_from_db()
    assert element.text == "Vi stärker all rådgivning."


def test_saving_again_after_reading_both_is_deliberate(
    client: Client, desk: Desk, colleague: Client
) -> None:
    element = desk.element("Insats a")
    url = desk.edit_url(element)
    colleague.post(url, sent(text="Deras"))
    refused = client.post(url, sent(text="Min"))
    again = client.post(url, sent(hidden_version(refused.text), text="Min"))
    assert again.status_code == 303
    element.refresh_from_db()
    assert element.text == "Min"


def test_fields_that_each_changed_are_joined(client: Client, desk: Desk, colleague: Client) -> None:
    element = desk.element("Insats a")
    colleague.post(desk.edit_url(element), sent(title="Deras titel"))
    assert client.post(desk.edit_url(element), sent(text="Min text")).status_code == 303
    element.refresh_from_db()
    assert (element.title, element.text) == ("Deras titel", "Min text")


def test_the_panel_shows_what_was_joined_so_that_the_next_save_takes_nothing_away(
    client: Client, desk: Desk, colleague: Client
) -> None:
    element = desk.element("Insats a")
    colleague.post(desk.edit_url(element), sent(text="Deras text"))
    mine = {"version": 1, "kind": "action", "text": "Vi stärker rådgivningen."}
    answer = client.post(desk.edit_url(element), mine | {"purpose": "Mitt syfte"}, headers=HTMX)
    assert re.search(r"<textarea[^>]*>\s*Deras text</textarea>", answer.text)
    assert "Mitt syfte" not in answer.text  # who sent it has it
    assert f'id="{str(element.key)[:8]}-text_field" hx-swap-oob="true"' in answer.text
    element.refresh_from_db()
    assert (element.text, element.purpose) == ("Deras text", "Mitt syfte")


def test_a_panel_saved_beside_a_colleagues_title_does_not_make_the_line_overwrite_it(
    client: Client, desk: Desk, colleague: Client
) -> None:
    element = desk.element("Insats a")
    line = desk.url("write-element", element.key)
    colleague.post(line, {"version": 1, "title": "Kollegans titel"}, headers=HTMX)
    mine = {"version": 1, "kind": "action", "text": "Min text"}
    saved = client.post(desk.edit_url(element), mine, headers=HTMX)
    # The line still shows the old title, and so it keeps the version of that.
    assert f'id="v-{str(element.key)[:8]}"' not in saved.text
    assert client.post(line, {"version": 1, "title": "Min titel"}, headers=HTMX).status_code == 409
    element.refresh_from_db()
    assert (element.title, element.text) == ("Kollegans titel", "Min text")


def test_a_field_that_was_left_alone_takes_the_colleagues_text_also_in_a_conflict(
    client: Client, desk: Desk, colleague: Client
) -> None:
    url = desk.edit_url(desk.element("Insats a"))
    colleague.post(url, sent(title="Deras titel", text="Deras text"))
    refused = client.post(url, sent(text="Min text"))
    assert refused.status_code == 409
    assert 'value="Deras titel"' in refused.text
    assert re.search(r"<textarea[^>]*>\s*Min text</textarea>", refused.text)


def test_what_a_colleague_changed_is_looked_at_when_mine_is_checked(
    client: Client, desk: Desk, colleague: Client
) -> None:
    element = make_element(desk.strategy, title="Insats c", kind="focus_area")
    url = desk.edit_url(element)
    theirs = {"version": 1, "title": "Insats c", "kind": "action"}
    assert colleague.post(url, theirs | {"starts": "2019"}).status_code == 303
    # The form was opened while it was an area; its kind was left alone, so it is the action that it has become.
    mine = {"version": 1, "title": "Insats c", "kind": "focus_area", "text": "Min text"}
    assert client.post(url, mine).status_code == 303
    element.refresh_from_db()
    assert (element.kind, element.starts, element.text) == ("action", "2019", "Min text")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_two_titles_typed_in_the_same_line_are_shown_beside_each_other(
    client: Client, desk: Desk, colleague: Client, headers: dict[str, str]
) -> None:
    url = desk.url("write-element", desk.element("Insats a").key)
    assert colleague.post(url, {"version": 1, "title": "Deras"}).status_code == 303
    refused = client.post(url, {"version": 1, "title": "Min"}, headers=headers)
    assert refused.status_code == 409
    assert "Kalle Kollega har sparat en nyare text" in refused.text
    assert desk.element("Deras").version == 2
    version = re.search(r'name="version"[^>]* value="(\d+)"', refused.text)
    assert version
    assert client.post(url, {"version": version[1], "title": "Min"}).status_code == 303
    assert desk.element("Min").version == 3


def test_a_line_knows_its_own_save_and_is_no_conflict_with_itself(
    client: Client, desk: Desk
) -> None:
    url = desk.url("write-element", desk.element("Insats a").key)
    saved = client.post(url, {"version": 1, "title": "Ett"}, headers=HTMX)
    seen = re.search(r'id="v-\w{8}" value="(\d+)"', saved.text)
    assert seen
    assert seen[1] == "2"
    assert client.post(url, {"version": 2, "title": "Två"}, headers=HTMX).status_code == 200


def test_the_same_change_by_both_is_no_conflict(
    client: Client, desk: Desk, colleague: Client
) -> None:
    url = desk.edit_url(desk.element("Insats a"))
    colleague.post(url, sent(text="Samma"))
    assert client.post(url, sent(text="Samma")).status_code == 303


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "²", None])
def test_a_form_without_a_version_that_was_seen_is_refused(
    client: Client, desk: Desk, version: str | None
) -> None:
    fields = sent(version, text="Min")
    if version is None:
        del fields["version"]
    answer = client.post(desk.edit_url(desk.element("Insats a")), fields)
    assert answer.status_code == 409
    assert "Min" in answer.text
    assert desk.element("Insats a").text == "Vi stärker rådgivningen."


def test_a_colleagues_move_is_no_conflict(client: Client, desk: Desk, colleague: Client) -> None:
    element = desk.element("Insats a")
    colleague.post(desk.url("write-element", element.key), {"till": "ut"})
    assert client.post(desk.edit_url(element), sent(text="Min")).status_code == 303


def test_a_mistake_is_told_before_a_conflict_and_keeps_the_version_that_was_seen(
    client: Client, desk: Desk, colleague: Client
) -> None:
    url = desk.edit_url(desk.element("Insats a"))
    colleague.post(url, sent(text="Deras"))
    refused = client.post(url, sent(title="", text="Min"))
    assert refused.status_code == 422
    assert hidden_version(refused.text) == "1"
    assert client.post(url, sent("1", text="Min")).status_code == 409


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_was_written_on_something_removed_can_be_copied(
    client: Client, desk: Desk, colleague: Client, headers: dict[str, str]
) -> None:
    element = desk.element("Insats a")
    colleague.post(desk.url("remove-part", "delar", element.key))
    answer = client.post(desk.edit_url(element), sent(text="Lång text"), headers=headers)
    assert answer.status_code == 409
    assert "Någon tog bort den" in answer.text
    assert "Lång text" in answer.text
    assert client.get(desk.edit_url(element)).status_code == 404
    assert not Element.objects.filter(key=element.key).exists()


@pytest.mark.parametrize(
    ("noun", "fields"),
    [
        ("uttalanden", {"kind": "vision", "text": "Min vision"}),
        ("utmaningar", {"title": "Min utmaning"}),
        ("beslut", {"kind": "reviderad", "date": "2019", "body": "Region Provland"}),
    ],
)
def test_every_part_is_guarded(
    client: Client, desk: Desk, colleague: Client, noun: str, fields: dict[str, str]
) -> None:
    part = desk.part(noun)
    url = desk.edit_url(part, noun)
    theirs = fields | {"text": "Deras", "title": "Deras", "date": "2020"}
    assert colleague.post(url, theirs | {"version": 1}).status_code == 303
    assert client.post(url, fields | {"version": 1}).status_code == 409
    assert client.post(url, fields | {"version": 2}).status_code == 303


def test_the_plans_own_facts_are_guarded(client: Client, desk: Desk, colleague: Client) -> None:
    url = desk.url("edit-header")
    facts = {"title": "Provplanen", "kind": "handlingsplan", "starts": "2018", "ends": "2022"}
    assert colleague.post(url, facts | {"version": 1, "action_word": "Åtgärd"}).status_code == 303
    refused = client.post(url, facts | {"version": 1, "title": "Min titel"})
    assert refused.status_code == 409
    assert 'value="Min titel"' in refused.text
    assert "Åtgärd" in refused.text
    assert Strategy.objects.get(pk=desk.strategy.pk).title == "Provplanen"


# --- words


def test_differing_words_are_marked_on_both_sides() -> None:
    saved, typed = marked("ett två tre", "ett fyra tre")
    assert [piece.text for piece in saved if piece.only_here] == ["två"]
    assert [piece.text for piece in typed if piece.only_here] == ["fyra"]
    assert "".join(piece.text for piece in saved) == "ett två tre"


def test_very_long_texts_are_shown_whole_and_at_once() -> None:
    saved, typed = marked(" ".join(["ord"] * 50_000), " ".join(["annat"] * 50_000))
    assert [len(saved), len(typed)] == [1, 1]


def test_very_long_texts_are_woven_in_their_own_words() -> None:
    told = woven(" ".join(["ord"] * 5_000), " ".join(["annat"] * 5_000))
    assert [piece.what for piece in told] == ["bort", "nytt"]
    assert {word for piece in told for word in piece.text.split()} == {"ord", "annat"}

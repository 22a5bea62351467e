import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from strategies.models import Element
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_element, make_involvement, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Desk:
    desk = Desk()
    client.force_login(desk.editor)
    return desk


def fields(element: Element, **changed: Any) -> dict[str, Any]:
    """What the form sends for an element as it is, but for `changed`."""
    return {
        "version": element.version,
        "title": element.title,
        "text": element.text,
        "kind": element.kind,
    } | changed


# --- reading the outline


def test_the_outline_speaks_the_plans_own_words(client: Client, desk: Desk) -> None:
    page = client.get(desk.url("edit-strategy")).text
    assert "Prioritering" in page
    assert "Insatsområde" in page  # the portal's word, where the plan has none
    assert page.index("Riktning A") < page.index("Område A1") < page.index("Insats b")


def test_queries_of_the_outline_do_not_grow(client: Client, desk: Desk, count_queries: Any) -> None:
    url = desk.url("edit-strategy")
    few = count_queries(url)
    for _ in range(5):
        element = make_element(desk.strategy, kind="direction")
        make_involvement(make_element(desk.strategy, parent=element), make_actor())
    assert count_queries(url) == few
    assert few <= 16


def test_a_row_is_a_piece_of_the_page(client: Client, desk: Desk) -> None:
    page = client.get(desk.url("edit-strategy"))
    row = client.get(desk.url("part", "delar", desk.element("Insats a").key), headers=HTMX)
    text = re.sub(r'value="\w{64}"| autofocus|<div hx-swap-oob.*', "", row.text, flags=re.S)
    page_text = re.sub(r'value="\w{64}"', "", page.text)
    assert squeezed(text) in squeezed(page_text)
    assert "<html" not in row.text


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_a_rows_address_leads_to_its_place_on_the_page(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    answer = client.get(desk.url("part", "delar", element.key))
    assert answer.status_code == 303
    assert answer["Location"].endswith(f"#d-{str(element.key)[:8]}")


# --- changing


def test_an_element_is_changed(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    answer = client.post(desk.edit_url(element), fields(element, title="Insats  a,\tändrad"))
    assert answer.status_code == 303
    element.refresh_from_db()
    assert element.title == "Insats a, ändrad"
    assert "Insats a, ändrad” är sparad" in client.get(answer["Location"]).text


def test_every_field_is_kept(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    sent = fields(
        element,
        text="Ett stycke.\r\n\r\nEtt till.",
        purpose="Fler företag",
        label="1 a",
        short_title="Råd",
        starts="2019",
        ends="2020-05",
        open_ended="on",
        crosscutting="on",
        target_groups=["Unga", "", "Unga", " Nyanlända "],
    )
    client.post(desk.edit_url(element), sent)
    element.refresh_from_db()
    assert element.text == "Ett stycke.\n\nEtt till."
    assert (element.purpose, element.label, element.short_title) == ("Fler företag", "1 a", "Råd")
    assert (element.starts, element.ends) == ("2019", "2020-05")
    assert element.open_ended
    assert element.crosscutting
    assert element.target_groups == ["Unga", "Nyanlända"]


def test_htmx_gets_the_form_and_then_the_row(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    form = client.get(desk.edit_url(element), headers=HTMX)
    assert "<form" in form.text
    assert "<html" not in form.text
    assert form.text.strip() in client.get(desk.edit_url(element)).text or "csrf" in form.text
    saved = client.post(desk.edit_url(element), fields(element, title="Nytt namn"), headers=HTMX)
    assert saved.status_code == 200
    assert f'id="rad-{str(element.key)[:8]}"' in saved.text
    assert "Nytt namn” är sparad" in saved.text
    assert "autofocus" in saved.text
    assert 'hx-swap-oob="innerHTML:#besked"' in saved.text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "Skriv en titel."),
        ("title", "\u200b \x00", "Skriv en titel."),
        ("title", "x" * 501, "500"),
        ("text", "x" * 1_000_000, "100000"),
        ("starts", "i våras", "är inget datum"),
        ("starts", "2019-02-30", "är inget datum"),
        ("ends", "2010", ""),
        ("label", "x" * 21, "20"),
        ("target_groups", ["x" * 501], "för långt"),
        ("kind", "direction", ""),
        ("kind", "något annat", "något annat"),
    ],
)
def test_what_cannot_be_saved_is_told_with_a_link_to_the_field(
    client: Client, desk: Desk, field: str, value: Any, told: str
) -> None:
    element = desk.element("Insats b")
    sent = fields(element, starts="2018") | {field: value}
    for headers in ({}, HTMX):
        answer = client.post(desk.edit_url(element), sent, headers=headers)
        assert answer.status_code == 422
        assert told in answer.text
        assert f'href="#{str(element.key)[:8]}-{field}' in answer.text
    element.refresh_from_db()
    assert element.version == 1


def test_odd_characters_never_break_the_page(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    answer = client.post(
        desk.edit_url(element),
        fields(element, title="A\x00\x07B", text="\x00<script>alert(1)</script>"),
    )
    assert answer.status_code == 303
    element.refresh_from_db()
    assert element.title == "AB"
    assert "<script>alert" not in client.get(answer["Location"]).text


def test_only_actions_have_a_time(client: Client, desk: Desk) -> None:
    assert "-starts" not in client.get(desk.edit_url(desk.element("Riktning A"))).text
    area = make_element(desk.strategy, kind="focus_area", title="Område C")
    answer = client.post(desk.edit_url(area), fields(area, starts="2019"))
    assert answer.status_code == 422
    assert "Bara insatser har en egen tid" in answer.text


def test_an_element_keeps_between_the_levels_of_its_parent_and_children(
    client: Client, desk: Desk
) -> None:
    top = desk.element("Riktning A")
    assert f'id="{str(top.key)[:8]}-kind"' not in client.get(desk.edit_url(top)).text
    client.post(desk.edit_url(top), fields(top, kind="action"))
    top.refresh_from_db()
    assert top.kind == "direction"


# --- adding


def test_a_new_element_comes_last_under_its_parent(client: Client, desk: Desk) -> None:
    url = f"{desk.url('add-element')}?under={desk.element('Riktning A').key}"
    assert "Ny del under Riktning A" in client.get(url).text
    assert client.post(url, {"title": "Ny", "kind": "action"}).status_code == 303
    assert desk.order("Riktning A") == ["Område A1", "Insats b", "Ny"]
    assert desk.element("Ny").kind == "action"


def test_a_new_element_comes_right_after_its_sibling(client: Client, desk: Desk) -> None:
    url = f"{desk.url('add-element')}?efter={desk.element('Riktning A').key}"
    client.post(url, {"title": "Riktning A och en halv", "kind": "direction"})
    assert desk.order() == ["Riktning A", "Riktning A och en halv", "Riktning B"]


def test_a_new_element_comes_last_in_the_plan(client: Client, desk: Desk) -> None:
    answer = client.post(
        desk.url("add-element"), {"title": "Riktning C", "kind": "direction"}, headers=HTMX
    )
    assert answer["HX-Retarget"] == "#delar"
    assert answer.text.count("autofocus") == 1
    assert desk.order() == ["Riktning A", "Riktning B", "Riktning C"]


def test_a_kind_that_the_place_decides_is_not_asked_for(client: Client, desk: Desk) -> None:
    url = f"{desk.url('add-element')}?under={desk.element('Område A1').key}"
    assert "-kind" not in client.get(url, headers=HTMX).text
    client.post(url, {"title": "Insats c"})
    assert desk.element("Insats c").kind == "action"


def test_a_new_element_without_a_title_is_refused_in_its_place(client: Client, desk: Desk) -> None:
    answer = client.post(desk.url("add-element"), {"title": "", "kind": "direction"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Skriv en titel" in answer.text
    assert "HX-Retarget" not in answer


@pytest.mark.parametrize(
    "query", ["under=x", "efter=1", "under=00000000-0000-4000-8000-000000000000"]
)
def test_a_place_that_is_not_in_the_plan_is_not_found(
    client: Client, desk: Desk, query: str
) -> None:
    url = f"{desk.url('add-element')}?{query}"
    assert client.get(url).status_code == 404
    assert client.post(url, {"title": "Ny", "kind": "action"}).status_code == 404


def test_nothing_goes_under_an_action(client: Client, desk: Desk) -> None:
    url = f"{desk.url('add-element')}?under={desk.element('Insats b').key}"
    assert client.get(url).status_code == 404


# --- moving


@pytest.mark.parametrize(
    ("title", "way", "told", "under", "order"),
    [
        ("Riktning B", "upp", "flyttad uppåt", "", ["Riktning B", "Riktning A"]),
        ("Riktning A", "ned", "flyttad nedåt", "", ["Riktning B", "Riktning A"]),
        ("Riktning A", "upp", "kan inte flyttas", "", ["Riktning A", "Riktning B"]),
        ("Riktning B", "ned", "kan inte flyttas", "", ["Riktning A", "Riktning B"]),
        ("Område A1", "ut", "flyttad ut", "", ["Riktning A", "Område A1", "Riktning B"]),
        ("Insats b", "in", "flyttad in", "Område A1", ["Insats a", "Insats b"]),
        ("Område A1", "in", "kan inte flyttas", "Riktning A", ["Område A1", "Insats b"]),
        ("Riktning B", "in", "kan inte flyttas", "", ["Riktning A", "Riktning B"]),
        ("Riktning A", "ut", "kan inte flyttas", "", ["Riktning A", "Riktning B"]),
    ],
)
def test_an_element_moves_one_step(  # noqa: PLR0917
    client: Client, desk: Desk, title: str, way: str, told: str, under: str, order: list[str]
) -> None:
    element = desk.element(title)
    answer = client.post(desk.url("move-element", element.key), {"till": way}, headers=HTMX)
    assert answer.status_code == 200
    assert told in answer.text
    assert desk.order(under) == order
    # The focus stays on the button that was used, and moving is no change of the text.
    assert re.search(rf'id="{way}-{str(element.key)[:8]}"', answer.text)
    assert desk.element(title).version == 1


def test_a_move_takes_everything_below_along(client: Client, desk: Desk) -> None:
    client.post(desk.url("move-element", desk.element("Område A1").key), {"till": "ut"})
    assert desk.order("Område A1") == ["Insats a"]
    assert desk.order("Riktning A") == ["Insats b"]


def test_a_move_to_nowhere_is_not_found(client: Client, desk: Desk) -> None:
    url = desk.url("move-element", desk.element("Insats b").key)
    assert client.post(url, {"till": "bort"}).status_code == 404
    assert client.post(url).status_code == 404


# --- removing


def test_removing_is_asked_about_and_takes_what_is_below_along(client: Client, desk: Desk) -> None:
    url = desk.url("remove-part", "delar", desk.element("Riktning A").key)
    assert "3 delar ligger under" in client.get(url).text
    assert desk.order() == ["Riktning A", "Riktning B"]
    assert client.post(url).status_code == 303
    assert desk.order() == ["Riktning B"]
    assert Element.objects.filter(strategy=desk.strategy).count() == 1


def test_the_focus_goes_to_the_neighbour_of_what_was_removed(client: Client, desk: Desk) -> None:
    url = desk.url("remove-part", "delar", desk.element("Område A1").key)
    answer = client.post(url, headers=HTMX)
    near = str(desk.element("Insats b").key)[:8]
    assert re.search(rf'id="andra-{near}"[^>]* autofocus', answer.text)
    assert desk.order("Riktning A") == ["Insats b"]


def test_the_last_element_can_be_removed(client: Client, desk: Desk) -> None:
    for title in ("Riktning A", "Riktning B"):
        answer = client.post(
            desk.url("remove-part", "delar", desk.element(title).key), headers=HTMX
        )
    assert "Planen är tom" in answer.text
    assert re.search(r'id="ny-delar-knapp"[^>]* autofocus', answer.text)


def test_history_tells_who_changed_what(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    client.post(desk.edit_url(element), fields(element, text="Nytt"))
    page = client.get(desk.url("part-history", "delar", element.key)).text
    assert "Disa Redaktör" in page
    assert "Text" in page
    assert "vid inläsning" in page


def test_a_stranger_changes_nothing(client: Client, desk: Desk) -> None:
    client.force_login(make_member(make_actor()))
    element = desk.element("Insats a")
    assert client.post(desk.edit_url(element), fields(element, title="Kapad")).status_code == 404
    element.refresh_from_db()
    assert element.title == "Insats a"
    assert connection.in_atomic_block  # the refusal did not break the transaction


def test_why_a_text_was_changed_is_asked_and_stands_in_its_history(
    client: Client, desk: Desk
) -> None:
    element = desk.element("Insats a")
    assert 'name="reason"' in client.get(desk.edit_url(element), headers=HTMX).text
    sent = fields(element, text="Nytt", reason="Beslut i nämnden")
    client.post(desk.edit_url(element), sent, headers=HTMX)
    assert "Beslut i nämnden" in client.get(desk.url("part-history", "delar", element.key)).text


def test_a_reason_is_still_there_when_the_form_comes_back(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    sent = fields(element, title="", reason="Beslut i nämnden")
    answer = client.post(desk.edit_url(element), sent)
    assert answer.status_code == 422
    assert 'value="Beslut i nämnden"' in answer.text

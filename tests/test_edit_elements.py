import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from strategies.models import Element
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_element, make_involvement, make_member, make_strategy

pytestmark = pytest.mark.django_db


def fields(element: Element, **changed: Any) -> dict[str, Any]:
    """What the form sends for an element as it is, but for `changed`."""
    return {
        "version": element.version,
        "title": element.title,
        "text": element.text,
        "kind": element.kind,
    } | changed


def line(desk: Desk, element: Element, **changed: Any) -> tuple[str, dict[str, Any]]:
    """The address that an element's line is sent to, and what it sends."""
    sent = {"version": element.version, "title": element.title}
    return desk.url("write-element", element.key), sent | changed


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
    assert few <= 13


def test_a_saved_line_answers_with_pieces_of_the_page(client: Client, desk: Desk) -> None:
    answer = client.post(*line(desk, desk.element("Insats a"), title="Insats a"), headers=HTMX)
    page = squeezed(client.get(desk.url("edit-strategy")).text)
    pieces = re.findall(r"<(?:input|label)[^>]*hx-swap-oob.*", answer.text)
    assert len(pieces) == 2
    for piece in pieces:
        assert squeezed(piece.replace(' hx-swap-oob="true"', "")) in page
    assert "<html" not in answer.text


def squeezed(text: str) -> str:
    return " ".join(text.split())


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


def test_htmx_gets_the_panel_and_then_the_version_that_was_saved(
    client: Client, desk: Desk
) -> None:
    element = desk.element("Insats a")
    panel = client.get(desk.edit_url(element), headers=HTMX)
    assert "<form" in panel.text
    assert "<html" not in panel.text
    assert 'name="title"' not in panel.text  # the line has it
    sent = {"version": element.version, "kind": "action", "text": "Ny text"}
    saved = client.post(desk.edit_url(element), sent, headers=HTMX)
    assert saved.status_code == 200
    assert desk.element("Insats a").text == "Ny text"
    assert "Insats a” är sparad" in saved.text
    assert f'id="v-{eight(element)}"' not in saved.text  # the line does not show what was saved
    assert f'value="2" id="allt-v-{eight(element)}" hx-swap-oob="true"' in saved.text
    assert saved["HX-Reswap"] == "none"


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
    for headers in ({}, {} if field == "title" else HTMX):
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
    client.post(desk.url("add-element"), {"title": "Riktning C", "kind": "direction"})
    assert desk.order() == ["Riktning A", "Riktning B", "Riktning C"]


def test_a_kind_that_the_place_decides_is_not_asked_for(client: Client, desk: Desk) -> None:
    url = f"{desk.url('add-element')}?under={desk.element('Område A1').key}"
    assert "-kind" not in client.get(url, headers=HTMX).text
    client.post(url, {"title": "Insats c"})
    assert desk.element("Insats c").kind == "action"


def test_a_new_element_without_a_title_is_refused_in_its_place(client: Client, desk: Desk) -> None:
    answer = client.post(desk.url("add-element"), {"title": "", "kind": "direction"})
    assert answer.status_code == 422
    assert "Skriv en titel" in answer.text


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


# --- a line


def test_a_title_is_typed_in_its_line(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    answer = client.post(*line(desk, element, title=" Insats  a, ny\n"), headers=HTMX)
    assert answer.status_code == 200
    assert desk.element("Insats a, ny").pk == element.pk
    assert len(answer.content) < 2_000  # bytes: a line is small, whatever the plan's size
    answer = client.post(*line(desk, element, version=2, title="Insats a"))
    assert answer["Location"].endswith(f"#d-{str(element.key)[:8]}")


@pytest.mark.parametrize(
    ("place", "under", "order", "kind"),
    [
        ({"efter": "Område A1"}, "Riktning A", ["Område A1", "Ny", "Insats b"], "focus_area"),
        ({"under": "Riktning A"}, "Riktning A", ["Ny", "Område A1", "Insats b"], "focus_area"),
        ({"under": "Område A1"}, "Område A1", ["Ny", "Insats a"], "action"),
        ({}, "", ["Ny", "Riktning A", "Riktning B"], "direction"),
    ],
)
def test_a_line_with_a_key_of_its_own_is_a_new_element(  # noqa: PLR0917
    client: Client, desk: Desk, place: dict[str, str], under: str, order: list[str], kind: str
) -> None:
    url = desk.url("write-element", uuid4())
    where = {name: str(desk.element(title).key) for name, title in place.items()}
    assert client.post(url, {"title": "Ny", **where}, headers=HTMX).status_code == 200
    assert desk.order(under) == order
    assert desk.element("Ny").kind == kind
    # The answer was lost, so the browser sends the same line again.
    assert client.post(url, {"title": "Ny", **where}, headers=HTMX).status_code == 200
    assert desk.order(under) == order


def test_a_line_cannot_be_under_an_action_or_in_another_plan(client: Client, desk: Desk) -> None:
    url = desk.url("write-element", uuid4())
    elsewhere = make_element(make_strategy(owners=(desk.owner.name,)), kind="direction")
    for place in (desk.element("Insats a").key, elsewhere.key, "x"):
        assert client.post(url, {"title": "Ny", "under": str(place)}).status_code == 404
    assert not Element.objects.filter(title="Ny").exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_line_without_a_title_is_refused_below_itself(
    client: Client, desk: Desk, headers: dict[str, str]
) -> None:
    element = desk.element("Insats a")
    answer = client.post(*line(desk, element, title=" "), headers=headers)
    assert answer.status_code == 422
    assert "Skriv en titel" in answer.text
    if headers:
        assert answer["HX-Retarget"] == f"#f-{str(element.key)[:8]}"
    assert desk.element("Insats a").version == 1


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_title_that_is_too_long_is_told_how_much_and_kept_whole(
    client: Client, desk: Desk, headers: dict[str, str]
) -> None:
    url = desk.url("write-element", desk.element("Insats a").key)
    answer = client.post(url, {"title": "å" * 501, "version": 1}, headers=headers)
    assert answer.status_code == 422
    assert "Texten är för lång: högst 500 tecken, och den har 501. Korta den." in answer.text
    assert headers or "å" * 501 in answer.text
    assert desk.element("Insats a").title == "Insats a"


def test_no_browser_is_asked_to_cut_a_title(client: Client, desk: Desk) -> None:
    for address in (desk.url("edit-strategy"), desk.url("add-element"), desk.url("edit-header")):
        page = client.get(address).text
        fields = re.findall(r'<(?:textarea|input)[^>]*name="(?:title|short_title)"[^>]*>', page)
        assert fields
        assert not any("maxlength" in field for field in fields)


def test_without_scripts_the_outline_warns_that_one_row_at_a_time_is_saved(
    client: Client, desk: Desk
) -> None:
    """Chromium that is driven with scripts off still counts them as on where pages ask, so that only the markup can be asked here."""
    page = client.get(desk.url("edit-strategy")).text
    told = " ".join(re.findall(r"<noscript>(.*?)</noscript>", page))
    assert "en rad i taget sparas" in told
    assert "Den sparas när du går vidare" not in told
    with_keys = re.findall(r'class="[^"]*with-keys">(.*?)</(?:p|dl)>', page, re.DOTALL)
    assert "Den sparas när du går vidare" in with_keys[0]
    assert "<kbd>" in with_keys[1]


def test_a_row_that_is_saved_without_scripts_is_told(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    sent = {"title": "Insats a igen", "version": element.version}
    page = client.post(desk.url("write-element", element.key), sent, follow=True)
    assert "”Insats a igen” är sparad." in page.text
    # The outline's own scripts say nothing while all is well.
    sent = {"title": "Insats c", "version": Element.objects.get(pk=element.pk).version}
    answer = client.post(desk.url("write-element", element.key), sent, headers=HTMX)
    assert "är sparad" not in answer.text


def test_a_line_that_was_removed_meanwhile_can_be_copied(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    sent = line(desk, element, title="Det jag skrev")
    client.post(desk.url("remove-part", "delar", element.key))
    answer = client.post(*sent, headers=HTMX)
    assert answer.status_code == 409
    assert "Det jag skrev" in answer.text
    assert not Element.objects.filter(key=element.key).exists()


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
        ("Insats a", "in", "kan inte flyttas", "Område A1", ["Insats a"]),
        ("Riktning B", "in", "flyttad in", "Riktning A", ["Område A1", "Insats b", "Riktning B"]),
        ("Riktning A", "ut", "kan inte flyttas", "", ["Riktning A", "Riktning B"]),
    ],
)
def test_an_element_moves_one_step(  # noqa: PLR0917
    client: Client, desk: Desk, title: str, way: str, told: str, under: str, order: list[str]
) -> None:
    element = desk.element(title)
    answer = client.post(desk.url("write-element", element.key), {"till": way}, headers=HTMX)
    assert answer.status_code == 200
    assert told in answer.text
    assert desk.order(under) == order
    assert answer["HX-Reswap"] == "none"
    if "inte" not in told:
        moved = json.loads(answer["HX-Trigger"])["moved"]
        before = [None, *order][order.index(title)]
        assert moved == {"id": eight(element), "under": at(desk, under), "after": at(desk, before)}


def eight(element: Element) -> str:
    return str(element.key)[:8]


def at(desk: Desk, title: str | None) -> str:
    return eight(desk.element(title)) if title else ""


@pytest.mark.parametrize(
    ("title", "way", "kinds"),
    [
        ("Område A1", "ut", {"Område A1": "direction", "Insats a": "action"}),
        ("Insats a", "ut", {"Insats a": "focus_area"}),
        ("Riktning B", "in", {"Riktning B": "focus_area"}),
        ("Insats b", "upp", {"Insats b": "action", "Område A1": "focus_area"}),
    ],
)
def test_an_element_gets_the_kind_of_its_new_level_and_keeps_its_key(
    client: Client, desk: Desk, title: str, way: str, kinds: dict[str, str]
) -> None:
    key = desk.element(title).key
    client.post(desk.url("write-element", key), {"till": way}, headers=HTMX)
    assert {name: desk.element(name).kind for name in kinds} == kinds
    assert desk.element(title).key == key


def test_an_area_becomes_an_action_under_the_area_before_it(client: Client, desk: Desk) -> None:
    area = make_element(
        desk.strategy, kind="focus_area", parent=desk.element("Riktning A"), title="Område A2"
    )
    client.post(desk.url("write-element", desk.element("Insats b").key), {"till": "upp"})
    answer = client.post(desk.url("write-element", area.key), {"till": "in"}, headers=HTMX)
    assert desk.order("Område A1") == ["Insats a", "Område A2"]
    assert desk.element("Område A2").kind == "action"
    assert re.search(rf'<label[^>]*id="o-{eight(area)}"[^>]*>Insats<', answer.text)


def test_a_first_part_with_nothing_to_go_under_becomes_the_next_lower_level(
    client: Client, desk: Desk
) -> None:
    area = make_element(desk.strategy, kind="focus_area", parent=desk.element("Riktning B"))
    url = desk.url("write-element", area.key)
    assert "flyttad in en nivå" in client.post(url, {"till": "in"}, headers=HTMX).text
    area.refresh_from_db()
    assert (area.kind, area.parent, area.position) == ("action", desk.element("Riktning B"), 0)
    assert "kan inte flyttas" in client.post(url, {"till": "in"}, headers=HTMX).text


def test_a_branch_that_would_need_a_fourth_level_stays(client: Client, desk: Desk) -> None:
    top = make_element(desk.strategy, kind="direction", title="Riktning C")
    area = make_element(desk.strategy, kind="focus_area", parent=top)
    make_element(desk.strategy, parent=area)
    answer = client.post(desk.url("write-element", top.key), {"till": "in"}, headers=HTMX)
    assert "kan inte flyttas" in answer.text
    assert desk.order() == ["Riktning A", "Riktning B", "Riktning C"]


def test_an_action_with_a_time_of_its_own_stays_an_action(client: Client, desk: Desk) -> None:
    Element.objects.filter(pk=desk.element("Insats a").pk).update(starts="2019")
    client.post(desk.url("write-element", desk.element("Insats a").key), {"till": "ut"})
    assert desk.order("Riktning A") == ["Område A1", "Insats a", "Insats b"]
    assert desk.element("Insats a").kind == "action"


def test_an_element_is_dropped_where_one_points(client: Client, desk: Desk) -> None:
    url = desk.url("write-element", desk.element("Insats b").key)
    client.post(url, {"till": "plats", "efter": desk.element("Insats a").key})
    assert desk.order("Område A1") == ["Insats a", "Insats b"]
    client.post(url, {"till": "plats", "under": desk.element("Riktning B").key})
    assert desk.order("Riktning B") == ["Insats b"]
    client.post(url, {"till": "plats"})
    assert desk.order() == ["Insats b", "Riktning A", "Riktning B"]


def test_an_element_is_never_put_into_itself(client: Client, desk: Desk) -> None:
    top, area = desk.element("Riktning A"), desk.element("Område A1")
    for where in ({"under": area.key}, {"efter": area.key}, {"efter": top.key}):
        client.post(desk.url("write-element", top.key), {"till": "plats", **where})
    assert desk.order() == ["Riktning A", "Riktning B"]
    assert desk.order("Riktning A") == ["Område A1", "Insats b"]


def test_a_move_that_is_sent_again_is_made_once(client: Client, desk: Desk) -> None:
    element = desk.element("Riktning A")
    make_element(desk.strategy, kind="direction", title="Riktning C")
    url, sent = desk.url("write-element", element.key), {"till": "ned", "akt": str(uuid4())}
    first, again = (client.post(url, sent, headers=HTMX) for _ in range(2))
    assert desk.order() == ["Riktning B", "Riktning A", "Riktning C"]
    assert first.headers["HX-Trigger"] == again.headers["HX-Trigger"]
    assert "flyttad nedåt" in again.text
    client.post(url, sent | {"akt": str(uuid4())}, headers=HTMX)
    assert desk.order() == ["Riktning B", "Riktning C", "Riktning A"]


def test_without_javascript_a_step_saves_the_title_too(client: Client, desk: Desk) -> None:
    element = desk.element("Riktning A")
    url, sent = line(desk, element, title="Riktning Ö", till="ned")
    assert client.post(url, sent).status_code == 303
    assert desk.order() == ["Riktning B", "Riktning Ö"]
    # What cannot be saved is shown, and nothing moves.
    refused = client.post(url, {"version": 2, "title": "", "till": "upp"})
    assert refused.status_code == 422
    assert desk.order() == ["Riktning B", "Riktning Ö"]


def test_a_move_takes_everything_below_along(client: Client, desk: Desk) -> None:
    client.post(desk.url("write-element", desk.element("Område A1").key), {"till": "ut"})
    assert desk.order("Område A1") == ["Insats a"]
    assert desk.order("Riktning A") == ["Insats b"]


def test_a_move_to_nowhere_is_not_found(client: Client, desk: Desk) -> None:
    url = desk.url("write-element", desk.element("Insats b").key)
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


def test_the_outline_is_told_which_line_was_removed(client: Client, desk: Desk) -> None:
    element = desk.element("Område A1")
    answer = client.post(desk.url("remove-part", "delar", element.key), headers=HTMX)
    assert json.loads(answer["HX-Trigger"]) == {"removed": {"id": eight(element)}}
    assert "borttagen" in answer.text
    assert desk.order("Riktning A") == ["Insats b"]


def test_the_last_element_can_be_removed(client: Client, desk: Desk) -> None:
    for title in ("Riktning A", "Riktning B"):
        client.post(desk.url("remove-part", "delar", desk.element(title).key), headers=HTMX)
    assert "Planen är tom" in client.get(desk.url("edit-strategy")).text


def test_history_tells_who_changed_what(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    client.post(desk.edit_url(element), fields(element, text="Nytt"))
    page = client.get(desk.url("part-history", "delar", element.key)).text
    assert "Disa Redaktör" in page
    assert "Text" in page
    assert "Direkt i databasen" in page


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

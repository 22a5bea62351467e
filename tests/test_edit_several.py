"""Many elements at once: pasted from a list, or chosen and changed together."""

from typing import Any

import pytest
from django.test import Client

from strategies.editing.pasted import pasted
from strategies.models import Element, Involvement
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_element, make_involvement, make_member

pytestmark = pytest.mark.django_db


# --- a pasted list


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ett\nTvå\n\nTre", [(0, "", "Ett"), (0, "", "Två"), (0, "", "Tre")]),
        ("Ett\n  Under\n    Längst in\nTvå", [(0, "", "Ett"), (1, "", "Under"), (2, "", "Längst in"), (0, "", "Två")]),
        ("Ett\n\tUnder\nTvå", [(0, "", "Ett"), (1, "", "Under"), (0, "", "Två")]),
        ("1. Mål\n• Gör så\n• Och så\n2. Nästa", [(0, "1", "Mål"), (1, "", "Gör så"), (1, "", "Och så"), (0, "2", "Nästa")]),
        ("1 Mål\n1.1 Delmål\n1.2 Till\n10 Sist", [(0, "1", "Mål"), (1, "1.1", "Delmål"), (1, "1.2", "Till"), (0, "10", "Sist")]),
        ("a) Först;\nb) Sedan,", [(0, "a", "Först"), (0, "b", "Sedan")]),
        ("•\u00a0Fast blanksteg\r\n•\u00a0Till", [(0, "", "Fast blanksteg"), (0, "", "Till")]),
        (" \n \n", []),
    ],
    ids=["lines", "indents", "tabs", "bullets", "numbers", "letters", "word", "nothing"],
)  # fmt: skip
def test_a_lists_signs_are_its_levels(text: str, found: list[tuple[int, str, str]]) -> None:
    assert [(line.depth, line.label, line.title) for line in pasted(text)] == found


def paste(client: Client, desk: Desk, text: str, **place: str) -> Any:
    where = {name: str(desk.element(title).key) for name, title in place.items()}
    return client.post(desk.url("paste-elements"), {"text": text, **where})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rad\n" * 501, "Listan har 501 rader, och högst 500 får plats på en gång."),
        ("kort\n" + "x" * 501, "är för lång: högst 500 tecken, och den har 501."),
        ("***", "Listan har inga rader med text."),
    ],
)
def test_a_list_that_does_not_fit_is_refused_whole_and_kept_in_the_form(
    client: Client, desk: Desk, text: str, told: str
) -> None:
    before = desk.strategy.elements.count()
    answer = paste(client, desk, text)
    assert answer.status_code == 422
    assert told in answer.text
    assert text.splitlines()[-1] in answer.text
    assert desk.strategy.elements.count() == before


def test_a_pasted_list_becomes_elements_after_a_line(client: Client, desk: Desk) -> None:
    answer = paste(client, desk, "Område X\n- Insats x1\n- Insats x2\nOmråde Y", efter="Område A1")
    assert answer.status_code == 303
    assert desk.order("Riktning A") == ["Område A1", "Område X", "Område Y", "Insats b"]
    assert desk.order("Område X") == ["Insats x1", "Insats x2"]
    assert [desk.element(name).kind for name in ("Område Y", "Insats x1")] == [
        "focus_area",
        "action",
    ]
    assert "4 delar är tillagda." in client.get(answer["Location"]).text


def test_a_list_that_is_deeper_than_a_plan_stands_on_its_lowest_level(
    client: Client, desk: Desk
) -> None:
    paste(client, desk, "Ett\n - Två\n   * Tre\n      o Fyra", under="Riktning B")
    assert desk.order("Riktning B") == ["Ett"]
    assert desk.order("Ett") == ["Två", "Tre", "Fyra"]


def test_a_list_goes_last_in_the_plan_when_no_place_is_named(client: Client, desk: Desk) -> None:
    paste(client, desk, "Riktning C\nRiktning D")
    assert desk.order() == ["Riktning A", "Riktning B", "Riktning C", "Riktning D"]
    assert desk.element("Riktning D").kind == "direction"


@pytest.mark.parametrize("text", ["", " \n ", "•\n•"])
def test_an_empty_list_is_refused_and_nothing_is_made(
    client: Client, desk: Desk, text: str
) -> None:
    before = Element.objects.count()
    answer = paste(client, desk, text)
    assert answer.status_code == 422
    assert Element.objects.count() == before


def test_the_outline_is_told_where_the_pasted_lines_are(client: Client, desk: Desk) -> None:
    sent = {"text": "Insats c\nInsats d", "efter": str(desk.element("Insats b").key)}
    answer = client.post(desk.url("paste-elements"), sent, headers=HTMX)
    assert answer["HX-Retarget"] == "#delar"
    assert str(desk.element("Insats c").key)[:8] in answer["HX-Trigger-After-Settle"]


# --- several chosen


def several(client: Client, desk: Desk, titles: list[str], **sent: Any) -> Any:
    keys = "&".join(f"del={desk.element(title).key}" for title in titles)
    url = f"{desk.url('several-elements')}?{keys}"
    return client.post(url, {"role": "ansvarig", **sent}) if sent else client.get(url)


def test_a_responsible_actor_is_given_to_several(client: Client, desk: Desk) -> None:
    almi = make_actor("Almi Provland")
    make_involvement(desk.element("Insats a"), almi, "ansvarig")
    answer = several(client, desk, ["Insats a", "Insats b"], act="ansvar", actor="almi provland")
    assert answer.status_code == 303
    assert "Almi Provland är ansvarig i 2 delar." in client.get(answer["Location"]).text
    assert Involvement.objects.filter(actor=almi, role="ansvarig").count() == 2


def test_several_are_moved_with_all_below_them(client: Client, desk: Desk) -> None:
    titles = ["Område A1", "Insats a", "Insats b"]
    several(client, desk, titles, act="flytta", under=desk.element("Riktning B").pk)
    assert desk.order("Riktning A") == []
    assert desk.order("Riktning B") == ["Område A1", "Insats b"]
    assert desk.order("Område A1") == ["Insats a"]


def test_a_move_that_not_all_can_make_moves_none(client: Client, desk: Desk) -> None:
    area = make_element(desk.strategy, kind="focus_area", parent=desk.element("Riktning B"))
    top = make_element(desk.strategy, kind="direction", title="Riktning C")
    middle = make_element(desk.strategy, kind="focus_area", parent=top)
    make_element(desk.strategy, parent=middle)
    answer = several(client, desk, ["Insats b", "Riktning C"], act="flytta", under=area.pk)
    assert answer.status_code == 422
    assert "får inte plats där" in answer.text
    assert desk.order("Riktning A") == ["Område A1", "Insats b"]
    assert "Riktning C" in desk.order()


def test_several_are_removed_after_the_page_has_told_what_goes_along(
    client: Client, desk: Desk
) -> None:
    assert "En del till ligger under" in several(client, desk, ["Område A1", "Insats b"]).text
    answer = several(client, desk, ["Område A1", "Insats b"], act="ta-bort")
    assert "3 delar är borttagna." in client.get(answer["Location"]).text
    assert desk.order("Riktning A") == []
    assert desk.order() == ["Riktning A", "Riktning B"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"act": "ansvar"}, "Skriv aktörens namn."),
        ({"act": "ansvar", "actor": "Ingen Alls"}, "ingen aktör som heter"),
        ({"act": "flytta", "under": "0"}, ""),
        ({"act": "dansa"}, ""),
    ],
)
def test_what_cannot_be_done_is_told(
    client: Client, desk: Desk, sent: dict[str, str], told: str
) -> None:
    answer = several(client, desk, ["Insats a"], **sent)
    assert answer.status_code == 422
    assert told in answer.text


def test_nothing_chosen_leads_back_with_what_to_do(client: Client, desk: Desk) -> None:
    answer = client.get(desk.url("several-elements"), follow=True)
    assert "Välj först en eller flera delar" in answer.text


def test_a_stranger_chooses_nothing(client: Client, desk: Desk) -> None:
    url = f"{desk.url('several-elements')}?del={desk.element('Insats a').key}"
    client.force_login(make_member(make_actor()))
    assert client.get(url).status_code == 404
    assert client.post(url, {"act": "ta-bort", "role": "ansvarig"}).status_code == 404
    assert desk.element("Insats a")

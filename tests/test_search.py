"""Search: what is found, where the rows lead, and what an odd question gets."""

import re

import pytest
from django.test import Client

from strategies.models import Entry
from strategies.plan import Challenge, Element, Plan, Statement
from strategies.publishing.publish import publish
from strategies.reading.search import search
from strategies.templatetags.plans import after, excerpt, marked
from tests.conftest import HTMX
from tests.factories import make_actor, make_region, make_strategy

pytestmark = pytest.mark.django_db

URL = "/sok/"


def plan(title: str = "Plan för kompetens") -> Plan:
    action = Element(
        kind="action", title="Ordna exportdagar", text="För småföretag som vill ut i världen."
    )
    return Plan(
        title=title,
        kind="handlingsplan",
        owners=(make_actor().name,),
        summary="Hur länet får fler företag.",
        statements=(
            Statement(kind="vision", text="Ett län där företagsklimatet är bäst i landet."),
        ),
        challenges=(Challenge(title="Brist på arbetskraft", text="Många företagare söker folk."),),
        elements=(Element(kind="direction", title="Företag i hela länet", elements=(action,)),),
    )


def kinds(written: str) -> dict[str, int]:
    return {hits.kind: hits.count for hits in search(written).groups}


def test_words_are_found_in_all_that_a_plan_says() -> None:
    make_strategy(plan(), published=True)
    assert kinds("företag") == {
        "strategy": 1,
        "direction": 1,
        "action": 1,
        "challenge": 1,
        "statement": 1,
    }


def test_a_word_is_found_inside_compounds_whatever_its_case() -> None:
    make_strategy(plan(), published=True)
    assert kinds("KLIMAT") == {"statement": 1}


def test_every_word_has_to_be_there() -> None:
    make_strategy(plan(), published=True)
    assert kinds("småföretag exportdagar") == {"action": 1}
    assert kinds("småföretag arbetskraft") == {}


def test_a_row_leads_to_the_very_element(client: Client) -> None:
    strategy = make_strategy(plan(), published=True)
    key = Entry.objects.get(title="Ordna exportdagar").key
    page = client.get(f"{URL}?q=exportdag").text
    assert (
        f'<a href="{strategy.get_absolute_url()}#d-{str(key)[:8]}">Ordna <mark>exportdag</mark>ar</a>'
        in page
    )


def test_actors_and_regions_are_found_by_name_and_alias(client: Client) -> None:
    make_actor("Stödbolaget", aliases=["Hjälparna"])
    make_region("Hjälplän")
    assert kinds("hjälp") == {"region": 1, "aktor": 1}
    page = client.get(f"{URL}?q=hjälp").text
    assert "Stödbolaget" in page
    assert "<mark>Hjälp</mark>län" in page


def test_only_the_current_edition_is_searched(client: Client) -> None:
    strategy = make_strategy(plan(), published=True)
    make_strategy(plan("Hemligt utkast"))
    strategy.elements.filter(title="Ordna exportdagar").update(title="Ordna importdagar")
    assert kinds("exportdagar") == {"action": 1}
    assert kinds("importdagar") == {}
    assert kinds("hemligt") == {}
    publish(strategy, user=None, note="Import i stället")
    assert kinds("exportdagar") == {}
    assert kinds("importdagar") == {"action": 1}


def test_a_draft_title_never_shows_beside_a_hit(client: Client) -> None:
    strategy = make_strategy(plan("Beslutad titel"), published=True)
    strategy.title = "Påbörjad titel"
    strategy.save(update_fields=["title"])
    page = client.get(f"{URL}?q=exportdagar").text
    assert "Beslutad titel" in page
    assert "Påbörjad titel" not in page


def test_hits_in_titles_come_before_hits_in_texts() -> None:
    elements = (
        Element(kind="action", title="Något annat", text="Om turism."),
        Element(kind="action", title="Turism året om"),
    )
    make_strategy(
        Plan(title="P", kind="policy", owners=(make_actor().name,), elements=elements),
        published=True,
    )
    assert [hit.title for hit in search("turism").groups[0].shown] == [
        "Turism året om",
        "Något annat",
    ]


def many(number: int) -> None:
    elements = tuple(
        Element(kind="action", title=f"Gemensam insats {place}") for place in range(number)
    )
    make_strategy(
        Plan(title="Stor", kind="policy", owners=(make_actor().name,), elements=elements),
        published=True,
    )


def test_the_first_hits_of_a_kind_are_shown_and_all_of_them_can_be_asked_for(
    client: Client,
) -> None:
    many(12)
    page = client.get(f"{URL}?q=gemensam").text
    assert page.count("<h3>") == 8
    assert 'href="?q=gemensam&amp;slag=action"' in page
    everything = client.get(f"{URL}?q=gemensam&slag=action").text
    assert everything.count("<h3>") == 12
    assert 'href="?q=gemensam"' in everything


def test_a_count_stops_at_two_hundred(client: Client) -> None:
    many(205)
    page = client.get(f"{URL}?q=gemensam").text
    assert "fler än 200" in page
    assert "Fler än 200 träffar" in page
    assert client.get(f"{URL}?q=gemensam&slag=action").text.count("<h3>") == 200


def test_nothing_found_says_what_to_do(client: Client) -> None:
    page = client.get(f"{URL}?q=finnsinte").text
    assert "Inget hittades för ”finnsinte”" in page
    assert "Kontrollera stavningen" in page


def test_nothing_asked_explains_the_search(client: Client) -> None:
    for query in ("", "?q=", "?q=%20%20"):
        assert "Skriv ett eller flera ord" in client.get(URL + query).text


@pytest.mark.parametrize(
    "query",
    [
        "%00",
        "%25",
        "_",
        "'\"",
        "\\",
        "(",
        "<b>",
        "a" * 5000,
        "ord " * 500,
        "%F0%9F%8C%B2",
        "%C3%28",
    ],
)
def test_any_text_may_be_searched_for(client: Client, query: str) -> None:
    make_strategy(plan(), published=True)
    response = client.get(f"{URL}?q={query}")
    assert response.status_code == 200
    assert "<b>" not in response.text


def test_wildcards_are_letters_like_others() -> None:
    make_strategy(plan(), published=True)
    assert kinds("%") == kinds("f_retag") == {}


def test_an_unknown_kind_finds_nothing(client: Client) -> None:
    make_strategy(plan(), published=True)
    assert "Inget hittades" in client.get(f"{URL}?q=företag&slag=finnsinte").text


def test_the_question_stays_in_the_box_and_in_the_title(client: Client) -> None:
    page = client.get(f"{URL}?q=export").text
    assert 'value="export"' in page
    assert "<title>Sök: export – " in page


def test_the_fragment_is_a_piece_of_the_page(client: Client) -> None:
    make_strategy(plan(), published=True)
    page, fragment = client.get(f"{URL}?q=export"), client.get(f"{URL}?q=export", headers=HTMX)
    assert fragment.text.strip() in page.text
    assert "<html" not in fragment.text


def test_queries_do_not_grow_with_the_hits(count_queries) -> None:
    make_strategy(plan(), published=True)
    few = count_queries(f"{URL}?q=företag")
    for number in range(5):
        make_strategy(plan(f"Företagsplan {number}"), published=True)
    assert count_queries(f"{URL}?q=företag") == few <= 4


def test_words_are_marked_inside_compounds_and_the_rest_escaped() -> None:
    assert (
        marked("Företagsklimatet & <b>", ["klimat"])
        == "Företags<mark>klimat</mark>et &amp; &lt;b&gt;"
    )
    assert (
        marked("<i>i</i>", ["i"]) == "&lt;<mark>i</mark>&gt;<mark>i</mark>&lt;/<mark>i</mark>&gt;"
    )
    assert marked("exportdagar", ["export", "exportdag"]) == "<mark>exportdag</mark>ar"
    assert marked("a & b", []) == "a &amp; b"


def test_an_excerpt_shows_the_word_in_its_sentence() -> None:
    text = "ord " * 100 + "målet är nått " + "slut " * 100
    shown = excerpt(text, ["målet"])
    assert "målet" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 240
    assert excerpt("Kort.", ["målet"]) == "Kort."
    assert excerpt(text, []).startswith("ord ord")
    assert not re.search(r"\bor\b", shown)


def test_a_text_does_not_repeat_the_title_that_is_made_of_it() -> None:
    assert after("Ett län för alla. Året om.", "Ett län för …") == "… alla. Året om."
    assert after("Ett län.", "Ett län.") == ""
    assert after("Något annat.", "Rubriken") == "Något annat."

"""Search as readers meet it: what is found, where the rows lead, what narrows them, and what an odd question gets."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

from actors.models import Actor, Region
from strategies.models import Entry, EntryKind, Term, ThemeLink, ThemeState
from strategies.plan import (
    Basis,
    Challenge,
    Document,
    Element,
    Forum,
    Involvement,
    Mandate,
    Milestone,
    Participant,
    Period,
    Person,
    Plan,
    Relation,
    Resource,
    Statement,
)
from strategies.publishing.index import reindex
from strategies.publishing.publish import publish
from strategies.reading.search.facets import FACETS
from strategies.reading.search.page import SearchPage, search_page
from strategies.snapshot import snapshot
from strategies.vocabulary import THEMES
from tests.conftest import HTMX
from tests.factories import make_actor, make_region, make_strategy, make_user

pytestmark = pytest.mark.django_db

URL = "/sok/"


def plan(title: str = "Plan för kompetens", **fields: Any) -> Plan:
    action = Element(
        kind="action", title="Ordna exportdagar", text="För småföretag som vill ut i världen."
    )
    return Plan(
        **{
            "title": title,
            "kind": "handlingsplan",
            "owners": (make_actor().name,),
            "summary": "Hur länet får fler företag.",
            "statements": (
                Statement(kind="vision", text="Ett län där företagsklimatet är bäst i landet."),
            ),
            "challenges": (
                Challenge(title="Brist på arbetskraft", text="Många företag söker folk."),
            ),
            "elements": (
                Element(kind="direction", title="Företag i hela länet", elements=(action,)),
            ),
        }
        | fields
    )


def one(**fields: Any) -> Plan:
    """A plan that says nothing but what a test is about."""
    return Plan(**{"title": "P", "kind": "policy", "owners": (make_actor().name,)} | fields)


def asked(written: str, **choices: str) -> SearchPage:
    return search_page(QueryDict(urlencode({"q": written} | choices)))


def titles(written: str, **choices: str) -> list[str]:
    return [hit.row.title for hit in asked(written, **choices).hits]


def kinds(written: str, **choices: str) -> dict[str, int]:
    """How many hits of each level."""
    page = asked(written, **choices)
    if page.finding is None:
        return {}
    found = Counter(hit.kind for hit in page.finding.hits)
    return dict(found + Counter(named.level for named in page.finding.names))


def options(page: SearchPage, name: str) -> dict[str, int | None]:
    return {
        choice.label: choice.count
        for shown in page.facets
        if shown.facet.name == name
        for choice in shown.choices
    }


def test_words_are_found_in_all_that_a_plan_says() -> None:
    make_strategy(plan(), published=True)
    assert kinds("företag") == {
        "strategy": 1,
        "direction": 1,
        "action": 1,
        "challenge": 1,
        "statement": 1,
    }


def test_a_word_is_found_inside_compounds_and_in_any_form_whatever_its_case() -> None:
    make_strategy(plan(), published=True)
    assert kinds("KLIMAT") == {"statement": 1}
    assert kinds("företagens") == kinds("företag")
    assert kinds("råd") == {}


def test_every_word_has_to_be_there() -> None:
    make_strategy(plan(), published=True)
    assert kinds("småföretag exportdagar") == {"action": 1}
    assert kinds("småföretag arbetskraft") == {}


def test_a_word_with_minus_must_not_be_there() -> None:
    make_strategy(plan(), published=True)
    assert kinds("företag -export -klimat") == {"strategy": 1, "direction": 1, "challenge": 1}
    assert kinds("-export") == {}


def test_words_in_quotation_marks_stand_together_and_are_no_parts_of_others() -> None:
    elements = (
        Element(kind="action", title="Grön omställning"),
        Element(kind="action", title="Den gröna omställningen av allt"),
        Element(kind="action", title="Omställning till grön el"),
        Element(kind="action", title="Grön energiomställning"),
    )
    make_strategy(one(elements=elements), published=True)
    assert set(titles('"grön omställning"')) == {
        "Grön omställning",
        "Den gröna omställningen av allt",
    }
    assert set(titles("”grön omställning”")) == set(titles('"grön omställning"'))
    assert len(titles("grön omställning")) == 4
    assert len(titles('grön -"grön omställning"')) == 2
    assert len(titles('"omställning"')) == 3


def test_a_phrase_does_not_span_title_and_text() -> None:
    make_strategy(
        one(elements=(Element(kind="action", title="Allt om turism", text="Cykel."),)),
        published=True,
    )
    assert titles('"turism cykel"') == []


def test_the_place_of_a_plan_helps_a_word_but_finds_nothing_alone() -> None:
    elements = (Element(kind="action", title="Turism"), Element(kind="action", title="Idrott"))
    make_strategy(
        one(owners=(make_actor("Askersunds kommun").name,), elements=elements), published=True
    )
    assert titles("turism askersund") == ["Turism"]
    assert titles("askersund") == ["P"]


def test_an_actor_with_a_role_helps_find_the_part() -> None:
    make_actor("Almi")
    element = Element(
        kind="action", title="Exportråd", involvements=(Involvement(actor="Almi", role="utförare"),)
    )
    make_strategy(
        one(elements=(element, Element(kind="action", title="Exportdag"))), published=True
    )
    assert titles("export almi") == ["Exportråd"]


def test_a_word_that_is_being_typed_is_the_beginning_of_others() -> None:
    make_strategy(plan(), published=True)
    assert titles("exportd") == ["Ordna exportdagar"]
    assert titles("ordna exp") == ["Ordna exportdagar"]
    assert titles("xy") == []


def test_a_misspelt_compound_is_found_by_the_word_within_it() -> None:
    elements = (Element(kind="action", title="Vår samvekansmodell"),)
    make_strategy(one(elements=elements), published=True)
    page = asked("modell")
    assert [hit.title for hit in page.hits] == ["Vår samvekans<mark>modell</mark>"]


def test_a_row_leads_to_the_very_element_and_tells_its_way(client: Client) -> None:
    strategy = make_strategy(plan(), published=True)
    key = Entry.objects.get(title="Ordna exportdagar").key
    page = client.get(f"{URL}?q=export").text
    assert (
        f'<a href="{strategy.get_absolute_url()}#d-{str(key)[:8]}">Ordna <mark>export</mark>dagar</a>'
        in page
    )
    way = re.sub(r"<[^>]+>|\s+", " ", page.split('class="way">')[1].split("</p>")[0]).split()
    assert " ".join(way) == "I planen Plan för kompetens › , under Företag i hela länet"


def test_the_way_goes_through_parent_goals_and_challenges() -> None:
    goal = Statement(
        kind="mål", text="Fler jobb", statements=(Statement(kind="delmål", text="Ung kraft"),)
    )
    challenge = Challenge(title="Läge", challenges=(Challenge(title="Avstånd"),))
    area = Element(
        kind="focus_area", title="Område", statements=(Statement(kind="mål", text="Nya vägar"),)
    )
    make_strategy(
        one(statements=(goal,), challenges=(challenge,), elements=(area,)), published=True
    )
    paths = dict(Entry.objects.values_list("title", "path"))
    assert paths["Ung kraft"] == ["Fler jobb"]
    assert paths["Avstånd"] == ["Läge"]
    assert paths["Nya vägar"] == ["Område"]
    assert paths["Område"] == paths["P"] == []


def test_actors_and_regions_are_found_by_name_and_alias(client: Client) -> None:
    make_actor("Stödbolaget", aliases=["Hjälparna"])
    make_region("Hjälplän")
    assert kinds("hjälp") == {"region": 1, "aktor": 1}
    page = client.get(f"{URL}?q=hjälp").text
    assert "Stödbolaget" in page
    assert "kallas även <mark>Hjälp</mark>arna" in page
    assert "<mark>Hjälp</mark>län" in page


def test_an_actor_is_found_by_its_new_name_at_once() -> None:
    actor = make_actor("Gamla bolaget")
    actor.name = "Nystartsbolaget"
    actor.save(update_fields=["name"])
    assert kinds("nystart") == {"aktor": 1}
    assert kinds("gamla") == {}


def test_an_actor_that_is_called_just_so_comes_first() -> None:
    for name in ("Region Norr", "Norr", "Bolaget i Norr"):
        make_actor(name)
    assert next(one.named.row.name for one in asked("norr").names) == "Norr"


def test_only_what_a_name_means_is_found_not_any_letters() -> None:
    make_actor("Områdesbolaget")
    make_actor("Näringslivsrådet")
    assert [one.named.row.name for one in asked("råd").names] == ["Näringslivsrådet"]


def test_only_the_current_edition_is_searched() -> None:
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


def test_hits_in_titles_come_before_hits_in_texts_and_whole_words_before_parts() -> None:
    elements = (
        Element(kind="action", title="Något annat", text="Om kulturturism."),
        Element(kind="action", title="Något tredje", text="Om turism."),
        Element(kind="action", title="Naturturism året om"),
        Element(kind="action", title="Turism året om"),
    )
    make_strategy(one(elements=elements), published=True)
    assert titles("turism") == [
        "Turism året om",
        "Naturturism året om",
        "Något tredje",
        "Något annat",
    ]


def test_what_is_over_comes_after_what_counts_and_is_told(client: Client) -> None:
    for title, ends in (("Gammal", "2019"), ("Ny", "2099")):
        elements = (Element(kind="action", title=f"Turism {title}"),)
        make_strategy(
            one(title=title, period=Period(start="2015", end=ends), elements=elements),
            published=True,
        )
    assert titles("turism") == ["Turism Ny", "Turism Gammal"]
    page = client.get(f"{URL}?q=turism").text
    assert page.count('class="tag past">Avslutad') == 1
    assert "2015–2019" in page


def many(number: int) -> None:
    elements = tuple(
        Element(kind="action", title=f"Gemensam insats {place}") for place in range(number)
    )
    make_strategy(one(title="Stor", elements=elements), published=True)


def test_hits_are_paged_and_the_address_keeps_the_question(client: Client) -> None:
    many(45)
    page = client.get(f"{URL}?q=gemensam&niva=insats").text
    assert page.count('<p class="way">') == 20
    assert 'href="?q=gemensam&amp;niva=insats&amp;sida=2"' in page
    assert client.get(f"{URL}?q=gemensam&sida=3").text.count('<p class="way">') == 5
    assert client.get(f"{URL}?q=gemensam&sida=finnsinte").status_code == 200


def test_more_than_a_thousand_hits_are_told_as_more_than_a_thousand(client: Client) -> None:
    many(1_005)
    page = client.get(f"{URL}?q=gemensam")
    assert "Fler än 1000 träffar" in page.text.replace("\xa0", "").replace("1 000", "1000")
    assert "för många att räknas" in page.text
    shown = asked("gemensam")
    assert options(shown, "niva")["Insatser"] is None
    last = asked("gemensam", sida="999")
    assert last.page.number == 50
    assert len(last.hits) == 20


def test_exactly_a_thousand_hits_are_counted() -> None:
    many(1_000)
    page = asked("gemensam")
    assert page.finding is not None
    assert not page.finding.over
    assert page.finding.count == 1_000


def test_a_choice_that_leaves_few_of_too_many_is_counted_by_and_the_others_are_not() -> None:
    many(1_005)
    direction = (Element(kind="direction", title="Gemensam riktning"),)
    make_strategy(one(title="Liten", kind="strategi", elements=direction), published=True)
    page = asked("gemensam", niva="inriktning")
    assert options(page, "niva")["Insatser"] is None
    assert options(page, "slag") == {}  # one kind is nothing to choose between
    page = asked("gemensam", slag="strategi")
    assert options(page, "slag")["Policy"] is None
    assert page.finding is not None
    assert page.finding.count == 1


def test_nothing_found_says_what_to_do_and_what_was_perhaps_meant(client: Client) -> None:
    make_strategy(plan(), published=True)
    page = client.get(f"{URL}?q=företagsklymat").text
    assert "Inga träffar på ”företagsklymat”" in page
    assert "Kontrollera stavningen" in page
    assert ">företagsklimat</a>?" in page


def test_a_misspelt_word_among_others_is_mended_alone() -> None:
    make_strategy(plan(), published=True)
    page = asked("exportdagar småföretga")
    assert page.meant is not None
    assert page.meant[0] == "exportdagar småföretag"


def test_the_letters_of_a_misspelt_word_stay_as_they_are_within_others() -> None:
    make_strategy(plan(), published=True)
    page = asked("exportdagarna exportdadg")
    assert page.meant is not None
    assert page.meant[0] == "exportdagarna exportdag"


def test_what_is_suggested_finds_something() -> None:
    strategy = make_strategy(
        one(elements=(Element(kind="action", title="Hemligheten"),)), published=True
    )
    assert asked("hemligehten").meant is not None
    Entry.objects.filter(strategy=strategy).delete()
    assert asked("hemligehten").meant is None


def test_nothing_asked_explains_the_search(client: Client) -> None:
    for query in ("", "?q=", "?q=%20%20"):
        assert "Skriv ett eller flera ord" in client.get(URL + query).text


@pytest.mark.parametrize("query", ["och", "-turism", '""', "…"])
def test_a_question_that_can_find_nothing_says_so(client: Client, query: str) -> None:
    page = client.get(URL, {"q": query}).text
    assert "Skriv ett ord till" in page


@pytest.mark.parametrize(
    "query",
    [
        "%00",
        "%25",
        "_",
        "'\"",
        "\\",
        "\\'a",
        "(",
        "a | b & !c <-> d:*",
        "<b>",
        "a" * 5000,
        "ord " * 500,
        "%F0%9F%8C%B2",
        "%C3%28",
        "-",
        "--a",
        '"',
        '-"',
        '"a b" "',
        "å̊",
        "İ",
    ],
)
def test_any_text_may_be_searched_for(client: Client, query: str) -> None:
    make_strategy(plan(), published=True)
    response = client.get(f"{URL}?q={query}")
    assert response.status_code == 200
    assert "<b>" not in response.text


@pytest.mark.parametrize("choice", [facet.name for facet in FACETS])
@pytest.mark.parametrize("value", ["\0", "a\0", "9" * 5000, "２０２４", "0002024", "²"])
def test_any_choice_may_be_asked_for_and_an_odd_one_is_told(
    client: Client, choice: str, value: str
) -> None:
    make_strategy(plan(), published=True)
    response = client.get(URL, {"q": "företag", choice: value})
    assert response.status_code == 200
    assert "finns inte och räknas inte" in response.text


def test_actors_and_regions_can_be_asked_for_alone(client: Client) -> None:
    make_actor("Ostverket")
    make_strategy(plan(title="Om Ostverket"), published=True)
    for level in ("aktor", "region"):
        assert client.get(URL, {"q": "ostverket", "niva": level}).status_code == 200
    assert kinds("ostverket", niva="aktor") == {"aktor": 1}


def test_wildcards_are_letters_like_others() -> None:
    make_strategy(plan(), published=True)
    assert kinds("%") == kinds("f_retag") == kinds("företa*x") == {}


def test_the_question_stays_in_the_box_and_in_the_title(client: Client) -> None:
    page = client.get(f"{URL}?q=export").text
    assert 'value="export"' in page
    assert "<title>Sök: export – " in page


def test_the_fragment_is_a_piece_of_the_page(client: Client) -> None:
    make_strategy(plan(), published=True)
    page, fragment = client.get(f"{URL}?q=export"), client.get(f"{URL}?q=export", headers=HTMX)
    title, results = fragment.text.strip().split("\n", 1)
    assert title.startswith("<title>Sök: export – ")
    assert title in page.text
    assert results.strip() in page.text
    assert "<html" not in fragment.text


def test_a_question_is_escaped_in_the_title(client: Client) -> None:
    fragment = client.get(f"{URL}?q=</title><b>", headers=HTMX).text
    assert fragment.strip().startswith("<title>Sök: &lt;/title&gt;&lt;b&gt; – ")


def test_where_news_are_told_the_back_button_replaces_nothing(client: Client) -> None:
    """static/js/live.js puts its region at the end of the body; htmx brings back one element, and takes the first that is marked."""
    page = client.get(f"{URL}?q=export").text
    assert page.count("hx-history-elt") == 1
    assert re.search(r"<main [^>]*hx-history-elt>", page)


def test_htmx_carries_no_inline_style_over(client: Client) -> None:
    written = re.search(r"name=\"htmx-config\" content='([^']+)'", client.get(URL).text)
    assert written
    assert json.loads(written[1])["attributesToSettle"] == ["class", "width", "height"]


def test_clearing_the_box_is_news(client: Client) -> None:
    assert client.get(URL, headers=HTMX).text.count("data-live") == 1
    assert client.get(f"{URL}?q=och", headers=HTMX).text.count("data-live") == 1


def test_hits_are_narrowed_by_what_they_are_about() -> None:
    elements = tuple(
        Element(kind="action", title=title)
        for title in ("Stöd företag med export", "Stöd företag som anställer")
    )
    strategy = make_strategy(one(elements=elements), published=True)
    ThemeLink.objects.all().delete()
    export, other = elements
    theme, rejected, third = list(THEMES)[:3]
    words = {"strategy": strategy, "words": ["ord"]}
    ThemeLink.objects.create(key=export.key, theme=theme, **words)
    ThemeLink.objects.create(key=other.key, theme=third, **words)
    ThemeLink.objects.create(
        key=other.key,
        theme=rejected,
        state=ThemeState.REJECTED,
        decided_by=make_user(),
        decided_at=timezone.now(),
        **words,
    )
    assert options(asked("stöd företag"), "amne") == {
        THEMES[theme].name: 1,
        THEMES[third].name: 1,
    }
    assert titles("stöd företag", amne=theme) == ["Stöd företag med export"]
    assert titles("stöd företag", amne=rejected) == []
    assert asked("stöd företag", amne="hittepå").odd == {"amne": "hittepå"}
    reindex(strategy, snapshot(strategy))
    assert titles("stöd företag", amne=third) == ["Stöd företag som anställer"]
    decided = {"decided_by": make_user(), "decided_at": timezone.now()}
    ThemeLink.objects.filter(theme=third).update(state=ThemeState.REJECTED, **decided)
    assert titles("stöd företag", amne=third) == []


def test_queries_do_not_grow_with_the_hits(count_queries) -> None:
    make_strategy(plan(), published=True)
    few = count_queries(f"{URL}?q=företag")
    chosen = count_queries(f"{URL}?q=företag&niva=insats&slag=handlingsplan")
    for number in range(5):
        make_strategy(plan(f"Företagsplan {number}"), published=True)
        make_actor(f"Företagsbolaget {number}")
    assert count_queries(f"{URL}?q=företag") == few <= 14
    assert count_queries(f"{URL}?q=företag&niva=insats&slag=handlingsplan") == chosen <= 36


def test_texts_are_escaped_where_they_are_marked(client: Client) -> None:
    elements = (Element(kind="action", title="<i>turism</i> & mer", text="Om <b>turism</b>."),)
    make_strategy(one(elements=elements), published=True)
    page = client.get(f"{URL}?q=turism").text
    assert "&lt;i&gt;<mark>turism</mark>&lt;/i&gt; &amp; mer" in page
    assert "Om &lt;b&gt;<mark>turism</mark>&lt;/b&gt;." in page


def test_a_text_does_not_repeat_the_title_that_is_made_of_it() -> None:
    text = "Ett län för turism " + "och mer " * 30 + "till slut."
    make_strategy(one(statements=(Statement(kind="vision", text=text),)), published=True)
    entry = Entry.objects.get(kind=EntryKind.STATEMENT)
    assert text.startswith(entry.title.removesuffix(" …"))
    (hit,) = asked("slut").hits
    assert not hit.said.startswith("Ett län")


# --- names


@pytest.mark.usefixtures("register")
def test_every_actor_and_territory_is_found_by_its_own_name() -> None:
    for rows, level in ((Actor.objects.listed(), "aktor"), (Region.objects.all(), "region")):
        missed = [name for name in rows.values_list("name", flat=True) if not named(name, level)]
        assert not missed


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("name", ["Skolverket", "Regionförbundet södra Småland", "Företagarna"])
def test_a_name_is_found_for_as_long_as_it_is_typed(name: str) -> None:
    assert all(named(name[:length], "aktor", name) for length in range(4, len(name) + 1))


def named(written: str, level: str, name: str = "") -> bool:
    finding = asked(written).finding
    wanted = name or written
    return finding is None or any(
        one.row.name == wanted and one.level == level for one in finding.names
    )


# --- any word


@pytest.mark.parametrize("word", ["bara", "Bara", "alle", "vore", "någn", "-", "och", "som vara"])
def test_a_word_near_one_that_nobody_searches_for_is_answered(client: Client, word: str) -> None:
    make_strategy(
        one(elements=(Element(kind="action", title="Vara, baran och alla"),)), published=True
    )
    Term.objects.get_or_create(word="vara", defaults={"familiar": True})
    assert client.get(URL, {"q": word}).status_code == 200


def test_an_ending_that_is_being_typed_finds_the_word() -> None:
    action = Element(kind="action", title="Digitaliseringen av vården")
    make_strategy(one(elements=(action,)), published=True)
    word = "digitaliseringen"
    for length in range(4, len(word) + 1):
        assert titles(word[:length]) == [action.title], word[:length]


def test_a_page_before_the_first_is_the_first(client: Client) -> None:
    many(45)
    for page in ("0", "-3"):
        assert asked("gemensam", sida=page).page.number == 1


# --- beside the tree


def full() -> Plan:
    """A plan that says something in every section."""
    return one(
        target_groups=("nyanlända",),
        resources=(Resource(title="En heltidstjänst"),),
        milestones=(Milestone(title="Frukostträff"),),
        forums=(Forum(name="Strategirådet", rhythm="varje kvartal"),),
        bases=(Basis(kind="trend", text="Åldrande befolkning"),),
        mandates=(Mandate(actor="Regeringen", role="uppdragsgivare", areas=("kollektivtrafik",)),),
        participants=(
            Participant(name="Remissinstanser", kind="remiss"),
            Participant(name="Evelina Namnsson", kind="person", approved=True),
        ),
        relations=(Relation(kind="utgår från", to="Framtidsstrategin"),),
        documents=(Document(title="Bilagan"),),
        persons=(Person(name="Evelina Namnsson", name_approved=True),),
    )


@pytest.mark.parametrize(
    ("word", "title", "anchor"),
    [
        ("heltidstjänst", "Resurser", "resurser"),
        ("frukostträff", "Tidplan", "tidplan"),
        ("strategiråd", "Forum och arbetsgrupper", "forum"),
        ("befolkning", "Underlag", "underlag"),
        ("kollektivtrafik", "Uppdrag", "uppdrag"),
        ("remissinstans", "Vilka som tog fram planen", "deltagare"),
        ("framtidsstrategi", "Samband med andra planer", "samband"),
        ("bilaga", "Källor", "kallor"),
    ],
)
def test_what_stands_beside_the_tree_is_found_in_its_place(
    client: Client, word: str, title: str, anchor: str
) -> None:
    strategy = make_strategy(full(), published=True)
    assert titles(word) == [title]
    page = strategy.get_absolute_url()
    assert f'href="{page}#{anchor}"' in client.get(URL, {"q": word}).text
    assert f'id="{anchor}"' in client.get(page).text


def test_whom_a_plan_is_for_is_found_and_people_are_not() -> None:
    make_strategy(full(), published=True)
    assert titles("nyanländ") == ["P"]
    assert titles("Namnsson") == []

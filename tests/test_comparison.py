"""Two editions beside each other: every difference that readers see is told, once, where it belongs; and nothing that is held back."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies.apply import apply
from strategies.differences import differences, field_word
from strategies.loading.rules import flags
from strategies.models import Strategy
from strategies.patch import Patch, patched
from strategies.plan import (
    Basis,
    Challenge,
    Element,
    Flag,
    Forum,
    Involvement,
    Link,
    Milestone,
    Participant,
    Person,
    Plan,
    Resource,
    Statement,
)
from strategies.publishing.public import public_plan
from strategies.publishing.publish import publish
from strategies.reading.changed_branch import changed_at
from strategies.reading.comparison import Comparison, Row
from tests.factories import make_actor, make_strategy
from tests.plans import plans


def action(title: str, **fields: Any) -> Element:
    return Element(kind="action", title=title, **fields)


def small(*elements: Element, **fields: Any) -> Plan:
    key = UUID("11111111-2222-4333-8444-555555555555")
    return Plan(
        **{"key": key, "title": "Provplan", "kind": "handlingsplan", "elements": elements} | fields
    )


def rows(old: Plan, new: Plan) -> dict[str, list[Row]]:
    return {group.title: group.rows for group in Comparison(old, new).groups}


def text(row: Row) -> str:
    """What the row says, with marks around what has gone and what is new."""
    marks = {"kvar": "{}", "bort": "[-{}-]", "nytt": "[+{}+]"}
    return " | ".join(
        f"{name}: " + "".join(marks[piece.what].format(piece.text) for piece in pieces)
        for name, pieces in row.said
    )


checked = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@checked
@given(old=plans(), new=plans())
def test_something_is_told_when_and_only_when_readers_see_a_difference(
    old: Plan, new: Plan
) -> None:
    new = new.model_copy(update={"key": old.key})
    differ = bool(differences(public_plan(old), public_plan(new)))
    found = Comparison(old, new)
    assert bool(found.groups) == bool(found.summary) == differ
    assert Comparison(old, old).groups == []


# Two elements that parts of lists may belong to, and so few words that parts of two plans are often called the same, and after their own text.
HOMES = (action("Ett", key=UUID(int=1)), action("Två", key=UUID(int=2)))
words = st.sampled_from(["a", "b"])
keys = st.sampled_from([None, *(home.key for home in HOMES)])
LISTS: dict[str, st.SearchStrategy[Any]] = {
    "resources": st.builds(Resource, title=words, text=words, unit=words, element=keys),
    "milestones": st.builds(Milestone, title=words, text=words, audience=words, element=keys),
    "forums": st.builds(Forum, name=words, text=words, kind=words, element=keys),
    "bases": st.builds(Basis, kind=st.sampled_from(["trend", "styrka"]), text=words),
    "participants": st.builds(Participant, name=words, actor=words, role=words),
    "flags": st.builds(Flag, kind=st.just("stavning"), text=words | st.just("stavning"), on=keys),
}
listed = st.fixed_dictionaries({name: st.lists(one, max_size=3) for name, one in LISTS.items()})


@settings(checked, max_examples=150)
@given(old=listed, new=listed)
def test_every_difference_of_lists_is_told_whatever_their_parts_are_called(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    former, plan = small(*HOMES, **old), small(*HOMES, **new)
    found = Comparison(former, plan)
    assert bool(found.groups) == (public_plan(former) != public_plan(plan))
    told = [row for group in found.groups for row in group.rows]
    assert all(row.whats for row in told)
    # A part that has come or gone is told by its name, any other by what has happened to it.
    assert all(row.said or row.moved for row in told if not {"tillagd", "borttagen"} & {*row.whats})


@st.composite
def grown(draw: st.DrawFn) -> Plan:
    """A plan of the same few elements in any order, each with any of two texts, at any of three places or nowhere."""
    places: dict[int, list[Element]] = {0: [], 1: [], 2: []}
    for key in draw(st.permutations([3, 4, 5])):
        place = draw(st.sampled_from([None, *places]))
        if place is not None:
            leaf = action(f"Insats {key}", key=UUID(int=key << 96), text=draw(words))
            places[place].append(leaf)
    area = Element(
        kind="focus_area", title="Område", key=UUID(int=2 << 96), elements=tuple(places[2])
    )
    top = Element(
        kind="direction", title="Topp", key=UUID(int=1 << 96), elements=(*places[1], area)
    )
    keys = st.sampled_from([None, top.key, area.key, *(leaf.key for leaf in places[1])])
    milestone = st.builds(Milestone, title=words, text=words, element=keys)
    return small(top, *places[0], milestones=tuple(draw(st.lists(milestone, max_size=3))))


@settings(checked, max_examples=300)
@given(old=grown(), new=grown())
def test_a_branch_that_differs_is_led_to_where_the_comparison_tells_of_it(
    old: Plan, new: Plan
) -> None:
    groups = Comparison(old, new).groups
    there = {group.id for group in groups} | {row.id for group in groups for row in group.rows}
    for _, element in new.walk():
        changed = changed_at(old, new, element.key)
        assert changed in there | {""}
        if not changed:
            assert element in [part for _, part in old.walk()]
        assert changed_at(new, new, element.key) == ""


def test_without_an_old_plan_all_of_the_new_one_is_told_and_nothing_is_marked() -> None:
    leaf = action("Råd", text="Vi stärker rådgivningen.")
    plan = small(
        Element(kind="direction", title="Klimat", elements=(leaf,)),
        statements=(Statement(kind="vision", text="Alla ska trivas."),),
        resources=(Resource(title="Medel", text="2 miljoner kronor"),),
    )
    found = Comparison(None, plan)
    told = [row for group in found.groups for row in group.rows]
    assert found.groups[0].title == "Uppgifter om planen"
    words = " ".join(f"{row.title} {text(row)}" for row in told)
    for said in (
        "Provplan",
        "handlingsplan",
        "Råd",
        "Vi stärker",
        "Alla ska trivas.",
        "2 miljoner",
    ):
        assert said in words
    assert all(row.whats == () for row in told)
    assert "[+" not in words
    assert found.summary == ""


def test_parts_are_told_in_their_branch_in_reading_order_with_what_has_gone_where_it_stood() -> (
    None
):
    first, second, third = action("Ett"), action("Två", text="Försvinner."), action("Tre")
    branch = Element(kind="direction", title="Klimat", elements=(first, second, third))
    other = Element(kind="direction", title="Jobb")
    old = small(branch, other)
    new = small(
        branch.model_copy(
            update={"elements": (first, third.model_copy(update={"text": "Ny text."}))}
        ),
        other.model_copy(update={"elements": (action("Fyra", purpose="Fler jobb."),)}),
    )
    found = rows(old, new)
    assert list(found) == ["Klimat", "Jobb"]
    assert [(row.title, row.whats) for row in found["Klimat"]] == [
        ("Två", ("borttagen",)),
        ("Tre", ("ändrad",)),
    ]
    assert text(found["Klimat"][0]) == "Text: [-Försvinner.-]"
    assert text(found["Klimat"][1]) == "Text: [+Ny text.+]"
    assert text(found["Jobb"][0]) == "Syfte: [+Fler jobb.+]"
    assert Comparison(old, new).summary == "1 borttagen, 1 ändrad, 1 tillagd"


def test_a_reworded_text_is_woven_word_by_word() -> None:
    was = action("Råd", text="Vi stärker rådgivningen till små företag.")
    now = was.model_copy(update={"text": "Vi stärker rådgivningen till nya företag."})
    (row,) = rows(small(was), small(now))["Råd"]
    assert text(row) == "Text: Vi stärker rådgivningen till [-små-][+nya+] företag."
    # The group's heading is the title already.
    assert row.title == ""


def carried_by(*roles: tuple[str, str]) -> Plan:
    ties = tuple(Involvement(actor=actor, role=role) for actor, role in roles)
    return small(action("Råd", key=UUID(int=1), involvements=ties))


def test_actors_are_compared_one_by_one_each_with_the_whole_of_its_role() -> None:
    was = carried_by(("Almi", "ansvarig"), ("Business Region Örebro", "medverkar"))
    now = carried_by(("Business Region Örebro", "ansvarig"), ("Tillväxtverket", "medverkar"))
    (row,) = rows(was, now)["Råd"]
    assert text(row) == (
        "Aktörer: [-Almi, ansvarig-]; [-Business Region Örebro, medverkar-]; "
        "[+Business Region Örebro, ansvarig+]; [+Tillväxtverket, medverkar+]"
    )


def test_in_a_list_what_both_have_is_not_marked_wherever_it_stands() -> None:
    def for_whom(*groups: str) -> Plan:
        return small(action("Råd", key=UUID(int=1), target_groups=groups))

    (swapped,) = rows(for_whom("unga", "kvinnor"), for_whom("kvinnor", "unga"))["Råd"]
    assert text(swapped) == "Målgrupper: kvinnor; unga (i annan ordning)"
    (changed,) = rows(for_whom("unga", "äldre", "alla"), for_whom("alla", "unga", "nya"))["Råd"]
    assert text(changed) == "Målgrupper: alla; unga; [-äldre-]; [+nya+]"
    (begun,) = rows(for_whom(), for_whom("unga"))["Råd"]
    assert text(begun) == "Målgrupper: [+unga+]"


def test_members_of_a_forum_are_compared_one_by_one() -> None:
    old = small(forums=(Forum(name="Rådet", members=("Region Prov", "Almi")),))
    new = small(forums=(Forum(name="Rådet", members=("Almi", "Örebro kommun")),))
    ((row,),) = rows(old, new).values()
    assert text(row) == "Medlemmar: [-Region Prov-]; Almi; [+Örebro kommun+]"


def test_a_part_that_has_moved_is_told_with_whence_and_whither() -> None:
    leaf = action("Råd")
    one, other = (Element(kind="direction", title=title) for title in ("Klimat", "Jobb"))
    old = small(one.model_copy(update={"elements": (leaf,)}), other)
    new = small(one, other.model_copy(update={"elements": (leaf,)}))
    (row,) = rows(old, new)["Jobb"]
    assert row.whats == ("flyttad",)
    assert row.moved == "Flyttad från ”Klimat” till ”Jobb”."
    swapped = rows(small(one, other), small(other, one))
    assert [row.moved for group in swapped.values() for row in group] == ["Flyttad i ordningen."]


def test_a_part_deep_in_a_branch_says_what_it_hangs_in() -> None:
    def deep(text: str) -> Plan:
        leaf = action("Råd", key=UUID(int=3), text=text)
        area = Element(kind="focus_area", title="Företag", key=UUID(int=2), elements=(leaf,))
        return small(Element(kind="direction", title="Jobb", key=UUID(int=1), elements=(area,)))

    (row,) = rows(deep("Ett"), deep("Två"))["Jobb"]
    assert (row.word, row.title, row.above) == ("Insats", "Råd", "Företag")


def test_the_facts_of_the_plan_and_its_statements_have_sections_of_their_own() -> None:
    goal = Statement(kind="mål", text="Fler jobb.")
    old = small(summary="Kort.", statements=(goal,))
    new = small(
        summary="Längre.", statements=(goal.model_copy(update={"text": "Fler gröna jobb."}),)
    )
    found = rows(old, new)
    assert list(found) == ["Uppgifter om planen", "Vision och mål"]
    assert found["Uppgifter om planen"][0].word == "Sammanfattning"
    assert text(found["Vision och mål"][0]) == "Text: Fler[+ gröna+] jobb."


def test_links_are_told_by_what_they_lead_to() -> None:
    challenge = Challenge(title="Få nya företag")
    was = action("Råd")
    now = was.model_copy(update={"links": (Link(kind="svarar på", to=challenge.key),)})
    (row,) = rows(small(was, challenges=(challenge,)), small(now, challenges=(challenge,)))["Råd"]
    assert text(row) == "Kopplingar: [+svarar på, Få nya företag, källa+]"


def test_parts_without_keys_are_one_when_they_are_called_the_same() -> None:
    old = small(resources=(Resource(title="Rådgivning", low=100, unit="kr"),))
    new = small(
        resources=(Resource(title="Rådgivning", low=200, unit="kr"), Resource(title="Lokal"))
    )
    first, second = rows(old, new)["Resurser"]
    assert (first.title, first.whats, text(first)) == (
        "Rådgivning",
        ("ändrad",),
        "Från: [-100-][+200+]",
    )
    assert (second.title, second.whats) == ("Lokal", ("tillagd",))


def resource(text: str, **fields: Any) -> Resource:
    return Resource(title="Utbildning", text=text, **fields)


def test_a_part_whose_text_is_its_name_is_compared_as_any_other() -> None:
    old, new = small(resources=(resource("Utbildning"),)), small(resources=(resource("Kurser"),))
    (row,) = rows(old, new)["Resurser"]
    assert (row.whats, text(row)) == (("ändrad",), "Text: [-Utbildning-][+Kurser+]")
    (row,) = rows(new, old)["Resurser"]
    assert text(row) == "Text: [-Kurser-][+Utbildning+]"


def test_a_part_of_a_list_that_belongs_to_another_element_is_told_with_whence_and_whither() -> None:
    leaf = action("Råd")
    whole, inside = resource("Kurser"), resource("Kurser", element=leaf.key)
    (row,) = rows(small(leaf, resources=(whole,)), small(leaf, resources=(inside,)))["Resurser"]
    assert (row.whats, row.moved, row.said) == (
        ("flyttad",),
        "Flyttad från hela planen till ”Råd”.",
        [],
    )
    # The element is gone, and what belonged to it belongs to the plan and says something else.
    old, new = small(leaf, resources=(inside,)), small(resources=(resource("Möten"),))
    (row,) = rows(old, new)["Resurser"]
    assert row.whats == ("ändrad", "flyttad")
    assert row.moved == "Flyttad från ”Råd” till hela planen."
    assert text(row) == "Text: [-Kurser-][+Möten+]"


@pytest.mark.parametrize(
    ("name", "part", "other"),
    [
        ("resources", Resource(title="Ny"), {"text": "Annat."}),
        ("milestones", Milestone(title="Ny"), {"text": "Annat."}),
        ("forums", Forum(name="Ny"), {"text": "Annat."}),
    ],
)
def test_a_part_of_a_list_says_which_element_it_belongs_to(
    name: str, part: Any, other: dict[str, str]
) -> None:
    leaf = action("Råd")
    inside = part.model_copy(update={"element": leaf.key})
    without, within = small(leaf), small(leaf, **{name: (inside,)})
    reworded = small(leaf, **{name: (inside.model_copy(update=other),)})
    gone = (within, small())  # with the element
    for old, new in ((without, within), (within, without), (within, reworded), gone):
        assert [row.above for row in Comparison(old, new).groups[-1].rows] == ["Råd"]
    of_the_plan = small(leaf, **{name: (part,)})
    assert [row.above for row in Comparison(without, of_the_plan).groups[-1].rows] == [""]


def test_parts_called_the_same_are_told_apart_by_the_element_that_they_belong_to() -> None:
    one, other = action("Råd"), action("Lokaler")
    first, second = resource("Ett", element=one.key), resource("Två", element=other.key)
    reworded = second.model_copy(update={"text": "Tre"})
    old, new = (
        small(one, other, resources=(first, second)),
        small(one, other, resources=(reworded,)),
    )
    changed, gone = rows(old, new)["Resurser"]
    assert (changed.above, gone.above) == ("Lokaler", "Råd")
    assert (changed.whats, text(changed)) == (("ändrad",), "Text: [-Två-][+Tre+]")
    assert (gone.whats, text(gone)) == (("borttagen",), "Text: [-Ett-]")


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (("b", "a", "c!"), ["ändrad", "flyttad"]),
        (("c", "a"), ["borttagen", "flyttad"]),
        (("d", "b", "a", "c"), ["tillagd", "flyttad"]),
        (("c!", "a", "b"), ["ändrad", "flyttad"]),
        (("a", "c!"), ["ändrad", "borttagen"]),
        (("d", "a", "b", "c"), ["tillagd"]),
    ],
)
def test_another_order_of_a_list_is_told_beside_what_else_has_changed(
    now: tuple[str, ...], told: list[str]
) -> None:
    def milestones(names: tuple[str, ...]) -> tuple[Milestone, ...]:
        return tuple(Milestone(title=name[0], text=name[1:]) for name in names)

    old, new = (small(milestones=milestones(names)) for names in (("a", "b", "c"), now))
    found = rows(old, new)["Tidplan"]
    assert [what for row in found for what in row.whats] == told
    assert found[-1].moved == ("Ordningen är en annan." if "flyttad" in told else "")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("documents", "Källdokument"),
        ("date", "Datum"),
        ("period", "Period"),
        ("elements", "Planens delar"),
    ],
)
def test_a_remark_names_the_field_that_it_is_about_in_words(name: str, word: str) -> None:
    plan = small(flags=(Flag(kind="uppgift saknas", text="Oklart", field=name),))
    ((gone,),) = rows(plan, small()).values()
    assert f"Uppgift: [-{word}-]" in text(gone)
    other = small(flags=(Flag(kind="uppgift saknas", text="Oklart", field="title"),))
    ((changed,),) = rows(plan, other).values()
    assert text(changed) == f"Uppgift: [-{word}-][+Titel+]"


def test_no_remark_names_a_field_that_people_have_no_word_for() -> None:
    rule = Path(flags.__file__).read_text("utf-8")
    named = set(re.findall(r'field="(\w+)"', rule))
    assert named
    assert not {name for name in named if field_word(name) == name.capitalize()} - {"period"}


def test_nobody_who_is_held_back_is_in_it() -> None:
    old = small()
    new = small(persons=(Person(name="Vera Hemlig", phone="070-123", titles=("chef",)),))
    (row,) = rows(old, new)["Personer"]
    assert "Vera" not in row.title + text(row)
    assert "070" not in text(row)


# --- the page


def with_editions(*plans: Plan) -> Strategy:
    strategy = make_strategy(plans[0], published=True)
    for plan in plans[1:]:
        apply(plan.model_copy(update={"slug": strategy.slug}), strategy)
        publish(strategy, user=None, note="Ändrad")
    return Strategy.objects.get(pk=strategy.pk)


def owned(*elements: Element, **fields: Any) -> Plan:
    return small(*elements, owners=("Region Provland",), **fields)


@pytest.fixture
def strategy(db: None) -> Strategy:
    """A plan in three editions: Råd is reworded in the second, and gone in the third."""
    make_actor("Region Provland")
    advice = action("Råd", text="Till små företag.")
    stays = action("Lokaler", text="Vi visar lediga.")
    return with_editions(
        owned(advice, stays),
        owned(advice.model_copy(update={"text": "Till nya företag."}), stays),
        owned(stays),
    )


def address(strategy: Strategy, title: str, number: int) -> str:
    """The address of an element in an edition."""
    found = re.search(
        rf'"key": "([0-9a-f]{{8}})[^{{}}]*"title": "{title}"',
        str(strategy.editions.get(number=number).plan).replace("'", '"'),
    )
    assert found
    return f"{strategy.get_absolute_url()}utgavor/{number}/{found[1]}/"


def test_the_page_tells_what_differs(client: Client, strategy: Strategy) -> None:
    page = client.get(f"{strategy.get_absolute_url()}utgavor/1/mot/2/").text
    assert "1 ändrad." in page
    assert '<del><span class="visually-hidden">borttaget: </span>små</del>' in page
    assert '<ins><span class="visually-hidden">tillagt: </span>nya</ins>' in page
    assert "Lokaler" not in page
    assert "Nytt sedan" not in page
    assert (
        "Nytt sedan utgåva 1" in client.get(f"{strategy.get_absolute_url()}utgavor/1/mot/3/").text
    )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("Ett. Två.", "Ett.\n\nTvå.", "Ett.{+styckebrytning}Två."),
        ("Ett.\n\nTvå.", "Ett. Två.", "Ett.{-styckebrytning} Två."),
        ("Ett.\n\nTvå.", "Ett.\nTvå.", "Ett.{-styckebrytning}{+radbrytning}Två."),
        ("Ett – två.", "Ett –två.", "Ett –{-mellanslag}två."),
        ("Ett –två.", "Ett – två.", "Ett –{+mellanslag}två."),
    ],
)
def test_a_break_that_differs_is_seen_and_heard(
    client: Client, db: None, was: str, now: str, told: str
) -> None:
    make_actor("Region Provland")
    leaf = action("Råd", text=was, key=OWN)
    strategy = with_editions(owned(leaf), owned(leaf.model_copy(update={"text": now})))
    page = client.get(f"{strategy.get_absolute_url()}utgavor/1/mot/2/").text
    heard = '<span class="visually-hidden">{} {}</span>'
    seen = '<span aria-hidden="true">¶</span>'
    pieces = {
        "{-mellanslag}": f"<del>{heard.format('borttaget:', 'mellanslag')} </del>",
        "{+mellanslag}": f"<ins>{heard.format('tillagt:', 'mellanslag')} </ins>",
        "{-styckebrytning}": f"<del>{heard.format('borttaget:', 'styckebrytning')}{seen}</del>",
        "{+styckebrytning}": f"<ins>{heard.format('tillagt:', 'styckebrytning')}{seen}\n\n</ins>",
        "{+radbrytning}": f"<ins>{heard.format('tillagt:', 'radbrytning')}{seen}\n</ins>",
    }
    for name, html in pieces.items():
        told = told.replace(name, html)
    assert f"{told}</p>" in page


def test_an_edition_in_between_that_is_a_correction_says_so(
    client: Client, strategy: Strategy
) -> None:
    for note in ("", "Stavningen"):
        strategy.elements.update(text=f"Vi visar {note or 'många'}.")
        publish(strategy, None, note, correction=True)
    home = f"{strategy.get_absolute_url()}utgavor"
    tag = '<span class="tag">Rättelse</span>'
    page = client.get(f"{home}/2/mot/5/").text
    assert f"<dt>Utgåva 4</dt><dd>{tag} </dd>" in page
    assert f"<dt>Utgåva 5</dt><dd>{tag} Stavningen</dd>" in page
    assert "<dt>Utgåva 3</dt><dd>Ändrad</dd>" in page
    assert tag not in client.get(f"{home}/1/mot/3/").text


def test_editions_that_do_not_differ_say_so(client: Client, strategy: Strategy) -> None:
    page = client.get(f"{strategy.get_absolute_url()}utgavor/2/mot/2/").text
    assert "Inget som läsare ser skiljer" in page


def test_two_editions_have_one_address(client: Client, strategy: Strategy) -> None:
    home = strategy.get_absolute_url()
    assert client.get(f"{home}utgavor/3/mot/1/").headers["Location"] == f"{home}utgavor/1/mot/3/"
    asked = client.get(f"{home}utgavor/", {"fran": "3", "till": "2"})
    assert asked.headers["Location"] == f"{home}utgavor/2/mot/3/"


def test_the_list_offers_the_last_two_and_refuses_what_is_no_edition(
    client: Client, strategy: Strategy
) -> None:
    home = strategy.get_absolute_url()
    page = client.get(f"{home}utgavor/?utm_source=brev").text
    assert '<option value="2" selected>Utgåva 2</option>' in page
    assert '<option value="3" selected>Utgåva 3</option>' in page
    refused = client.get(f"{home}utgavor/", {"fran": "7", "till": "x"})
    assert refused.status_code == 422
    assert refused.text.count("Välj en av planens utgåvor.") == 2
    alone = make_strategy(published=True).get_absolute_url()
    assert "Jämför två utgåvor" not in client.get(f"{alone}utgavor/").text


@pytest.mark.parametrize(("older", "newer"), [(1, 3), (3, 1), (2, 2)])
def test_the_difference_as_data_makes_one_edition_of_another(
    client: Client, strategy: Strategy, older: int, newer: int
) -> None:
    strategy.persons.create(name="Vera Hemlig", phone="070-123 45", titles=["chef"])
    publish(strategy, user=None, note="Med en person")
    newer += newer == 3  # the last edition is the fourth
    answer = client.get(f"{strategy.get_absolute_url()}utgavor/{older}/mot/{newer}/skillnad.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert "Vera" not in answer.text
    old, new = (
        public_plan(Plan.model_validate(strategy.editions.get(number=number).plan))
        for number in (older, newer)
    )
    assert patched(old, Patch.model_validate_json(answer.content)) == new


@pytest.mark.parametrize("address", ["1/mot/4/skillnad.json", "0/mot/1/skillnad.json"])
def test_an_edition_that_never_was_has_no_data(
    client: Client, strategy: Strategy, address: str
) -> None:
    assert client.get(f"{strategy.get_absolute_url()}utgavor/{address}").status_code == 404


@pytest.mark.parametrize("numbers", ["1/mot/4", "0/mot/1", f"1/mot/{10**30}"])
def test_an_edition_that_never_was_is_compared_with_nothing(
    client: Client, strategy: Strategy, numbers: str
) -> None:
    assert client.get(f"{strategy.get_absolute_url()}utgavor/{numbers}/").status_code == 404


def test_a_plan_that_is_not_published_is_not_compared(client: Client, strategy: Strategy) -> None:
    hidden = make_strategy().get_absolute_url()
    assert client.get(f"{hidden}utgavor/1/mot/1/").status_code == 404


def test_the_queries_of_a_comparison_do_not_grow(
    count_queries: Callable[..., int], strategy: Strategy
) -> None:
    few = count_queries(f"{strategy.get_absolute_url()}utgavor/1/mot/2/")
    many = [action(f"Insats {number}", text="Ny.") for number in range(20)]
    larger = with_editions(owned(key=UUID(int=9)), owned(*many, key=UUID(int=9)))
    assert count_queries(f"{larger.get_absolute_url()}utgavor/1/mot/2/") == few <= 5


# --- what is new since


def test_the_plans_address_leads_from_an_older_edition_to_what_is_new(
    client: Client, strategy: Strategy
) -> None:
    home = strategy.get_absolute_url()
    since = client.get(f"{home}?sedan=1")
    assert since.status_code == 302
    assert since.headers["Location"] == f"{home}utgavor/1/mot/3/"
    assert f'href="{home}utgavor/1/mot/3/"' in client.get(f"{home}utgavor/1/").text


@pytest.mark.parametrize("since", ["3", "4", "0", "x", "", "9" * 40])
def test_nothing_is_new_since_the_current_edition_or_one_that_never_was(
    client: Client, strategy: Strategy, since: str
) -> None:
    page = client.get(strategy.get_absolute_url(), {"sedan": since})
    assert page.status_code == 200
    assert "<h1>Provplan</h1>" in page.text


# --- an element in an edition


def test_an_element_stands_as_it_was_in_its_edition(client: Client, strategy: Strategy) -> None:
    old, newer = (client.get(address(strategy, "Råd", number)).text for number in (1, 2))
    assert "Till små företag." in old
    assert "Till nya företag." in newer
    assert "Så här stod det i utgåva 1" in old
    assert "Det finns inte i den senaste utgåvan." in old
    assert '<meta name="robots" content="noindex">' in old
    assert f'href="{strategy.get_absolute_url()}utgavor/1/mot/3/"' in old


def test_an_element_of_an_old_edition_leads_to_what_it_says_now(
    client: Client, strategy: Strategy
) -> None:
    there = address(strategy, "Lokaler", 1)
    now = strategy.get_absolute_url() + there.rsplit("/", 2)[1] + "/"
    page = client.get(there).text
    assert "Det står likadant i den senaste utgåvan." in page
    assert f'<a href="{now}">Läs den där</a>' in page
    assert f'<link rel="canonical" href="http://testserver{now}">' in page
    strategy.elements.update(text="Vi bygger nya.")
    publish(strategy, user=None, note="Nya lokaler")
    page = client.get(there).text
    assert "Det har ändrats sedan dess." in page
    assert "utgavor/1/mot/4/#d-" in page


def anchored(client: Client, page: str) -> str:
    """What the page's link to what has changed leads to, which is found on the page that it leads to."""
    href = re.search(r'<a href="([^"#]+)#([^"]+)">se vad som är ändrat', page)
    assert href
    assert f'id="{href[2]}"' in client.get(href[1]).text
    return href[2]


OWN = UUID("22222222-0000-4000-8000-000000000000")
NEW = action("Ny", key=UUID("44444444-0000-4000-8000-000000000000"))
BELOW = UUID("33333333-0000-4000-8000-000000000000")


@pytest.mark.parametrize(
    ("now", "where"),
    [
        ({"milestones": (Milestone(title="Start", text="Maj", element=OWN),)}, "milestones"),
        ({"resources": (Resource(title="Medel", element=OWN),), "milestones": ()}, "resources"),
        ({"forums": (Forum(name="Rådet", element=BELOW),)}, "forums"),
        ({"milestones": (Milestone(title="Start"),)}, "milestones"),
    ],
    ids=["reworded", "added", "below", "moved to the plan"],
)
def test_what_belongs_to_an_element_counts_as_the_element(
    client: Client, db: None, now: dict[str, Any], where: str
) -> None:
    make_actor("Region Provland")
    tree = Element(
        kind="direction", title="Jobb", key=OWN, elements=(action("Råd", key=BELOW, text="Ett"),)
    )
    before = {"milestones": (Milestone(title="Start", element=OWN),)}
    strategy = with_editions(owned(tree, **before), owned(tree, **before | now))
    page = client.get(address(strategy, "Jobb", 1)).text
    assert "Det står likadant" not in page
    assert anchored(client, page) == where


def branch(*leaves: Element) -> Element:
    area = Element(
        kind="focus_area",
        title="Företag",
        key=UUID("55555555-0000-4000-8000-000000000000"),
        elements=leaves,
    )
    return Element(kind="direction", title="Jobb", key=OWN, elements=(area,))


@pytest.mark.parametrize(
    "now",
    [
        (branch(action("Råd", key=BELOW, text="Två")),),
        (branch(),),
        (branch(), action("Råd", key=BELOW)),
        (branch(NEW, action("Råd", key=BELOW)),),
    ],
    ids=["reworded", "gone", "moved away", "added"],
)
def test_what_hangs_below_an_element_is_led_to_when_only_that_has_changed(
    client: Client, db: None, now: tuple[Element, ...]
) -> None:
    make_actor("Region Provland")
    strategy = with_editions(owned(branch(action("Råd", key=BELOW))), owned(*now))
    changed = "d-44444444" if now[0].elements[0].elements[:1] == (NEW,) else "d-33333333"
    for title in ("Jobb", "Företag"):
        assert anchored(client, client.get(address(strategy, title, 1)).text) == changed


def test_the_heading_of_a_branch_leads_to_its_element(client: Client, db: None) -> None:
    make_actor("Region Provland")
    gone = action("Borta", key=BELOW)
    strategy = with_editions(owned(branch(action("Råd")), gone), owned(branch()))
    home = f"{strategy.get_absolute_url()}utgavor/"
    page = client.get(f"{home}1/mot/2/").text
    assert f'<h2 id="del-22222222-rubrik"><a href="{home}2/22222222/">Jobb</a></h2>' in page
    assert f'<h2 id="del-33333333-rubrik"><a href="{home}1/33333333/">Borta</a></h2>' in page
    assert Comparison(owned(), owned(gone)).groups[-1].href == ""


def test_the_same_of_another_element_is_no_change_of_this_one(client: Client, db: None) -> None:
    make_actor("Region Provland")
    tree = (action("Jobb", key=OWN), action("Råd", key=BELOW))
    later = Milestone(title="Start", element=BELOW)
    strategy = with_editions(owned(*tree), owned(*tree, milestones=(later,)))
    assert "Det står likadant" in client.get(address(strategy, "Jobb", 1)).text
    assert "Det har ändrats" in client.get(address(strategy, "Råd", 1)).text


def test_the_current_editions_element_is_not_told_to_be_old(
    client: Client, strategy: Strategy
) -> None:
    there = address(strategy, "Lokaler", 3)
    page = client.get(there).text
    assert "Så här stod det" not in page
    assert "noindex" not in page
    # And its everyday page tells the address that stays.
    now = strategy.get_absolute_url() + there.rsplit("/", 2)[1] + "/"
    assert f'<a href="{there}">' in client.get(now).text


def test_every_link_of_an_editions_pages_leads_somewhere(
    client: Client, strategy: Strategy
) -> None:
    for number in (1, 3):
        home = f"{strategy.get_absolute_url()}utgavor/{number}/"
        hrefs = re.findall(r'href="([0-9a-f]{8}/[^"]*|kallor[^"]*)"', client.get(home).text)
        assert hrefs
        assert {client.get(home + href).status_code for href in hrefs} == {200}


def test_another_part_of_an_edition_is_shown_in_its_place(client: Client, db: None) -> None:
    make_actor("Region Provland")
    goal = Statement(kind="mål", text="Fler jobb.")
    home = with_editions(owned(statements=(goal,))).get_absolute_url()
    short = str(goal.key)[:8]
    answer = client.get(f"{home}utgavor/1/{short}/")
    assert answer.headers["Location"] == f"{home}utgavor/1/#d-{short}"


def test_an_element_that_an_edition_does_not_have_is_not_found(
    client: Client, strategy: Strategy
) -> None:
    gone = address(strategy, "Råd", 2).replace("utgavor/2", "utgavor/3")
    assert client.get(gone).status_code == 404
    assert client.get(gone.replace("utgavor/3", "utgavor/9")).status_code == 404


def test_an_element_that_an_edition_lacks_is_told_of_with_the_way_to_where_it_is(
    client: Client, strategy: Strategy
) -> None:
    home = strategy.get_absolute_url()
    strategy.elements.create(kind="action", title="Ny", key=OWN, position=9)
    publish(strategy, None, "En till")  # the fourth edition

    early = client.get(f"{home}utgavor/1/22222222/")
    assert early.status_code == 404
    assert "<h1>Finns inte i utgåva 1</h1>" in early.text
    assert "”Ny” finns i den senaste utgåvan av Provplan, men inte i utgåva 1." in early.text
    assert f'href="{home}22222222/"' in early.text
    assert f'href="{home}utgavor/1/"' in early.text

    key = address(strategy, "Råd", 2).rsplit("/", 2)[1]
    between = client.get(f"{home}utgavor/3/{key}/")
    assert between.status_code == 404
    assert "”Råd” finns varken i utgåva 3 eller i den senaste utgåvan" in between.text
    assert f'href="{home}utgavor/2/{key}/"' in between.text
    for newest in (f"{home}{key}/", f"{home}utgavor/4/{key}/"):
        gone = client.get(newest)
        assert gone.status_code == 404
        assert "”Råd” har tagits bort ur Provplan" in gone.text
        assert f'href="{home}utgavor/2/{key}/"' in gone.text

    for never in ("99999999", str(strategy.key)[:8]):
        answer = client.get(f"{home}utgavor/1/{never}/")
        assert answer.status_code == 404
        assert "Finns inte i utgåva" not in answer.text


def test_the_queries_of_an_element_in_an_edition_are_few(
    count_queries: Callable[..., int], strategy: Strategy
) -> None:
    assert count_queries(address(strategy, "Råd", 1)) <= 5

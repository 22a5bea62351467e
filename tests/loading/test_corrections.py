"""Corrections of a proposed plan: what each does, and what none of them may do."""

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies.loading import corrections as c
from strategies.plan import (
    Challenge,
    Decision,
    Element,
    Flag,
    Involvement,
    Link,
    Passage,
    Plan,
    Statement,
)
from tests.plans import plans

SOURCE = "1 Kompetens Vi stärker skolan. Starta ett teknikråd Fler lärlingar 2 Klimat Vi minskar utsläppen"


def passage(words: str, on: UUID, field: str = "title") -> Passage:
    start = SOURCE.index(words)
    return Passage(
        start=start,
        end=start + len(words),
        text=words,
        on=on,
        field=field,
        rule="R12",
        certainty="säker",
    )


def key(number: int) -> UUID:
    return UUID(int=number)


def action(number: int, title: str, **fields: Any) -> Element:
    return Element(key=key(number), kind="action", title=title, **fields)


def small() -> Plan:
    """Direction 1 with actions 2 and 3, direction 4 with focus area 5 with action 6; statement 7, challenge 8, decision 9."""
    first = Element(
        key=key(1),
        kind="direction",
        label="1",
        title="Kompetens",
        text="Vi stärker skolan.",
        elements=(action(2, "Starta ett teknikråd"), action(3, "Fler lärlingar")),
    )
    area = Element(
        key=key(5), kind="focus_area", title="Utsläpp", elements=(action(6, "Byta bränsle"),)
    )
    second = Element(key=key(4), kind="direction", title="Klimat", elements=(area,))
    return Plan(
        title="Plan",
        kind="strategi",
        owners=("Region Prov",),
        statements=(Statement(key=key(7), kind="vision", text="Alla ska trivas."),),
        challenges=(Challenge(key=key(8), title="Få företag"),),
        decisions=(Decision(key=key(9), body="Fullmäktige"),),
        elements=(first, second),
        passages=(
            passage("Kompetens", key(1)),
            passage("Vi stärker skolan.", key(1), "text"),
            passage("Starta ett teknikråd", key(2)),
            passage("Fler lärlingar", key(3)),
            passage("Klimat", key(4)),
        ),
        flags=(
            Flag(kind="tomt avsnitt", on=key(4)),
            Flag(kind="dubblett", on=key(3), refers_to=key(2)),
        ),
    )


def outline(plan: Plan) -> list[str]:
    """ "- Kompetens (direction)", with a dash for each level."""
    return [f"{'-' * (depth + 1)} {e.title} ({e.kind})" for depth, e in plan.walk()]


def passages_on(plan: Plan, number: int) -> list[Passage]:
    return [passage for passage in plan.passages if passage.on == key(number)]


# --- levels


def test_a_raised_action_becomes_the_heading_of_those_after_it() -> None:
    plan = c.recast(small(), key(2), "direction")
    assert outline(plan)[:3] == [
        "- Kompetens (direction)",
        "- Starta ett teknikråd (direction)",
        "-- Fler lärlingar (action)",
    ]


def test_raised_within_its_parent_it_takes_along_those_that_rank_below() -> None:
    plan = c.recast(small(), key(2), "focus_area")
    assert outline(plan)[:3] == [
        "- Kompetens (direction)",
        "-- Starta ett teknikråd (focus_area)",
        "--- Fler lärlingar (action)",
    ]


def test_a_flat_list_is_given_its_headings_one_by_one() -> None:
    flat = Plan(title="P", kind="annat", elements=tuple(action(n, f"Rad {n}") for n in range(1, 6)))
    plan = c.recast(c.recast(flat, key(1), "direction"), key(4), "direction")
    assert [len(element.elements) for element in plan.elements] == [2, 1]


def test_a_lowered_direction_hangs_under_the_one_before_it() -> None:
    plan = c.recast(small(), key(4), "focus_area")
    assert outline(plan)[3:] == [
        "-- Klimat (focus_area)",
        "-- Utsläpp (focus_area)",
        "--- Byta bränsle (action)",
    ]


def test_in_goes_under_the_one_before_and_out_comes_back() -> None:
    plan = c.move_in(small(), key(4))
    assert outline(plan)[3:] == [
        "-- Klimat (focus_area)",
        "--- Utsläpp (action)",
        "--- Byta bränsle (action)",
    ]
    assert outline(c.move_out(plan, key(4)))[3:] == [
        "- Klimat (direction)",
        "-- Utsläpp (action)",
        "-- Byta bränsle (action)",
    ]


def test_an_action_that_becomes_a_direction_keeps_its_time_as_words() -> None:
    plan = Plan(
        title="P",
        kind="annat",
        elements=(action(1, "Bygga", text="Snart.", period={"start": "2019"}),),
    )
    assert c.recast(plan, key(1), "direction").elements[0].text == "Snart.\n\nTid: från 2019"


@pytest.mark.parametrize(
    ("correct", "reason"),
    [
        (lambda plan: c.move_in(plan, key(1)), "ingen del före"),
        (lambda plan: c.move_in(plan, key(3)), "under en insats kan inget ligga"),
        (lambda plan: c.move_out(plan, key(1)), "redan ytterst"),
        (lambda plan: c.move_in(plan, key(7)), "Bara delar av planens innehåll"),
        (lambda plan: c.move(plan, key(1), -1), "redan först"),
        (lambda plan: c.move(plan, key(4), 1), "redan sist"),
        (lambda plan: c.move(plan, key(99), 1), "finns inte längre"),
        (lambda plan: c.join(plan, key(1), "title"), "ingen del före"),
        (lambda plan: c.split(plan, key(1), "text", 0), "kvar på båda sidor"),
        (lambda plan: c.split(plan, key(1), "label", 1), "kan inte delas"),
        (lambda plan: c.split(plan, key(9), "body", 1), "kan inte delas"),
        (lambda plan: c.turn(plan, key(9), "mål"), "Ett beslut"),
        (lambda plan: c.edit(plan, key(1), kind="action"), "Gör om till"),
        (lambda plan: c.edit(plan, key(1), elements=()), "kan inte ändras här"),
        (lambda plan: c.edit(plan, key(1), colour="red"), "kan inte ändras här"),
        (lambda plan: c.edit(plan, key(1), title=""), "inte vara tom"),
        (lambda plan: c.edit(plan, key(1), title="a" * 501), "för lång"),
        (lambda plan: c.edit(plan, key(1), period={"start": "2019"}), "ingen insats"),
        (lambda plan: c.remove_listed(plan, "persons", 0), "finns inte längre"),
        (lambda plan: c.remove_listed(plan, "elements", 0), "finns inte längre"),
        (lambda plan: c.add(plan, "action", c.Choice(0, 1, " ")), "Markera"),
        (lambda plan: c.add(plan, "bild", c.Choice(0, 1, "x")), "Välj vad"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_done_is_refused_in_words(correct: Any, reason: str) -> None:
    with pytest.raises(c.Refused, match=reason):
        correct(small())


# --- joining, splitting, rejecting


def test_a_line_that_was_broken_is_joined_to_its_beginning() -> None:
    plan = c.join(small(), key(3), "title")
    joined = plan.elements[0].elements
    assert [element.title for element in joined] == ["Starta ett teknikråd Fler lärlingar"]
    assert [p.corrected for p in passages_on(plan, 2)] == [False, False]
    assert [flag.on for flag in plan.flags] == [key(4), key(2)]


def test_joined_as_text_the_title_becomes_a_paragraph_and_its_passage_says_so() -> None:
    plan = c.join(small(), key(4), "text")
    first = plan.elements[0]
    assert first.text == "Vi stärker skolan.\n\nKlimat"
    assert [e.title for e in first.elements] == [
        "Starta ett teknikråd",
        "Fler lärlingar",
        "Utsläpp",
    ]
    assert [p.field for p in passages_on(plan, 1)] == ["title", "text", "text"]


def test_a_split_title_leaves_each_half_its_own_passage() -> None:
    plan = c.split(small(), key(2), "title", len("Starta"), new=key(20))
    first, second, _third = plan.elements[0].elements
    assert (first.title, second.title) == ("Starta", "ett teknikråd")
    for number, words in ((2, "Starta"), (20, "ett teknikråd")):
        (found,) = passages_on(plan, number)
        assert SOURCE[found.start : found.end] == found.text == words


def test_split_in_its_text_a_heading_leaves_what_comes_after_to_the_second() -> None:
    plan = c.split(small(), key(1), "text", len("Vi stärker"), new=key(20))
    first, second, *_rest = plan.elements
    assert (first.text, first.elements) == ("Vi stärker", ())
    assert (second.title, len(second.elements)) == ("skolan.", 2)


def test_a_rejected_part_goes_with_all_that_points_at_it() -> None:
    plan = c.reject(small(), key(2))
    assert passages_on(plan, 2) == []
    assert [flag.refers_to for flag in plan.flags] == [None, None]


def test_a_rejected_heading_can_leave_those_below_it() -> None:
    plan = c.reject(small(), key(4), below=False)
    assert outline(plan)[3:] == ["- Utsläpp (focus_area)", "-- Byta bränsle (action)"]


# --- what a part is


def test_an_action_that_is_a_goal_becomes_one_where_it_stood() -> None:
    plan = c.turn(small(), key(3), "mål")
    (goal,) = plan.elements[0].statements
    assert (goal.key, goal.kind, goal.text) == (key(3), "mål", "Fler lärlingar")
    assert [p.field for p in passages_on(plan, 3)] == ["text"]
    back = c.turn(plan, key(3), "action")
    assert outline(back) == outline(small())


def test_a_direction_becomes_a_challenge_with_those_below_it() -> None:
    plan = c.turn(small(), key(1), "challenge")
    assert plan.challenges[1].title == "Kompetens"
    assert [below.title for below in plan.challenges[1].challenges] == [
        "Starta ett teknikråd",
        "Fler lärlingar",
    ]


def test_roles_and_time_of_what_is_no_action_any_more_are_told_in_its_text() -> None:
    element = action(
        1,
        "Bygga",
        period={"start": "2019", "end": "2020"},
        target_groups=("unga",),
        involvements=(Involvement(actor="ALMI", role="ansvarig", note="lån"),),
    )
    plan = c.turn(Plan(title="P", kind="annat", elements=(element,)), key(1), "challenge")
    assert plan.challenges[0].text == "Tid: 2019–2020\n\nMålgrupper: unga\n\nAnsvarig: ALMI (lån)"


def test_links_to_what_cannot_be_linked_to_go() -> None:
    linked = action(1, "A", links=(Link(kind="svarar på", to=key(8)),))
    plan = Plan(
        title="P",
        kind="annat",
        elements=(linked,),
        challenges=(Challenge(key=key(8), title="Få företag"),),
    )
    assert c.turn(plan, key(8), "vision").elements[0].links == ()


def test_a_statement_changes_kind_in_its_place() -> None:
    assert c.turn(small(), key(7), "mål").statements[0].kind == "mål"


# --- adding


def test_a_chosen_passage_becomes_a_part_where_the_source_has_it() -> None:
    words = "Vi minskar utsläppen"
    start = SOURCE.index(words)
    plan = c.add(small(), "action", c.Choice(start, start + len(words), words, key(20)))
    assert outline(plan)[4] == "-- Vi minskar utsläppen (action)"
    (found,) = passages_on(plan, 20)
    assert (found.rule, found.certainty, SOURCE[found.start : found.end]) == (None, None, words)
    assert c.add(small(), "challenge", c.Choice(0, 5, "Det är")).challenges[-1].title == "Det är"
    assert c.add(small(), "syfte", c.Choice(0, 5, "Det är")).statements[-1].kind == "syfte"


# --- fields and facts


def test_a_passage_says_that_its_value_is_mended_until_it_is_restored() -> None:
    plan = c.edit(small(), key(1), title="Kompetensförsörjning")
    assert [p.corrected for p in passages_on(plan, 1)] == [True, False]
    plan = c.edit(plan, key(1), title="Kompetens")
    assert [p.corrected for p in passages_on(plan, 1)] == [False, False]


def test_a_fact_that_is_corrected_marks_its_passage() -> None:
    plan = small()
    stated = Passage(start=0, end=4, text="Plan", field="title")
    plan = plan.model_copy(update={"passages": (*plan.passages, stated)})
    changed = c.edit_facts(plan, title="Planen för länet", owners=("Region Annan",))
    assert changed.owners == ("Region Annan",)
    assert changed.passages[-1].corrected
    with pytest.raises(c.Refused):
        c.edit_facts(plan, elements=())


def test_an_actor_is_renamed_wherever_it_is_named() -> None:
    roles = (
        Involvement(actor="Almi", role="medverkar", note="råd"),
        Involvement(actor="ALMI Kronoberg", role="medverkar", note="lån"),
    )
    plan = Plan(
        title="P",
        kind="annat",
        owners=("Almi", "ALMI Kronoberg"),
        decisions=(Decision(body="Almi"),),
        elements=(action(1, "A", involvements=roles),),
    )
    plan = c.rename_actor(plan, "Almi", "ALMI Kronoberg")
    assert plan.owners == ("ALMI Kronoberg",)
    assert plan.decisions[0].body == "ALMI Kronoberg"
    (role,) = plan.elements[0].involvements
    assert (role.actor, role.note) == ("ALMI Kronoberg", "råd; lån")
    assert c.drop_actor(plan, "ALMI Kronoberg").elements[0].involvements == ()


def test_what_has_no_key_is_removed_by_its_place() -> None:
    plan = Plan(title="P", kind="annat", quotes=({"text": "Hej"}, {"text": "Då"}))
    assert [quote.text for quote in c.remove_listed(plan, "quotes", 0).quotes] == ["Då"]


def test_a_name_is_shown_when_somebody_says_so() -> None:
    plan = Plan(
        title="P",
        kind="annat",
        persons=({"name": "Eva"},),
        participants=({"kind": "person", "name": "Ali"},),
    )
    plan = c.approve(c.approve(plan, "persons", 0), "participants", 0)
    assert (plan.persons[0].name_approved, plan.participants[0].approved) == (True, True)
    assert not c.approve(plan, "persons", 0).persons[0].name_approved
    for field, index in (("persons", 1), ("quotes", 0)):
        with pytest.raises(c.Refused):
            c.approve(plan, field, index)


# --- what holds of any sequence


def characters(plan: Plan) -> Counter[str]:
    """How often the plan has each character that people would miss."""
    values: list[str] = []
    for part in plan.keyed():
        values += [getattr(part, name, "") for name in ("title", "text", "purpose", "short_title")]
    for _depth, element in plan.walk():
        values += [*element.target_groups]
        values += [i.actor + i.note for i in element.involvements]
    values += [
        name for part in plan.keyed() if isinstance(part, Challenge) for name in part.shared_by
    ]
    return Counter("".join("".join(values).split()))


@st.composite
def correct(draw: st.DrawFn, plan: Plan) -> Plan:
    """The plan after a correction that takes nothing away; as it was where the correction is refused."""
    parts = list(plan.keyed())
    if not parts:
        return plan
    part = draw(st.sampled_from(parts))
    act = draw(
        st.sampled_from(
            [
                lambda: c.move(plan, part.key, draw(st.sampled_from([-1, 1]))),
                lambda: c.move_in(plan, part.key),
                lambda: c.move_out(plan, part.key),
                lambda: c.turn(plan, part.key, draw(st.sampled_from(c.SORTS))),
                lambda: c.join(plan, part.key, draw(st.sampled_from(["title", "text"]))),
                lambda: c.split(
                    plan,
                    part.key,
                    draw(st.sampled_from(["title", "text"])),
                    draw(st.integers(0, 9)),
                ),
                lambda: c.add(plan, draw(st.sampled_from(c.SORTS)), c.Choice(0, 3, "Nytt ord")),
            ]
        )
    )
    try:
        return act()
    except c.Refused:
        return plan


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data(), plans())
def test_no_sequence_of_corrections_loses_a_text_or_breaks_a_plan(
    data: st.DataObject, plan: Plan
) -> None:
    for _ in range(data.draw(st.integers(1, 6))):
        after = data.draw(correct(plan))
        # What is not valid would not have come this far: no pointer leads nowhere, and every rank holds.
        assert Plan.model_validate_json(after.model_dump_json()) == after
        # What has no period or roles of its own may say the same with fewer names.
        assert not characters(plan) - characters(after)
        plan = after


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data(), plans())
def test_levels_change_and_what_is_read_after_what_does_not(
    data: st.DataObject, plan: Plan
) -> None:
    elements = [element.key for _, element in plan.walk()]
    if not elements:
        return
    one = data.draw(st.sampled_from(elements))
    kind = data.draw(st.sampled_from(["direction", "focus_area", "action"]))
    changes = [
        lambda: c.recast(plan, one, kind),
        lambda: c.move_in(plan, one),
        lambda: c.move_out(plan, one),
    ]
    try:
        after = data.draw(st.sampled_from(changes))()
    except c.Refused:
        return
    assert [element.key for _, element in after.walk()] == elements

"""A newer version of a document: what it changes is told line by line, and only what a person chooses is changed."""

from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies.dates import Period
from strategies.loading.revision import PLAN_FIELDS, RevisionLine, aligned, merge, revise
from strategies.plan import (
    RANK,
    Challenge,
    Document,
    Element,
    Flag,
    Forum,
    Link,
    Passage,
    Person,
    Plan,
    Statement,
)
from tests.plans import plans

checked = settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class Versions(NamedTuple):
    base: Plan
    ours: Plan
    theirs: Plan


def grown(draw: st.DrawFn, parts: list[Any], field: str, rank: Any) -> tuple[Any, ...]:
    """The parts in a new order, each under one of those before it that ranks above it, or under none."""
    below: dict[Any, list[Any]] = {None: []}
    for part in draw(st.permutations(parts)):
        above = [one for one in below if one is None or rank(one) < rank(part)]
        below[draw(st.sampled_from(above))].append(part)
        below[part] = []

    def whole(part: Any) -> Any:
        return part.model_copy(update={field: tuple(whole(child) for child in below[part])})

    return tuple(whole(part) for part in below[None])


def shaken(draw: st.DrawFn, plan: Plan, more: Plan) -> Plan:
    """The plan as somebody may have revised it: parts gone, reworded, of another level, moved, and some of another plan's."""
    elements: list[Any] = []
    for _, element in (*plan.walk(), *more.walk()):
        fate = draw(st.sampled_from(["kept", "kept", "kept", "reworded", "level", "gone"]))
        part = element.model_copy(update={"elements": (), "links": (), "statements": ()})
        if fate == "reworded":
            part = part.model_copy(update={"title": "Ett annat ord"})
        if fate == "level":
            part = part.model_copy(
                update={"kind": draw(st.sampled_from(list(RANK))), "period": None}
            )
        if fate != "gone":
            elements.append(part)
    challenges = [Challenge(key=one.key, title=one.title) for one in challenges_of(plan.challenges)]
    kept = [one for one in challenges if draw(st.booleans())]
    left = {part.key for part in elements}
    values = {
        **plan.rehung(lambda at: at if at in left else None),
        "elements": grown(draw, elements, "elements", lambda one: RANK[one.kind]),
        "challenges": grown(draw, kept, "challenges", kept.index),
        "statements": tuple(one for one in plan.statements if draw(st.booleans())),
        "title": draw(st.sampled_from([plan.title, more.title])),
        "persons": draw(st.sampled_from([plan.persons, more.persons])),
        "forums": (),
        "flags": (),
        "passages": (),
        "documents": more.documents,
    }
    return Plan.model_validate(plan.model_copy(update=values).model_dump())


def challenges_of(parts: tuple[Challenge, ...]) -> list[Challenge]:
    return [one for part in parts for one in (part, *challenges_of(part.challenges))]


@st.composite
def versions(draw: st.DrawFn) -> Versions:
    """What a document said, what staff made of it, and what it says now."""
    base = draw(plans())
    return Versions(base, shaken(draw, base, draw(plans())), shaken(draw, base, draw(plans())))


@checked
@given(versions=versions())
def test_nothing_chosen_changes_nothing(versions: Versions) -> None:
    assert merge(versions.ours, versions.theirs, []) == versions.ours


@checked
@given(versions=versions())
def test_everything_chosen_says_what_the_newer_document_says(versions: Versions) -> None:
    _, ours, theirs = versions
    found = merge(ours, theirs, [line.id for line in revise(None, ours, theirs)])
    for name in (*PLAN_FIELDS, "decisions", "statements", "challenges", "elements"):
        assert getattr(found, name) == getattr(theirs, name), name
    assert sorted(map(str, found.persons)) == sorted(map(str, theirs.persons))


@checked
@given(versions=versions(), pick=st.data())
def test_any_choice_gives_a_valid_plan_that_says_what_was_chosen(
    versions: Versions, pick: st.DataObject
) -> None:
    _, ours, theirs = versions
    lines = revise(None, ours, theirs)
    chosen = [line for line in lines if pick.draw(st.booleans())]

    found = merge(ours, theirs, [line.id for line in chosen])

    Plan.model_validate(found.model_dump())
    parts, newer = {part.key: part for part in found.keyed()}, {p.key: p for p in theirs.keyed()}
    for line in chosen:
        if line.what == "ändrad":
            part, said = (parts[line.key], newer[line.key]) if line.key else (found, theirs)
            if (line.name, part) != ("period", said):  # a level may have gone from under it
                assert getattr(part, line.name) in (getattr(said, line.name), None)
        elif line.what == "tillagd" and line.key:
            assert line.key in parts
        elif line.what == "borttagen" and line.key:
            assert line.key not in parts


@checked
@given(versions=versions())
def test_what_staff_have_touched_stays_until_a_person_chooses_it(versions: Versions) -> None:
    base, ours, theirs = versions
    lines = revise(base, ours, theirs)
    found = merge(ours, theirs, [line.id for line in lines if line.proposed])

    said = {part.key: part for part in base.keyed()}
    after = {part.key: part for part in found.keyed()}
    for part in ours.keyed():
        former = said.get(part.key)
        if former is None:
            assert part.key in after  # made by staff
        for name in ("title", "text", "kind"):
            if former and getattr(former, name, "") != getattr(part, name, ""):
                assert getattr(after[part.key], name) == getattr(part, name)


@checked
@given(plan=plans())
def test_the_same_version_again_has_no_lines(plan: Plan) -> None:
    assert revise(plan, plan, plan) == ()


# --- in small


def action(title: str, **fields: Any) -> Element:
    return Element(kind="action", title=title, **fields)


def area(title: str, *elements: Element, **fields: Any) -> Element:
    return Element(kind="focus_area", title=title, elements=elements, **fields)


def small(*elements: Element, **fields: Any) -> Plan:
    return Plan(**{"title": "Provplan", "kind": "handlingsplan", "elements": elements} | fields)


def told(lines: tuple[RevisionLine, ...]) -> list[tuple[str, str, str, bool]]:
    return [(line.what, line.subject, line.field, line.touched) for line in lines]


def newer(plan: Plan, *elements: Element, **fields: Any) -> Plan:
    return aligned(small(*elements, **fields), plan, plan)


def test_a_changed_added_and_removed_part_are_each_a_line() -> None:
    base = small(action("Rådgivning till nya företag"), action("Mentorer"))
    theirs = newer(base, action("Rådgivning till alla företag"), action("Lots för etableringar"))

    assert told(revise(base, base, theirs)) == [
        ("ändrad", "Insats: Rådgivning till nya företag", "Titel", False),
        ("tillagd", "Insats: Lots för etableringar", "", False),
        ("borttagen", "Insats: Mentorer", "", False),
    ]


def test_a_line_shows_the_text_before_and_after() -> None:
    base = small(action("Rådgivning", text="Varje vecka."))
    (line,) = revise(base, base, newer(base, action("Rådgivning", text="Varje dag.")))
    assert (line.before, line.after) == ("Varje vecka.", "Varje dag.")


def test_what_staff_have_rewritten_is_told_and_not_proposed() -> None:
    base = small(action("Rådgivning", text="Varje vecka."))
    ours = small(base.elements[0].model_copy(update={"text": "Varje onsdag."}))
    theirs = aligned(small(action("Rådgivning", text="Varje dag.")), ours, base)
    (line,) = revise(base, ours, theirs)
    assert line.touched
    assert not line.proposed
    assert not line.said_before


def test_what_only_staff_have_changed_is_told_apart() -> None:
    base = small(action("Rådgivning", text="Varje vecka."))
    ours = small(base.elements[0].model_copy(update={"text": "Varje onsdag."}))
    theirs = aligned(small(action("Rådgivning", text="Varje vecka.")), ours, base)
    (line,) = revise(base, ours, theirs)
    assert line.said_before
    assert not line.proposed


def test_a_part_that_staff_have_renamed_is_known_by_what_the_document_called_it() -> None:
    base = small(action("Rådgivning till nya företag"), action("Mentorer"))
    first = base.elements[0].model_copy(update={"title": "Stöd åt den som startar"})
    ours = base.model_copy(update={"elements": (first, base.elements[1])})
    again = small(action("Rådgivning till nya företag"), action("Mentorer"))
    assert aligned(again, ours, base).elements[0].key == first.key


def test_without_a_former_version_nothing_is_proposed() -> None:
    ours = small(action("Rådgivning"))
    theirs = newer(ours, action("Mentorer"))
    assert [line.proposed for line in revise(None, ours, theirs)] == [False, False]


def test_a_part_that_staff_have_removed_does_not_come_back_by_itself() -> None:
    base = small(action("Rådgivning"), action("Mentorer"))
    ours = base.model_copy(update={"elements": base.elements[:1]})
    again = small(action("Rådgivning"), action("Mentorer"))
    (line,) = revise(base, ours, aligned(again, ours, base))
    assert (line.what, line.touched, line.said_before) == ("tillagd", True, True)


def test_a_new_area_is_one_line_with_what_hangs_under_it() -> None:
    base = small(area("Kompetens"))
    new = area("Innovation", action("Labb"), action("Testbädd"))
    theirs = newer(base, area("Kompetens"), new)
    (line,) = revise(base, base, theirs)
    assert (line.below, line.after) == (2, "Insats: Labb\nInsats: Testbädd")
    assert merge(base, theirs, [line.id]).elements == theirs.elements


def test_a_removed_area_is_touched_when_something_under_it_is() -> None:
    base = small(area("Kompetens", action("Kurser")), area("Innovation"))
    mine = base.elements[0].model_copy(
        update={"elements": (*base.elements[0].elements, action("Staffs egen"))}
    )
    ours = base.model_copy(update={"elements": (mine, base.elements[1])})
    (line,) = revise(base, ours, aligned(small(area("Innovation")), ours, base))
    assert (line.what, line.below, line.touched) == ("borttagen", 2, True)


def test_what_leaves_a_removed_area_finds_another_place_though_its_move_is_not_chosen() -> None:
    base = small(area("Kompetens", action("Kurser")), area("Innovation"))
    theirs = newer(base, area("Innovation", action("Kurser")))
    gone = next(line for line in revise(base, base, theirs) if line.what == "borttagen")
    found = merge(base, theirs, [gone.id])
    assert found.elements == theirs.elements


def test_a_moved_part_is_a_line_that_tells_from_where_to_where() -> None:
    base = small(area("Kompetens", action("Kurser")), area("Innovation"))
    theirs = newer(base, area("Kompetens"), area("Innovation", action("Kurser")))
    (line,) = revise(base, base, theirs)
    assert (line.what, line.before, line.after) == (
        "flyttad",
        "Insatsområde: Kompetens",
        "Insatsområde: Innovation",
    )


def test_a_part_that_no_longer_ranks_above_those_under_it_stands_beside_them() -> None:
    base = small(area("Kompetens", action("Kurser")))
    theirs = base.model_copy(
        update={"elements": (Element(key=base.elements[0].key, kind="action", title="Kompetens"),)}
    )
    level = next(line for line in revise(base, base, theirs) if line.name == "kind")
    found = merge(base, theirs, [level.id])
    assert [(one.kind, one.title) for one in found.elements] == [
        ("action", "Kompetens"),
        ("action", "Kurser"),
    ]


def test_a_time_goes_with_the_level_that_may_have_one() -> None:
    base = small(action("Kurser", period=Period(start="2024")))
    theirs = base.model_copy(
        update={"elements": (Element(key=base.elements[0].key, kind="direction", title="Kurser"),)}
    )
    level = next(line for line in revise(base, base, theirs) if line.name == "kind")
    assert merge(base, theirs, [level.id]).elements[0].period is None


def test_nothing_is_hung_under_itself() -> None:
    one, two = Challenge(title="Flytt"), Challenge(title="Ålder")
    ours = small(challenges=(one.model_copy(update={"challenges": (two,)}),))
    theirs = small(challenges=(two.model_copy(update={"challenges": (one,)}),))
    down = next(line for line in revise(None, ours, theirs) if line.key == one.key)
    found = merge(ours, theirs, [down.id])
    assert {part.key for part in found.keyed()} == {one.key, two.key}


def test_names_of_people_that_staff_have_approved_stay_approved() -> None:
    base = small(persons=(Person(name="Eva Prov"),))
    ours = small(persons=(Person(name="Eva Prov", name_approved=True),))
    theirs = small(persons=(Person(name="Eva Prov"), Person(name="Nils Prov")))
    lines = revise(base, ours, theirs)
    found = merge(ours, theirs, [line.id for line in lines if line.proposed])
    assert [(one.name, one.name_approved) for one in found.persons] == [
        ("Eva Prov", True),
        ("Nils Prov", False),
    ]


def test_equal_parts_of_a_list_are_lines_of_their_own() -> None:
    twice = small(persons=(Person(name="Eva Prov"), Person(name="Eva Prov")))
    lines = revise(small(), small(), twice)
    assert len({line.id for line in lines}) == 2
    assert len(merge(small(), twice, [lines[0].id]).persons) == 1


FIRST = Document(title="Första", sha256="a" * 64)
SECOND = Document(title="Andra", sha256="b" * 64)


def test_passages_and_flags_come_along_with_what_they_speak_of() -> None:
    kept, gone = action("Rådgivning"), action("Mentorer")
    base = small(kept, gone, documents=(FIRST,))
    ours = base.model_copy(
        update={
            "passages": tuple(
                Passage(on=one.key, start=0, end=5, text="Gamla") for one in base.elements
            ),
            "flags": (Flag(kind="stavning", on=gone.key, refers_to=kept.key),),
        }
    )
    new = action("Lots")
    theirs = Plan.model_validate(
        base.model_copy(
            update={
                "elements": (kept, new),
                "documents": (SECOND,),
                "passages": (
                    Passage(on=kept.key, start=7, end=9, text="nya"),
                    Passage(on=new.key, start=1, end=4, text="Lots"),
                ),
                "flags": (Flag(kind="dubblett", on=new.key, refers_to=kept.key),),
            }
        ).model_dump()
    )
    lines = revise(ours, ours, theirs)
    found = merge(ours, theirs, [line.id for line in lines])

    assert found.documents == (FIRST, SECOND)
    assert [(one.on, one.document, one.text) for one in found.passages] == [
        (kept.key, 1, "Gamla"),  # nothing was chosen for it, so it was read in the first document
        (new.key, 2, "Lots"),
    ]
    assert [(flag.kind, flag.on) for flag in found.flags] == [("dubblett", new.key)]


def test_a_reworded_part_is_sourced_from_the_newer_document() -> None:
    part = action("Rådgivning")
    ours = small(part, documents=(FIRST,), passages=(Passage(on=part.key, text="Rådgivning"),))
    reworded = part.model_copy(update={"title": "Rådgivning åt alla"})
    theirs = small(
        reworded, documents=(SECOND,), passages=(Passage(on=part.key, text="Rådgivning åt alla"),)
    )
    found = merge(ours, theirs, [line.id for line in revise(ours, ours, theirs)])
    assert [(one.document, one.text) for one in found.passages] == [(2, "Rådgivning åt alla")]


def test_the_same_document_is_not_listed_twice() -> None:
    ours = small(documents=(FIRST,))
    again = FIRST.model_copy(update={"title": "Första, med annan titel"})
    theirs = small(action("Rådgivning"), documents=(again,))
    found = merge(ours, theirs, [line.id for line in revise(ours, ours, theirs)])
    assert found.documents == (FIRST,)


def test_what_pointed_at_a_removed_part_points_no_longer() -> None:
    target, other = action("Rådgivning"), action("Mentorer")
    tied = other.model_copy(update={"links": (Link(kind="bidrar till", to=target.key),)})
    ours = small(
        target,
        tied,
        forums=(Forum(name="Rådet", element=target.key),),
        flags=(Flag(kind="dubblett", on=other.key, refers_to=target.key),),
    )
    theirs = ours.model_copy(update={"elements": (other,), "forums": (), "flags": ()})
    gone = next(line for line in revise(ours, ours, theirs) if line.key == target.key)
    found = merge(ours, theirs, [gone.id])
    assert found.elements[0].links == ()
    assert found.forums[0].element is None
    assert found.flags[0].refers_to is None


def test_a_choice_that_no_line_has_changes_nothing() -> None:
    ours = small(action("Rådgivning"))
    assert merge(ours, newer(ours, action("Mentorer")), ["tillagd:påhittad", "x"]) == ours


def test_a_key_that_names_another_sort_of_part_is_left_alone() -> None:
    one = action("Rådgivning")
    ours = small(one)
    theirs = small(statements=(Statement(key=one.key, kind="mål", text="Fler företag."),))
    assert revise(ours, ours, theirs) == ()

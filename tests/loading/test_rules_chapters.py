"""Directions that are headings."""

from tests.loading.proofs import cited, outline, proves, read, rules_of

LABELLED = """\
Program för Mora kommun

Samarbetsområde A. Fler förädlare
Vi hjälper fler att förädla.

Samarbetsområde B. Kortare vägar
- Samordna transporterna
"""
CHAPTER = """\
Program för Mora kommun

1 Bakgrund
Kommunen växer.

2 Fokusområden
2.1 Mark och lokaler
- Köp mark
2.2 Kompetens
- Starta ett lärcentrum

3 Uppföljning
- Rapport varje år
"""
LISTS = """\
Program för Mora kommun

Handel i hela kommunen

- Utveckla torget
- Bjud in handlarna

Unga som stannar

- Ordna sommarjobb
"""


@proves("R20")
def test_headings_with_the_plan_s_word_and_a_letter_are_directions():
    plan = read(LABELLED)
    assert outline(*plan.elements) == ["Fler förädlare", "Kortare vägar", ["Samordna transporterna"]]  # fmt: skip
    assert [one.label for one in plan.elements] == ["A", "B"]
    assert {rule for one in plan.elements for rule in rules_of(plan, one)} == {"R20"}
    assert plan.level_words.direction == "Samarbetsområde"
    assert cited(plan, "level_words") == [("R20", "Samarbetsområde")]


def test_a_word_that_nobody_has_heard_of_counts_when_the_document_repeats_it():
    plan = read(LABELLED.replace("Samarbetsområde", "Nyckelring"))
    assert [one.title for one in plan.elements] == ["Fler förädlare", "Kortare vägar"]
    assert plan.level_words.direction == "Nyckelring"


@proves("R21")
def test_headings_below_a_chapter_named_after_the_level_are_directions():
    plan = read(CHAPTER)
    assert outline(*plan.elements) == ["Mark och lokaler", ["Köp mark"], "Kompetens", ["Starta ett lärcentrum"]]  # fmt: skip
    assert {rule for one in plan.elements for rule in rules_of(plan, one)} == {"R21"}
    assert plan.level_words.direction == "Fokusområde"


def test_a_list_below_the_chapter_is_directions_when_no_headings_repeat_it():
    plan = read("Program för Mora kommun\n\nFokusområden\n- Kompetens\n- Öppenhet\n")
    assert outline(*plan.elements) == ["Kompetens", "Öppenhet"]
    assert {rule for one in plan.elements for rule in rules_of(plan, one)} == {"R21"}


@proves("R25")
def test_headings_with_lists_below_are_directions_when_nothing_else_tells():
    plan = read(LISTS)
    assert outline(*plan.elements) == ["Handel i hela kommunen", ["Utveckla torget", "Bjud in handlarna"], "Unga som stannar", ["Ordna sommarjobb"]]  # fmt: skip
    assert {rule for one in plan.elements for rule in rules_of(plan, one)} == {"R25"}
    assert {one.certainty for one in plan.passages if one.rule == "R25"} == {"osäker"}


NUMBERED = """\
Handlingsplan för Mora kommun

1 Inledning
1.1 Bakgrund
Kommunen växer.

2 Kompetens som räcker till
Arbetsgivare ska hitta rätt.

2.1 Från skola till jobb
2.1.1 Starta ett teknikcollege
2.1.2 Bjuda in niondeklassare

3 Plats för företagande
3.1 Mark och lokaler
3.1.1 Planlägga mark vid flygplatsen
3.1.2 Publicera en karta över lediga lokaler

4 Uppföljning
4.1 Ansvar
"""


@proves("R26")
def test_numbered_chapters_with_parts_are_the_areas_where_no_chapter_holds_them():
    plan = read(NUMBERED)
    assert outline(*plan.elements) == [
        *("Kompetens som räcker till",),
        ["Från skola till jobb", ["Starta ett teknikcollege", "Bjuda in niondeklassare"]],
        *("Plats för företagande",),
        [
            "Mark och lokaler",
            ["Planlägga mark vid flygplatsen", "Publicera en karta över lediga lokaler"],
        ],
    ]
    assert rules_of(plan, plan.elements[0]) == {"R26"}
    kinds = [element.kind for _, element in plan.walk()]
    assert kinds == ["direction", "focus_area", "action", "action"] * 2


def test_a_documents_own_words_make_three_levels():
    text = "Program för Mora kommun\n"
    for letter, name in (("A", "Skog"), ("B", "Stad")):
        text += f"\nFärdlinje {letter}: {name} i förändring\n"
        text += f"\nHållplats {letter}1: {name} året om\nRyck: Bygga {name.lower()}slingan\nRyck: Måla {name.lower()}shuset\n"
    plan = read(text)
    assert outline(*plan.elements) == [
        *("Skog i förändring", ["Skog året om", ["Bygga skogslingan", "Måla skogshuset"]]),
        *("Stad i förändring", ["Stad året om", ["Bygga stadslingan", "Måla stadshuset"]]),
    ]

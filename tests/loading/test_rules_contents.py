"""What stands below a direction."""

from tests.loading.proofs import cited, element, outline, proves, read, rules_of

HEAD = "Program för Mora kommun\n\nFokusområde 1: Mark\n"
TAIL = "\n\nFokusområde 2: Handel\nHandeln ska leva.\n"


def below(text: str):
    plan = read(HEAD + text + TAIL)
    return plan, plan.elements[0]


@proves("R30")
def test_a_heading_inside_a_direction_is_a_focus_area():
    plan, mark = below(
        "\nPlanberedskap\n\n- Köp mark i tre lägen\n\nLevande torg\n\n- Rusta torget"
    )
    assert outline(mark) == ["Mark", ["Planberedskap", ["Köp mark i tre lägen"], "Levande torg", ["Rusta torget"]]]  # fmt: skip
    assert [one.kind for one in mark.elements] == ["focus_area", "focus_area"]
    assert rules_of(plan, element(plan, "Planberedskap")) == {"R30"}


def test_a_heading_that_says_what_its_list_holds_is_no_element():
    _, mark = below("Mål\n- Fler företag\n\nÅtgärder\n- Köp mark i tre lägen")
    assert outline(mark) == ["Mark", ["Köp mark i tre lägen"]]
    assert [(one.kind, one.text) for one in mark.statements] == [("mål", "Fler företag")]


@proves("R31")
def test_a_line_with_a_colon_says_what_the_list_below_it_holds():
    _, mark = below("Prioriterade områden:\n- Planberedskap\n- Levande torg")
    assert [(one.kind, one.title) for one in mark.elements] == [
        ("focus_area", "Planberedskap"),
        ("focus_area", "Levande torg"),
    ]


@proves("R32")
def test_an_item_is_an_action():
    plan, mark = below("Vi ska:\n- Köpa mark i tre lägen,\n- Sälja mark.")
    assert outline(mark) == ["Mark", ["Köpa mark i tre lägen", "Sälja mark"]]
    assert [one.kind for one in mark.elements] == ["action", "action"]
    assert cited(plan, "title", mark.elements[0].key) == [("R32", "Köpa mark i tre lägen,")]


def test_a_wrapped_item_is_one_action_with_a_passage_over_both_lines():
    plan, mark = below("- Köpa mark i tre lägen längs järnvägen så att den som vill\n  kan bygga")
    assert outline(mark)[1] == ["Köpa mark i tre lägen längs järnvägen så att den som vill kan bygga"]  # fmt: skip
    assert cited(plan, "title", mark.elements[0].key) == [
        ("R32", "Köpa mark i tre lägen längs järnvägen så att den som vill kan bygga")
    ]


def test_letters_below_focus_questions_are_focus_areas():
    plan = read(
        "Strategi för Mora kommun\n\nFokusfråga 1 Mark\na) Planberedskap\n- Köp mark\nb) Torg\n- Rusta torget\n\n"
        "Fokusfråga 2 Handel\nText om handeln.\n"
    )
    assert outline(plan.elements[0]) == ["Mark", ["Planberedskap", ["Köp mark"], "Torg", ["Rusta torget"]]]  # fmt: skip
    assert [one.label for one in plan.elements[0].elements] == ["a", "b"]


@proves("R33")
def test_a_paragraph_belongs_to_what_stands_above_it():
    plan, mark = below("Marken räcker inte till alla som vill bygga.")
    assert mark.text == "Marken räcker inte till alla som vill bygga."
    assert cited(plan, "text", mark.key) == [("R33", "Marken räcker inte till alla som vill bygga.")]  # fmt: skip


@proves("R34")
def test_a_list_of_goals_is_goals_and_one_of_indicators_is_text():
    plan, mark = below("Mål:\n- Tio hektar mark\n\nIndikatorer:\n- Antal köpta tomter")
    assert [(one.kind, one.text) for one in mark.statements] == [("mål", "Tio hektar mark")]
    assert cited(plan, "text", mark.statements[0].key) == [("R34", "Tio hektar mark")]
    assert mark.text == "Antal köpta tomter"


def test_a_goal_may_stand_on_the_line_of_its_word():
    plan, mark = below("Mål: Tio hektar mark")
    assert [(one.kind, one.text) for one in mark.statements] == [("mål", "Tio hektar mark")]
    assert rules_of(plan, mark.statements[0], "text") == {"R34"}

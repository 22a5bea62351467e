"""Tables of actions, and who does an action and when."""

from strategies.plan import Involvement
from tests.loading.proofs import cited, element, outline, proves, read

HEAD = "Handlingsplan för Mora kommun\n\nFokusområde 1: Mark\n"
TAIL = "\n\nFokusområde 2: Handel\nHandeln ska leva.\n"
DALARNA = Involvement(actor="Region Dalarna", role="ansvarig")


@proves("R35")
def test_lines_below_an_action_say_who_does_it_and_when():
    plan = read(f"{HEAD}- Köp mark\nAnsvarig: Region Dalarna\nTidplan: 2025{TAIL}")
    action = element(plan, "Köp mark")
    assert action.involvements == (DALARNA,)
    assert cited(plan, "involvements", action.key) == [("R35", "Region Dalarna")]
    assert action.text == "2025"
    assert cited(plan, "text", action.key) == [("R35", "2025")]


@proves("R36")
def test_a_row_of_a_table_is_an_action_with_what_its_columns_say():
    plan = read(
        f"{HEAD}Nr\tÅtgärd\tAnsvarig\tTid\n1\tKöp mark\tRegion Dalarna\t2025\n2\tSälj mark\tUpphandlingsenheten\t2026{TAIL}"
    )
    assert outline(*plan.elements)[:2] == ["Mark", ["Köp mark", "Sälj mark"]]
    first, second = plan.elements[0].elements
    assert (first.label, first.involvements, first.text) == ("1", (DALARNA,), "2025")
    assert cited(plan, "title", first.key) == [("R36", "Köp mark")]
    # An office of the owner's own is told in the text, since it is no organisation.
    assert (second.involvements, second.text) == ((), "Upphandlingsenheten\n\n2026")


def test_a_table_without_a_head_has_its_actions_in_the_first_column():
    plan = read(f"{HEAD}Köp mark\tlöpande\nSälj mark\t2026{TAIL}")
    assert outline(*plan.elements)[:2] == ["Mark", ["Köp mark", "Sälj mark"]]


@proves("R37")
def test_a_table_copied_with_a_cell_on_each_line_has_its_rows_again():
    plan = read(
        f"{HEAD}\nÅtgärd\nAnsvarig\nTid\nKöp mark i norr\nRegion Dalarna\n2025\nSälj mark i söder\nRegion Dalarna\n2026{TAIL}"
    )
    assert outline(*plan.elements)[:2] == ["Mark", ["Köp mark i norr", "Sälj mark i söder"]]
    first = plan.elements[0].elements[0]
    assert first.involvements == (DALARNA,)
    assert cited(plan, "title", first.key) == [("R37", "Köp mark i norr")]


@proves("R27")
def test_a_column_for_the_area_makes_the_directions():
    plan = read(
        "Handlingsplan för Mora kommun\n\n"
        "Insatsområde\tInsats\tAnsvarig\tTid\n"
        "1. Natur året runt\tMärka upp leden\tRegion Dalarna\t2025\n"
        "\tTa fram vinterpaket\tRegion Dalarna\t2026\n"
        "2. Slott och hus\tSamordna öppettider\tRegion Dalarna\t2025\n"
    )
    assert outline(*plan.elements) == [
        *("Natur året runt", ["Märka upp leden", "Ta fram vinterpaket"]),
        *("Slott och hus", ["Samordna öppettider"]),
    ]
    first = plan.elements[0]
    assert cited(plan, "title", first.key) == [("R27", "1. Natur året runt")]
    assert first.elements[1].involvements == (DALARNA,)
    assert plan.level_words.direction == "Insatsområde"

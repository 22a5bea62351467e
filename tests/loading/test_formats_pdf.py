"""A PDF gives its lines in reading order, with what type and place say of them."""

import pytest

from strategies.loading.errors import ReadingError
from strategies.loading.formats.pdf import read_pdf
from tests.loading.files import pdf_file, raw_pdf
from tests.loading.shown import shown

FRONT = """#set page(paper: "a5", header: [Region Testlän – Handlingsplan], footer: context [Sida #counter(page).display() av 9])
#set text(lang: "sv", size: 11pt)
#set document(title: "Handlingsplan för näringsliv")
"""
PLAN = (
    FRONT
    + """#text(size: 26pt, weight: "bold")[Handlingsplan]

= Bakgrund
Vi vill att fler företag växer i hela länet, och att de som vill starta ett nytt får hjälp på ett enda ställe, i tid.

Nästa stycke.
== Insatser
- Första
- Andra
  - Under
+ Numrerad

*Fet rubrik*

Brödtext.
#pagebreak()
#table(columns: 3, [Mål], [Insats], [Ansvar], [M1], [I1], [Kommunen], [M2], [I2], [Regionen])
#pagebreak()
Sista sidan.
"""
)


@pytest.fixture(scope="module")
def plan():
    return read_pdf(pdf_file(PLAN))


def test_type_tells_headings_and_their_levels(plan):
    assert [line for line in shown(plan) if line.startswith("heading")] == [
        "heading1: Handlingsplan",
        "heading2: Bakgrund",
        "heading3: Insatser",
        "heading4: Fet rubrik",
    ]


def test_what_pages_repeat_is_furniture(plan):
    furniture = [line for line in shown(plan) if line.startswith("furniture")]
    assert furniture.count("furniture1: Region Testlän – Handlingsplan") == 3
    assert furniture[1::2] == [f"furniture1: Sida {number} av 9" for number in (1, 2, 3)]
    assert len(furniture) == 6


def test_a_form_feed_parts_two_pages(plan):
    assert len(plan.content.split("\n\f\n")) == 3


def test_paragraphs_are_parted_and_their_lines_kept(plan):
    assert "i tid.\n\nNästa stycke." in plan.content
    paragraph = plan.content.split("Bakgrund\n\n")[1].split("\n\n")[0]
    assert paragraph.count("\n") == 1


def test_items_are_marked_with_their_depth(plan):
    assert [line for line in shown(plan) if line.startswith("item")] == [
        "item1: • Första",
        "item1: • Andra",
        "item2: ‣ Under",
    ]
    assert "1. Numrerad" in shown(plan)


def test_cells_of_a_row_are_parted_by_tabs(plan):
    assert [line for line in shown(plan) if line.startswith("row")] == [
        "row1: Mål\tInsats\tAnsvar",
        "row1: M1\tI1\tKommunen",
        "row1: M2\tI2\tRegionen",
    ]


def test_the_title_is_the_files(plan):
    assert plan.title == "Handlingsplan för näringsliv"


def test_columns_are_read_one_after_the_other():
    words = " ".join(f"ord{number}" for number in range(160))
    text = read_pdf(pdf_file(f"#columns(2)[\n= Rubrik\n{words}\n]"))
    assert text.content.startswith("Rubrik")
    found = [word for word in text.content.split() if word.startswith("ord")]
    assert found == words.split()


def test_columns_that_the_file_says_line_by_line_are_read_one_after_the_other():
    left = [f"Vänstra spaltens rad nummer {n} är så här lång" for n in range(12)]
    right = [f"Högra spaltens rad nummer {n} är minst lika lång" for n in range(12)]
    stream = "BT /F 10 Tf 14 TL "
    for number, (one, two) in enumerate(zip(left, right, strict=True)):
        y = 700 - 14 * number
        stream += f"1 0 0 1 50 {y} Tm ({one}) Tj 1 0 0 1 310 {y} Tm ({two}) Tj "
    text = read_pdf(raw_pdf(1, (stream + "ET").encode("latin-1")))
    assert [line for line in text.content.split("\n") if line] == left + right


def test_a_word_broken_at_the_end_of_a_line_keeps_its_hyphen():
    text = read_pdf(
        pdf_file(
            '#set text(lang: "sv", hyphenate: true)\n#set page(width: 6cm, height: 8cm)\n'
            "Näringslivsutvecklingsstrategin förändrar arbetsmarknadspolitiken."
        )
    )
    assert "-\n" in text.content
    assert text.content.replace("-\n", "").replace("\n", " ") == (
        "Näringslivsutvecklingsstrategin förändrar arbetsmarknadspolitiken."
    )


def test_a_paragraph_in_bold_type_is_no_heading():
    text = read_pdf(pdf_file("*" + "En ingress i fet stil som löper över flera rader. " * 8 + "*\n\n" + "Brödtext. " * 200))  # fmt: skip
    assert not [line for line in shown(text) if line.startswith("heading")]


def test_a_picture_of_a_text_is_told_of():
    with pytest.raises(ReadingError) as refused:
        read_pdf(pdf_file("#rect(width: 5cm, height: 5cm)\n#pagebreak()\n#circle()"))
    assert refused.value.code == "scanned"


def test_too_many_pages_are_refused_and_a_thousand_are_read():
    stream = b"BT /F 12 Tf 50 700 Td (Programmet for hela lanet) Tj ET"
    assert read_pdf(raw_pdf(1_000, stream)).content.count("\f") == 999
    with pytest.raises(ReadingError) as refused:
        read_pdf(raw_pdf(1_001, stream))
    assert refused.value.code == "too_many_pages"


def test_text_on_edge_in_the_margin_is_left_out():
    stream = (
        b"BT /F 10 Tf 1 0 0 1 50 700 Tm (Det har ar texten) Tj 0 1 -1 0 20 300 Tm (KS 2024/1) Tj ET"
    )
    assert read_pdf(raw_pdf(1, stream)).content == "Det har ar texten"

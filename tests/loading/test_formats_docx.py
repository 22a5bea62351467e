"""A Word file gives its body as text, with what its styles say."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from strategies.loading.formats.docx import read_docx
from strategies.loading.text import Text
from tests.loading.files import paragraphs, raw_word_file, word_file
from tests.loading.shown import shown


def style(document: Document, name: str, base: str = "Normal") -> str:
    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = document.styles[base]
    return name


def test_headings_are_told_by_their_styles():
    def write(document):
        document.add_heading("Handlingsplan", 0)
        document.add_heading("Bakgrund", 1)
        document.add_paragraph("Text")
        document.add_heading("Syfte", 2)
        document.add_heading("Djupt", 3)

    assert shown(read_docx(word_file(write))) == [
        "heading1: Handlingsplan",
        "heading1: Bakgrund",
        "Text",
        "heading2: Syfte",
        "heading3: Djupt",
    ]


def test_styles_with_swedish_names_are_headings():
    def write(document):
        for name in ("Rubrik", "Underrubrik", "Rubrik 1", "Rubrik 2 numrerad", "Rubrik 3"):
            document.add_paragraph(f"Med {name}", style(document, name))

    assert shown(read_docx(word_file(write))) == [
        "heading1: Med Rubrik",
        "heading2: Med Underrubrik",
        "heading1: Med Rubrik 1",
        "heading2: Med Rubrik 2 numrerad",
        "heading3: Med Rubrik 3",
    ]


def test_a_style_of_the_organisations_own_is_a_heading_by_its_base_or_its_outline_level():
    def write(document):
        document.add_paragraph("Efter bas", style(document, "Kommunens rubrik", "Heading 2"))
        name = style(document, "Kapitelnamn")
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "0")
        document.styles[name].element.get_or_add_pPr().append(level)
        document.add_paragraph("Efter nivå", name)
        document.add_paragraph("Vanlig", style(document, "Kommunens brödtext"))

    assert shown(read_docx(word_file(write))) == [
        "heading2: Efter bas",
        "heading1: Efter nivå",
        "Vanlig",
    ]


def test_lists_keep_signs_and_nesting():
    def write(document):
        for text, name in [
            ("Ett", "List Bullet"),
            ("Under", "List Bullet 2"),
            ("Två", "List Bullet"),
            ("Först", "List Number"),
            ("Delvis", "List Number 2"),
            ("Sedan", "List Number"),
        ]:
            document.add_paragraph(text, name)

    assert shown(read_docx(word_file(write))) == [
        "item1: • Ett",
        "item2: • Under",
        "item1: • Två",
        "item1: 1. Först",
        "item2: a. Delvis",
        "item1: 2. Sedan",
    ]


def test_tables_are_rows_and_tabs_are_kept():
    def write(document):
        document.add_paragraph("Diarienummer:\tKS 2024/1")
        table = document.add_table(2, 2)
        for number, cell in enumerate(table._cells):
            cell.text = f"cell\t{number}"

    assert shown(read_docx(word_file(write))) == [
        "Diarienummer:\tKS 2024/1",
        "row1: cell 0\tcell 1",
        "row1: cell 2\tcell 3",
    ]


def test_a_line_of_bold_type_is_a_heading_by_hand():
    def write(document):
        document.add_heading("Mål", 1)
        document.add_paragraph().add_run("Delmål").bold = True
        document.add_paragraph("Text")

    assert shown(read_docx(word_file(write))) == ["heading1: Mål", "heading2: Delmål", "Text"]


def test_a_table_of_contents_is_furniture():
    def write(document):
        document.add_paragraph("Innehåll", "TOC Heading")
        document.add_paragraph("Bakgrund\t3", style(document, "toc 1"))
        document.add_paragraph("Syfte\t4", style(document, "Innehåll 2"))

    assert shown(read_docx(word_file(write))) == [
        "furniture1: Innehåll",
        "furniture1: Bakgrund\t3",
        "furniture1: Syfte\t4",
    ]


def test_page_heads_and_feet_are_no_content():
    def write(document):
        document.sections[0].header.paragraphs[0].text = "Sidhuvud"
        document.sections[0].footer.paragraphs[0].text = "Sidfot"
        document.add_paragraph("Text")

    assert read_docx(word_file(write)).content == "Text"


def test_footnotes_stand_last_as_furniture_and_leave_no_numbers_behind():
    note = '<w:r><w:t>Text</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    document = paragraphs("X").replace("<w:r><w:t>X</w:t></w:r>", note)
    notes = document.replace("w:document", "w:footnotes").replace("w:body", "w:footnote")
    notes = notes.replace("<w:footnote>", '<w:footnote w:id="2">').replace(note, "<w:r><w:t>Källa: SCB</w:t></w:r>")  # fmt: skip
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="footnotes.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    parts = {"word/footnotes.xml": notes.encode(), "word/_rels/document.xml.rels": relations.encode()}  # fmt: skip
    text = read_docx(raw_word_file(document, **parts))
    assert shown(text) == ["Text", "furniture1: Källa: SCB"]


def test_the_title_of_the_file_is_kept_unless_a_program_wrote_it():
    def titled(title: str) -> Text:
        def write(document):
            document.core_properties.title = title
            document.add_paragraph("Text")

        return read_docx(word_file(write))

    assert titled("Handlingsplan för näringsliv").title == "Handlingsplan för näringsliv"
    assert titled("Microsoft Word - plan_v3").title == ""
    assert titled("plan.docx").title == ""


def test_a_document_without_styles_or_properties_is_read():
    assert read_docx(raw_word_file(paragraphs("Ett", "Två"))).content == "Ett\n\nTvå"

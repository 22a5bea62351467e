"""Word files: by mammoth to HTML, with the names that styles have in Swedish and English, and then as a page."""

import io
import re
import zipfile

import mammoth
from lxml import etree, html

from strategies.loading.formats.blocks import FURNITURE
from strategies.loading.formats.html import lines_of, parse
from strategies.loading.formats.lines import text_of
from strategies.loading.formats.package import refuse_declarations
from strategies.loading.mending import mend
from strategies.loading.text import Text

# The first that fits decides, so the numbered names stand before the bare ones.
_STYLES = [
    *(
        (f"p[style-name^='{name} {level}']", f"h{level}:fresh")
        for level in range(1, 7)
        for name in ("Heading", "Rubrik", "Överskrift", "Otsikko")
    ),
    *((f"p[style-name^='{name} {level}']", "h6:fresh") for level in (7, 8, 9) for name in ("Heading", "Rubrik")),
    *((f"p[style-name^='{name} ']", f"p.{FURNITURE}:fresh") for name in ("TOC", "Innehåll")),
    *((f"p[style-name='{name}']", f"p.{FURNITURE}:fresh") for name in ("TOC Heading", "Innehållsförteckningsrubrik")),
    *((f"p[style-name='{name}']", "h1:fresh") for name in ("Title", "Rubrik", "Titel", "Dokumenttitel")),
    # These have their depth in the style and not in the paragraph.
    *((f"p[style-name='{name} 2']", "ul|ol > li > ul > li:fresh") for name in ("List Bullet", "Punktlista")),
    *((f"p[style-name='{name} 3']", "ul|ol > li > ul|ol > li > ul > li:fresh") for name in ("List Bullet", "Punktlista")),
    *((f"p[style-name='{name} 2']", "ul|ol > li > ol > li:fresh") for name in ("List Number", "Numrerad lista")),
    *((f"p[style-name='{name}']", "h2:fresh") for name in ("Subtitle", "Underrubrik", "Undertitel")),
]  # fmt: skip
STYLE_MAP = "\n".join(f"{style} => {element}" for style, element in _STYLES)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_JUNK_TITLE = re.compile(r"^(microsoft (word|powerpoint) - |untitled|namnlös|dokument ?\d*$|document ?\d*$|.*\.(docx?|pdf|indd|pptx?)$)", re.IGNORECASE)  # fmt: skip
_LARGEST_PART = 4 * 1024 * 1024  # of the styles and properties that are read beside mammoth


def read_docx(data: bytes) -> Text:
    """The document's body with its headings, lists and tables; page heads and feet are no part of it. Raises what parsers raise."""
    refuse_declarations(data)
    made = mammoth.convert_to_html(
        io.BytesIO(data),
        style_map=f"{STYLE_MAP}\n{_outline_styles(data)}",
        include_embedded_style_map=False,
        convert_image=_no_picture,
        external_file_access=False,
    )
    if not made.value:
        return Text("")
    page = parse(f"<html><body>{made.value}</body></html>")
    _set_notes_apart(page)
    return text_of(list(lines_of(page, word=True)), _title(data))


def _no_picture(_image: object) -> list[object]:
    return []


def clean_title(title: str) -> str:
    """A title from a file's properties, or nothing where a program has filled it in."""
    title = " ".join(mend(title)[0].split())
    return "" if _JUNK_TITLE.match(title) else title


def _set_notes_apart(page: html.HtmlElement) -> None:
    """Footnotes stand last, as what they are; their numbers in the text would be read as the text's own."""
    for link in page.xpath("//a[starts-with(@href, '#footnote-') or starts-with(@href, '#endnote-')]"):  # fmt: skip
        link.drop_tree()
    for note in page.xpath("//li[starts-with(@id, 'footnote-') or starts-with(@id, 'endnote-')]"):
        for paragraph in note.iter("p"):
            paragraph.set("class", FURNITURE)


def _outline_styles(data: bytes) -> str:
    """A style map for the styles that an organisation has made itself and given a place in the outline, or based on a heading."""
    root = _part(data, "word/styles.xml")
    if root is None:
        return ""
    levels: dict[str, str] = {}
    bases: dict[str, str] = {}
    names: dict[str, str] = {}
    for style in root.iterchildren(f"{_W}style"):
        key = style.get(f"{_W}styleId") or ""
        names[key] = _value(style, "name")
        bases[key] = _value(style, "basedOn")
        levels[key] = _value(style, f"pPr/{_W}outlineLvl")
    lines = []
    for key, name in names.items():
        base, seen = key, set()
        while base and not levels.get(base) and base not in seen:
            seen.add(base)
            base = bases.get(base, "")
        level = levels.get(base, "")
        if level in list("012345678") and re.fullmatch(r"[\w ().,-]+", name):
            lines.append(f"p[style-name='{name}'] => h{min(int(level) + 1, 6)}:fresh")
    return "\n".join(lines)


def _value(style: etree._Element, path: str) -> str:
    found = style.find(f"{_W}{path}")
    return "" if found is None else found.get(f"{_W}val") or ""


def _title(data: bytes) -> str:
    root = _part(data, "docProps/core.xml")
    return clean_title(str(root.findtext(_DC_TITLE) or "")) if root is not None else ""


def _part(data: bytes, name: str) -> etree._Element | None:
    """A part of the package that the document can be read without."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if package.getinfo(name).file_size > _LARGEST_PART:
                return None
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.fromstring(package.read(name), parser)
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return None

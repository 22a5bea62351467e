"""PDF files: their characters by pdfium, put in reading order, with headings told by size and weight."""

import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from strategies.loading.errors import ReadingError
from strategies.loading.formats.columns import in_reading_order
from strategies.loading.formats.docx import clean_title
from strategies.loading.formats.lines import text_of
from strategies.loading.formats.pages import Page, lines_of_pages
from strategies.loading.formats.words import page_words
from strategies.loading.text import Text

MOST_PAGES = 1_000
_FEW = 10  # characters a page: what a scanner stamps on its pictures
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff]")


def read_pdf(data: bytes) -> Text:
    """The text of a PDF, page by page. Raises ReadingError, and what pdfium's wrapper raises for broken files."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise ReadingError("encrypted" if locked else "unreadable") from error
    try:
        if len(document) > MOST_PAGES:
            raise ReadingError("too_many_pages")
        pages = list(_pages(document))
        _refuse_pictures(pages)
        title = clean_title(document.get_metadata_value("Title"))
    finally:
        document.close()
    return text_of(lines_of_pages(pages), title)


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    for number in range(len(document)):
        page = document[number]
        yield Page(page.get_height(), in_reading_order(page_words(page)))
        page.close()


def _refuse_pictures(pages: list[Page]) -> None:
    """Raise ReadingError where there is no text, or text in a font that does not say what its signs mean."""
    said = "".join(row.text for page in pages for row in page.rows)
    length = len("".join(said.split()))
    if length <= _FEW * len(pages) and length < 200:
        raise ReadingError("scanned")
    if len(_UNMAPPED.findall(said)) > 0.3 * length:
        raise ReadingError("broken_encoding")

"""Web pages, saved or pasted, into the text that a person would copy from them."""

import re
from collections.abc import Iterator

import lxml.html
from lxml.etree import ParserError, iterwalk

from strategies.loading.decode import MARKS, Decoded, decode
from strategies.loading.errors import ReadingError
from strategies.loading.formats.blocks import Blocks
from strategies.loading.formats.boilerplate import SCRIPT, content_of, has_script
from strategies.loading.formats.lines import Line, text_of
from strategies.loading.mending import mend
from strategies.loading.text import Text

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_NOT_FOR_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Names that pages give the date they were published, in meta elements.
_PUBLISHED = ("article:published_time", "dcterms.issued", "dcterms.created", "dc.date.issued", "dc.date", "dcterms.date", "date")  # fmt: skip
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_DATE_LINE = re.compile(
    rf"{_DATE.pattern}|\b\d{{1,2}} (?:{_MONTHS}),? (?:19|20)\d\d", re.IGNORECASE
)
_LONGEST_DATE_LINE = 80


def read_html(data: bytes) -> Text:
    """The content of a page: without menus, banners, page head and foot, scripts and forms."""
    decoded = _decode(data)
    page = parse(decoded.text)
    notes = (*decoded.notes, *((SCRIPT,) if has_script(page) else ()))
    title, published = _title(page), _published(page)
    lines = list(lines_of(content_of(page)))
    if published and not any(_is_date_line(line.text) for line in lines):
        lines.append(Line(f"Publicerad: {published}", lines[-1].block + 1 if lines else 0))
    return text_of(lines, title, decoded.encoding, notes)


def parse(page: str) -> lxml.html.HtmlElement:
    """The tree of a page, however it is written. Raises ReadingError for one without any element."""
    # As bytes, since lxml refuses a str that declares an encoding; NUL would end the page.
    data = _NOT_FOR_XML.sub("", page).encode("utf-8")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)  # fmt: skip
    try:
        return lxml.html.document_fromstring(data, parser=parser)
    except ParserError:
        raise ReadingError("empty") from None


def lines_of(root: lxml.html.HtmlElement, *, word: bool = False) -> Iterator[Line]:
    """The lines below `root`. `word` keeps tabs, and letters the second level of numbered lists, as Word does."""
    blocks = Blocks(root, word=word)
    # Not by recursion: hostile pages nest deeper than Python may.
    for event, element in iterwalk(root, events=("start", "end")):
        if event == "start":
            blocks.start(element)
            blocks.text(element.text)
        else:
            blocks.end(element)
            if element is not root:
                blocks.text(element.tail)
        yield from blocks.ready()
    yield from blocks.finish()


def _decode(data: bytes) -> Decoded:
    """A mark decides, then what the page says of itself if that holds, then evidence."""
    stated = _CHARSET.search(data[:8_192])
    if stated and not any(data.startswith(mark) for mark, _ in MARKS):
        encoding = stated[1].decode("ascii").lower()
        # Browsers read Latin-1 as Windows-1252; a page whose charset can be found in it byte by byte is not in UTF-16.
        encoding = "cp1252" if encoding in ("iso-8859-1", "latin1", "us-ascii", "windows-1252") else encoding  # fmt: skip
        if not encoding.startswith("utf"):
            return _stated(data, encoding) or decode(data)
    return decode(data)


def _stated(data: bytes, encoding: str) -> Decoded | None:
    """Decoded as stated, unless the bytes are valid UTF-8 with letters beyond ASCII: then the page was saved anew."""
    try:
        text = data.decode(encoding)
    except (LookupError, ValueError):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return Decoded(text, encoding) if isinstance(text, str) else None
    return None


def _title(page: lxml.html.HtmlElement) -> str:
    """The title for sharing, which bears no site's name, or the title of the window."""
    return _meta(page).get("og:title") or str(page.findtext(".//title") or "")


def _published(page: lxml.html.HtmlElement) -> str:
    """The day of publication (ISO), where the page tells it to programs alone."""
    meta = _meta(page)
    written = [meta.get(name, "") for name in _PUBLISHED]
    written += [str(time.get("datetime")) for time in page.iter("time")][:1]
    found = (_DATE.match(value.strip()) for value in written)
    return next((match[0] for match in found if match), "")


def _meta(page: lxml.html.HtmlElement) -> dict[str, str]:
    return {
        str(meta.get("property") or meta.get("name") or "").lower(): mend(meta.get("content"))[0]
        for meta in page.iter("meta")
        if meta.get("content")
    }


def _is_date_line(line: str) -> bool:
    return len(line) <= _LONGEST_DATE_LINE and bool(_DATE_LINE.search(line))

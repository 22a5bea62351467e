"""Bytes → Text: a document of any format that is read. To be called where it may take time and die (process.py)."""

from strategies.loading.errors import ReadingError
from strategies.loading.formats.docx import read_docx
from strategies.loading.formats.html import read_html
from strategies.loading.formats.pdf import read_pdf
from strategies.loading.formats.plain import read_plain
from strategies.loading.kinds import Kind, kind_of
from strategies.loading.text import Text


def read_bytes(name: str, data: bytes) -> Text:
    """What the document says. `name` is the file's, and decides nothing but whether it tells the truth. Raises ReadingError alone."""
    try:
        text = _read(kind_of(name, data), name, data)
    except ReadingError:
        raise
    except MemoryError as error:
        raise ReadingError("too_much_memory") from error
    except (
        Exception
    ) as error:  # parsers of others, each of which fails on broken files in its own way
        raise ReadingError("unreadable", type(error).__name__) from error
    if not text.content.strip():
        raise ReadingError("empty")
    return text


def _read(kind: Kind, name: str, data: bytes) -> Text:
    match kind:
        case "docx":
            return read_docx(data)
        case "html":
            return read_html(data)
        case "pdf":
            return read_pdf(data)
        case "text":
            return read_plain(data, name)

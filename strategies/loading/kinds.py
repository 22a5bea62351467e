"""Which format a file is in: its bytes decide, and its name must not say another thing."""

import re
from pathlib import PurePath
from typing import Literal

from strategies.loading.errors import ReadingError
from strategies.loading.formats.package import parts_of

Kind = Literal["text", "html", "docx", "pdf"]

LARGEST_FILE = 25 * 1024 * 1024
ENDINGS: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
OTHER_OFFICE = frozenset({
    ".doc", ".dot", ".odt", ".ott", ".rtf", ".wpd", ".pages", ".ppt", ".pptx", ".odp", ".key", ".xls", ".xlsx", ".ods", ".numbers", ".pub",
    ".epub",
})  # fmt: skip
OLE = bytes.fromhex(
    "d0cf11e0a1b11ae1"
)  # Word, Excel and PowerPoint before 2007, and locked files after
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
BLOCK = re.compile(rb"</(?:p|h[1-6]|li|ul|ol|div|td|tr|table|section|article)>", re.IGNORECASE)
# Pictures, archives and programs: what is neither text nor a document, told by its first bytes.
FOREIGN = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh",
    b"\xfd7zXZ", b"\x7fELF", b"MZ\x90", b"OggS", b"ID3", b"bplist", b"SQLite format 3",
)  # fmt: skip


def kind_of(name: str, data: bytes) -> Kind:
    """The format of the bytes. Raises ReadingError for what is not read, and for a name that promises another format."""
    if len(data) > LARGEST_FILE:
        raise ReadingError("too_large")
    if not data.strip(b"\0\r\n\t\f \xef\xbb\xbf\xff\xfe"):
        raise ReadingError("empty")
    ending = PurePath(name).suffix.lower()
    if ending in OTHER_OFFICE:
        raise ReadingError("other_office")
    found, stated = _kind_of_bytes(data), ENDINGS.get(ending)
    written = ("text", "html")  # nobody is misled by a page in a .txt, or by plain text in a .html
    if stated and found != stated and not (found in written and stated in written):
        raise ReadingError("wrong_type")
    return found


def _kind_of_bytes(data: bytes) -> Kind:
    start = data[:1024].lstrip(b"\0\r\n\t\f \xef\xbb\xbf")
    if start.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(ZIP):
        return _kind_of_package(data)
    if data.startswith(OLE):
        raise ReadingError("encrypted" if ENCRYPTED_PACKAGE in data else "other_office")
    if start.startswith(b"{\\rtf"):
        raise ReadingError("other_office")
    if data.startswith(FOREIGN):
        raise ReadingError("unknown_type")
    # Every second byte of UTF-16 is zero in the tags that are looked for here.
    return "html" if _is_web_page(data[:200_000].replace(b"\0", b"")) else "text"


def _kind_of_package(data: bytes) -> Kind:
    """What a zip file holds, from its list of contents, which Word, Excel and PowerPoint all have."""
    names = parts_of(data)
    if "[Content_Types].xml" not in names:
        raise ReadingError("other_office" if "mimetype" in names else "unknown_type")
    if any(name.startswith("word/") for name in names):
        return "docx"
    raise ReadingError("other_office")


def _is_web_page(start: bytes) -> bool:
    """A document that says so, or a piece of one: tags from its first character on, and few lines without them."""
    if WEB_PAGE.search(start[:8_000]):
        return True
    if not start.lstrip().startswith(b"<") or len(BLOCK.findall(start)) < 5:
        return False
    lines = [line for line in start.splitlines() if line.strip()]
    return sum(b"<" in line for line in lines) >= 0.8 * len(lines)

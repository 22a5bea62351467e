"""The format of a file is told by its bytes, and its name must not say another thing."""

import io
import zipfile

import pytest

from strategies.loading.errors import ReadingError
from strategies.loading.kinds import LARGEST_FILE, kind_of
from strategies.loading.read import read_bytes
from tests.loading.files import paragraphs, pdf_file, raw_pdf, raw_word_file

WORD = raw_word_file(paragraphs("Text"))
PDF = raw_pdf(1)
PAGE = b"<!doctype html><html><body><p>Text</p></body></html>"
FRAGMENT = b"<h1>Plan</h1>\n<p>Ett</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_TYPES", "[Content_Types].xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"Text", "text"),
        ("A.TXT", b"Text", "text"),
        ("a", b"Text", "text"),
        ("a.md", b"# Text", "text"),
        ("a.htm", PAGE, "html"),
        ("a.html", "<html>Å".encode("utf-16"), "html"),
        ("a.txt", PAGE, "html"),
        ("a.txt", FRAGMENT, "html"),
        ("a.html", b"Bara text", "text"),
        ("a.txt", b"Text med <b>ett</b> ord </p></p></p></p></p>", "text"),
        ("a.docx", WORD, "docx"),
        ("a", WORD, "docx"),
        ("a.pdf", PDF, "pdf"),
        ("a.pdf", b"\xef\xbb\xbf\n" + PDF, "pdf"),
        ("a.txt", b"Text om %PDF-formatet", "text"),
    ],
)
def test_bytes_decide(name, data, kind):
    assert kind_of(name, data) == kind


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\xef\xbb\xbf \r\n\t", "empty"),
        ("a.txt", b"a" * (LARGEST_FILE + 1), "too_large"),
        ("a.pdf", b"Text", "wrong_type"),
        ("a.docx", PDF, "wrong_type"),
        ("a.txt", PDF, "wrong_type"),
        ("a.html", WORD, "wrong_type"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "other_office"),
        ("a.odt", package(mimetype="application/vnd.oasis.opendocument.text"), "other_office"),
        ("b", package(mimetype="application/vnd.oasis.opendocument.text"), "other_office"),
        ("a.rtf", b"{\\rtf1 text}", "other_office"),
        ("a.txt", b"{\\rtf1 text}", "other_office"),
        ("a.pptx", package(_TYPES="x", ppt__slide="x"), "other_office"),
        ("a.docx", package(_TYPES="x", xl__book="x"), "other_office"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.zip", package(a="x"), "unknown_type"),
        ("a.png", b"\x89PNG\r\n", "unknown_type"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "unknown_type"),
        ("a.docx", WORD[: len(WORD) // 2], "unreadable"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_refused_by_name(name, data, code):
    with pytest.raises(ReadingError) as refused:
        kind_of(name, data)
    assert refused.value.code == code


def test_a_package_with_too_many_parts_is_refused_before_they_are_listed():
    with pytest.raises(ReadingError) as refused:
        kind_of("a.docx", package(**{f"part{number}": "" for number in range(2_001)}))
    assert refused.value.code == "zip_bomb"


def test_a_locked_package_is_told_of():
    # The bit of each entry, in its own head and in the list, that says that it is encrypted.
    locked = WORD.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")  # fmt: skip
    with pytest.raises(ReadingError) as refused:
        kind_of("a.docx", locked)
    assert refused.value.code == "encrypted"


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", "Ål".encode()), ("a.html", PAGE), ("a.docx", WORD), ("a.pdf", pdf_file("Text " * 9))],
)  # fmt: skip
def test_every_format_is_read_by_its_reader(name, data):
    assert read_bytes(name, data).content


@pytest.mark.parametrize("data", [PAGE.replace(b"Text", b""), raw_word_file(paragraphs(" "))])
def test_a_document_without_text_is_empty(data):
    with pytest.raises(ReadingError) as refused:
        read_bytes("a", data)
    assert refused.value.code == "empty"

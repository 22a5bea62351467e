"""Every refusal has a code, a text, a remedy and a test, and the list of them is true."""

import re
import zlib
from hashlib import md5
from pathlib import Path
from typing import get_args

import pytest

from strategies.loading.errors import MESSAGES, Code, ReadingError
from strategies.loading.read import read_bytes
from tests.loading.files import paragraphs, raw_pdf, raw_word_file

ROOT = Path(__file__).resolve().parents[2]
LIST = (ROOT / "docs" / "loading-errors.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| `([\w.]+)::(\w+)` \|$", LIST, re.MULTILINE)
PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
FILE_KEY = b"0123456789abcdef"


def rc4(key: bytes, data: bytes) -> bytes:
    """The cipher of old PDFs."""
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked_pdf(password: bytes) -> bytes:
    """A PDF of the first way to lock them (40 bits), which opens with the password alone."""
    padded = (password + PADDING)[:32]
    owner = rc4(md5(padded, usedforsecurity=False).digest()[:5], padded)
    rights = (-4 & 0xFFFFFFFF).to_bytes(4, "little")
    key = md5(padded + owner + rights + FILE_KEY, usedforsecurity=False).digest()[:5]
    user = rc4(key, PADDING)
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<%s> <%s>]"
    names = [part.hex().encode() for part in (owner, user, FILE_KEY, FILE_KEY)]
    return raw_pdf(1, b"BT /F 12 Tf (hej) Tj ET", trailer=lock % tuple(names))


def test_the_list_tells_every_code_with_its_text_and_remedy():
    assert {code: (what, remedy) for code, what, remedy, _, _ in ROWS} == {
        code: (message.what, message.remedy) for code, message in MESSAGES.items()
    }
    assert set(MESSAGES) == set(get_args(Code))


@pytest.mark.parametrize(("code", "file", "name"), [(row[0], *row[3:]) for row in ROWS])
def test_the_test_of_each_code_is_there_and_asks_for_it(code, file, name):
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    assert f"def {name}(" in text
    assert f'"{code}"' in text


def test_a_refusal_says_what_happened_and_what_to_do():
    error = ReadingError("empty")
    assert str(error) == "Filen innehåller ingen text. Kontrollera att du valde rätt fil och att den går att öppna på din dator."  # fmt: skip


def test_every_text_is_sentences():
    for message in MESSAGES.values():
        for text in (message.what, message.remedy):
            assert text[0].isupper()
            assert text.endswith((".", "!"))
            assert "  " not in text


def test_a_locked_pdf_is_refused():
    with pytest.raises(ReadingError) as refused:
        read_bytes("plan.pdf", locked_pdf(b"hemligt"))
    assert refused.value.code == "encrypted"


def test_a_pdf_that_is_locked_for_changes_alone_is_opened():
    with pytest.raises(ReadingError) as refused:
        read_bytes("plan.pdf", locked_pdf(b""))
    assert refused.value.code == "scanned"  # it has three letters


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7\nbara skr\xe4p"),
        ("a.pdf", raw_pdf(3, b"BT ET")[:200]),
        ("a.docx", raw_word_file("<w:document")),
        ("a.docx", raw_word_file(paragraphs("Text")).replace(b"document.xml", b"documunt.xml")),
        ("a.docx", raw_word_file(paragraphs("Text"))[:-30]),
        ("a.docx", b"PK\x03\x04" + zlib.compress(b"skrap")),
    ],
)
def test_a_broken_file_is_refused(name, data):
    with pytest.raises(ReadingError) as refused:
        read_bytes(name, data)
    assert refused.value.code == "unreadable"

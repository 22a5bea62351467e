"""PDFs as tests read them back: their text page by page, and what two checkers of PDF/UA say."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import outloud
import pdfua
import pypdfium2

from strategies.paper.contents import plan_sheets
from strategies.paper.imprint import Imprint
from strategies.paper.typesetting import typeset
from strategies.plan import Plan

# What pdfium makes of the hyphen of a word that goes on in the next line.
DIVIDED = re.compile("[\x02\ufffe](\r\n)?")
MADE = datetime(2026, 11, 27, 12, tzinfo=UTC)
# This rule of pdfua fails on itself, on every file that typst has made; outloud looks at headings too.
BROKEN_RULES = {"UA-14-001"}


def imprint(number: int = 3, note: str = "Ny tidplan") -> Imprint:
    home = "https://strategiportalen.example/strategier/prov/utgavor/"
    return Imprint(number, date(2026, 11, 27), "0123456789abcdef" * 4, f"{home}{number}/", home, note)  # fmt: skip


def paper(plan: Plan) -> bytes:
    return typeset(plan_sheets(plan, imprint()), MADE)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, its lines joined and words that were divided at the end of a line whole again."""
    found = []
    for page in pypdfium2.PdfDocument(BytesIO(pdf)):
        text = page.get_textpage().get_text_bounded()
        found.append(" ".join(DIVIDED.sub("", text).split()))
    return found


def lines(pdf: bytes) -> list[str]:
    """The lines of all pages, one by one."""
    texts = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(BytesIO(pdf)))
    return [line.strip() for text in texts for line in text.splitlines()]


def faults(pdf: bytes, folder: Path) -> list[str]:
    """What two checkers have against the file as PDF/UA-1; nothing where both pass it."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    return [*_outloud(file), *_pdfua(file)]


def _outloud(file: Path) -> Iterator[str]:
    result = outloud.check(str(file))
    if result.verdict != "pass":
        yield f"outloud: {result.verdict} {result.error or ''}"
    for finding in result.findings:
        yield f"outloud: {finding.rule} {finding.message} {finding.evidence}"


def _pdfua(file: Path) -> Iterator[str]:
    report = pdfua.validate(str(file))
    for outcome in report.outcomes:
        for finding in outcome.findings:
            yield f"pdfua: {finding.rule_id} {finding.message}"
        if outcome.skipped_reason and outcome.rule_id not in BROKEN_RULES:
            yield f"pdfua: {outcome.rule_id} {outcome.skipped_reason}"

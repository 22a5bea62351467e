"""The process that sets a document in type: JSON in, PDF out. Started by typesetting.py, and by nobody else.

It reads no file but the template's own.
"""

from datetime import UTC, datetime
from pathlib import Path

import typst

from portal.child import Pipes, serve

TEMPLATE = Path(__file__).with_name("paper.typ")


def main(pipes: Pipes) -> None:
    """Answer each document, and the moment that it bears, with a PDF, or with nothing and what the typesetter has against it."""
    for document, moment in pipes.requests():
        try:
            pipes.answer(pdf_of(document.decode(), datetime.fromtimestamp(int(moment), UTC)), b"")
        except typst.TypstError as error:
            pipes.answer(b"", error.message.encode())


def pdf_of(document: str, made: datetime) -> bytes:
    """A PDF/UA-1 of the JSON of a document. Raises TypstError for what cannot be read by everybody."""
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,  # the same paper from every machine
        sys_inputs={"paper": document},
        pdf_standards=["ua-1"],
        timestamp=made,
    )


if __name__ == "__main__":
    serve(main)

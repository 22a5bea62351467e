"""Sheets into a PDF, in a process of its own: what it takes of time and memory is nobody else's, and a fault in it costs one document."""

import json
from datetime import datetime

from portal.child import Child, ChildError
from strategies.paper.blocks import Sheets

SECONDS = 60.0
MEMORY = (
    1024 * 1024 * 1024
)  # above what the process has when it starts; a plan of 1,000 parts takes a fifth


class PaperError(Exception):
    """The document could not be made: a fault of ours, or a machine without room."""


def typeset(
    sheets: Sheets, made: datetime, *, seconds: float = SECONDS, memory: int = MEMORY
) -> bytes:
    """The document as a PDF/UA-1 that bears that moment: the same bytes each time. Raises PaperError."""
    document, moment = json.dumps(sheets.value()).encode(), str(int(made.timestamp())).encode()
    try:
        with Child("strategies.paper.child", seconds=seconds, memory=memory) as child:
            pdf, refused = child.ask(document, moment)
    except ChildError as error:
        raise PaperError(str(error)) from None
    if not pdf:
        raise PaperError(f"the typesetter refuses it: {refused[-500:].decode()}")
    return pdf

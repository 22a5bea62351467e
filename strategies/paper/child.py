"""The process that sets a document in type: JSON in, PDF out, over pipes. Started by typesetting.py, and by nobody else.

It has no settings, no database and no secrets, may write no file, and reads none but the template's own.
"""

import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("paper.typ")
SECONDS = 60  # of computing
REFUSED = 3  # the status of a process whose document the typesetter refuses


def main() -> None:
    """Read the document from standard input and write it as a PDF to standard output; the moment that it bears is the first argument."""
    memory, made = int(sys.argv[1]), datetime.fromtimestamp(int(sys.argv[2]), UTC)
    _limit(memory)
    pdf = pdf_of(sys.stdin.read(), made)
    sys.stdout.buffer.write(pdf)


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


def _limit(memory: int) -> None:
    for what, limit in (
        (resource.RLIMIT_AS, _size() + memory),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def _size() -> int:
    """The address space of this process now, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    try:
        main()
    except typst.TypstError as error:
        sys.stderr.write(error.message)
        sys.exit(REFUSED)

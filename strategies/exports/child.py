"""The process that reads files which come back: whatever a file does to it, the portal goes on. Started by process.py, and by nobody else.

A request is which format and the file's bytes, and the answer is which plan and version the file says that it was made from; or those and the public
plan that it was made from, and the answer is what the file says. An answer is one frame with what went wrong, or two: that nothing did, and the answer.
"""

import json

from portal.child import Pipes, place, serve
from strategies.exports.errors import FileError
from strategies.exports.formats import FORMATS, Format
from strategies.plan import Plan

MOST_PARTS = 5_000
MANY_PARTS = "Filen har fler än 5\u00a0000 delar, och så stor är ingen plan. Kontrollera att du valde rätt fil."


def main(pipes: Pipes) -> None:
    """Answer until nobody asks."""
    for file, data, *base in pipes.requests():
        pipes.answer(*_answer(file.decode(), data, *base))


def _answer(file: str, data: bytes, base: bytes | None = None) -> list[bytes]:
    try:
        form = FORMATS[file]
        return [b"{}", form.about(data).as_json() if base is None else _said(form, data, base)]
    except FileError as error:
        return [_failure(lines=error.lines)]
    except MemoryError:
        raise
    except Exception as error:  # a fault of ours: it costs this file and no other, and is told where it can be mended
        return [_failure(fault=place(error))]


def _said(form: Format, data: bytes, base: bytes) -> bytes:
    said = form.read(data, Plan.model_validate_json(base))
    _refuse_many_parts(said.plan)
    return said.as_json()


def _refuse_many_parts(plan: Plan) -> None:
    """What is read is compared, shown and kept in the web process, where others wait."""
    if sum(1 for _ in plan.keyed()) > MOST_PARTS:
        raise FileError(MANY_PARTS)


def _failure(*, lines: tuple[str, ...] = (), fault: str = "") -> bytes:
    return json.dumps({"lines": lines, "fault": fault}).encode()


if __name__ == "__main__":
    serve(main)

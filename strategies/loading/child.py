"""The process that reads documents: whatever a file does to it, the portal goes on. Started by process.py, and by nobody else.

The first request is the register. Each after it is a document, its name and its bytes; the answer is one frame for what went wrong, or three:
that nothing did, the text, the plan.
"""

import gc
import json
from dataclasses import asdict
from typing import Any

from portal.child import Pipes, place, serve
from strategies.loading.draft import draft
from strategies.loading.errors import Code, ReadingError
from strategies.loading.read import read_bytes
from strategies.loading.register import Named, Register


def main(pipes: Pipes) -> None:
    """Answer documents until nobody asks."""
    requests = pipes.requests()
    (stored,) = next(requests)
    register = _register(json.loads(stored))
    spare_collector()
    pipes.answer()
    for name, data in requests:
        pipes.answer(*_answer(name.decode(), data, register))


def spare_collector() -> None:
    """Let the garbage collector look seldom, and not at what is loaded already: a draft is thousands of small things, hardly any in a circle."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def _answer(name: str, data: bytes, register: Register) -> list[bytes]:
    try:
        text = read_bytes(name, data)
        plan = draft(text, register, name)
        return [b"{}", json.dumps(asdict(text)).encode(), plan.model_dump_json().encode()]
    except ReadingError as error:
        return [_failure(error.code, error.detail)]
    except MemoryError:
        return [_failure("too_much_memory", "")]
    except Exception as error:  # a fault of ours: it costs this document and no other, and is told where it can be mended
        return [_failure("reader_died", place(error))]


def _failure(code: Code, detail: str) -> bytes:
    return json.dumps({"error": code, "detail": detail}).encode()


def _register(stored: dict[str, Any]) -> Register:
    named = {
        group: tuple(Named(**row | {"aliases": tuple(row["aliases"])}) for row in rows)
        for group, rows in stored.items()
    }
    return Register(**named)


if __name__ == "__main__":
    serve(main)

"""The process that reads documents: whatever a file does to it, the portal goes on. Started by process.py, and by nobody else.

Frames go both ways over pipes: a length of eight bytes, then so many bytes. First comes the register, once, and is answered by a frame that
says that all is ready. A document is two frames, its request and its bytes; the answer is one frame for what went wrong, or three: that nothing did, the text, the plan.
"""

import gc
import json
import os
import resource
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from strategies.loading.draft import draft
from strategies.loading.errors import Code, ReadingError
from strategies.loading.read import read_bytes
from strategies.loading.register import Named, Register

LENGTH = 8
SPARE_SECONDS = 5
OPEN_FILES = 32
READY = b"ready"
OUT_OF_MEMORY = 3  # the status of a process that had none left to answer with


def main() -> None:
    """Answer documents until nobody asks."""
    memory = int(sys.argv[1])
    requests, answers = _take_pipes()
    register = _register(json.loads(_read_frame(requests) or b"{}"))
    _limit(memory)
    spare_collector()
    _write_frames(answers, [READY])
    while (head := _read_frame(requests)) is not None:
        request = json.loads(head)
        data = _read_frame(requests)
        if data is None:
            return
        _limit_time(request["seconds"])
        _write_frames(answers, _answer(request["name"], data, register))


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
        return [_failure("reader_died", _place(error))]


def _failure(code: Code, detail: str) -> bytes:
    return json.dumps({"error": code, "detail": detail}).encode()


def _place(error: Exception) -> str:
    """Where an exception arose. Never its words: they may be the document's."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, out of reach of anything that would print."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    return requests, answers


def _register(stored: dict[str, Any]) -> Register:
    named = {
        group: tuple(Named(**row | {"aliases": tuple(row["aliases"])}) for row in rows)
        for group, rows in stored.items()
    }
    return Register(**named)


def _limit(memory: int) -> None:
    """So much more memory than now, no files written, no core left behind; and others go first."""
    os.nice(10)
    statm = Path("/proc/self/statm")
    if statm.exists():  # Linux; elsewhere the limit on time has to do
        pages = int(statm.read_text().split()[0])
        _set(resource.RLIMIT_AS, pages * resource.getpagesize() + memory)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, 0)
    _set(resource.RLIMIT_NOFILE, OPEN_FILES)


def _limit_time(seconds: float) -> None:
    """A process that nobody watches any longer ends all the same."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soonest = int(used.ru_utime + used.ru_stime + seconds) + SPARE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soonest, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _set(what: int, limit: int) -> None:
    resource.setrlimit(what, (limit, limit))


def _read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None when the other end is closed."""
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        return None
    length = int.from_bytes(head, "big")
    data = stream.read(length)
    return data if len(data) == length else None


def _write_frames(stream: BinaryIO, frames: list[bytes]) -> None:
    for frame in frames:
        stream.write(len(frame).to_bytes(LENGTH, "big"))
        stream.write(frame)
    stream.flush()


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)

"""Documents read in a process of their own, which may die, hang or swell without anybody else noticing."""

import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter, ValidationError

from strategies.loading.child import LENGTH, OUT_OF_MEMORY
from strategies.loading.errors import MESSAGES, Code, ReadingError
from strategies.loading.register import Register
from strategies.loading.text import Text
from strategies.plan import Plan

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30.0
STARTING_SECONDS = 60.0
MEMORY = 512 * 1024 * 1024  # above what the process has when it starts
DOCUMENTS = 200  # then a new process: parsers leak
LARGEST_ANSWER = 512 * 1024 * 1024
_TEXT = TypeAdapter(Text)
# What a process that ended by itself says of why.
_CAUSES: dict[int, Code] = {
    -signal.SIGXCPU: "too_slow",
    -signal.SIGKILL: "too_much_memory",  # the system's own choice when memory runs out
    -signal.SIGABRT: "too_much_memory",  # what pdfium does when it gets none
    OUT_OF_MEMORY: "too_much_memory",
}


class _Gone(Exception):  # noqa: N818
    """The process ended before it had answered."""


class ReadingProcess:
    """Reads documents, one after the other, for one thread. Close it, or use it in a `with`.

    A process is started for the first document, and anew after one that it did not survive. It has pipes and nothing else of the portal's:
    no settings, no database, no secrets of the environment.
    """

    def __init__(
        self,
        register: Register,
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        documents: int = DOCUMENTS,
    ) -> None:
        self._register = json.dumps(asdict(register)).encode()
        self._seconds, self._memory, self._documents = seconds, memory, documents
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, name: str, data: bytes) -> tuple[Text, Plan]:
        """The document as text and as the draft of a plan. Raises ReadingError, within the time limit and a little."""
        if self._asked >= self._documents:
            self.close()
        try:
            process = self._running()
            text, plan = self._exchange(process, name, data, time.monotonic() + self._seconds)
        except _Gone:
            raise self._died() from None
        except ReadingError as error:
            if error.code in ("too_slow", "too_much_memory", "reader_died"):
                self.close()
            if error.detail and error.code == "reader_died":
                logger.error("Reading a document failed: %s", error.detail)
            raise
        except BaseException:
            self.close()  # half an answer may be on its way
            raise
        return text, plan

    def close(self) -> None:
        """End the process, at once."""
        if self._process is None:
            return
        process, self._process, self._asked = self._process, None, 0
        process.kill()
        process.wait()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.stdout.close()

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, ready to be asked; how long its start takes is no fault of the document's."""
        if self._process is None:
            self._process = self._start()
            deadline = time.monotonic() + STARTING_SECONDS
            _send(self._process, self._register, deadline)
            _receive(self._process, deadline)
        return self._process

    def _exchange(
        self, process: subprocess.Popen[bytes], name: str, data: bytes, deadline: float
    ) -> tuple[Text, Plan]:
        self._asked += 1
        request = {"name": name, "seconds": self._seconds}
        _send(process, json.dumps(request).encode(), deadline)
        _send(process, data, deadline)
        answer = json.loads(_receive(process, deadline))
        if answer:
            code: Code = "reader_died"
            if answer["error"] in MESSAGES:
                code = answer["error"]
            raise ReadingError(code, answer["detail"])
        text, plan = _receive(process, deadline), _receive(process, deadline)
        try:
            return _TEXT.validate_json(text), Plan.model_validate_json(plan)
        except ValidationError as error:
            raise ReadingError("reader_died", f"{error.error_count()} faults in the plan") from None

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "strategies.loading.child", str(self._memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            start_new_session=True,  # an interruption from the keyboard is the parent's to handle
        )
        assert process.stdin is not None
        assert process.stdout is not None
        os.set_blocking(process.stdin.fileno(), False)
        os.set_blocking(process.stdout.fileno(), False)
        return process

    def _died(self) -> ReadingError:
        """Why the process ended; the next document gets a new one."""
        assert self._process is not None
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            status = 0  # it closed its pipes and lives on
        self.close()
        return ReadingError(_CAUSES.get(status, "reader_died"), f"ended with {status}")


def _send(process: subprocess.Popen[bytes], frame: bytes, deadline: float) -> None:
    assert process.stdin is not None
    for part in (len(frame).to_bytes(LENGTH, "big"), frame):
        left = memoryview(part)
        while left:
            _wait(process.stdin.fileno(), select.POLLOUT, deadline)
            try:
                left = left[os.write(process.stdin.fileno(), left) :]
            except BrokenPipeError:
                raise _Gone from None


def _receive(process: subprocess.Popen[bytes], deadline: float) -> bytes:
    length = int.from_bytes(_exactly(process, LENGTH, deadline), "big")
    if length > LARGEST_ANSWER:
        raise ReadingError("reader_died", "an answer beyond all measure")
    return _exactly(process, length, deadline)


def _exactly(process: subprocess.Popen[bytes], length: int, deadline: float) -> bytes:
    assert process.stdout is not None
    found = bytearray()
    while len(found) < length:
        _wait(process.stdout.fileno(), select.POLLIN, deadline)
        part = os.read(process.stdout.fileno(), min(length - len(found), 1024 * 1024))
        if not part:
            raise _Gone
        found += part
    return bytes(found)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    """Until the pipe is ready or broken; past the deadline, refuse the document."""
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(deadline - time.monotonic(), 0) * 1000):
        raise ReadingError("too_slow")

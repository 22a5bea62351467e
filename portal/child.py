"""A process of our own for work that may die, hang or swell: how it is started, asked and ended, and what it may take.

Nothing of Django's and nothing of the settings' is imported here, so that a process which is started has none of it.

Messages go both ways over pipes. A message is a number of frames, and a frame is its length and then so many bytes; numbers have eight bytes.
The process says READY when it has loaded what it needs, and then answers each message with one.
"""

import os
import resource
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Literal, Self

ROOT = Path(__file__).resolve().parents[1]
STARTING_SECONDS = 30.0
SPARE_SECONDS = 5
OPEN_FILES = 32
LARGEST_FRAME = 512 * 1024 * 1024
MOST_FRAMES = 16
NUMBER = 8
READY = b"ready"
OUT_OF_MEMORY = 3  # the status of a process that had none left to answer with

Why = Literal["too_slow", "too_much_memory", "died"]
# What a process that ended by itself says of why.
_CAUSES: dict[int, Why] = {
    -signal.SIGXCPU: "too_slow",
    -signal.SIGKILL: "too_much_memory",  # the system's own choice when memory runs out
    -signal.SIGABRT: "too_much_memory",  # what libraries in C and Rust do when they get none
    OUT_OF_MEMORY: "too_much_memory",
}


class ChildError(Exception):
    """The process gave no answer. Its text is for developers and never holds what was worked on."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why: Why = why


class Child:
    """A process that answers messages, one after the other, for one thread. Close it, or use it in a `with`.

    It has pipes and nothing else of the portal's: no settings, no database, no secrets of the environment. It is over after any fault.
    """

    def __init__(self, module: str, *, seconds: float, memory: int) -> None:
        """Start the module, whose main is serve(). `seconds` are for each answer, `memory` is bytes above what it has at the start.

        Raises ChildError.
        """
        self._seconds = seconds
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", module, str(memory), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            start_new_session=True,  # an interruption from the keyboard is the parent's to handle
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._answers = self._process.stdin, self._process.stdout
        os.set_blocking(self._requests.fileno(), False)
        os.set_blocking(self._answers.fileno(), False)
        # How long the start takes is no fault of what is worked on.
        self._exchange((), STARTING_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def closed(self) -> bool:
        return self._requests.closed

    def ask(self, *frames: bytes) -> list[bytes]:
        """The answer's frames. Raises ChildError, within the time limit and a little."""
        return self._exchange(frames, self._seconds)

    def close(self) -> None:
        """End the process, at once."""
        self._process.kill()
        self._process.wait()
        self._requests.close()
        self._answers.close()

    def _exchange(self, frames: tuple[bytes, ...], seconds: float) -> list[bytes]:
        deadline = time.monotonic() + seconds
        try:
            if frames:
                self._send(_message(frames), deadline)
            return self._receive(deadline)
        except EOFError:
            raise self._ended() from None
        except BaseException:
            self.close()  # half an answer may be on its way
            raise

    def _send(self, message: bytes, deadline: float) -> None:
        left = memoryview(message)
        while left:
            _wait(self._requests, select.POLLOUT, deadline)
            try:
                left = left[os.write(self._requests.fileno(), left) :]
            except BrokenPipeError:
                raise EOFError from None

    def _receive(self, deadline: float) -> list[bytes]:
        def number(most: int) -> int:
            found = int.from_bytes(self._exactly(NUMBER, deadline), "big")
            if found > most:
                raise ChildError("died", "an answer beyond all measure")
            return found

        return [self._exactly(number(LARGEST_FRAME), deadline) for _ in range(number(MOST_FRAMES))]

    def _exactly(self, length: int, deadline: float) -> bytes:
        found = bytearray()
        while len(found) < length:
            _wait(self._answers, select.POLLIN, deadline)
            part = os.read(self._answers.fileno(), min(length - len(found), 1024 * 1024))
            if not part:
                raise EOFError
            found += part
        return bytes(found)

    def _ended(self) -> ChildError:
        """Why the process ended before it had answered."""
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            status = 0  # it closed its pipes and lives on
        self.close()
        return ChildError(_CAUSES.get(status, "died"), f"ended with {status}")


def _wait(pipe: IO[bytes], event: int, deadline: float) -> None:
    """Until the pipe is ready or broken; past the deadline there is no answer."""
    poll = select.poll()
    poll.register(pipe, event)
    if not poll.poll(max(deadline - time.monotonic(), 0) * 1000):
        raise ChildError("too_slow", "it took too long")


def _message(frames: tuple[bytes, ...]) -> bytes:
    numbered = (len(frame).to_bytes(NUMBER, "big") + frame for frame in frames)
    return len(frames).to_bytes(NUMBER, "big") + b"".join(numbered)


# --- in the process itself


class Pipes:
    """What a process that serves has of the world."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO, seconds: float) -> None:
        self._requests, self._answers, self._seconds = requests, answers, seconds

    def requests(self) -> Iterator[list[bytes]]:
        """The frames of each message, until nobody asks. Each has its own time to compute: a process that nobody watches ends all the same."""
        with suppress(EOFError):
            while True:
                frames = [self._exactly(self._number()) for _ in range(self._number())]
                _limit_time(self._seconds)
                yield frames

    def answer(self, *frames: bytes) -> None:
        self._answers.write(_message(frames))
        self._answers.flush()

    def _number(self) -> int:
        return int.from_bytes(self._exactly(NUMBER), "big")

    def _exactly(self, length: int) -> bytes:
        data = self._requests.read(length)
        if len(data) < length:
            raise EOFError
        return data


def serve(main: Callable[[Pipes], None]) -> None:
    """Run a process's main, within the limits that its parent has given it as arguments."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    pipes = Pipes(*_taken(), seconds)
    try:
        _limit(memory)
        pipes.answer(READY)
        main(pipes)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def place(error: Exception) -> str:
    """Where an exception arose. Never its words: they may be of what was worked on."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"


def _taken() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, out of reach of anything that would print."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    return requests, answers


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
    used = resource.getrusage(resource.RUSAGE_SELF)
    soonest = int(used.ru_utime + used.ru_stime + seconds) + SPARE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soonest, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _set(what: int, limit: int) -> None:
    resource.setrlimit(what, (limit, limit))

"""Documents read in a process of their own, which may die, hang or swell without anybody else noticing."""

import json
import logging
from dataclasses import asdict
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter

from portal.child import Child, ChildError, Why
from strategies.loading.errors import MESSAGES, Code, ReadingError
from strategies.loading.register import Register
from strategies.loading.text import Text
from strategies.plan import Plan

logger = logging.getLogger(__name__)

SECONDS = 30.0
MEMORY = 512 * 1024 * 1024  # above what the process has when it starts
DOCUMENTS = 200  # then a new process: parsers leak
_TEXT = TypeAdapter(Text)
_CODES: dict[Why, Code] = {
    "too_slow": "too_slow",
    "too_much_memory": "too_much_memory",
    "died": "reader_died",
}


class ReadingProcess:
    """Reads documents, one after the other, for one thread. Close it, or use it in a `with`.

    A process is started for the first document, and anew after one that it did not survive.
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
        self._process: Child | None = None
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
            return self._read(self._running(), name, data)
        except ChildError as error:
            raise ReadingError(_CODES[error.why], str(error)) from None
        except ReadingError as error:
            if error.code in _CODES.values():
                self.close()
            if error.detail and error.code == "reader_died":
                logger.error("Reading a document failed: %s", error.detail)
            raise

    def close(self) -> None:
        """End the process, at once."""
        if self._process is not None:
            self._process.close()
        self._process, self._asked = None, 0

    def _running(self) -> Child:
        """The process, ready to be asked."""
        if self._process is None or self._process.closed:
            self._asked = 0
            module = "strategies.loading.child"
            self._process = Child(module, seconds=self._seconds, memory=self._memory)
            self._process.ask(self._register)
        return self._process

    def _read(self, process: Child, name: str, data: bytes) -> tuple[Text, Plan]:
        self._asked += 1
        failure, *read = process.ask(name.encode(), data)
        if told := json.loads(failure):
            code: Code = told["error"] if told["error"] in MESSAGES else "reader_died"
            raise ReadingError(code, told["detail"])
        try:
            text, plan = read
            return _TEXT.validate_json(text), Plan.model_validate_json(plan)
        except ValueError as error:
            raise ReadingError("reader_died", f"{type(error).__name__} in the answer") from None

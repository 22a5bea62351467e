"""Files that come back, each read in a process of its own, which may die, hang or swell without anybody else noticing."""

import json
import logging
from collections.abc import Callable
from typing import Self, TypeVar

from portal.child import Child, ChildError, Why
from strategies.exports.about import About
from strategies.exports.errors import FileError
from strategies.exports.formats import Format
from strategies.exports.said import Said
from strategies.plan import Plan

T = TypeVar("T")
logger = logging.getLogger(__name__)

SECONDS = 20.0
MEMORY = 512 * 1024 * 1024  # above what the process has when it starts
_TOLD: dict[Why, str] = {
    "too_slow": "Filen tog för lång tid att läsa, så läsningen avbröts. Kontrollera att du valde rätt fil. Är den rätt, så hämta planen på nytt och gör om ändringarna, några i taget.",
    "too_much_memory": "Filen krävde för mycket minne för att läsas, så läsningen avbröts. Kontrollera att du valde rätt fil. Är den rätt, så hämta planen på nytt och gör om ändringarna där.",
    "died": "Läsningen avbröts av ett fel som filen orsakade. Spara filen på nytt i programmet som du ändrade den i, och ladda upp den igen. Hjälper inte det: hör av dig till den som sköter portalen.",
}


class ReturnedFile:
    """A file that came back, open in a process of its own. Use it in a `with`. Everything raises FileError, within the time limit and a little."""

    def __init__(self, data: bytes, form: Format) -> None:
        self._frames = form.file.encode(), data
        try:
            self._child = Child("strategies.exports.child", seconds=SECONDS, memory=MEMORY)
        except ChildError as error:
            raise _refused(error.why, str(error)) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._child.close()

    def about(self) -> About:
        """Which plan the file says that it was made from, and which version."""
        return self._ask(About.of_json)

    def said(self, base: Plan) -> Said:
        """What the file says, made from the public plan `base`."""
        return self._ask(Said.of_json, base.model_dump_json().encode())

    def _ask(self, read: Callable[[bytes], T], *more: bytes) -> T:
        try:
            failure, *answer = self._child.ask(*self._frames, *more)
            told = json.loads(failure)
            if not told:
                (found,) = answer
                return read(found)
        except ChildError as error:
            raise _refused(error.why, str(error)) from None
        except ValueError as error:
            raise _refused("died", f"{type(error).__name__} in the answer") from None
        if told["fault"]:
            raise _refused("died", told["fault"])
        raise FileError(*told["lines"])


def _refused(why: Why, detail: str) -> FileError:
    logger.error("Reading a file that came back failed: %s", detail)
    return FileError(_TOLD[why])

"""Files that come back, each read in a process of its own, which may die, hang or swell without anybody else noticing."""

import json
import logging

from portal.child import Child, ChildError, Why
from strategies.exports.errors import FileError
from strategies.exports.formats import Format
from strategies.exports.said import Said
from strategies.plan import Plan

logger = logging.getLogger(__name__)

SECONDS = 20.0
MEMORY = 512 * 1024 * 1024  # above what the process has when it starts
_TOLD: dict[Why, str] = {
    "too_slow": "Filen tog för lång tid att läsa, så läsningen avbröts. Kontrollera att du valde rätt fil. Är den rätt, så hämta planen på nytt och gör om ändringarna, några i taget.",
    "too_much_memory": "Filen krävde för mycket minne för att läsas, så läsningen avbröts. Kontrollera att du valde rätt fil. Är den rätt, så hämta planen på nytt och gör om ändringarna där.",
    "died": "Läsningen avbröts av ett fel som filen orsakade. Spara filen på nytt i programmet som du ändrade den i, och ladda upp den igen. Hjälper inte det: hör av dig till den som sköter portalen.",
}


def said_in(data: bytes, form: Format, base: Plan) -> Said:
    """What a file of the format says, made from the public plan `base`. Raises FileError, within the time limit and a little."""
    asked = form.file.encode(), base.model_dump_json().encode(), data
    try:
        with Child("strategies.exports.child", seconds=SECONDS, memory=MEMORY) as child:
            failure, *read = child.ask(*asked)
        told = json.loads(failure)
        if not told:
            (said,) = read
            return Said.of_json(said)
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

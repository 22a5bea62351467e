"""JSON: the Plan as it is, whole. Its fields are described by the API (/api/)."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from strategies.exports.about import About, in_words
from strategies.exports.errors import FileError
from strategies.exports.table import Table
from strategies.plan import Plan

MOST_FAULTS = 10
WORKING_COPY = "working_copy"  # a field of the file, beside the plan's own


def write_json(plan: Plan, about: About) -> bytes:
    """The file. An edition's is the Plan and nothing else, so that anybody can check its hash; a working copy's also says its moment."""
    moment = {WORKING_COPY: about.moment} if about.moment else {}
    said = plan.model_dump(mode="json") | moment
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def read_json(data: bytes) -> Plan:
    """The plan of a file. Raises FileError, which tells where each fault stands."""
    said = _loaded(data)
    if isinstance(said, dict):
        said.pop(WORKING_COPY, None)
    try:
        return Plan.model_validate(said)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)[:MOST_FAULTS]
        raise FileError(*(_told(fault) for fault in faults)) from error


def json_about(data: bytes) -> About:
    """Which plan, and which moment of its working copy, a file says that it was made from. Raises FileError."""
    said = _loaded(data)
    if not isinstance(said, dict):
        return About("")
    return in_words(str(said.get("slug", "")), f"arbetsversion {said.get(WORKING_COPY)}")


def _loaded(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        where = (
            f" Det går inte att läsa vidare från rad {error.lineno}."
            if hasattr(error, "lineno")
            else ""
        )
        raise FileError(
            f"Filen är inte JSON i UTF-8.{where} Hämta filen på nytt, och ändra i den."
        ) from error


def json_rows(table: Table) -> Iterator[bytes]:
    """The table as an array of objects by head, row by row."""
    opening = b"[\n"
    for record in table.records():
        yield opening + json.dumps(record, ensure_ascii=False).encode()
        opening = b",\n"
    yield b"[]\n" if opening == b"[\n" else b"\n]\n"


def _told(fault: object) -> str:
    assert isinstance(fault, dict)
    place = ".".join(str(step) for step in fault["loc"])
    at = f"”{place}”" if place else "Planen"
    if fault["type"] == "value_error":
        return f"{at}: {fault['ctx']['error']}"
    if fault["type"] == "extra_forbidden":
        return f"{at}: fältet är okänt. Ta bort det, eller stava det som i en fil som du har hämtat här."
    if fault["type"] == "missing":
        return f"{at}: fältet saknas. Lägg till det."
    return f"{at}: värdet går inte att läsa. Jämför med en fil som du har hämtat här."

"""JSON: the Plan as it is, whole. Its fields are described by the API (/api/)."""

import json
from collections.abc import Iterator

from pydantic import ValidationError

from strategies.exports.errors import FileError
from strategies.exports.table import Table
from strategies.plan import Plan

MOST_FAULTS = 10


def write_json(plan: Plan) -> bytes:
    return (plan.model_dump_json(indent=2) + "\n").encode()


def read_json(data: bytes) -> Plan:
    """The plan of a file. Raises FileError, which tells where each fault stands."""
    try:
        return Plan.model_validate(json.loads(data.decode("utf-8-sig")))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        where = (
            f" Det går inte att läsa vidare från rad {error.lineno}."
            if hasattr(error, "lineno")
            else ""
        )
        raise FileError(
            f"Filen är inte JSON i UTF-8.{where} Hämta filen på nytt, och ändra i den."
        ) from error
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)[:MOST_FAULTS]
        raise FileError(*(_told(fault) for fault in faults)) from error


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

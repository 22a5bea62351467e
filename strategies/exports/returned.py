"""A file that comes back: what it says otherwise than the plan that it was made from, put into the working copy as it is now.

A format does not carry all of a plan, and a public file never carries people who are held back. So a file is compared with what its format
carried of the plan that it was made from, and only what differs is changed. A file that nobody has touched changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from strategies.differences import label_of, placed, subject_of
from strategies.exports.errors import FileError
from strategies.patch import PLAN, Patch, assembled, diff
from strategies.plan import BELONGING, Plan

# Who is named is decided in the portal, with their leave, and never by a file.
PEOPLE = {"persons": "Personer", "participants": "Deltagare", "quotes": "Citat"}
# What public_plan() takes things out of: a public file has no whole list of them.
HELD_BACK = {
    "forums": "Forum",
    "documents": "Källdokument",
    "flags": "Anmärkningar",
    "passages": "Källställen",
}


@dataclass(frozen=True)
class Returned:
    """The working copy with the file's changes in it, and what of the file was left, in Swedish."""

    plan: Plan
    notes: tuple[str, ...] = ()


def returned(now: Plan, base: Plan, carried: Plan, said: Plan) -> Returned:
    """`now` with what `said` has otherwise than `carried`, which is what the file's format carries of `base`. Raises FileError.

    A list that has changed both in the file and in the working copy since `base` cannot be put together by itself.
    """
    found = diff(carried, said)
    own, notes = dict(found.says), []
    head = {
        name: value
        for name, value in own.get(PLAN, {}).items()
        if name not in ("key", "slug", "format")
    }
    for name, words in PEOPLE.items():
        if name in head:
            del head[name]
            notes.append(f"{words} ändras inte med en fil. Ändra dem i portalen.")
    for name, words in HELD_BACK.items():
        if name in head and getattr(carried, name) != getattr(base, name):
            del head[name]
            notes.append(
                f"{words} ändras inte: i filen finns bara det som är publikt. Ändra dem i portalen."
            )
    own = {key: row for key, row in (own | {PLAN: head}).items() if row}
    _refuse_lists_changed_twice(now, carried, said, found)
    try:
        values = assembled(now, Patch(says=own, holds=found.holds))
        return Returned(Plan.model_validate(_pointing_home(values)), tuple(notes))
    except ValidationError as error:
        raise FileError(
            *(str(fault.get("ctx", {}).get("error", fault["msg"])) for fault in error.errors())
        ) from error
    except ValueError as error:
        raise FileError(
            "Filen ändrar en del som inte finns kvar i arbetsversionen. Hämta en ny fil och gör om ändringen där."
        ) from error


def _refuse_lists_changed_twice(now: Plan, carried: Plan, said: Plan, found: Patch) -> None:
    held, were = diff(carried, now).holds, placed(carried)
    keys = {PLAN, *map(str, were)}
    both = [key for key in keys if found.holds.get(key, {}).keys() & held.get(key, {}).keys()]
    if both:
        names = sorted(_name(key, said, were) for key in both)
        raise FileError(
            *(
                f"Det som ligger under ”{name}” har ändrats både i filen och i arbetsversionen. "
                "Hämta en ny fil och gör om ändringen där, eller ändra i portalen."
                for name in names
            )
        )


def _pointing_home(values: dict[str, Any]) -> dict[str, Any]:
    """The plan's values without pointers at parts that are gone."""
    elements = list(_branch(values["elements"], "elements"))
    challenges = list(_branch(values["challenges"], "challenges"))
    outermost = [
        *values["statements"],
        *(one for element in elements for one in element["statements"]),
    ]
    statements = list(_branch(outermost, "statements"))
    linkable = {part["key"] for part in (*elements, *challenges)}
    known = linkable | {part["key"] for part in (*statements, *values["decisions"])} | {None}
    for element in elements:
        element["links"] = [link for link in element["links"] if link["to"] in linkable]
    for name in BELONGING:
        holders = {None} | {part["key"] for part in elements}
        values[name] = [
            part if part["element"] in holders else part | {"element": None}
            for part in values[name]
        ]
    for name in ("passages", "flags"):
        values[name] = [part for part in values[name] if part["on"] in known]
    values["flags"] = [
        flag if flag["refers_to"] in known else flag | {"refers_to": None}
        for flag in values["flags"]
    ]
    return values


def _branch(parts: list[dict[str, Any]], below: str) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from _branch(part[below], below)


def _name(key: str, plan: Plan, were: Any) -> str:
    part = next((part for one, (part, _) in were.items() if str(one) == key), plan)
    return label_of(part) or subject_of(part, plan)

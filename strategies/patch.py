"""What differs between two plans as a value that can be kept, sent, and applied: `patched(old, diff(old, new)) == new`.

A plan is seen as two tables: what each keyed part says, and which parts each of its lists holds, in order. A patch is the rows that
differ, so a branch that moves is two rows, whatever hangs in it. For people there is `strategies/differences.py`.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from strategies.plan import Challenge, Decision, Element, Keyed, Plan, Statement

# What each list of keyed parts holds.
HOLDS: dict[str, type[Keyed]] = {
    "decisions": Decision,
    "statements": Statement,
    "challenges": Challenge,
    "elements": Element,
}

PLAN = ""  # the plan's place in the tables, whatever its key
Table = dict[str, dict[str, Any]]


class Patch(BaseModel):
    """The rows that differ, by the parts' keys ("" is the plan): the fields of `says` by name, in the JSON of a Plan, and the lists of `holds` as keys in order.

    What no list holds any more is gone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    says: Table = {}
    holds: Table = {}


def diff(old: Plan, new: Plan) -> Patch:
    """What has to be done to `old` to make it `new`."""
    before, after = _tables(old), _tables(new)
    says, holds = (_differing(one, other) for one, other in zip(before, after, strict=True))
    return Patch(says=says, holds=holds)


def patched(plan: Plan, patch: Patch) -> Plan:
    """The plan with the patch applied. Raises ValueError when it was made for a plan that says something else."""
    return Plan.model_validate(assembled(plan, patch))


def assembled(plan: Plan, patch: Patch) -> dict[str, Any]:
    """The same as values that nobody has checked. Raises ValueError when a part is lacking."""
    says, holds = (
        {key: table.get(key, {}) | rows.get(key, {}) for key in {*table, *rows}}
        for table, rows in zip(_tables(plan), (patch.says, patch.holds), strict=True)
    )

    def part(key: str, of: type[Keyed]) -> dict[str, Any]:
        try:
            # A part that was of another sort says more than it can say now.
            own = {name: said for name, said in says[key].items() if name in of.model_fields}
            return own | {
                name: [part(child, HOLDS[name]) for child in held]
                for name, held in holds.get(key, {}).items()
                if name in of.model_fields
            }
        except KeyError as missing:
            raise ValueError(f"Planen har ingen del med nyckeln {missing}.") from None

    return part(PLAN, Plan)


def _tables(plan: Plan) -> tuple[Table, Table]:
    says: Table = {}
    holds: Table = {}

    def note(place: str, part: dict[str, Any]) -> None:
        says[place] = {name: value for name, value in part.items() if name not in HOLDS}
        holds[place] = {
            name: [child["key"] for child in part[name]] for name in HOLDS & part.keys()
        }
        for name in holds[place]:
            for child in part[name]:
                note(child["key"], child)

    note(PLAN, plan.model_dump(mode="json"))
    return says, holds


def _differing(before: Table, after: Table) -> Table:
    rows = {
        key: {name: value for name, value in row.items() if _lacks(before.get(key), name, value)}
        for key, row in after.items()
    }
    return {key: row for key, row in rows.items() if row}


def _lacks(row: dict[str, Any] | None, name: str, value: Any) -> bool:
    return row is None or name not in row or row[name] != value

"""What a plan says beside its tree, section by section, as search finds it: means, times, forums, mandates, ties and sources.

People are left out, and so is who took part by name: a page tells of them, and nothing gathers what is told of somebody.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from strategies.plan import Milestone, Plan, Resource


class Section(NamedTuple):
    """A part of the plan's page: its `word` (also its place there: strategies.models.entry.address_of), its heading and all that it says."""

    word: str
    title: str
    text: str


def sections_of(plan: Plan) -> Iterator[Section]:
    """Those that say anything, in the page's order."""
    told = (
        Section("forum", "Forum och arbetsgrupper", _forums(plan)),
        Section("samband", "Samband med andra planer", _ties(plan)),
        Section("resurser", "Resurser", _lines(map(_resource, plan.resources))),
        Section("tidplan", "Tidplan", _lines(map(_milestone, plan.milestones))),
        Section("underlag", "Underlag", _lines([one.text, *one.regions] for one in plan.bases)),
        Section("uppdrag", "Uppdrag", _mandates(plan)),
        Section("deltagare", "Vilka som tog fram planen", _participants(plan)),
        Section("källor", "Källor", _lines([one.title, one.publisher] for one in plan.documents)),
    )
    return (section for section in told if section.text)


def _lines(rows: Iterable[Iterable[str]]) -> str:
    """A line for each row, its cells with commas between; cells that say nothing are left out."""
    joined = (", ".join(cell for cell in row if cell) for row in rows)
    return "\n".join(line for line in joined if line)


def _forums(plan: Plan) -> str:
    return _lines(
        [one.name, one.kind, one.form, one.rhythm, one.origin, one.text, *one.members]
        for one in plan.forums
    )


def _ties(plan: Plan) -> str:
    return _lines(
        [f"{one.kind.capitalize()} {one.to}", one.part, one.note] for one in plan.relations
    )


def _resource(one: Resource) -> list[str]:
    return [one.title, one.unit, one.text, one.excludes]


def _milestone(one: Milestone) -> list[str]:
    return [one.title, str(one.date), one.audience, one.text]


def _mandates(plan: Plan) -> str:
    return _lines(
        [one.actor, one.role, one.given_by, one.text, *one.areas] for one in plan.mandates
    )


def _participants(plan: Plan) -> str:
    groups = (one for one in plan.participants if one.kind != "person")
    return _lines([one.name, one.actor, one.role, one.note] for one in groups)

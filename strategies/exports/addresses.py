"""The last part of a file's address: a plan's file by its name, a list's by its ending."""

import re

from strategies.exports.formats import FORMATS


class PlanFileAddress:
    """A path converter for the names of a plan's files: "plan.csv", "stratml-1.xml"."""

    regex = "|".join(re.escape(name) for name in FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TableEnding(PlanFileAddress):
    """A path converter for how a list's file ends."""

    regex = "csv|xlsx|json"


class EverythingEnding(PlanFileAddress):
    """A path converter for how the file of everything ends: CSV, or JSON in lines."""

    regex = "csv|jsonl"

"""What a step of editing costs, as a row of the table, and what a form sends as it stands."""

import statistics
from dataclasses import dataclass
from html.parser import HTMLParser

QUERIES = 12
BACK = 10_000  # bytes
# Said to the database, and no question.
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Row:
    """What one step costs: milliseconds of each round, bytes there and back, queries."""

    name: str
    times: list[float]
    up: int
    back: int
    queries: int
    goal_back: int | None = None
    goal_queries: int | None = QUERIES

    def line(self) -> str:
        span = f"({min(self.times):.0f}–{max(self.times):.0f})"
        goals = [f"{self.goal_queries} frågor"] if self.goal_queries else []
        goals += [f"{self.goal_back} byte"] if self.goal_back else []
        missed = self.queries > (self.goal_queries or self.queries)
        missed |= self.back >= (self.goal_back or self.back + 1)
        return (
            f"{self.name:38}{statistics.median(self.times):>8.0f}{span:>14}{self.up:>9}{self.back:>10}"
            f"{self.queries:>8}   {' '.join(goals)}{'  MISSAT' if missed else ''}"
        )


class Form(HTMLParser):
    """The fields of the first form with a version, or of the admin's."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str | list[str]] = {}
        self.inside = False
        self.area = self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = dict(attrs)
        name, value = had.get("name") or "", had.get("value") or ""
        if tag == "form":
            self.inside = had.get("class") == "part-form" or had.get("id") == "strategy_form"
        if not self.inside:
            return
        if tag == "select":
            self.choice = name
        elif tag == "option" and "selected" in had:
            self.values[self.choice] = value
        elif tag == "textarea":
            self.area, self.values[name] = name, ""
        elif (
            tag == "input"
            and name
            and (had.get("type") not in ("checkbox", "submit") or "checked" in had)
        ):
            self.values[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] = str(self.values[self.area]) + data.removeprefix("\n")

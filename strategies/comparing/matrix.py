"""Themes by plans: how many parts each has about a theme, which they are, and who is silent."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from strategies.comparing.columns import Column, Kind
from strategies.models import ThemeLink
from strategies.reading.sayings import Saying, saying
from strategies.vocabulary import THEMES, Theme

# Of a cell. The rest of a plan's are on its own page, and of a territory's on the theme's.
MOST_SAYINGS: dict[Kind, int] = {"plan": 30, "region": 6}


@dataclass
class Cell:
    """What one column says about one theme: the number of parts, the first of them, and where the rest are."""

    column: Column
    theme: Theme
    total: int = 0
    sayings: list[Saying] = field(default_factory=list)
    share: int = 0  # of the column's largest cell, in percent

    @property
    def rest(self) -> int:
        return self.total - len(self.sayings)

    @property
    def rest_href(self) -> str:
        if self.column.kind == "plan":
            return self.column.href
        return f"{reverse('theme', args=[self.theme.slug])}?region={self.column.slug}"


@dataclass(frozen=True)
class Row:
    theme: Theme
    cells: list[Cell]

    @property
    def speaking(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.total]


@dataclass(frozen=True)
class Matrix:
    """Themes that somebody takes up, those that most do first; and those that nobody does."""

    rows: list[Row]
    silent: list[Theme]

    @property
    def shared(self) -> list[Theme]:
        """What all take up."""
        return [row.theme for row in self.rows if len(row.speaking) == len(row.cells)]

    @property
    def alone(self) -> list[tuple[Column, list[Theme]]]:
        """What each takes up alone."""
        alone: dict[str, tuple[Column, list[Theme]]] = {}
        for row in self.rows:
            if len(row.speaking) == 1:
                column = row.speaking[0].column
                alone.setdefault(column.id, (column, []))[1].append(row.theme)
        return list(alone.values())


def matrix(columns: list[Column]) -> Matrix:
    """One query a column, however many parts its plans have."""
    cells = [_cells(column) for column in columns]
    rows = [Row(theme, [column[slug] for column in cells]) for slug, theme in THEMES.items()]
    told = [row for row in rows if row.speaking]
    told.sort(key=lambda row: (-len(row.speaking), -sum(cell.total for cell in row.cells)))
    return Matrix(told, [row.theme for row in rows if not row.speaking])


def _cells(column: Column) -> dict[str, Cell]:
    """A column's cells by theme."""
    cells = {slug: Cell(column, theme) for slug, theme in THEMES.items()}
    numbered = ThemeLink.objects.shown().filter(strategy__in=column.strategies)
    numbered = numbered.annotate(
        total=Window(Count("pk"), partition_by=F("theme")),
        place=Window(
            RowNumber(), partition_by=F("theme"), order_by=["strategy", "entry__position"]
        ),
    )
    shown = numbered.filter(place__lte=MOST_SAYINGS[column.kind]).select_related(
        "entry", "strategy"
    )
    for link in shown.order_by("theme", "place"):
        cells[link.theme].total = link.total
        cells[link.theme].sayings.append(saying(link))
    largest = max(cell.total for cell in cells.values()) or 1
    for cell in cells.values():
        cell.share = round(100 * cell.total / largest)
    return cells

"""All that was found, for whoever takes it away: each hit with the plan that it stands in, whose that is, where it applies and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

from actors.models import Actor, Region
from strategies.models import Edition, Entry
from strategies.reading.search.hits import Hit
from strategies.reading.search.names import Named
from strategies.reading.search.page import SearchPage, passage_of
from strategies.search.query import Asked


@dataclass(frozen=True)
class Taken:
    """Something that was found, and the current edition that says it; None for an actor or a territory, which no plan says."""

    row: Entry | Actor | Region
    asked: Asked
    edition: Edition | None = None

    @property
    def kind(self) -> str:
        """What kind of thing it is called."""
        return self.row.get_kind_display()

    @property
    def word(self) -> str:
        """The plan's own word for its level."""
        return self.row.word if isinstance(self.row, Entry) else ""

    @property
    def path(self) -> list[str]:
        """The titles that it stands under, from the top."""
        return self.row.path if isinstance(self.row, Entry) else []

    @property
    def passage(self) -> str:
        """What the text says around the words that were asked for, as plain text."""
        if not isinstance(self.row, Entry):
            return ""
        return unescape(strip_tags(passage_of(self.row, self.asked)))


class EverythingFound:
    """All that a search found, in the order of the page, of which slices are fetched. Entries are no more than MOST_TOLD."""

    def __init__(self, page: SearchPage) -> None:
        self.page = page
        finding = page.finding
        self.found: list[Hit | Named] = [*finding.hits, *finding.names] if finding else []
        self.more = finding is not None and finding.over

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, which: slice) -> list[Taken]:
        """Those of the slice, with their plans' editions, owners and regions; four queries, however many they are."""
        found = self.found[which]
        return list(self._taken(found)) if found else []

    def _taken(self, found: Sequence[Hit | Named]) -> Iterator[Taken]:
        hits = [one for one in found if isinstance(one, Hit)]
        entries = Entry.objects.select_related("strategy").defer("vector")
        rows = entries.in_bulk([hit.pk for hit in hits])
        current = Edition.objects.current().with_places()
        says = {
            edition.strategy_id: edition
            for edition in current.filter(strategy__in={hit.strategy for hit in hits})
        }
        for one in found:
            if isinstance(one, Named):
                yield Taken(one.row, self.page.asked)
            elif one.pk in rows and one.strategy in says:  # what is published may change meanwhile
                yield Taken(rows[one.pk], self.page.asked, says[one.strategy])

"""What the search page shows: the question and the choices of an address, and what was found, ready to be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page
from django.db.models import OuterRef, QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.http import asked_page
from strategies.models import EditionOwner, Entry
from strategies.models.edition import replaced_on
from strategies.reading.search.facets import FACETS, Facet, Option
from strategies.reading.search.finding import Chosen, Finding, ask, find, suggestion
from strategies.reading.search.markup import Choice, HitRow, ShownHit, choice_rows, hit_rows
from strategies.reading.search.names import Named, found_names
from strategies.reading.search.ready import SOME, Ready, any_of, array
from strategies.reading.source_view import shown
from strategies.search.marking import marked, meets, passage
from strategies.search.query import Asked, Query, read_query
from strategies.texts import one_line

PAGE_LENGTH = 20
FIRST_NAMES = 3
FIRST_CHOICES = 6
MOST_CHOICES = 9


@dataclass(frozen=True)
class ShownFacet:
    """A facet with its choices: the first, and the rest that are a click away."""

    facet: Facet
    choices: list[Choice]

    @property
    def first(self) -> SafeString:
        return choice_rows(self.facet.name, self._first)

    @property
    def rest(self) -> SafeString:
        return choice_rows(self.facet.name, rest) if (rest := self._rest) else SafeString("")

    @property
    def _first(self) -> list[Choice]:
        return [choice for n, choice in enumerate(self.choices) if n < self._shown or choice.chosen]

    @property
    def _rest(self) -> list[Choice]:
        return [choice for choice in self.choices[self._shown :] if not choice.chosen]

    @property
    def _shown(self) -> int:
        """How many are shown: all where few would be left."""
        return FIRST_CHOICES if len(self.choices) > MOST_CHOICES else MOST_CHOICES


@dataclass(frozen=True)
class ShownName:
    """An actor or a territory as a row."""

    named: Named
    name: SafeString
    also: SafeString


@dataclass
class SearchPage:
    """The answer to an address. `odd` are choices of it that do not exist and are left out, by the facets' names."""

    address: QueryDict
    query: Query
    chosen: Chosen = field(default_factory=dict)
    odd: dict[str, str] = field(default_factory=dict)
    finding: Finding | None = None

    @property
    def title(self) -> str:
        """What the document is called, which follows what is asked for."""
        written = self.query.written
        return gettext("Sök: %(query)s") % {"query": written} if written else gettext("Sök")

    @property
    def asked(self) -> Asked:
        assert self.finding is not None
        return self.finding.asked

    @cached_property
    def page(self) -> Page:
        """The rows of this page; names alone where the reader asks for them."""
        assert self.finding is not None
        rows = self.finding.hits or self.finding.names
        return asked_page(rows, PAGE_LENGTH, self.address)

    @property
    def names_alone(self) -> bool:
        assert self.finding is not None
        return not self.finding.hits

    @cached_property
    def hits(self) -> list[ShownHit]:
        """The entries of the page, in one query."""
        if self.names_alone:
            return []
        pks = [hit.pk for hit in self.page.object_list]
        rows = {row.pk: row for row in map(HitRow._make, COLUMNS.fetch(array(pks)))}
        return [self._hit(rows[pk]) for pk in pks if pk in rows]

    @property
    def hit_rows(self) -> SafeString:
        return hit_rows(self.hits)

    def _hit(self, row: HitRow) -> ShownHit:
        text = passage_of(row, self.asked)
        return ShownHit(row, marked(row.title, self.asked), text)

    @cached_property
    def names(self) -> list[ShownName]:
        """On the first page the likeliest actors and territories, or those of a page of nothing else."""
        assert self.finding is not None
        if self.names_alone:
            names = list(self.page.object_list)
        else:
            names = self.finding.names[:FIRST_NAMES] if self.page.number == 1 else []
        return [self._name(one) for one in names]

    def _name(self, one: Named) -> ShownName:
        """Other names are told where they are why it was found."""
        by_name = meets(one.row.name, self.asked)
        also = SafeString("") if by_name else marked(one.also, self.asked)
        return ShownName(one, marked(one.row.name, self.asked), also)

    @property
    def more_names(self) -> list[Choice]:
        """Where to see the actors and territories that are not shown."""
        assert self.finding is not None
        if self.names_alone or self.page.number > 1 or len(self.finding.names) <= FIRST_NAMES:
            return []
        level = next(shown for shown in self.facets if shown.facet.name == "niva")
        return [choice for choice in level.choices if choice.value in ("aktor", "region")]

    @cached_property
    def facets(self) -> list[ShownFacet]:
        assert self.finding is not None
        shown = (ShownFacet(facet, list(self._choices(facet))) for facet in FACETS)
        return [one for one in shown if len(one.choices) > 1 or one.facet in self.chosen]

    def _choices(self, facet: Facet) -> Iterator[Choice]:
        assert self.finding is not None
        chosen = self.chosen.get(facet)
        options = self.finding.options(facet)
        if chosen and not any(option.value == chosen for option in options):
            options.append(Option(chosen, facet.called(chosen), 0))
        bare = self._href(**{facet.name: None})
        for option in options:
            here = option.value == chosen
            href = bare if here else f"{bare}&{urlencode({facet.name: option.value})}"
            yield Choice(option.value, option.label, option.count, href, here)

    def _href(self, **changes: str | None) -> str:
        """This address with other choices, from its first page."""
        address = self.address.copy()
        address.pop("sida", None)
        for name, value in changes.items():
            address.pop(name, None)
            if value is not None:
                address[name] = value
        return f"?{address.urlencode()}"

    @cached_property
    def chips(self) -> list[Choice]:
        """What has been chosen, each with the address without it."""
        return [
            Choice(
                value,
                f"{facet.label}: {facet.called(value)}",
                None,
                self._href(**{facet.name: None}),
                True,
            )
            for facet, value in self.chosen.items()
        ]

    @property
    def bare_href(self) -> str:
        """The question without any choice."""
        return self._href(**{facet.name: None for facet in FACETS})

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The choices as the form sends them along."""
        return [(facet.name, value) for facet, value in self.chosen.items()]

    @cached_property
    def meant(self) -> tuple[str, str] | None:
        """What was probably meant, and its address, where nothing was found."""
        written = suggestion(self.asked) if self.finding and not self.finding.count else ""
        return (written, self._href(q=written)) if written else None


def search_page(address: QueryDict) -> SearchPage:
    """Answer an address; whatever is odd in it is left out and told."""
    query = read_query(address.get("q", ""))
    chosen: dict[Facet, str] = {}
    odd = {}
    for facet in FACETS:
        value = address.get(facet.name, "")
        # No text in PostgreSQL has NUL, so it cannot even be asked for.
        if value and "\0" not in value and facet.called(value):
            chosen[facet] = value
        elif value:
            odd[facet.name] = one_line(value)[:40]
    page = SearchPage(address, query, chosen, odd)
    if query:
        asked = ask(query)
        page.finding = find(asked, chosen, found_names(asked))
    return page


def _columns(today: date, pks: str) -> "QuerySet[Entry, tuple[Any, ...]]":
    """What HitRow has, of these entries. No objects: making them takes longer than the query."""
    edition = "strategy__current_edition__"
    owners = EditionOwner.objects.filter(edition__current_of=OuterRef("strategy")).order_by("pk")
    rows = Entry.objects.filter(pk__in=any_of(pks)).order_by()
    return rows.annotate(
        replaced=replaced_on(today), owned_by=ArraySubquery(owners.values("actor__name"))
    ).values_list(
        *("pk", "key", "kind", "word", "title", "text", "path", "number", "strategy__slug"),
        *(f"{edition}title", f"{edition}first_day", f"{edition}last_day", f"{edition}repealed"),
        *("replaced", "owned_by"),
    )


COLUMNS = Ready(_columns, SOME)


def passage_of(row: HitRow | Entry, asked: Asked) -> SafeString:
    """What an entry says around the words that were asked for, escaped and marked."""
    said = _after(row.text, row.title)
    return SafeString(shown(passage(said, asked)) if said else "")


def _after(text: str, title: str) -> str:
    """The text without its opening when that is what the title is made of."""
    opening = title.removesuffix(" …")
    return text.removeprefix(opening).strip() if text.startswith(opening) else text

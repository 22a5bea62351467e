"""What the rules of completeness find, told so that it can be shown and mended."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    JSONField,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from strategies.differences import GENERIC
from strategies.editing.completeness import RULES, Plans, Rows, Rule, asked
from strategies.models import Challenge, Element, Flag, LevelWord, Strategy
from strategies.models.sources import TARGETS

LONGEST_TITLE = 160


NO_TEXT = Value("", TextField())
NO_KEY = Cast(Value(None), UUIDField())
NO_MORE = Value({}, JSONField())
# What a flag's target is called: the first that is set.
NAMES = ("element__title", "challenge__title", "statement__text")
DECISION = Case(
    When(decision__isnull=False, then=Concat(Value("Beslut: "), "decision__kind")),
    output_field=TextField(),
)
PART = (
    F("key"),
    Cast("title", TextField()),
    Coalesce(Cast("parent__title", TextField()), NO_TEXT),
    NO_MORE,
)
# Of each table that a rule may ask: key, title, inside and more, as in Finding.
COLUMNS: dict[type[Any], tuple[Any, Any, Any, Any]] = {
    Strategy: (NO_KEY, NO_TEXT, NO_TEXT, NO_MORE),
    Element: PART,
    Challenge: PART,
    Flag: (
        Coalesce(*(F(f"{target}__key") for target in TARGETS)),
        Coalesce(*(Cast(name, TextField()) for name in NAMES), DECISION, NO_TEXT),
        NO_TEXT,
        JSONObject(flag="pk", kind="kind", text="text"),
    ),
    LevelWord: (
        NO_KEY,
        Cast("word", TextField()),
        NO_TEXT,
        JSONObject(stated="stated_count", found="found", level="kind"),
    ),
}


@dataclass(frozen=True)
class Finding:
    """One place where a rule is not met.

    `key` and `title` are the part's, nothing for the plan as a whole; `inside` is the title of the part above it.
    """

    rule: Rule
    slug: str
    plan: str
    key: UUID | None
    title: str
    inside: str
    more: dict[str, Any]

    @property
    def address(self) -> str:
        """Where it is mended: the very row in the editor, or the page with the plan's facts."""
        view, anchor = self.rule.place
        if self.key:
            view, anchor = "edit-strategy", f"d-{str(self.key)[:8]}"
        return reverse(view, args=[self.slug]) + (f"#{anchor}" if anchor else "")

    @property
    def name(self) -> str:
        """What the link says on the plan's own list, where the plan's title would tell nothing."""
        return self.title or str(self.rule.remedy)

    @property
    def note(self) -> str:
        """What else there is to say of it."""
        if "flag" in self.more:
            return ": ".join(filter(None, (self.more["kind"].capitalize(), self.more["text"])))
        if "stated" in self.more:
            return _("planen anger %(stated)d, här finns %(found)d") % self.more
        return self.inside


@dataclass(frozen=True)
class Missing:
    """What one rule found: how many in all, and of those the places that are shown."""

    rule: Rule
    count: int
    places: list[Finding]

    @property
    def others(self) -> int:
        """How many are not among the places."""
        return self.count - len(self.places)


def counted(plans: Plans, today: date) -> dict[int, Counter[str]]:
    """How many places each rule (by word) found in each plan (by id), in one query; plans that lack nothing are left out."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for plan, number, count in _union(
        rows.annotate(_rule=Value(number), _plan=F(_of(rows, "pk")))
        .values_list("_plan", "_rule")
        .annotate(_count=Count("pk"))
        for number, rows in asked(plans, today)
    ):
        found[plan][RULES[number].word] = count
    return found


def count(strategy: Strategy, today: date) -> int:
    """How many places of one plan the rules found."""
    return counted(Strategy.objects.filter(pk=strategy.pk), today)[strategy.pk].total()


def places(plans: Plans, today: date, most: int | None = None) -> dict[str, list[Finding]]:
    """The places that each rule (by word) found, in one query: of each rule at most so many."""
    found: dict[str, list[Finding]] = defaultdict(list)
    rows_of = (
        rows.order_by(_of(rows, "title"), "pk").values_list(Value(number), *_columns(rows))[:most]
        for number, rows in asked(plans, today)
    )
    for number, slug, plan, key, title, inside, more in _union(rows_of):
        rule = RULES[number]
        name = title or GENERIC.get(more.get("level"), "")
        if len(name) > LONGEST_TITLE:
            name = Truncator(name).chars(LONGEST_TITLE)
        found[rule.word].append(Finding(rule, slug, plan, key, name, inside, more))
    return found


def grouped(counts: Counter[str], found: dict[str, list[Finding]]) -> list[Missing]:
    """The rules that found something, the most important first."""
    return [
        Missing(rule, counts[rule.word], found.get(rule.word, []))
        for rule in RULES
        if counts[rule.word]
    ]


def reading_order(strategy: Strategy) -> dict[UUID | None, int]:
    """The elements' keys, each with its place in the plan as it is read."""
    below: dict[int | None, list[tuple[int, UUID]]] = defaultdict(list)
    for pk, key, parent in strategy.elements.values_list("pk", "key", "parent"):
        below[parent].append((pk, key))
    found: dict[UUID | None, int] = {}

    def walk(parent: int | None) -> None:
        for pk, key in below[parent]:
            found[key] = len(found)
            walk(pk)

    walk(None)
    return found


def _union(queries: Iterable[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *others = queries
    return first.union(*others, all=True)


def _of(rows: Rows, column: str) -> str:
    """A column of the strategy, as the rows reach it."""
    return column if rows.model is Strategy else f"strategy__{column}"


def _columns(rows: Rows) -> tuple[Any, ...]:
    """Finding's fields but the rule, as columns of the same types for rows of any table."""
    key, title, inside, more = COLUMNS[rows.model]
    return F(_of(rows, "slug")), F(_of(rows, "title")), key, title, inside, more

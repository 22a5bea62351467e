"""A proposed plan as its reviewer sees it: every part with where it comes from, how sure that is, and what can be done to it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from strategies.differences import GENERIC
from strategies.loading.corrections import Sort, sort_of
from strategies.loading.rules import rule_title
from strategies.models import Draft
from strategies.models.intake import mark_of
from strategies.plan import RANK, Certainty, Challenge, Decision, Element, Flag, Passage, Plan
from strategies.reviewing.source import short

FACTS_ACCEPTED = "plan"
SURENESS: tuple[Certainty, ...] = ("osäker", "trolig", "säker")


@dataclass(frozen=True)
class Origin:
    """Where a part was read: how sure, by which rule; `by_hand` when a person has chosen the passage or written the part."""

    certainty: Certainty | None = None
    rule: str = ""
    rule_title: str = ""
    by_hand: bool = False
    corrected: bool = False
    found: bool = False


@dataclass(frozen=True)
class Fact:
    """One of the plan's facts: what it is called, what it says, and where that was read. A plan needs some of them."""

    label: str
    values: list[str]
    origin: Origin
    needed: bool


@dataclass(frozen=True)
class Remark:
    """A flag, the address of its settling, and the part that it is on."""

    flag: Flag
    mark: str
    on: str
    place: str
    refers: str = ""


@dataclass(frozen=True)
class Row:
    """A part with all below it. `word` is what the plan calls it, `first` and `last` its place among those beside it."""

    part: Any
    sort: Sort | None
    word: str
    origin: Origin
    accepted: bool
    chosen: bool
    first: bool
    last: bool
    may_go_in: bool = False
    nested: bool = False
    remarks: tuple[Remark, ...] = ()
    rows: "tuple[Row, ...]" = ()
    statements: "tuple[Row, ...]" = ()

    @property
    def id(self) -> str:
        return short(self.part.key)

    @property
    def name(self) -> str:
        """What the part is called when something is said of it."""
        return name_of(self.part)

    @property
    def is_decision(self) -> bool:
        return self.sort is None

    @property
    def is_element(self) -> bool:
        return self.sort in RANK


@dataclass
class Proposal:
    """The plan of a draft, ready to be shown."""

    draft: Draft
    plan: Plan
    chosen: str = ""
    origins: dict[UUID | None, Origin] = field(init=False)
    remarks: list[Remark] = field(init=False)
    words: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.origins = _origins(self.plan.passages)
        own = self.plan.level_words.model_dump()
        self.words = GENERIC | {kind: word for kind, word in own.items() if word}
        self._accepted = set(self.draft.accepted)
        self._settled = set(self.draft.settled)
        self._names = {part.key: name_of(part) for part in self.plan.keyed()}
        told = [self._remark(flag) for flag in self.plan.flags]
        self.remarks = [one for one in told if one.mark not in self._settled]
        self.settled = [one for one in told if one.mark in self._settled]
        self._on: dict[str, list[Remark]] = {}
        for one in self.remarks:
            self._on.setdefault(one.on, []).append(one)

    # --- the sections of the page

    def decisions(self) -> tuple[Row, ...]:
        return self._rows(self.plan.decisions)

    def statements(self) -> tuple[Row, ...]:
        return self._rows(self.plan.statements)

    def challenges(self) -> tuple[Row, ...]:
        return self._rows(self.plan.challenges)

    def elements(self) -> tuple[Row, ...]:
        return self._rows(self.plan.elements)

    def row(self, key: UUID) -> Row:
        """The row of one part, as it stands in its section."""
        everything = self.decisions() + self.statements() + self.challenges() + self.elements()
        return next(row for row in _walk(everything) if row.part.key == key)

    def word_of(self, part: Any) -> str:
        sort = sort_of(part)
        if sort is None:
            return _("beslut")
        return _("utmaning") if sort == "challenge" else self.words.get(sort, sort)

    def sorts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What a part can be, in groups, by the words of this plan."""
        statements = ["vision", "syfte", "mål", "delmål", "princip"]
        rare = ["förutsättning", "definition", "resultat", "omfattning"]
        return [
            (_("Planens innehåll"), [(kind, self.words[kind]) for kind in RANK]),
            (_("Utmaning"), [("challenge", _("Utmaning"))]),
            (_("Uttalande"), [(kind, kind.capitalize()) for kind in statements + rare]),
        ]

    # --- how far the review has come

    @property
    def keys(self) -> list[str]:
        return [FACTS_ACCEPTED, *(str(part.key) for part in self.plan.keyed())]

    @property
    def total(self) -> int:
        return len(self.keys)

    @property
    def done(self) -> int:
        return len(self._accepted.intersection(self.keys))

    @property
    def facts_accepted(self) -> bool:
        return FACTS_ACCEPTED in self._accepted

    def facts(self) -> list[Fact]:
        """What is said of the plan as a whole, each with where that was read."""
        plan, words = self.plan, self.words
        weight = plan.legal_weight if plan.legal_weight != plan.kind else None
        told: list[tuple[str, str, list[str]]] = [
            ("title", _("Titel"), [plan.title]),
            ("kind", _("Slag"), [", ".join(filter(None, (plan.kind, weight)))]),
            ("owners", _("Ägare"), list(plan.owners)),
            ("regions", _("Områden"), list(plan.regions)),
            ("period", _("Period"), [str(plan.period)] if plan.period else []),
            ("summary", _("Sammanfattning"), [plan.summary] if plan.summary else []),
            ("level_words", _("Nivåernas namn"), [", ".join(words[kind] for kind in RANK)]),
        ]
        return [
            Fact(label, values, self._origin_of(field), needed=field == "owners")
            for field, label, values in told
            if values or field != "summary"
        ]

    def _origin_of(self, field: str) -> Origin:
        own = [p for p in self.plan.passages if p.on is None and p.field.split(".")[0] == field]
        return _origin(own) if own else Origin()

    def next_key(self) -> str:
        """The short key of the first part that nobody has accepted; "" when all are."""
        left = (part.key for part in self.plan.keyed() if str(part.key) not in self._accepted)
        found = next(left, None)
        return short(found) if found else ""

    def sure(self) -> list[str]:
        """Keys of the parts that no rule doubts and no flag is on, and that nobody has accepted yet."""
        return [
            str(part.key)
            for part in self.plan.keyed()
            if self.origin(part.key).certainty == "säker"
            and short(part.key) not in self._on
            and str(part.key) not in self._accepted
        ]

    def origin(self, key: UUID | None) -> Origin:
        return self.origins.get(key, Origin())

    # --- rows

    def _rows(self, parts: tuple[Any, ...], *, nested: bool = False) -> tuple[Row, ...]:
        befores = [None, *parts[:-1]]
        return tuple(
            self._row(part, before, part is parts[-1], nested)
            for part, before in zip(parts, befores, strict=False)
        )

    def _row(self, part: Any, before: Any, last: bool, nested: bool) -> Row:
        below = "statements"
        if isinstance(part, Element | Challenge):
            below = "elements" if isinstance(part, Element) else "challenges"
        is_element = isinstance(part, Element)
        return Row(
            part=part,
            sort=sort_of(part),
            word=self.word_of(part),
            origin=self.origin(part.key),
            accepted=str(part.key) in self._accepted,
            chosen=short(part.key) == self.chosen,
            first=before is None,
            last=last,
            may_go_in=is_element and before is not None and before.kind != "action",
            nested=nested,
            remarks=tuple(self._on.get(short(part.key), ())),
            rows=self._rows(getattr(part, below, ()), nested=True),
            statements=self._rows(part.statements) if is_element else (),
        )

    def _remark(self, flag: Flag) -> Remark:
        return Remark(
            flag=flag,
            mark=mark_of(flag),
            on=short(flag.on),
            place=self._names[flag.on] if flag.on else "",
            refers=self._names[flag.refers_to] if flag.refers_to else "",
        )


def name_of(part: Any) -> str:
    """What a part is called when something is said of it."""
    if isinstance(part, Decision):
        return " ".join(word for word in (part.kind, part.body) if word)
    return part.title or part.text


def _walk(rows: tuple[Row, ...]) -> Any:
    for row in rows:
        yield row
        yield from _walk(row.statements)
        yield from _walk(row.rows)


def _origins(passages: tuple[Passage, ...]) -> dict[UUID | None, Origin]:
    """Each part's origin: as sure as its least sure passage, by the rule of that one."""
    of: dict[UUID | None, list[Passage]] = {}
    for passage in passages:
        of.setdefault(passage.on, []).append(passage)
    return {on: _origin(found) for on, found in of.items()}


def _origin(passages: list[Passage]) -> Origin:
    read = [passage for passage in passages if passage.certainty]
    least = min(read, key=lambda p: SURENESS.index(p.certainty), default=None)
    rule = least.rule or "" if least else ""
    return Origin(
        certainty=least.certainty if least else None,
        rule=rule,
        rule_title=rule_title(rule) if rule else "",
        by_hand=least is None,
        corrected=any(passage.corrected for passage in passages),
        found=True,
    )

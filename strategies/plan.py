"""Plan: everything one strategy says, as a value.

Importers make it, exporters take it, editions keep it as JSON. Names of vocabularies are the glossary's Swedish words, since
they are what people write in documents; names of fields are English.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID, uuid4

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from strategies.dates import PartialDate, Period
from strategies.texts import Line, Prose, one_line, prose  # noqa: F401 (many import them from here)

StrategyKind = Literal[
    "handlingsplan",
    "strategi",
    "regional utvecklingsstrategi",
    "näringslivsprogram",
    "tillväxtprogram",
    "program",
    "policy",
    "verksamhetsplan",
    "överenskommelse",
    "inspel",
    "annat",
]
LegalWeight = Literal["styrdokument", "vägledande", "inspel"]
Level = Literal["nationell", "storregional", "regional", "delregional", "kommunal"]
ElementKind = Literal["direction", "focus_area", "action"]
DecisionKind = Literal["antagen", "reviderad", "förlängd", "upphävd"]
StatementKind = Literal[
    "vision",
    "syfte",
    "mål",
    "delmål",
    "princip",
    "förutsättning",
    "definition",
    "resultat",
    "omfattning",
]
Role = Literal["ansvarig", "utförare", "medverkar", "finansierar", "informeras"]
RelationKind = Literal["utgår från", "innefattar", "bidrar till", "inspel till", "ersätter"]
LinkKind = Literal["integreras i", "svarar på", "bidrar till"]
Origin = Literal["källa", "redaktionell"]
BasisKind = Literal["trend", "styrka", "utmaning", "analys", "dokument"]
ParticipantKind = Literal["grupp", "person", "organisation", "remiss"]
Certainty = Literal["säker", "trolig", "osäker"]
FlagKind = Literal[
    "dubblett",
    "antal stämmer inte",
    "tomt avsnitt",
    "oparat citattecken",
    "uppgift saknas",
    "härlett datum",
    "stavning",
    "namn saknas",
    "personuppgift",
    "att kontrollera",
]

# What the public part of an edition (strategies/publishing/canonical.py) leaves out: people, and the remarks and sources that may name them; so it does people among the members of forums. It
# stays out whatever becomes public later or is hidden again, so that the digest holds for ever. All that a body decides is left.
NOT_IN_PUBLIC_PART = ("persons", "participants", "quotes", "documents", "passages", "flags")
# The decisions that make a plan one that a body stands behind.
ADOPTING: tuple[DecisionKind, ...] = ("antagen", "reviderad")

# The plan's lists of parts that may belong to an element.
BELONGING = ("resources", "milestones", "forums")

# A kind's place in the tree: an element hangs under an element of a lower rank, or under none.
RANK: dict[ElementKind, int] = {"direction": 0, "focus_area": 1, "action": 2}


def plain(number: Decimal) -> Decimal:
    """The number without an exponent or needless zeros, so that equal amounts have equal JSON."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def whole_minutes(instant: datetime) -> datetime:
    """The same instant with an offset of whole minutes, which is all that its JSON can say. Raises ValueError."""
    offset = instant.utcoffset()
    minutes = timedelta(minutes=offset // timedelta(minutes=1)) if offset else offset
    if minutes == offset:
        return instant
    try:
        return instant.astimezone(timezone(minutes or timedelta()))
    except OverflowError:
        raise ValueError(
            "Tidpunkten ligger utanför kalendern. Skriv ett årtal mellan 1 och 9999."
        ) from None


Title = Annotated[str, AfterValidator(one_line), Field(min_length=1, max_length=500)]
Names = tuple[Title, ...]
Amount = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2), AfterValidator(plain)]
Instant = Annotated[AwareDatetime, AfterValidator(whole_minutes)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$|^$", max_length=100)]


class Part(BaseModel):
    """A piece of a plan: frozen, and refusing words that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Keyed(Part):
    """A part that readers can point at; its key is the same in rows, editions, links and exports."""

    key: UUID = Field(default_factory=uuid4)


class LevelWords(Part):
    """The plan's own word for each level ("Prioritering"), singular, as readers see it."""

    direction: Line = ""
    focus_area: Line = ""
    action: Line = ""


class LevelSynonyms(Part):
    """Other words that the same document uses for a level."""

    direction: Names = ()
    focus_area: Names = ()
    action: Names = ()


class StatedCounts(Part):
    """How many elements of a level the document says there are ("sex prioriteringar")."""

    direction: Annotated[int, Field(ge=0)] | None = None
    focus_area: Annotated[int, Field(ge=0)] | None = None
    action: Annotated[int, Field(ge=0)] | None = None


class Involvement(Part):
    """An actor's role in the plan or in an element; `note` says in what ("innehåll och åtgärder")."""

    actor: Title
    role: Role
    note: Line = ""


# Paragraphs that are plainly several, with their sign or without: "12 och 13", "§ 12, 14 a och 15", "77–79".
SEVERAL = re.compile(r"(?:§+\s*)?(\d+(?: ?[a-z])?(?:(?:, ?| och | samt |–)\d+(?: ?[a-z])?)+)")


class Decision(Keyed):
    """That a body adopted, revised, prolonged or repealed the strategy; `body` is an actor's name.

    `document` is where the decision itself can be read: an address, or the title of the minutes.
    """

    kind: DecisionKind = "antagen"
    body: Line = ""
    date: PartialDate = PartialDate()
    case_number: Line = ""
    paragraph: Line = ""
    document: Line = ""

    @property
    def told(self) -> str:
        """ "antagen 14 juni 2018, Regionfullmäktige"."""
        when = f" {self.date}" if self.date.value else ""
        return f"{self.kind}{when}" + (f", {self.body}" if self.body else "")

    @property
    def reference(self) -> str:
        """Where it is found among the body's papers: "18RS5123, § 44"."""
        return ", ".join(filter(None, (self.case_number, self.paragraph_told)))

    @property
    def paragraph_told(self) -> str:
        """ "§ 44" of a paragraph that was written as its number alone, "§§ 12 och 13" of several; else as it was written."""
        if several := SEVERAL.fullmatch(self.paragraph):
            return f"§§ {several[1]}"
        return f"§ {self.paragraph}" if self.paragraph[:1].isdecimal() else self.paragraph


class Statement(Keyed):
    """A sentence the plan declares; a goal may hold part goals."""

    kind: StatementKind
    title: Line = ""
    text: Annotated[Prose, Field(min_length=1)]
    statements: tuple["Statement", ...] = ()


class Challenge(Keyed):
    """What the plan answers; `shared_by` names the regions that have it in common."""

    title: Title
    text: Prose = ""
    shared_by: Names = ()
    challenges: tuple["Challenge", ...] = ()


class Link(Part):
    """A tie from an element to another element or a challenge of the same plan, by key."""

    kind: LinkKind
    to: UUID
    origin: Origin = "källa"


class Element(Keyed):
    """A direction, a focus area or an action, with those below it.

    `label` is the document's own numbering ("1", "a"); `short_title` is the editors'. `open_ended` says that the document
    marks the list below as not complete ("bland annat"). `period` is for actions alone.
    """

    kind: ElementKind
    label: Line = ""
    title: Title
    short_title: Line = ""
    text: Prose = ""
    purpose: Prose = ""
    open_ended: bool = False
    crosscutting: bool = False
    period: Period | None = None
    target_groups: Names = ()
    involvements: tuple[Involvement, ...] = ()
    statements: tuple[Statement, ...] = ()
    links: tuple[Link, ...] = ()
    elements: tuple["Element", ...] = ()

    @model_validator(mode="after")
    def _rules(self) -> Self:
        for child in self.elements:
            if RANK[child.kind] <= RANK[self.kind]:
                raise ValueError(
                    f"”{child.title}” kan inte ligga under ”{self.title}”: nivån är inte lägre."
                )
        if self.period and self.kind != "action":
            raise ValueError(f"Bara insatser har en egen tid, och ”{self.title}” är ingen insats.")
        return self

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Element"]]:
        """Yield (depth, element) for this element and all below, in reading order."""
        # A generator in a generator passes each element on once a level, and a page walks its plan many times.
        waiting = [(depth, self)]
        while waiting:
            depth, element = waiting.pop()
            yield depth, element
            if element.elements:
                waiting += [(depth + 1, child) for child in reversed(element.elements)]


class Relation(Part):
    """A tie to another strategy, by its title; `part` is the part of it that is meant."""

    kind: RelationKind
    to: Title
    part: Line = ""
    note: Line = ""


class Participant(Part):
    """Who took part in the work: a group as written, an organisation, a person, or a round of consultation.

    `count` is how many ("240 remissinstanser"); a person's name is shown to the public only when `approved`.
    """

    kind: ParticipantKind = "grupp"
    name: Title
    actor: Line = ""
    role: Line = ""
    count: Annotated[int, Field(ge=0)] | None = None
    note: Line = ""
    approved: bool = False


class Person(Part):
    """Somebody the document names as contact, speaker or page owner.

    The public sees the name only when `name_approved`, phone and e-mail only when `contact_approved`.
    """

    name: Title
    titles: Names = ()
    actor: Line = ""
    party: Line = ""
    phone: Line = ""
    email: Line = ""
    name_approved: bool = False
    contact_approved: bool = False


class Quote(Part):
    """What a person says in the document, told with the person's name."""

    text: Annotated[Prose, Field(min_length=1)]
    person: Line = ""


class Belonging(Part):
    """A part without a key, of the whole plan or of one element: `element` is that one's key."""

    element: UUID | None = None


class Resource(Belonging):
    """What the plan says it takes: an amount or a span, its unit ("kr", "procent av heltid"), per what, and what it leaves out."""

    title: Title
    low: Amount | None = None
    high: Amount | None = None
    unit: Line = ""
    per: Line = ""
    approximate: bool = False
    text: Prose = ""
    excludes: Prose = ""

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.high is not None and (self.low is None or self.high < self.low):
            raise ValueError(f"Resursen ”{self.title}” har en övre gräns under den nedre.")
        return self

    @property
    def amount(self) -> str:
        """ "cirka 100–150 procent av heltid per år", "2 000 000 kr", or "" where the plan gives no number."""
        if self.low is None:
            return ""
        span = _in_digits(self.low)
        if self.high is not None and self.high != self.low:
            span += f"–{_in_digits(self.high)}"
        about = "cirka" if self.approximate else ""
        per = f"per {self.per}" if self.per else ""
        return " ".join(word for word in (about, span, self.unit, per) if word)


def _in_digits(value: Decimal) -> str:
    """Thousands apart by a space that does not break, decimals after a comma."""
    text = f"{value:,.2f}".removesuffix(".00")
    return text.replace(",", "\u00a0").replace(".", ",")


class Milestone(Belonging):
    """Something that is to happen; `previous` is a date that it was moved from."""

    title: Title
    date: PartialDate = PartialDate()
    previous: PartialDate | None = None
    audience: Line = ""
    text: Prose = ""


class Forum(Belonging):
    """Where actors meet: a council, network, working group or model of cooperation that the plan describes.

    `origin` says what it grew from, `form` how binding it is.
    """

    name: Title
    kind: Line = ""
    text: Prose = ""
    planned: bool = False
    rhythm: Line = ""
    form: Line = ""
    origin: Line = ""
    members: Names = ()


class Basis(Part):
    """What the plan starts from: a trend, strength, challenge, analysis or document, and the regions it speaks of."""

    kind: BasisKind
    text: Title
    regions: Names = ()


class Mandate(Part):
    """An actor's task beyond this plan: the role, who gave it, what it means, and the areas it answers for."""

    actor: Title
    role: Title
    given_by: Line = ""
    text: Prose = ""
    areas: Names = ()
    open_ended: bool = False


class Segment(Part):
    """A piece of a source that is not the strategy's content: navigation, a page head, an editorial heading."""

    kind: Literal["navigering", "sidhuvud", "rubrik", "bildtext", "relaterat", "annat"]
    text: Title


class Document(Part):
    """A source that the plan was read from: what it is, where it stood and what of it was left out.

    `published_at` is an instant with offset; `dated` is the date it bears, `updated` when its page was changed.
    """

    title: Title
    kind: Line = ""
    publisher: Line = ""
    url: Annotated[Line, Field(pattern=r"^(https?://\S+)?$")] = ""
    file: Line = ""
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    published_at: Instant | None = None
    dated: PartialDate | None = None
    updated: PartialDate | None = None
    page_owner: Line = ""
    segments: tuple[Segment, ...] = ()


class Passage(Part):
    """Where a value comes from: characters [start, end) of document number `document` (from 1), in the source's own words.

    `on` is the key of what it supports, None for the plan itself; `field` narrows it. `corrected` says that the plan mends the source.
    `rule` is the number of the rule of reading that found it ("R12", docs/loading-rules.md), and `certainty` how sure that rule was; both are
    None for a passage that a person has chosen.
    """

    document: Annotated[int, Field(ge=1)] = 1
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=0)] | None = None
    text: Line = ""
    on: UUID | None = None
    field: Line = ""
    corrected: bool = False
    rule: Annotated[str, Field(pattern=r"^R\d{1,3}$")] | None = None
    certainty: Certainty | None = None


class Flag(Part):
    """Something a person should look at. `on` and `refers_to` are keys; `on` None is the plan itself, `field` narrows it."""

    kind: FlagKind
    text: Line = ""
    on: UUID | None = None
    field: Line = ""
    refers_to: UUID | None = None


class Plan(Keyed):
    """Everything one strategy says, detached from the database.

    Editions store this as JSON, so a field may be added but never change its meaning. Actors, regions and other strategies are
    named; keys point at parts of this plan alone.
    """

    format: Literal[1] = 1
    slug: Slug = ""
    title: Title
    kind: StrategyKind
    level: Level | None = None
    legal_weight: LegalWeight | None = None
    first_of_kind: bool = False
    owners: Names = ()
    regions: Names = ()
    period: Period | None = None
    summary: Prose = ""
    level_words: LevelWords = LevelWords()
    level_synonyms: LevelSynonyms = LevelSynonyms()
    stated_counts: StatedCounts = StatedCounts()
    target_groups: Names = ()
    decisions: tuple[Decision, ...] = ()
    statements: tuple[Statement, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    elements: tuple[Element, ...] = ()
    involvements: tuple[Involvement, ...] = ()
    mentioned_actors: Names = ()
    relations: tuple[Relation, ...] = ()
    participants: tuple[Participant, ...] = ()
    persons: tuple[Person, ...] = ()
    quotes: tuple[Quote, ...] = ()
    resources: tuple[Resource, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    forums: tuple[Forum, ...] = ()
    bases: tuple[Basis, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    documents: tuple[Document, ...] = ()
    passages: tuple[Passage, ...] = ()
    flags: tuple[Flag, ...] = ()

    @model_validator(mode="after")
    def _keys_point_home(self) -> Self:
        parts = list(self.keyed())
        known = {part.key for part in parts}
        if len(known) != len(parts) or self.key in known:
            raise ValueError("Två delar av planen har samma nyckel.")
        elements = [part for part in parts if isinstance(part, Element)]
        links = {link.to for element in elements for link in element.links}
        holders = {part.element for part in self.belonging()} - {None}
        pointers = {f.on for f in self.flags} | {f.refers_to for f in self.flags}
        pointers |= {p.on for p in self.passages} | holders | links
        if pointers - known - {None}:  # what points at the plan itself has no key
            raise ValueError("En hänvisning pekar på något som inte finns i planen.")
        if links and links - {p.key for p in parts if isinstance(p, Element | Challenge)}:
            raise ValueError("En koppling går till en del av planen eller till en utmaning.")
        if holders - {element.key for element in elements}:
            raise ValueError("En resurs, en milstolpe eller ett forum hör till en del av planen.")
        return self

    def walk(self) -> Iterator[tuple[int, Element]]:
        """Yield (depth, element) in reading order; depth 0 is an element at the top."""
        for element in self.elements:
            yield from element.walk()

    def belonging(self) -> Iterator[Belonging]:
        """Resources, milestones and forums: what may belong to an element without standing under it."""
        yield from (*self.resources, *self.milestones, *self.forums)

    def rehung(
        self, place: Callable[[UUID | None], UUID | None]
    ) -> dict[str, tuple[Belonging, ...]]:
        """Those of `belonging`, list by list, at the element that `place` tells for the key of the one that they had."""
        return {
            name: tuple(
                part
                if (at := place(part.element)) == part.element
                else part.model_copy(update={"element": at})
                for part in getattr(self, name)
            )
            for name in BELONGING
        }

    def keyed(self) -> Iterator[Keyed]:
        """Every part that has a key, the plan itself left out, in reading order."""
        yield from self.decisions
        for statement in self.statements:
            yield from _branch(statement)
        for challenge in self.challenges:
            yield from _branch(challenge)
        for _, element in self.walk():
            yield element
            for statement in element.statements:
                yield from _branch(statement)


def _branch(part: Statement | Challenge) -> Iterator[Keyed]:
    yield part
    for child in part.statements if isinstance(part, Statement) else part.challenges:
        yield from _branch(child)

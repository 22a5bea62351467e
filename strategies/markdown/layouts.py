"""How each part of a plan is laid out in a document: the one table that reader and writer share.

docs/plan-markdown.md tells the same for people, and a test holds the two together.
"""

from dataclasses import dataclass, field
from typing import get_args

from pydantic import BaseModel

from strategies.markdown.values import (
    AMOUNTS,
    COUNT,
    DATE,
    INSTANT,
    LINE,
    NAMES,
    PERIOD,
    PROSE,
    YES,
    Form,
    choice,
)
from strategies.plan import (
    Basis,
    BasisKind,
    Challenge,
    Decision,
    DecisionKind,
    Document,
    Element,
    ElementKind,
    FlagKind,
    Forum,
    LegalWeight,
    Level,
    LinkKind,
    Mandate,
    Milestone,
    Part,
    Participant,
    ParticipantKind,
    Person,
    Plan,
    Quote,
    RelationKind,
    Resource,
    Role,
    Segment,
    StatementKind,
    StrategyKind,
)


@dataclass(frozen=True)
class Property:
    """A named value: "+ word: value" in the body, "word: value" in the front matter. A form may fill several fields."""

    word: str
    fields: tuple[str, ...]
    form: Form

    def defaults(self, part: type[BaseModel]) -> tuple[object, ...]:
        """What the fields of such a part hold when nothing is written."""
        return tuple(
            part.model_fields[name].get_default(call_default_factory=True) for name in self.fields
        )


@dataclass(frozen=True)
class Layout:
    """How a part is written.

    `head` is the field on the first line, after "kind:" where there are `kinds`; `text` the field that the lines under it fill (the same as
    `head` when the words run on); `below` the field of the parts below it, laid out as `items`. One that `belongs` may name its element.
    """

    part: type[Part]
    head: str
    kinds: tuple[str, ...] = ()
    text: str = ""
    properties: tuple[Property, ...] = ()
    below: str = ""
    items: "Layout | None" = None
    keyed: bool = False
    belongs: bool = False
    words: dict[str, Property] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", {prop.word: prop for prop in self.properties})


def _line(word: str, name: str) -> Property:
    return Property(word, (name,), LINE)


def _names(word: str, name: str) -> Property:
    return Property(word, (name,), NAMES)


def _yes(word: str, name: str) -> Property:
    return Property(word, (name,), YES)


LEVELS: dict[str, ElementKind] = {
    "inriktning": "direction",
    "insatsområde": "focus_area",
    "insats": "action",
}
HEADINGS: dict[int, ElementKind] = {2: "direction", 3: "focus_area", 4: "action"}
ROLES: tuple[Role, ...] = get_args(Role)
MENTIONED = "nämns"
STATEMENTS: tuple[StatementKind, ...] = get_args(StatementKind)
FLAGS: tuple[FlagKind, ...] = get_args(FlagKind)
LINKS: tuple[LinkKind, ...] = get_args(LinkKind)
RELATIONS: tuple[RelationKind, ...] = get_args(RelationKind)

FRONT = (
    _line("titel", "title"),
    _line("adress", "slug"),
    Property("slag", ("kind",), choice(get_args(StrategyKind), "inget slag av plan")),
    Property("nivå", ("level",), choice(get_args(Level), "ingen nivå")),
    Property("tyngd", ("legal_weight",), choice(get_args(LegalWeight), "ingen tyngd")),
    _yes("första i sitt slag", "first_of_kind"),
    _names("ägare", "owners"),
    _names("regioner", "regions"),
    Property("period", ("period",), PERIOD),
    _names("målgrupper", "target_groups"),
)
# Mappings of the three levels.
LEVEL_MAPS = (
    _line("ord", "level_words"),
    _names("andra ord", "level_synonyms"),
    Property("angivet antal", ("stated_counts",), COUNT),
)
DECISION = Layout(
    Decision,
    head="",
    properties=(
        Property("slag", ("kind",), choice(get_args(DecisionKind), "inget slag av beslut")),
        _line("organ", "body"),
        Property("datum", ("date",), DATE),
        _line("diarienummer", "case_number"),
        _line("paragraf", "paragraph"),
        _line("dokument", "document"),
    ),
)
RELATION = (_line("del", "part"), _line("not", "note"))

CHALLENGE = Layout(
    Challenge,
    head="title",
    text="text",
    properties=(_names("delas av", "shared_by"),),
    below="challenges",
    keyed=True,
)
ELEMENT = Layout(
    Element,
    head="title",
    text="text",
    properties=(
        _line("kort", "short_title"),
        Property("syfte", ("purpose",), PROSE),
        _yes("bland annat", "open_ended"),
        _yes("tvärgående", "crosscutting"),
        Property("period", ("period",), PERIOD),
        _names("målgrupper", "target_groups"),
    ),
    below="elements",
    keyed=True,
)
PARTICIPANT = Layout(
    Participant,
    head="name",
    kinds=get_args(ParticipantKind),
    properties=(
        _line("aktör", "actor"),
        _line("roll", "role"),
        Property("antal", ("count",), COUNT),
        _line("not", "note"),
        _yes("godkänd", "approved"),
    ),
)
PERSON = Layout(
    Person,
    head="name",
    properties=(
        _names("titlar", "titles"),
        _line("aktör", "actor"),
        _line("parti", "party"),
        _line("telefon", "phone"),
        _line("e-post", "email"),
        _yes("namn godkänt", "name_approved"),
        _yes("kontakt godkänd", "contact_approved"),
    ),
)
QUOTE = Layout(Quote, head="text", text="text", properties=(_line("person", "person"),))
# A reference to an element, which the reader and the writer resolve themselves.
BELONGS = "hör till"
RESOURCE = Layout(
    Resource,
    head="title",
    text="text",
    belongs=True,
    properties=(
        Property("belopp", ("low", "high", "approximate"), AMOUNTS),
        _line("enhet", "unit"),
        _line("per", "per"),
        Property("ingår inte", ("excludes",), PROSE),
    ),
)
MILESTONE = Layout(
    Milestone,
    head="title",
    text="text",
    belongs=True,
    properties=(
        Property("datum", ("date",), DATE),
        Property("tidigare", ("previous",), DATE),
        _line("för", "audience"),
    ),
)
FORUM = Layout(
    Forum,
    head="name",
    text="text",
    belongs=True,
    properties=(
        _line("slag", "kind"),
        _yes("planerat", "planned"),
        _line("rytm", "rhythm"),
        _line("form", "form"),
        _line("ursprung", "origin"),
        _names("medlemmar", "members"),
    ),
)
BASIS = Layout(
    Basis, head="text", kinds=get_args(BasisKind), properties=(_names("regioner", "regions"),)
)
MANDATE = Layout(
    Mandate,
    head="actor",
    text="text",
    properties=(
        _line("roll", "role"),
        _line("från", "given_by"),
        _names("områden", "areas"),
        _yes("bland annat", "open_ended"),
    ),
)
SEGMENT = Layout(Segment, head="text", kinds=get_args(Segment.model_fields["kind"].annotation))
DOCUMENT = Layout(
    Document,
    head="title",
    properties=(
        _line("slag", "kind"),
        _line("utgivare", "publisher"),
        _line("länk", "url"),
        _line("fil", "file"),
        _line("sha256", "sha256"),
        Property("publicerad", ("published_at",), INSTANT),
        Property("daterad", ("dated",), DATE),
        Property("uppdaterad", ("updated",), DATE),
        _line("sidansvarig", "page_owner"),
    ),
    below="segments",
    items=SEGMENT,
)

# Sections of items, by the plan's fields; those of notation alone come after, in SECTIONS.
ITEMS: dict[str, Layout] = {
    "challenges": CHALLENGE,
    "elements": ELEMENT,
    "participants": PARTICIPANT,
    "persons": PERSON,
    "quotes": QUOTE,
    "resources": RESOURCE,
    "milestones": MILESTONE,
    "forums": FORUM,
    "bases": BASIS,
    "mandates": MANDATE,
    "documents": DOCUMENT,
}
# Headings in the order of a written document; several for one field when other words are accepted too.
SECTIONS = {
    "Vision och mål": "statements",
    "Vision, syfte och mål": "statements",
    "Uttalanden": "statements",
    "Utmaningar": "challenges",
    "Innehåll": "elements",
    "Aktörer": "involvements",
    "Deltagare": "participants",
    "Personer": "persons",
    "Citat": "quotes",
    "Resurser": "resources",
    "Milstolpar": "milestones",
    "Forum": "forums",
    "Underlag": "bases",
    "Uppdrag": "mandates",
    "Källor": "documents",
    "Källställen": "passages",
    "Anmärkningar": "flags",
}
FRONT_FIELDS = frozenset(Plan.model_fields) - set(SECTIONS.values())

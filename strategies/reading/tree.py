"""A plan's tree as a page shows it: plain dicts with ready addresses, since templates are quickest with those.

Kinds strictly descend along a path, so a page meets at most three levels.
"""

from collections import defaultdict
from html import escape
from typing import TypedDict, get_args
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from strategies.plan import Challenge, Element, Flag, Involvement, Link, Plan, Role, Statement
from strategies.reading.level_names import singular
from strategies.reading.links import Links, Name
from strategies.reading.sourced import sourced_keys


class Pointer(TypedDict):
    """The way to a part of the plan."""

    title: str
    href: str


FLAG_NAMES = {
    "dubblett": "Upprepning i källan",
    "antal stämmer inte": "Antalet stämmer inte",
    "tomt avsnitt": "Tomt avsnitt i källan",
    "oparat citattecken": "Citattecken som inte stängs",
    "uppgift saknas": "Uppgift saknas",
    "härlett datum": "Härlett datum",
    "stavning": "Stavning i källan",
    "namn saknas": "Namn saknas",
    "personuppgift": "Personuppgift",
    "att kontrollera": "Att kontrollera",
}
LINK_NAMES = {
    "integreras i": "Integreras i",
    "svarar på": "Svarar på",
    "bidrar till": "Bidrar till",
}
LINKED_NAMES = {
    "integreras i": "Hit integreras",
    "svarar på": "Besvaras av",
    "bidrar till": "Hit bidrar",
}
NOTHING = SafeString("")
PARTING, BREAK = "\n\n", "\n"
LABEL = 48  # characters of a title where it only tells links apart
# Above so many parts a page of a whole plan leaves the sources of elements to the elements' own pages: it has to stay under 100 kB.
MOST_SOURCES = 120
ROLE_ORDER = {role: place for place, role in enumerate(get_args(Role))}


class LinkRow(TypedDict):
    """Ties of one kind to other parts of the plan; `editorial` when the editors read them into it."""

    kind: str
    to: list[Pointer]
    editorial: bool


class FlagRow(TypedDict):
    name: str
    text: str
    at: Pointer | None
    see: Pointer | None


class StatementRow(TypedDict):
    """`led` is the text after its kind and title, for where no heading tells them."""

    id: str
    kind: str
    title: str
    text: SafeString
    led: SafeString
    source: SafeString
    flags: list[FlagRow]
    statements: list["StatementRow"]


class ChallengeRow(TypedDict):
    id: str
    title: str
    text: SafeString
    shared_by: list[Name]
    source: SafeString
    answers: list[LinkRow]
    flags: list[FlagRow]
    challenges: list["ChallengeRow"]


class Node(TypedDict):
    """An element with all that it says itself; `more` says that it has anything beside title, text and actors."""

    id: str
    href: str
    kind: str
    word: str
    label: str
    title: str
    short_title: str
    said: SafeString
    more: bool
    purpose: SafeString
    crosscutting: bool
    open_ended: bool
    period: str
    target_groups: str
    statements: list[StatementRow]
    links: list[LinkRow]
    flags: list[FlagRow]


def paragraphs(text: str, lead: str = "") -> SafeString:
    """The text as HTML, its own line breaks kept, after `lead` in bold. Markup that a page has hundreds of is made here, several times as fast as in a template."""
    if not text:
        return NOTHING
    opening = f'<strong class="inline">{escape(lead)}:</strong> ' if lead else ""
    broken = escape(text).replace(PARTING, "</p><p>").replace(BREAK, "<br>")
    return SafeString(f"<p>{opening}{broken}</p>")


def short(key: UUID) -> str:
    """The part of a key that addresses name it by."""
    return key.hex[:8]


def anchor(key: UUID) -> str:
    return f"d-{short(key)}"


def roles(involvements: tuple[Involvement, ...], links: Links) -> SafeString:
    """Each role with its actors, the responsible first; "" without any."""
    if not involvements:
        return NOTHING
    rows: dict[Role, list[str]] = {}
    for tie in involvements:
        name = links.linked_actor(tie.actor)
        noted = f"{name} ({escape(tie.note)})" if tie.note else name
        rows.setdefault(tie.role, []).append(noted)
    parts = [
        f"<div><dt>{role.capitalize()}</dt><dd>{', '.join(rows[role])}</dd></div>"
        for role in sorted(rows, key=ROLE_ORDER.__getitem__)
    ]
    return SafeString(f'<dl class="who">{"".join(parts)}</dl>')


class Tree:
    """Makes rows of a plan's parts. `home` is the whole plan's address, "" on its own page.

    Elements lead to pages of their own under `pages`; where that is None (a preview) they lead nowhere. With `sources`, every part leads to
    where it stands in the plan's sources, in a plan that tells it of its parts.
    """

    def __init__(
        self,
        plan: Plan,
        links: Links,
        home: str = "",
        pages: str | None = "",
        *,
        sources: bool = False,
    ) -> None:
        self.plan = plan
        self.links = links
        self.home = home
        self.pages = pages
        self.sources = sourced_keys(plan) if sources else frozenset()
        self.titles = self._titles()
        self.sources_of_elements = pages != "" or len(self.titles) <= MOST_SOURCES
        self.flags = self._by_place()
        self.linked_here = self._linked_here()

    def node(self, element: Element) -> Node:
        """An element with what it says, and without those below it (see sections.py)."""
        return {
            "id": anchor(element.key),
            "href": self.page(element),
            "kind": element.kind,
            "word": singular(self.plan, element.kind),
            "label": element.label,
            "title": element.title,
            "short_title": element.short_title,
            "said": self.said(element),
            "more": self.has_more(element),
            "purpose": paragraphs(element.purpose, _("Syfte")),
            "crosscutting": element.crosscutting,
            "open_ended": element.open_ended,
            "period": str(element.period) if element.period else "",
            "target_groups": ", ".join(element.target_groups),
            "statements": [self.statement(part) for part in element.statements],
            "links": self._links(element),
            "flags": self.flags.get(element.key, []),
        }

    def page(self, element: Element) -> str:
        """The address of the element's own page; "" where it has none."""
        return "" if self.pages is None else f"{self.pages}{short(element.key)}/"

    def said(self, element: Element) -> SafeString:
        """The element's text, who does what in it, and the way to its source."""
        source = self.source(element.key) if self.sources_of_elements else NOTHING
        return SafeString(
            f"{paragraphs(element.text)}{roles(element.involvements, self.links)}{source}"
        )

    def has_more(self, element: Element) -> bool:
        """Whether it says anything beside its title, text and actors."""
        return bool(
            element.purpose
            or element.target_groups
            or element.crosscutting
            or element.period
            or element.statements
            or element.links
            or element.key in self.linked_here
            or element.key in self.flags
            or (element.open_ended and element.kind == "action")
        )

    def statement(self, part: Statement) -> StatementRow:
        return {
            "id": anchor(part.key),
            "kind": part.kind,
            "title": part.title,
            "text": paragraphs(part.text),
            "led": paragraphs(part.text, _led(part)),
            "source": self.source(part.key),
            "flags": self.flags.get(part.key, []),
            "statements": [self.statement(child) for child in part.statements],
        }

    def challenge(self, part: Challenge) -> ChallengeRow:
        """A challenge with the elements that answer it."""
        return {
            "id": anchor(part.key),
            "title": part.title,
            "text": paragraphs(part.text),
            "shared_by": [self.links.region(name) for name in part.shared_by],
            "source": self.source(part.key),
            "answers": self.linked_here.get(part.key, []),
            "flags": self.flags.get(part.key, []),
            "challenges": [self.challenge(child) for child in part.challenges],
        }

    def source(self, key: UUID) -> SafeString:
        """The way to where the part stands in its source; "" where there is none."""
        if key not in self.sources:
            return NOTHING
        href, title = f"{self.pages or ''}{short(key)}/kalla/", self.titles[key]
        label = escape(title if len(title) <= LABEL else f"{title[: LABEL - 1].rstrip()}…")
        return SafeString(f'<a href="{href}" aria-label="Källa till {label}">Källa</a>')

    def pointer(self, key: UUID) -> Pointer:
        """The way to a part of the plan, wherever the reader is."""
        return {"title": self.titles[key], "href": f"{self.home}#{anchor(key)}"}

    def flag(self, flag: Flag) -> FlagRow:
        return {
            "name": FLAG_NAMES[flag.kind],
            "text": flag.text,
            "at": self.pointer(flag.on) if flag.on else None,
            "see": self.pointer(flag.refers_to) if flag.refers_to else None,
        }

    def _titles(self) -> dict[UUID, str]:
        found = {}
        for part in self.plan.keyed():
            text = getattr(part, "short_title", "") or getattr(part, "title", "")
            found[part.key] = text or getattr(part, "text", "beslutet")
        return found

    def _by_place(self) -> dict[UUID, list[FlagRow]]:
        found: dict[UUID, list[FlagRow]] = defaultdict(list)
        for flag in self.plan.flags:
            if flag.on:
                found[flag.on].append(self.flag(flag))
        return found

    def _links(self, element: Element) -> list[LinkRow]:
        own = _by_kind([(link, link.to) for link in element.links], LINK_NAMES, self)
        return own + self.linked_here.get(element.key, [])

    def _linked_here(self) -> dict[UUID, list[LinkRow]]:
        ties: dict[UUID, list[tuple[Link, UUID]]] = defaultdict(list)
        for __, element in self.plan.walk():
            for link in element.links:
                ties[link.to].append((link, element.key))
        return {key: _by_kind(found, LINKED_NAMES, self) for key, found in ties.items()}


def _led(part: Statement) -> str:
    return f"{part.kind.capitalize()} – {part.title}" if part.title else part.kind.capitalize()


def _by_kind(ties: list[tuple[Link, UUID]], names: dict[str, str], tree: Tree) -> list[LinkRow]:
    rows: dict[tuple[str, str], LinkRow] = {}
    for link, key in ties:
        editorial = link.origin == "redaktionell"
        row: LinkRow = {"kind": names[link.kind], "to": [], "editorial": editorial}
        rows.setdefault((link.kind, link.origin), row)["to"].append(tree.pointer(key))
    return list(rows.values())

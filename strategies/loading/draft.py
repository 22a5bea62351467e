"""Text into the draft of a plan: the rules in their order, and what they found as one value."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from strategies import plan
from strategies.dates import PartialDate
from strategies.loading.nodes import Claim, Found, Node
from strategies.loading.reading import Reading
from strategies.loading.register import Register
from strategies.loading.rules.actors import Mention, mentions
from strategies.loading.rules.around import (
    milestones_of,
    relations_of,
    resources_of,
    target_groups_of,
)
from strategies.loading.rules.challenges import challenges_of
from strategies.loading.rules.contents import fill
from strategies.loading.rules.decisions import Decided, decisions_of, released_on
from strategies.loading.rules.directions import Scheme, directions_of, promised
from strategies.loading.rules.facts import (
    kind_of,
    level_of,
    owners_of,
    period,
    period_of,
    regions_of,
    title_of,
    weight_of,
)
from strategies.loading.rules.flags import flags_of
from strategies.loading.rules.people import (
    contacts_of,
    is_speech,
    page_owner_of,
    participants_of,
    quotes_of,
)
from strategies.loading.rules.statements import statements_of
from strategies.loading.text import Text

TITLE = 500  # characters, as in Plan
INTERNAL = re.compile(
    r"(?:fullmäktige|styrelsen?|nämnd(?:en)?|utskott(?:et)?|förvaltning(?:en)?|kontor(?:et)?|enhet(?:en)?|avdelning(?:en)?|chef(?:en)?|direktör(?:en)?|strateg(?:en)?|ledning|vägledare|utvecklare|kommunikatör|samordnare|ledare|lots|redaktör|sekreterare|ansvarig)s?$",
    re.IGNORECASE,
)


DEFINITE = re.compile(r"(?:en|et|na|are|ing|ör)$|^(?:Alla|Samtliga|Berörda|Lokala|Löpande)\b")


def draft(text: Text, register: Register, name: str = "") -> plan.Plan:
    """The plan that the text seems to hold, with a passage for each value and a flag for each doubt; `name` is the file's.

    Never raises for what the text says: where nothing is found, the plan has a title and the flag that its structure is missing.
    """
    reading = Reading(text, register, name)
    return Drafting(reading).made()


@dataclass
class Drafting:
    """A draft while its parts are put together; passages gather on the way."""

    reading: Reading
    passages: list[plan.Passage] = field(default_factory=list)

    def made(self) -> plan.Plan:
        reading = self.reading
        named = mentions(reading.body, reading.register)
        title = title_of(reading)
        kind = kind_of(reading, title)
        owners = owners_of(reading, named)
        years = period_of(reading, title)
        released = released_on(reading)
        decisions = decisions_of(reading, released)
        blocks = [block for block in reading.blocks if not is_speech(block)]
        scheme = directions_of(blocks)
        fill(blocks, scheme)
        values: dict[str, Any] = {
            "title": self.cite(title, "title", limit=TITLE),
            "kind": self.cite(kind, "kind"),
            "owners": self._names(owners, "owners"),
            "regions": self._names(regions_of(reading, owners, named), "regions"),
            "level": level_of(owners, reading),
            "period": period(years),
            "decisions": [self._decision(one) for one in decisions],
            "challenges": [self._challenge(claim) for claim in challenges_of(blocks)],
            "elements": [self._element(node) for node in scheme.nodes],
            "statements": [
                self._statement(kind, found) for kind, found in statements_of(blocks, scheme)
            ],
        }
        if years and values["period"]:
            self.cite(years, "period")
        if weight := weight_of(reading, kind):
            values["legal_weight"] = self.cite(weight, "legal_weight")
        values |= self._levels(scheme)
        values |= self._around(title)
        values["mentioned_actors"] = self._mentioned(named, values)
        values |= self._people()
        values["documents"] = [self._document(title, released)]
        whole = plan.Plan.model_validate(values | {"passages": self.passages})
        return whole.model_copy(update={"flags": tuple(flags_of(whole, reading))})

    # --- passages

    def cite(self, found: Found, name: str, on: UUID | None = None, limit: int = 0) -> str:
        """The found words as a value, with a passage for each stretch of the text that they stand in."""
        for start, end in found.spans:
            words = self.reading.words((start, end))
            self.passages.append(
                plan.Passage(
                    start=start,
                    end=end,
                    text=words[:2000],
                    on=on,
                    field=name,
                    rule=found.rule,
                    certainty=found.certainty,
                )
            )
        return _cut(found.text, limit) if limit else found.text

    def _names(self, found: list[Found], name: str) -> list[str]:
        return [
            self.cite(one, name, limit=200) for one in {one.text: one for one in found}.values()
        ]

    # --- parts

    def _decision(self, one: Decided) -> plan.Decision:
        date = PartialDate()
        if one.date:
            date = one.date.partial().model_copy(update={"inferred": one.inferred})
        made = plan.Decision(
            kind=one.kind,
            body=one.body.text[:200] if one.body else "",
            date=date,
            case_number=one.case_number.text[:200] if one.case_number else "",
            paragraph=one.paragraph.text if one.paragraph else "",
        )
        if one.body:
            self.cite(one.body, "body", made.key)
        if one.date:
            rule = "R56"
            self.cite(
                Found(
                    one.date.written, (one.date.span,), rule, "trolig" if one.inferred else "säker"
                ),
                "date",
                made.key,
            )
        for found, name in ((one.case_number, "case_number"), (one.paragraph, "paragraph")):
            if found:
                self.cite(found, name, made.key)
        return made

    def _challenge(self, claim: Claim) -> plan.Challenge:
        made = plan.Challenge(
            title=_cut(claim.title.text, TITLE),
            text=_prose(claim.text),
            challenges=tuple(self._challenge(child) for child in claim.children),
        )
        self._cite_part(made.key, claim.title, claim.text)
        return made

    def _cite_part(self, key: UUID, title: Found, text: list[Found]) -> None:
        self.cite(title, "title", key)
        for found in text:
            self.cite(found, "text", key)

    def _element(self, node: Node) -> plan.Element:
        made = plan.Element(
            kind=node.kind,
            label=node.label[:20],
            title=_cut(node.title.text, TITLE),
            text=_prose([*node.text, *_offices(self, node)]),
            open_ended=node.open_ended,
            involvements=self._involved(node),
            statements=tuple(self._statement(kind, found) for kind, found in node.statements),
            elements=tuple(self._element(child) for child in node.children),
        )
        self._cite_part(made.key, node.title, node.text)
        for _, found in node.actors:
            self.cite(found, "involvements", made.key)
        if node.period:
            self.cite(node.period, "text", made.key)
            made = made.model_copy(update={"text": _prose([*node.text, node.period])})
        return made

    def _involved(self, node: Node) -> tuple[plan.Involvement, ...]:
        """Those that a table or a line makes responsible; the register's name where it has one."""
        made: dict[tuple[str, str], plan.Involvement] = {}
        for role, cell in node.actors:
            for words in _several(cell.text):
                name = self.organisation(words)
                if name and (name, role) not in made:
                    said = {"actor": name, "role": role}
                    made[name, role] = plan.Involvement.model_validate(said)
        return tuple(made.values())

    def organisation(self, words: str) -> str:
        """The organisation that a cell names; "" for an office, a title or "kommunerna", which the text below the action keeps."""
        known = mentions(words, self.reading.register)
        if len(known) == 1 and _covers(known[0], words):
            return known[0].name
        several = len(words.split()) > 1 and not words.split()[-1].islower()
        sound = words[:1].isupper() and (several or not DEFINITE.search(words))
        return words if sound and len(words) <= 200 and not INTERNAL.search(words) else ""

    def _statement(self, kind: plan.StatementKind, found: Found) -> plan.Statement:
        made = plan.Statement(kind=kind, text=found.text)
        self.cite(found, "text", made.key)
        return made

    # --- what stands around

    def _levels(self, scheme: Scheme) -> dict[str, Any]:
        """The plan's own word for its directions, and how many it says there are."""
        found: dict[str, Any] = {}
        if scheme.word:
            found["level_words"] = {"direction": singular(scheme.word)}
        for block in self.reading.blocks:
            promise = promised(block) if block.kind != "row" else None
            if promise and promise[0] and scheme.nodes:
                found["stated_counts"] = {"direction": promise[0]}
                break
        return found

    def _around(self, title: Found) -> dict[str, Any]:
        reading = self.reading
        return {
            "relations": [
                plan.Relation(kind=tie.kind, to=self.cite(tie.to, "relations", limit=TITLE))
                for tie in relations_of(reading, title)
            ],
            "resources": [
                plan.Resource.model_validate(
                    {
                        "title": self.cite(cost.title, "resources", limit=TITLE),
                        "low": cost.low or None,
                        "high": cost.high
                        if cost.high and float(cost.high) >= float(cost.low)
                        else None,
                        "unit": cost.unit,
                        "per": cost.per,
                        "approximate": cost.about,
                    }
                )
                for cost in resources_of(reading)
                if len(cost.low) <= 14
            ],
            "milestones": [
                plan.Milestone(title=self.cite(found, "milestones", limit=TITLE), date=date)
                for found, date in milestones_of(reading)
            ],
            "target_groups": [
                self.cite(found, "target_groups", limit=TITLE)
                for found in target_groups_of(reading)
            ],
        }

    def _mentioned(self, named: list[Mention], values: dict[str, Any]) -> list[str]:
        """Organisations that the text names and the plan gives no role; internal bodies left out."""
        taken = {name.lower() for name in values["owners"]}
        found: dict[str, Mention] = {}
        for mention in named:
            internal = INTERNAL.search(mention.name) or (
                mention.known and mention.known.kind == "nämnd"
            )
            if not internal and mention.owner.lower() not in taken and mention.name != "Regeringen":
                found.setdefault(mention.owner, mention)
        return [
            self.cite(
                Found(
                    one.name,
                    (one.span,),
                    "R70" if one.known else "R71",
                    "säker" if one.known else "osäker",
                ),
                "mentioned_actors",
            )
            for one in found.values()
        ]

    def _people(self) -> dict[str, Any]:
        reading = self.reading
        said = list(quotes_of(reading.blocks))
        people = {
            one.name.text: one for one in [*(quote.person for quote in said), *contacts_of(reading)]
        }
        for one in people.values():
            self.cite(one.name, "persons")
        quotes = [
            plan.Quote(text=self.cite(one.text, "quotes"), person=one.person.name.text)
            for one in said
        ]
        persons = [
            plan.Person(
                name=one.name.text,
                titles=one.titles,
                party=one.party,
                phone=one.phone,
                email=one.email,
            )
            for one in people.values()
        ]
        participants = [
            plan.Participant(
                kind="person", name=self.cite(found, "participants"), actor=actor, role=role
            )
            for found, actor, role in participants_of(reading)
        ]
        return {"quotes": quotes, "persons": persons, "participants": participants}

    def _document(self, title: Found, released: Any) -> plan.Document:
        reading = self.reading
        first = reading.content[0].text if reading.content else title.text
        return plan.Document(
            title=_cut(reading.text.title or first, TITLE),
            file=reading.name[:500],
            dated=released.partial() if released else None,
            page_owner=page_owner_of(reading),
        )


def _offices(drafting: Drafting, node: Node) -> list[Found]:
    """What a cell says of who does it, where it names no organisation: "Näringslivschefen" is told in the text."""
    return [
        cell
        for _, cell in node.actors
        if not all(drafting.organisation(words) for words in _several(cell.text))
    ]


def _prose(found: list[Found]) -> str:
    return "\n\n".join(one.text for one in found)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 2].rsplit(" ", 1)[0] + " …"


def _several(text: str) -> list[str]:
    return [
        part.strip(" .")
        for part in re.split(r"[,;/]\s*|\s+och\s+(?=[A-ZÅÄÖ])", text)
        if part.strip(" .")
    ]


def _covers(mention: Mention, words: str) -> bool:
    return mention.span[1] - mention.span[0] >= len(words) - 4


def singular(word: str) -> str:
    """ "strategiska områden" as "Strategiskt område": the level word as a heading over one of them."""
    text = re.sub(
        r"\s+\d{4}.*$",
        "",
        re.sub(
            r"^(?:\w+\s)?(?:våra|de|programmets|strategins|planens)\s",
            "",
            word.strip(),
            flags=re.IGNORECASE,
        ),
    )
    text = re.sub(
        r"^(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|\d+)\s+", "", text, flags=re.IGNORECASE
    )
    for plural, one in (
        ("områdena", "område"),
        ("områden", "område"),
        ("inriktningarna", "inriktning"),
        ("inriktningar", "inriktning"),
        ("inriktningen", "inriktning"),
        ("prioriteringarna", "prioritering"),
        ("prioriteringar", "prioritering"),
        ("satsningar", "satsning"),
        ("principer", "princip"),
        ("fokusfrågor", "fokusfråga"),
    ):
        if text.lower().endswith(plural):
            neuter = one.endswith("område")
            text = text[: -len(plural)] + one
            text = re.sub(
                r"^(\w+sk|prioriterad|gemensam|övergripande)a\s",
                rf"\1{'t' if neuter else ''} ",
                text,
                flags=re.IGNORECASE,
            )
            text = text.replace("prioriteradt", "prioriterat").replace(
                "Prioriteradt", "Prioriterat"
            )
            break
    return text[:1].upper() + text[1:]

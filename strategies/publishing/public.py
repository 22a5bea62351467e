"""What the public sees of a plan: everything but the people who have not agreed to be named, or whose role has ended."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from strategies.plan import Document, Flag, Forum, Participant, Passage, Person, Plan, Quote
from strategies.texts import one_line

UNNAMED = "Namnet visas inte"
# Stands for each character of what is held back, so that places in a text stay right.
BLANK = "█"


def public_plan(plan: Plan, withheld: Iterable[str] = ()) -> Plan:
    """The plan without what is held back; public_plan(public_plan(plan)) is the same.

    Held back are names, phone numbers and e-mail addresses that nobody has approved, or whose name is in `withheld`; the party of somebody
    unnamed; and remarks that repeat any of it. Roles, organisations and the number of people stay, and so do the plan's own texts, which are
    as they were decided. Segments go too: they are page furniture of the source, and often name people.
    """
    plan = without_approval(plan, withheld)
    named = _approved(plan)
    held = held_back(plan)
    return plan.model_copy(
        update={
            "persons": tuple(_persons(plan.persons)),
            "participants": tuple(_participants(plan.participants, held)),
            "quotes": tuple(_quote(quote, named) for quote in plan.quotes),
            "forums": tuple(_forum(forum, held) for forum in plan.forums),
            "documents": tuple(_document(document, named) for document in plan.documents),
            "flags": tuple(_flags(plan.flags, held)),
            "passages": tuple(_passages(plan.passages, held)),
        }
    )


def without_approval(plan: Plan, names: Iterable[str]) -> Plan:
    """The plan as if nobody had approved that these people are named; the very same plan when there are none.

    Somebody whom the plan does not know of becomes a person of it, of whom the public reads nothing: remarks that name them are then held back too.
    """
    hidden = {known_by(name): name for name in names}
    if not hidden:
        return plan
    persons = tuple(
        person.model_copy(update={"name_approved": False, "contact_approved": False})
        if known_by(person.name) in hidden
        else person
        for person in plan.persons
    )
    known = {known_by(person.name) for person in persons}
    persons += tuple(Person(name=name) for key, name in hidden.items() if key not in known)
    participants = tuple(
        part.model_copy(update={"approved": False}) if known_by(part.name) in hidden else part
        for part in plan.participants
    )
    return plan.model_copy(update={"persons": persons, "participants": participants})


def people_in(plan: Plan) -> set[str]:
    """The names of everybody whom the plan names as a person, approved or not."""
    names = {person.name for person in plan.persons}
    names |= {part.name for part in plan.participants if part.kind == "person"}
    names |= {quote.person for quote in plan.quotes}
    names |= {document.page_owner for document in plan.documents}
    return names - {"", UNNAMED}


def known_by(name: str) -> str:
    """What makes two writings the same name: letters, whatever their case, and single spaces."""
    return one_line(name).casefold()


class HeldBack:
    """Names, numbers and addresses that the public may not read, and how to find them in a text.

    Public digests of editions rest on what it finds in the name of a member (strategies/publishing/canonical.py).
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        patterns = [_pattern(secret) for secret in sorted(secrets, key=len, reverse=True)]
        # Not within another word; but a name's genitive is the name.
        found = rf"(?<!\w)(?:{'|'.join(patterns)})(?=s?(?!\w))" if patterns else r"(?!)"
        self.pattern = re.compile(found, re.IGNORECASE)

    def in_text(self, text: str) -> bool:
        return self.pattern.search(text) is not None

    def blanked(self, text: str) -> str:
        """The text with BLANK for each character of what is held back."""
        return self.pattern.sub(lambda found: BLANK * len(found[0]), text)


def held_back(plan: Plan) -> HeldBack:
    """What public_plan() takes out of the plan, for texts that stand beside it."""
    return HeldBack(_secrets(plan, _approved(plan)))


def _pattern(secret: str) -> str:
    """The secret however its spaces, or the groups of a phone number, are written."""
    if re.fullmatch(r"[+\d\s()./–-]*\d[+\d\s()./–-]*", secret):
        return r"[\s()./–-]*".join(re.escape(sign) for sign in secret if sign in "+0123456789")
    return r"\s+".join(re.escape(word) for word in secret.split())


def _approved(plan: Plan) -> set[str]:
    """Names that may be shown: a person is known by name, so one approval is enough."""
    return {person.name for person in plan.persons if person.name_approved} | {
        participant.name for participant in plan.participants if participant.approved
    }


def _secrets(plan: Plan, named: set[str]) -> set[str]:
    contacts = {
        contact
        for person in plan.persons
        if not (person.name_approved and person.contact_approved)
        for contact in (person.phone, person.email)
    }
    return people_in(plan) - named | contacts - {""}


def _persons(persons: tuple[Person, ...]) -> Iterator[Person]:
    """Nobody's contact without the name: an e-mail address usually holds it."""
    for person in persons:
        if person.name_approved:
            hidden = {} if person.contact_approved else {"phone": "", "email": ""}
            yield person.model_copy(update=hidden)
        elif person.titles or person.actor:
            yield Person(name=UNNAMED, titles=person.titles, actor=person.actor)


def _participants(participants: tuple[Participant, ...], held: HeldBack) -> Iterator[Participant]:
    """People without a name become one line for each organisation and role, with their number."""
    crowds: Counter[tuple[str, str]] = Counter()
    for part in participants:
        if _unnamed(part):
            crowds[part.actor, part.role] += part.count or 1
    for part in participants:
        if not _unnamed(part):
            yield part.model_copy(update={"note": ""}) if held.in_text(part.note) else part
        elif count := crowds.pop((part.actor, part.role), 0):
            yield Participant(
                kind="person", name=UNNAMED, actor=part.actor, role=part.role, count=count
            )


def _unnamed(part: Participant) -> bool:
    return part.kind == "person" and not part.approved


def _quote(quote: Quote, named: set[str]) -> Quote:
    return quote if quote.person in named else quote.model_copy(update={"person": ""})


def _forum(forum: Forum, held: HeldBack) -> Forum:
    """Its members are organisations, but people may have been written among them."""
    members = tuple(name for name in forum.members if not held.in_text(name))
    return forum if members == forum.members else forum.model_copy(update={"members": members})


def _document(document: Document, named: set[str]) -> Document:
    owner = document.page_owner if document.page_owner in named else ""
    return document.model_copy(update={"page_owner": owner, "segments": ()})


def _flags(flags: tuple[Flag, ...], held: HeldBack) -> Iterator[Flag]:
    """Flags about personal data are the editors' own reminders."""
    for flag in flags:
        if flag.kind != "personuppgift" and not held.in_text(flag.text):
            yield flag


def _passages(passages: tuple[Passage, ...], held: HeldBack) -> Iterator[Passage]:
    for passage in passages:
        if not held.in_text(passage.text):
            yield passage

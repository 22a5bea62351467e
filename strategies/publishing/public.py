"""What the public sees of a plan: everything but the people who have not agreed to be named."""

from collections import Counter
from collections.abc import Iterable, Iterator

from strategies.plan import Document, Flag, Participant, Passage, Person, Plan, Quote

UNNAMED = "Namnet visas inte"


def public_plan(plan: Plan) -> Plan:
    """The plan without what is held back; public_plan(public_plan(plan)) is the same.

    Withheld are names, phone numbers and e-mail addresses that nobody has approved, the party of somebody unnamed, and remarks that
    repeat any of it. Roles, organisations and the number of people stay. Segments go too: they are page furniture of the source, and
    often name people.
    """
    named = _approved(plan)
    withheld = _Withheld(_secrets(plan, named))
    return plan.model_copy(
        update={
            "persons": tuple(_persons(plan.persons)),
            "participants": tuple(_participants(plan.participants, withheld)),
            "quotes": tuple(_quote(quote, named) for quote in plan.quotes),
            "documents": tuple(_document(document, named) for document in plan.documents),
            "flags": tuple(_flags(plan.flags, withheld)),
            "passages": tuple(_passages(plan.passages, withheld)),
        }
    )


class _Withheld:
    """Strings that may not be repeated in remarks about the source."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.secrets = [secret.casefold() for secret in secrets]

    def in_text(self, text: str) -> bool:
        folded = text.casefold()
        return any(secret in folded for secret in self.secrets)


def _approved(plan: Plan) -> set[str]:
    """Names that may be shown: a person is known by name, so one approval is enough."""
    return {person.name for person in plan.persons if person.name_approved} | {
        participant.name for participant in plan.participants if participant.approved
    }


def _secrets(plan: Plan, named: set[str]) -> set[str]:
    names = {person.name for person in plan.persons}
    names |= {part.name for part in plan.participants if part.kind == "person"}
    names |= {quote.person for quote in plan.quotes}
    names |= {document.page_owner for document in plan.documents}
    contacts = {
        contact
        for person in plan.persons
        if not (person.name_approved and person.contact_approved)
        for contact in (person.phone, person.email)
    }
    return (names - named - {UNNAMED} | contacts) - {""}


def _persons(persons: tuple[Person, ...]) -> Iterator[Person]:
    """Nobody's contact without the name: an e-mail address usually holds it."""
    for person in persons:
        if person.name_approved:
            hidden = {} if person.contact_approved else {"phone": "", "email": ""}
            yield person.model_copy(update=hidden)
        elif person.titles or person.actor:
            yield Person(name=UNNAMED, titles=person.titles, actor=person.actor)


def _participants(
    participants: tuple[Participant, ...], withheld: _Withheld
) -> Iterator[Participant]:
    """People without a name become one line for each organisation and role, with their number."""
    crowds: Counter[tuple[str, str]] = Counter()
    for part in participants:
        if _unnamed(part):
            crowds[part.actor, part.role] += part.count or 1
    for part in participants:
        if not _unnamed(part):
            yield part.model_copy(update={"note": ""}) if withheld.in_text(part.note) else part
        elif count := crowds.pop((part.actor, part.role), 0):
            yield Participant(
                kind="person", name=UNNAMED, actor=part.actor, role=part.role, count=count
            )


def _unnamed(part: Participant) -> bool:
    return part.kind == "person" and not part.approved


def _quote(quote: Quote, named: set[str]) -> Quote:
    return quote if quote.person in named else quote.model_copy(update={"person": ""})


def _document(document: Document, named: set[str]) -> Document:
    owner = document.page_owner if document.page_owner in named else ""
    return document.model_copy(update={"page_owner": owner, "segments": ()})


def _flags(flags: tuple[Flag, ...], withheld: _Withheld) -> Iterator[Flag]:
    """Flags about personal data are the editors' own reminders."""
    for flag in flags:
        if flag.kind != "personuppgift" and not withheld.in_text(flag.text):
            yield flag


def _passages(passages: tuple[Passage, ...], withheld: _Withheld) -> Iterator[Passage]:
    for passage in passages:
        if not withheld.in_text(passage.text):
            yield passage

"""What stands on paper about the edition itself: its number and day, what was decided, and how anyone can check it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from strategies.adopted import since_words
from strategies.dates import in_words
from strategies.paper.blocks import Block, Code, Facts, Part, Piece, Row, Section, Text, said
from strategies.paper.tables import table
from strategies.plan import Decision, Plan
from strategies.reading.facts import date_note

GROUP = 8  # letters of a checksum that an eye compares at a time


@dataclass(frozen=True)
class Imprint:
    """What an edition has beside its plan. `address` is its whole address, `check` that of the page where its checksum stands; `note` what was new.

    `adopted` is the number of the edition that was adopted, when this one says something else, and `changes` where it is told what; else 0 and "".
    """

    number: int
    day: date
    sha256: str
    address: str
    check: str
    note: str = ""
    adopted: int = 0
    changes: str = ""

    @property
    def title(self) -> str:
        """ "3, publicerad 22 november 2026"."""
        day = in_words(self.day.isoformat())
        return _("%(number)s, publicerad %(day)s") % {"number": self.number, "day": day}


def about_edition(plan: Plan, imprint: Imprint, former: Imprint | None = None) -> Section:
    """The last page: decisions, the checksum, and what to do with it; and which edition it was compared with, if any."""
    facts = (
        *said(imprint.title, _("Utgåva")),
        *said(former.title if former else "", _("Jämförd med")),
        *said(imprint.note, _("Nytt i den")),
        Row(_("Adress"), (linked(imprint.address),)),
    )
    blocks: tuple[Block, ...] = (
        Facts(facts),
        Part(2, _("Beslut"), () if plan.decisions else said(_("Inget beslut är känt."))),
        *_decisions(plan.decisions),
        *(Text((row,)) for row in since_adopted(plan, imprint)),
        *checked(imprint),
        Text(said(_left_out())),
    )
    return Section(_("Om utgåvan"), blocks, new_page=True)


def checked(imprint: Imprint) -> tuple[Block, ...]:
    """How to see that the paper is the edition's, with the checksum in groups that an eye can compare."""
    how = _(
        "En utgåva ändras aldrig. Kontrollsumman nedan (SHA-256) är räknad på det som utgåva %(number)s säger. Jämför den med den som står i "
        "portalen: är de lika, är det samma utgåva. På utgåvans adress ser du om det har kommit en nyare."
    )
    body = (
        *said(how % {"number": imprint.number}),
        Row(_("Kontrollsumman i portalen"), (linked(imprint.check),)),
    )
    groups = range(0, len(imprint.sha256), GROUP)
    summed = Code(tuple(imprint.sha256[at : at + GROUP] for at in groups))
    return Part(2, _("Kontrollera pappret"), body), summed


def linked(address: str) -> Piece:
    """An address that can be read, and followed on a screen."""
    return Piece(address, href=address)


def since_adopted(plan: Plan, imprint: Imprint) -> tuple[Row, ...]:
    """That the edition says something else than the one that was adopted, and where the difference stands; nothing when it says the same."""
    if not imprint.adopted:
        return ()
    said_of = {"changed": since_words(plan.decisions), "number": imprint.adopted}
    text = _("%(changed)s (utgåva %(number)s). Skillnaden finns på") % said_of
    return (Row("", (Piece(f"{text} "), linked(imprint.changes))),)


def decided(decision: Decision) -> str:
    """ "Antagen 14 juni 2018, Regionfullmäktige, 18RS1234, § 77"."""
    said_of = (_when(decision), decision.body, decision.reference)
    return ", ".join(part for part in said_of if part)


def repeal(plan: Plan) -> str:
    """ "Upphävd 10 januari 2022", or "" when no decision has repealed the plan."""
    return "; ".join(_when(decision) for decision in plan.decisions if decision.kind == "upphävd")


def _when(decision: Decision) -> str:
    known = decision.date.value or decision.date.written
    kind = decision.kind.capitalize()
    return f"{kind} {decision.date}" if known else kind


def _decisions(decisions: tuple[Decision, ...]) -> tuple[Block, ...]:
    rows = [
        (
            one.kind.capitalize(),
            str(one.date),
            one.body,
            one.case_number,
            one.paragraph_told,
            date_note(one.date),
        )
        for one in decisions
    ]
    head = (_("Beslut"), _("Datum"), _("Organ"), _("Diarienummer"), _("Paragraf"), _("Anmärkning"))
    return table(head, (3, 4, 6, 4, 3, 5), rows)


def _left_out() -> str:
    return _(
        "Personers namn och kontaktuppgifter trycks inte. De som har godkänt det finns på planens sida i portalen, liksom källställen och "
        "redaktionens anmärkningar."
    )

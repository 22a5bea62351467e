"""What must be in order before a plan takes a step: each check tells what is wrong, and what to do, in Swedish."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from strategies.models import Edition, EntryRelation, Strategy
from strategies.models.entry import REPLACES
from strategies.plan import FlagKind, Plan
from strategies.publishing.canonical import digest

# A flag of this kind asks a person to look before readers do. The others tell of the source, and readers see them.
BLOCKING: tuple[FlagKind, ...] = ("att kontrollera",)


@dataclass(frozen=True)
class Said:
    """What whoever takes a step has said: a comment, note or reason; that it is a correction; and when to publish."""

    comment: str = ""
    correction: bool = False
    publish_at: datetime | None = None


@dataclass(frozen=True)
class Case:
    """A plan that is about to take a step: its row, its working copy, and what was said."""

    strategy: Strategy
    plan: Plan
    sha256: str
    said: Said

    @property
    def current(self) -> Edition | None:
        return self.strategy.current_edition


def has_an_owner(case: Case) -> Iterator[str]:
    """That it has a title is the database's own rule."""
    if not case.plan.owners:
        yield _("Planen saknar ägare. Ange vem som äger den först.")


def has_no_blocking_flag(case: Case) -> Iterator[str]:
    flags = sum(flag.kind in BLOCKING for flag in case.plan.flags)
    if flags:
        yield ngettext(
            "%(count)d anmärkning säger att något ska kontrolleras. Kontrollera det, och bocka av den under Att göra.",
            "%(count)d anmärkningar säger att något ska kontrolleras. Kontrollera det, och bocka av dem under Att göra.",
            flags,
        ) % {"count": flags}


def has_no_decision_to_come(case: Case) -> Iterator[str]:
    """Readers would be told that it has been made."""
    for decision in case.plan.decisions:
        if decision.date.is_after(timezone.localdate()):
            yield _(
                "Beslutet ”%(decision)s” har inte fattats än. Rätta datumet, eller ta bort beslutet och lägg till det när det är fattat."
            ) % {"decision": decision.told}


def tells_of_its_decisions(case: Case) -> Iterator[str]:
    """A source may leave out by whom or when; where both are missing, nobody can tell whether there was a decision at all."""
    for decision in case.plan.decisions:
        date = decision.date
        if not (decision.body or date.value or date.written):
            yield _(
                "Planen sägs vara %(kind)s, men inte när eller av vem. Skriv det under Beslut, eller ta bort beslutet."
            ) % {"kind": decision.kind}


def ends_only_what_it_may(case: Case) -> Iterator[str]:
    """A plan ends a published one by saying that it replaces it (docs/decisions/0026), so it has to be its owner's and not the older of the two."""
    ties = case.strategy.relations.filter(kind=REPLACES, part="", to__current_edition__isnull=False)
    rows = ties.select_related("to__current_edition").defer("to__current_edition__plan")
    begins = case.plan.period.first_day if case.plan.period else None
    for tie in rows.prefetch_related("to__owners"):
        other = tie.to.current_edition
        assert other is not None  # the filter
        owners = [str(owner) for owner in tie.to.owners.all()]
        words = {"title": other.title, "owners": ", ".join(owners)}
        if set(case.plan.owners).isdisjoint(owners):
            yield (
                _(
                    "Planen sägs ersätta ”%(title)s”, som ägs av %(owners)s. Ta bort sambandet, eller be dem skriva i sin plan att den är upphävd."
                )
                % words
            )
        elif begins and other.first_day and begins < other.first_day:
            yield (
                _(
                    "Planen sägs ersätta ”%(title)s”, som börjar gälla senare. Ta bort sambandet, och skriv det i den andra planen om det är den som ersätter den här."
                )
                % words
            )
        elif EntryRelation.objects.superseding().filter(strategy=tie.to, to=case.strategy).exists():
            yield (
                _(
                    "Planen sägs ersätta ”%(title)s”, som i sin tur ersätter den här. Ta bort sambandet ur den ena av dem."
                )
                % words
            )


def is_something_new(case: Case) -> Iterator[str]:
    if case.current and says_the_same(case.current, case.sha256):
        yield _("Inget är ändrat sedan den senaste utgåvan, så det finns inget nytt att publicera.")


def says_the_same(edition: Edition, sha256: str) -> bool:
    """Whether the edition says what a plan with that digest says. A later release may write the same plan with more fields than it had."""
    return sha256 in (edition.sha256, digest(Plan.model_validate(edition.plan)))


def tells_what_is_new(case: Case) -> Iterator[str]:
    if case.said.correction or case.said.comment.strip():
        return
    if case.strategy.editions.exists():
        yield _(
            "Skriv vad som är nytt, så att läsarna ser vad som har ändrats, eller markera att det är en rättelse."
        )


def has_room_for_the_note(case: Case) -> Iterator[str]:
    longest = Edition._meta.get_field("note").max_length or 0
    if len(case.said.comment.strip()) > longest:
        yield _(
            "Texten om vad som är nytt är för lång: den har fler än %(most)d tecken. Korta den."
        ) % {"most": longest}


def tells_why(case: Case) -> Iterator[str]:
    if not case.said.comment.strip():
        yield _("Skriv varför, så att de som berörs förstår.")


def has_a_time_to_come(case: Case) -> Iterator[str]:
    if case.said.publish_at is None:
        yield _("Skriv när planen ska publiceras: dag och klockslag.")
    elif case.said.publish_at <= timezone.now():
        yield _("Tiden har redan varit. Välj en tid som kommer, eller publicera nu.")

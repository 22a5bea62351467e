"""Which plans others replace, and from when; and telling those concerned when a publication or withdrawal changes it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.template.defaultfilters import date as in_words
from django.utils import timezone
from django.utils.translation import gettext as _

from strategies.models import EntryRelation, Step, StepKind, Strategy
from strategies.publishing.letters import tell_of


@dataclass(frozen=True)
class Replacement:
    """That a plan (its id) is replaced by another, from a day to come; None when it is already. Two that differ in title alone are the same."""

    plan: int
    by: int
    day: date | None
    title: str = field(compare=False)

    def told(self) -> str:
        if self.day is None:
            return _("Ersätts av ”%(title)s”.") % {"title": self.title}
        words = {"day": in_words(self.day, "j F Y"), "title": self.title}
        return _("Ersätts den %(day)s av ”%(title)s”.") % words


@contextmanager
def changes_told(strategy: Strategy) -> Iterator[None]:
    """Around what changes the strategy's current edition: tells those concerned with every plan, the strategy among them, that is replaced otherwise than before.

    What counts of several replacements of a plan is the one that comes first.
    """
    before = _replacements()
    yield
    after = _replacements()
    touched = {one.plan for one in (*before, *after) if one.by == strategy.pk} | {strategy.pk}
    was, now = _first(before), _first(after)
    plans = Strategy.objects.published().filter(pk__in=touched).select_related("current_edition")
    for plan in plans.defer("current_edition__plan").order_by("pk"):
        old, new = was.get(plan.pk), now.get(plan.pk)
        if old != new:
            _note(plan, old, new, {one.by for one in after if one.plan == plan.pk})


def _replacements() -> list[Replacement]:
    """All that current editions say today, the first to come first."""
    edition, today = "strategy__current_edition", timezone.localdate()
    rows = EntryRelation.objects.superseding().order_by("pk")
    found = [
        Replacement(plan, by, day if day and day > today else None, title)
        for plan, by, day, title in rows.values_list(
            "to", "strategy", f"{edition}__first_day", f"{edition}__title"
        )
    ]
    return sorted(found, key=lambda one: (one.day or date.min, one.by))


def _first(replacements: Iterable[Replacement]) -> dict[int, Replacement]:
    """The first replacement of each plan."""
    found: dict[int, Replacement] = {}
    for one in replacements:
        found.setdefault(one.plan, one)
    return found


def _note(
    plan: Strategy, old: Replacement | None, new: Replacement | None, replacing: set[int]
) -> None:
    """The step that says what is new; `replacing` are the plans that replace it now."""
    edition = plan.current_edition
    assert edition is not None  # it is published
    told = []
    if old and old.by not in replacing:
        told.append(_("Ersätts inte längre av ”%(title)s”.") % {"title": old.title})
    if new:
        told.append(new.told())
    step = Step.objects.create(
        strategy=plan,
        kind=StepKind.SUPERSEDE if new else StepKind.RESTORE,
        taken_at=timezone.now(),
        comment=" ".join(told),
        sha256=edition.sha256,
        edition=edition,
        replaced_by_id=new.by if new else None,
    )
    tell_of(step)

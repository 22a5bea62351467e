"""Steps as news: what feeds and mail tell of them, and nothing that the public does not see."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID, uuid5

from django.db.models.fields.json import KeyTransform
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from strategies.adopted import since_words
from strategies.models import Edition, Step, StepKind
from strategies.models.step import StepQuerySet
from strategies.news.altered import altered
from strategies.plan import ADOPTING, Decision

# What the key of an item is made of, beside the plan's key: feeds' readers know an entry by it.
KEYS = {
    StepKind.WITHDRAW: "withdrawn",
    StepKind.SUPERSEDE: "superseded",
    StepKind.RESTORE: "restored",
}


@dataclass(frozen=True)
class Item(ABC):
    """One piece of news of a plan. `kind` is the plan's, `path` its address, `at` when it happened; `entry` and `letter` are the templates of what a feed and a mail say."""

    key: UUID
    title: str
    kind: str
    owners: tuple[str, ...]
    at: datetime
    path: str
    entry: ClassVar[str]
    letter: ClassVar[str]

    @property
    @abstractmethod
    def headline(self) -> str:
        """What it is called in a feed."""

    @property
    @abstractmethod
    def subject(self) -> str:
        """What a mail about it alone is called."""

    @property
    @abstractmethod
    def paths(self) -> dict[str, str]:
        """All addresses that it leads to; the first is its own."""


@dataclass(frozen=True)
class NewEdition(Item):
    """One edition as news. Decisions and title are the same in a plan and in what the public sees of it (`public_plan`).

    `altered` says that the text is not the one that was adopted, and is "" where it is; then no decision to adopt it is among `decisions`.
    """

    number: int
    note: str
    correction: bool
    altered: str
    decisions: tuple[str, ...]
    edition_path: str
    changes_path: str
    entry = "following/_edition.html"
    letter = "following/_edition.txt"

    @classmethod
    def of(cls, step: Step, adopted: int = 0) -> Self:
        """The news that a publication is; it must have come through with_news(). `adopted` is the number of the adopted edition, where that says something else."""
        edition = _edition(step)
        told: list[dict[str, Any]] = getattr(step, "decisions")  # noqa: B009 - an annotation
        decisions = [Decision.model_validate(one) for one in told]
        adopting = [one for one in decisions if one.kind in ADOPTING]
        shown = [one for one in decisions if not (adopted and one in adopting)]
        return cls(
            **_plan(edition),
            key=uuid5(edition.strategy.key, str(edition.number)),
            at=edition.published_at,
            number=edition.number,
            note=edition.note,
            correction=edition.correction,
            altered=_altered(adopting, adopted) if adopted else "",
            decisions=tuple(_decision(one) for one in shown),
            edition_path=edition.get_absolute_url(),
            changes_path=_changes(edition),
        )

    @property
    def first(self) -> bool:
        return self.number == 1

    @property
    def headline(self) -> str:
        if self.first:
            return self.title
        words = {"title": self.title, "number": self.number}
        if self.correction:
            return _("%(title)s, utgåva %(number)s (rättelse)") % words
        return _("%(title)s, utgåva %(number)s") % words

    @property
    def subject(self) -> str:
        if self.correction:
            return _("Rättelse: %s") % self.title
        return (_("Ny plan: %s") if self.first else _("Ny utgåva: %s")) % self.title

    @property
    def paths(self) -> dict[str, str]:
        return {"edition": self.edition_path, "plan": self.path, "changes": self.changes_path}


@dataclass(frozen=True)
class Change(Item):
    """That a plan is withdrawn, replaced by another or so no longer; `told` is the reason to withdraw it, or by which plan and from when it is replaced."""

    what: StepKind
    told: str
    successor_path: str
    entry = "following/_change.html"
    letter = "following/_change.txt"

    @classmethod
    def of(cls, step: Step) -> Self:
        edition, what = _edition(step), StepKind(step.kind)
        return cls(
            **_plan(edition),
            key=uuid5(edition.strategy.key, f"{KEYS[what]} {step.pk}"),
            at=step.taken_at,
            what=what,
            told=step.comment,
            successor_path=step.replaced_by.get_absolute_url() if step.replaced_by else "",
        )

    @property
    def withdrawn(self) -> bool:
        return self.what == StepKind.WITHDRAW

    @property
    def headline(self) -> str:
        if self.withdrawn:
            return _("%(title)s är återkallad") % {"title": self.title}
        return f"{self.title} {self.what.label}"

    @property
    def subject(self) -> str:
        return f"{capfirst(self.what.label)}: {self.title}"

    @property
    def paths(self) -> dict[str, str]:
        return {"plan": self.path, "successor": self.successor_path}


def with_news(steps: StepQuerySet) -> StepQuerySet:
    """The steps with what items() needs, in two queries, and without their editions' plans."""
    decided = steps.annotate(decisions=KeyTransform("decisions", "edition__plan"))
    rows = decided.select_related("edition__strategy", "replaced_by").defer("edition__plan")
    return rows.prefetch_related("edition__owners")


def items(steps: Iterable[Step]) -> list[Item]:
    """The news that steps are, which have come through with_news()."""
    found = list(steps)
    adopted = altered([_edition(step) for step in found if step.kind == StepKind.PUBLISH])
    return [
        NewEdition.of(step, adopted.get(_edition(step).pk, 0))
        if step.kind == StepKind.PUBLISH
        else Change.of(step)
        for step in found
    ]


def _edition(step: Step) -> Edition:
    assert step.edition is not None  # the constraint step_has_its_edition
    return step.edition


def _plan(edition: Edition) -> dict[str, Any]:
    """What all items say of the plan."""
    return {
        "title": edition.title,
        "kind": edition.kind,
        "owners": tuple(owner.name for owner in edition.owners.all()),
        "path": edition.strategy.get_absolute_url(),
    }


def _changes(edition: Edition) -> str:
    """Where it is told what is new since the edition before; "" for the first."""
    if edition.number == 1:
        return ""
    return reverse(
        "edition-compare", args=[edition.strategy.slug, edition.number - 1, edition.number]
    )


def _decision(decision: Decision) -> str:
    """ "Antagen 14 juni 2018, Regionfullmäktige, 18RS5123, § 44"."""
    return ", ".join(filter(None, (capfirst(decision.told), decision.reference)))


def _altered(adopting: list[Decision], number: int) -> str:
    """That the text has changed since it was decided on, and in which edition it was."""
    words = {"changed": since_words(adopting), "number": number}
    return _("%(changed)s (utgåva %(number)s).") % words

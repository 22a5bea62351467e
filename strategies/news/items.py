"""An edition as news: what feeds and mail tell of it, and nothing that the public does not see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID, uuid5

from django.db.models import F
from django.db.models.fields.json import KeyTransform
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from strategies.adopted import since_words
from strategies.models import Edition, Strategy
from strategies.models.edition import EditionQuerySet
from strategies.news.altered import altered
from strategies.plan import ADOPTING, Decision


@dataclass(frozen=True)
class Item:
    """One edition as news. Decisions and title are the same in a plan and in what the public sees of it (`public_plan`).

    `altered` says that the text is not the one that was adopted, and is "" where it is; then no decision to adopt it is among `decisions`.
    """

    key: UUID
    title: str
    kind: str
    number: int
    note: str
    correction: bool
    altered: str
    decisions: tuple[str, ...]
    owners: tuple[str, ...]
    published_at: datetime
    path: str
    edition_path: str
    changes_path: str

    @classmethod
    def of(cls, edition: Edition, adopted: int = 0) -> Self:
        """The news that an edition is; it must have come through with_news(). `adopted` is the number of the adopted edition, where that says something else."""
        told: list[dict[str, Any]] = getattr(edition, "decisions")  # noqa: B009 - an annotation
        decisions = [Decision.model_validate(one) for one in told]
        adopting = [one for one in decisions if one.kind in ADOPTING]
        shown = [one for one in decisions if not (adopted and one in adopting)]
        return cls(
            key=uuid5(edition.strategy.key, str(edition.number)),
            title=edition.title,
            kind=edition.kind,
            number=edition.number,
            note=edition.note,
            correction=edition.correction,
            altered=_altered(adopting, adopted) if adopted else "",
            decisions=tuple(capfirst(one.told) for one in shown),
            owners=tuple(owner.name for owner in edition.owners.all()),
            published_at=edition.published_at,
            path=edition.strategy.get_absolute_url(),
            edition_path=edition.get_absolute_url(),
            changes_path=_changes(edition),
        )

    @property
    def first(self) -> bool:
        return self.number == 1


def published() -> EditionQuerySet:
    """Editions that readers can open: the current ones and those before them."""
    reached = Edition.objects.filter(number__lte=F("strategy__current_edition__number"))
    return reached.filter(strategy__in=Strategy.objects.published())


def with_news(editions: EditionQuerySet) -> EditionQuerySet:
    """The editions with what Item.of() needs, in two queries, and without their plans."""
    decided = editions.annotate(decisions=KeyTransform("decisions", "plan")).defer("plan")
    return decided.select_related("strategy").prefetch_related("owners")


def _changes(edition: Edition) -> str:
    """Where it is told what is new since the edition before; "" for the first."""
    if edition.number == 1:
        return ""
    return reverse(
        "edition-compare", args=[edition.strategy.slug, edition.number - 1, edition.number]
    )


def _altered(adopting: list[Decision], number: int) -> str:
    """That the text has changed since it was decided on, and in which edition it was."""
    words = {"changed": since_words(adopting), "number": number}
    return _("%(changed)s (utgåva %(number)s).") % words


def items(editions: Iterable[Edition]) -> list[Item]:
    """The news that editions are, which have come through with_news()."""
    found = list(editions)
    adopted = altered(found)
    return [Item.of(edition, adopted.get(edition.pk, 0)) for edition in found]

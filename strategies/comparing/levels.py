"""What plans call the levels of their trees: the same word may mean one thing in one plan and another in the next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategies.models import Edition, Entry, EntryKind

LEVELS = {
    EntryKind.DIRECTION: gettext_lazy("en inriktning"),
    EntryKind.FOCUS_AREA: gettext_lazy("ett insatsområde"),
    EntryKind.ACTION: gettext_lazy("en insats"),
}


@dataclass(frozen=True)
class PlanLevels:
    """A plan's word for each level with how many parts it has there, from the top down; None where it has none."""

    edition: Edition
    words: list[tuple[str, int] | None]

    @property
    def named(self) -> list[tuple[str, tuple[str, int] | None]]:
        """The words with the names of their levels."""
        return list(zip(level_names(), self.words, strict=True))


@dataclass(frozen=True)
class Ambiguity:
    """A word that stands for different levels: what it is, and in which plans."""

    word: str
    uses: list[tuple[str, list[Edition]]]


def levels(editions: Iterable[Edition]) -> list[PlanLevels]:
    """One query for all of them."""
    plans = {edition.strategy_id: edition for edition in editions}
    counted = Entry.objects.filter(strategy__in=plans, kind__in=LEVELS).order_by()
    found: dict[int, dict[str, tuple[str, int]]] = defaultdict(dict)
    for plan, kind, word, number in counted.values_list("strategy", "kind", "word").annotate(
        Count("pk")
    ):
        found[plan][kind] = (word, number)
    return [
        PlanLevels(edition, [found[plan].get(kind) for kind in LEVELS])
        for plan, edition in plans.items()
    ]


def ambiguities(plans: Iterable[PlanLevels]) -> list[Ambiguity]:
    """Words that the plans use for different levels, in alphabetical order."""
    uses: dict[str, dict[str, list[Edition]]] = defaultdict(lambda: defaultdict(list))
    for plan in plans:
        for level, used in zip(LEVELS.values(), plan.words, strict=True):
            if used:
                uses[used[0].casefold()][str(level)].append(plan.edition)
    return [
        Ambiguity(word.capitalize(), list(found.items()))
        for word, found in sorted(uses.items())
        if len(found) > 1
    ]


def level_names() -> list[str]:
    """The headings of the levels."""
    return [_("Överst"), _("Därunder"), _("Det som ska göras")]

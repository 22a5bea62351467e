"""Which lines of the outline are shown: those that lack something, that I have changed, or that say a word."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actors.models import User
from strategies.editing.completeness import flagged, without_responsible, without_text
from strategies.editing.outline import Branch
from strategies.models import Element, Strategy
from strategies.past import events
from strategies.plan import one_line

SHOWN: dict[str, Promise] = {
    "": _("allt"),
    "utan-ansvarig": _("insatser utan ansvarig"),
    "utan-text": _("det som saknar text"),
    "andrat-av-mig": _("ändrat av mig"),
    "anmarkningar": _("det som har anmärkningar"),
}
# The rule that finds what is shown, and its rows' column that names the element.
LACKING = {
    "utan-ansvarig": (without_responsible, "pk"),
    "utan-text": (without_text, "pk"),
    "anmarkningar": (flagged, "element"),
}


@dataclass(frozen=True)
class Sieve:
    """What the outline's form asks for; one that asks for nothing lets everything through."""

    show: str = ""
    words: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Sieve":
        show = query.get("visa", "")
        return cls(show if show in SHOWN else "", one_line(query.get("ord", ""))[:200])

    def __bool__(self) -> bool:
        return bool(self.show or self.words)

    def sifted(self, branches: list[Branch], strategy: Strategy, user: User) -> list[Branch]:
        """The branches that are asked for, each under what it stands under; in at most one query."""
        if not self:
            return branches
        return _kept(branches, self._test(strategy, user))

    def _test(self, strategy: Strategy, user: User) -> Callable[[Branch], bool]:
        found = set(self._found(strategy, user)) if self.show else set()
        words = self.words.casefold()

        def wanted(branch: Branch) -> bool:
            element = branch.part
            said = f"{branch.word} {element.label} {element.title}".casefold()
            return words in said and (not self.show or element.pk in found)

        return wanted

    def _found(self, strategy: Strategy, user: User) -> Iterable[int]:
        """The ids of the elements that are asked for; what is missing is told by the rules of the to-do list."""
        if self.show == "andrat-av-mig":
            mine = events(strategy, Element).filter(pgh_context__metadata__user=user.pk)
            return mine.values_list("pgh_obj", flat=True)
        find, column = LACKING[self.show]
        plan = Strategy.objects.filter(pk=strategy.pk)
        return find(plan, timezone.localdate()).values_list(column, flat=True)


def _kept(branches: list[Branch], wanted: Callable[[Branch], bool]) -> list[Branch]:
    kept = []
    for branch in branches:
        below = _kept(branch.branches, wanted)
        if below or wanted(branch):
            kept.append(branch.with_below(below))
    return kept

"""What a plan is made of, by the nouns that addresses have for it."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategies.editing.forms.claims import ChallengeForm, DecisionForm, StatementForm
from strategies.editing.forms.element import ElementForm
from strategies.editing.forms.locked import LockedForm
from strategies.models import Challenge, Decision, Element, Statement, Strategy
from strategies.models.rows import KeyedRow


@dataclass(frozen=True)
class Noun:
    """A kind of keyed part: its table, its form, and how it is called. `word` is in addresses, and the id of its section."""

    word: str
    model: type[Any]
    form: type[LockedForm]
    name: Promise
    adding: Promise

    @property
    def row(self) -> str:
        return f"editing/_row_{self.word}.html"

    @property
    def section(self) -> str:
        return f"editing/_section_{self.word}.html"

    def of(self, strategy: Strategy) -> Any:
        """The strategy's parts of this kind."""
        return self.model.objects.filter(strategy=strategy)

    def was_in(self, strategy: Strategy, key: object) -> bool:
        """Whether the history knows a part of that key."""
        events = self.model.pgh_event_model.objects
        return bool(events.filter(strategy=strategy, key=key).exists())

    def count_below(self, part: KeyedRow) -> int:
        """How many parts hang under this one, at any depth."""
        children = list(getattr(part, "children", self.model.objects.none()).all())
        return len(children) + sum(self.count_below(child) for child in children)


NOUNS = {
    noun.word: noun
    for noun in (
        Noun("delar", Element, ElementForm, _("del av planen"), _("Lägg till i planen")),
        Noun(
            "uttalanden",
            Statement,
            StatementForm,
            _("uttalande"),
            _("Lägg till vision, mål eller annat"),
        ),
        Noun("utmaningar", Challenge, ChallengeForm, _("utmaning"), _("Lägg till utmaning")),
        Noun("beslut", Decision, DecisionForm, _("beslut"), _("Lägg till beslut")),
    )
}


class NounAddress:
    """The path converter of a noun."""

    regex = "|".join(NOUNS)

    def to_python(self, value: str) -> Noun:
        return NOUNS[value]

    def to_url(self, value: Noun | str) -> str:
        return value.word if isinstance(value, Noun) else value

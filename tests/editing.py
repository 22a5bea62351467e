"""A small plan that tests edit, and the addresses of its parts."""

from typing import Any

from django.urls import reverse

from actors.models import Actor, User
from strategies.models import Challenge, Decision, Element, Statement, Strategy
from strategies.plan import Plan
from tests.factories import make_actor, make_member, make_strategy

HTMX = {"HX-Request": "true"}


class Desk:
    """An owner, an editor of it, and a plan: direction A (focus area A1 with action a, action b), direction B."""

    def __init__(self, *, published: bool = False) -> None:
        self.owner: Actor = make_actor("Region Provland")
        self.editor: User = make_member(self.owner, name="Disa Redaktör")
        self.strategy: Strategy = make_strategy(self.plan(), published=published)

    def plan(self) -> Plan:
        action = {"kind": "action", "title": "Insats a", "text": "Vi stärker rådgivningen."}
        area = {"kind": "focus_area", "title": "Område A1", "elements": [action]}
        other = {"kind": "action", "title": "Insats b"}
        return Plan.model_validate(
            {
                "title": "Provplanen",
                "kind": "handlingsplan",
                "owners": [self.owner.name],
                "period": {"start": "2018", "end": "2022"},
                "level_words": {"direction": "Prioritering"},
                "statements": [{"kind": "vision", "text": "Alla ska kunna starta företag."}],
                "challenges": [{"title": "Få nya företag"}],
                "decisions": [{"body": self.owner.name, "date": {"value": "2018-06-14"}}],
                "elements": [
                    {"kind": "direction", "title": "Riktning A", "elements": [area, other]},
                    {"kind": "direction", "title": "Riktning B"},
                ],
            }
        )

    def element(self, title: str) -> Element:
        found: Element = Element.objects.get(strategy=self.strategy, title=title)
        return found

    def part(self, noun: str) -> Any:
        """The first part of that noun."""
        models = {
            "delar": Element,
            "uttalanden": Statement,
            "utmaningar": Challenge,
            "beslut": Decision,
        }
        return models[noun].objects.filter(strategy=self.strategy).first()

    def url(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.strategy.slug, *args])

    def edit_url(self, part: Any, noun: str = "delar") -> str:
        return self.url("edit-part", noun, part.key)

    def order(self, parent: str = "") -> list[str]:
        """The titles under `parent`, or at the top, and that their places have no gaps."""
        rows = (
            Element.objects.filter(strategy=self.strategy, parent__title=parent)
            if parent
            else Element.objects.filter(strategy=self.strategy, parent=None)
        )
        rows = rows.order_by("position")
        assert [row.position for row in rows] == list(range(len(rows)))
        return [row.title for row in rows]

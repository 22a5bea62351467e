"""A plan of the size that the goals speak of: 4 directions, 24 focus areas, 120 actions, 360 involvements.

Its words are drawn from the seeds' own, so that it compresses as a real plan does; the same every time.
"""

import random
from pathlib import Path

from strategies.plan import Element, ElementKind, Involvement, Plan, Role

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
ROLES: tuple[Role, ...] = ("ansvarig", "medverkar", "finansierar")
OWNER = "Region Örebro län"


class Writer:
    """Sentences of words that the seeds use, as often as they use them."""

    def __init__(self) -> None:
        texts = (path.read_text() for path in sorted(SEEDS.glob("*.md")))
        words = (word.strip(".,:;()”") for text in texts for word in text.split())
        self.words = [word.lower() for word in words if word.isalpha()]
        self.random = random.Random(2018)  # noqa: S311 - a plan to measure with, and no secret

    def sentence(self, length: int) -> str:
        return " ".join(self.random.choices(self.words, k=length)).capitalize()

    def text(self, sentences: int) -> str:
        return ". ".join(self.sentence(12) for _ in range(sentences)) + "."


def make_plan(actors: list[str], branches: int = 6) -> Plan:
    """The plan, with actors of those names. `branches` is the number of focus areas a direction."""
    writer = Writer()
    return Plan(
        slug="matplan",
        title="Handlingsplan att mäta med",
        kind="handlingsplan",
        owners=(OWNER,),
        regions=("Örebro län",),
        summary=writer.text(3),
        elements=tuple(_direction(writer, actors, branches) for _ in range(4)),
    )


def _direction(writer: Writer, actors: list[str], branches: int) -> Element:
    areas = tuple(_area(writer, actors) for _ in range(branches))
    return _element(writer, "direction", 3, areas)


def _area(writer: Writer, actors: list[str]) -> Element:
    actions = tuple(_action(writer, actors) for _ in range(5))
    return _element(writer, "focus_area", 2, actions)


def _action(writer: Writer, actors: list[str]) -> Element:
    chosen = writer.random.sample(actors, len(ROLES))
    ties = (Involvement(actor=actor, role=role) for actor, role in zip(chosen, ROLES, strict=True))
    action = _element(writer, "action", 1, ())
    return action.model_copy(update={"involvements": tuple(ties)})


def _element(
    writer: Writer, kind: ElementKind, sentences: int, below: tuple[Element, ...]
) -> Element:
    return Element(kind=kind, title=writer.sentence(8), text=writer.text(sentences), elements=below)
